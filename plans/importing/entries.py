"""What one row of a plan's table says, by kind of column."""

import re
from dataclasses import dataclass, field

from plans.importing import headings
from plans.importing.cells import colour_word, join_lines
from plans.importing.combined_cells import divide_cell
from plans.importing.plan import SourceRow

# What a cell that is merged down over several rows says of each of them; an action is one, not several.
SPREADS = {
    *(headings.LEAD, headings.TIMESCALE, headings.START, headings.DONE, headings.MEASURE),
    *(headings.OUTCOME, headings.PROGRESS, headings.RATING, headings.PREVIOUS_RATING),
    *(headings.THEME, headings.DRIVER, headings.IMPORTANCE, headings.RESOURCES),
}
SMALL_NUMBER = re.compile(r"\d{1,2}[.)]?")


@dataclass(slots=True)
class Heading:
    """A row that is only the heading of what follows."""

    text: str
    where: str
    is_objective: bool = False


@dataclass(slots=True)
class Entry:
    """What one row says, by kind of column; several columns of a kind follow each other."""

    where: str
    cells: dict = field(default_factory=dict)  # kind → [(Column, Cell lines, fill)]
    below: list = field(default_factory=list)  # Columns whose cell goes on from the row above
    rows: list = field(default_factory=list)  # the SourceRows that it was read from

    def lines(self, kind):
        return tuple(line for _, lines, _ in self.cells.get(kind, ()) for line in lines)

    def text(self, kind):
        return "\n".join(line.text for line in self.lines(kind))

    def is_below(self, kind):
        return any(kind in column.kinds for column in self.below)

    def add(self, kind, column, lines, fill):
        self.cells.setdefault(kind, []).append((column, lines, fill))

    def join(self, other):
        """Go on with the cells of the row that continues this one."""
        self.rows.extend(other.rows)
        for kind, cells in other.cells.items():
            mine = self.cells.setdefault(kind, [])
            by_column = {column.number: n for n, (column, *_) in enumerate(mine)}
            for column, lines, fill in cells:
                if column.number not in by_column:
                    mine.append((column, lines, fill))
                    continue
                n = by_column[column.number]
                _, before, old_fill = mine[n]
                mine[n] = (column, join_lines(before, lines), old_fill or fill)

    def inherit(self, above):
        """Take the cells that are merged over this row and those above."""
        numbers = {column.number for column in self.below}
        for kind, cells in above.cells.items() if above else ():
            if kind in SPREADS:
                for column, lines, fill in cells:
                    if column.number in numbers:
                        self.add(kind, column, lines, fill)


def read_entry(row, plan_table, leave_out):
    """The Entry of a row; the words of a column that fits no kind are left out."""
    entry = Entry(row.where, rows=[_source_row(row, plan_table.columns)])
    for column in plan_table.columns:
        cell = row.cell(column.number)
        if cell.column != column.number:
            continue
        if cell.is_below:
            entry.below.append(column)
        if not column.kind:
            if cell.text:
                leave_out(cell.where or row.where, cell.text)
        elif column.also:
            for kind, lines in divide_cell(cell.lines, column.kinds).items():
                entry.add(kind, column, lines, cell.fill)
        elif not cell.is_empty or (cell.fill and column.kind == headings.RATING):
            entry.add(column.kind, column, cell.lines, cell.fill)
    return entry


def _source_row(row, columns):
    found = [(column, row.cell(column.number)) for column in columns]
    own = [(column.heading, _shown(cell)) for column, cell in found if cell.column == column.number]
    return SourceRow(row.where, tuple((heading, text) for heading, text in own if text))


def _shown(cell):
    """The text of a cell, or the colour that it has in place of one."""
    text = "\n".join(line.full_text for line in cell.lines)
    colour = "" if text else colour_word(cell.fill)
    return f"(coloured {colour.lower()})" if colour else text


def has_words(entry):
    return any(lines for cells in entry.cells.values() for _, lines, _ in cells)


def number_is_of(plan_table):
    """The kind whose number the number column has: an objective's beside a column of objectives, else an action's."""
    numbers = plan_table.of(headings.NUMBER)
    if not numbers:
        return ""
    number = numbers[0].number
    for kind in (headings.OBJECTIVE, headings.PRIORITY):
        for column in plan_table.of(kind):
            if column.number == number + 1 and _go_together(plan_table, number, column.number):
                return kind
    return headings.ACTION


def _go_together(plan_table, number, other):
    """Whether two columns are filled in the same rows, and not in every row; or have few numbers, one for each text."""
    rows = [row for row in plan_table.rows if len(row.filled) > 1]
    both = [(not row.cell(number).is_empty, not row.cell(other).is_empty) for row in rows]
    if any(is_numbered and not is_named for is_numbered, is_named in both):
        return False
    if all(is_named for _, is_named in both):
        named = {(row.cell(number).text, row.cell(other).text) for row in rows}
        return len(named) == len({text for _, text in named}) < len(rows) or all(
            SMALL_NUMBER.fullmatch(row.cell(number).text) for row in rows
        )
    return True
