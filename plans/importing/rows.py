"""The rows of a plan's tables as what they mean: headings of parts, and one entry for each action or group of actions.

A row that a page has cut, or whose cells go on below, is joined to the one before it, and a note says so.
"""

import re
from dataclasses import dataclass, field

from plans.importing import headings
from plans.importing.cells import is_reference, join_lines, starts_small
from plans.importing.headings import plain

PART = re.compile(
    r"^(?:strategic |overarching |over-arching |cross-?cutting |key )?"
    r"(?P<word>priority|objective|outcome|aim|goal|theme|workstream|pillar|area|strand|ambition)\b",
    re.IGNORECASE,
)
OBJECTIVE_WORDS = {"objective", "outcome", "aim", "goal", "ambition"}
CONTINUED = re.compile(r"^[(\[]?\s*(?:cont(?:inued|inues|'?d|\.)?|cont)\s*[)\].…]*$", re.IGNORECASE)
ENDS_CONTINUED = re.compile(r"\s*[(\[–-]?\s*\bcont(?:inued|'?d|\.)?\s*[)\]]?\s*$", re.IGNORECASE)


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
    is_objective_below: bool = False  # the objective of the row above goes on
    is_priority_below: bool = False

    def lines(self, kind):
        return tuple(line for _, lines, _ in self.cells.get(kind, ()) for line in lines)

    def text(self, kind):
        return "\n".join(line.text for line in self.lines(kind))

    def fill(self, kind):
        return next((fill for _, _, fill in self.cells.get(kind, ()) if fill), "")

    def join(self, other):
        """Go on with the cells of the row that continues this one."""
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


class RowReader:
    """Reads the rows of PlanTables in their order; ``note(code, where, text)`` is told what was joined or left out."""

    def __init__(self, note, leave_out):
        self.note, self.leave_out = note, leave_out
        self.last = None  # the Entry before

    def read(self, plan_table):
        """Headings and Entries of a table; an entry that the next row continues is yielded whole."""
        heads = _heads_of(plan_table)
        number_owner = number_is_of(plan_table)
        is_first = True
        for row in plan_table.table.rows[plan_table.first_row :]:
            if not row.filled and not any(c.fill for c in row.cells):
                continue
            if _repeats(row, heads):
                self.note(
                    "repeated_header_left_out", row.where, "A repeated header row was left out."
                )
                continue
            if heading := self._heading(row, plan_table):
                yield from self._finish()
                yield heading
                is_first = False
                continue
            entry = _entry(row, plan_table)
            if not entry.cells:
                continue
            if self.last is not None and self._continues(entry, plan_table, number_owner, is_first):
                self.last.join(entry)
                self.note(
                    "continued_row_joined", row.where, "This row was joined to the row before it."
                )
            else:
                yield from self._finish()
                self.last = entry
            is_first = False

    def finish(self):
        """The last entry, once there is no more table that may continue it."""
        yield from self._finish()

    def _finish(self):
        if self.last is not None:
            yield self.last
        self.last = None

    def _heading(self, row, plan_table):
        filled = row.filled
        if len(filled) != 1:
            return None
        (cell,) = filled
        text = " ".join(cell.text.split())
        kinds = {
            c.kind for c in plan_table.columns if cell.column <= c.number < cell.column + cell.span
        }
        is_wide = cell.span >= max(2, plan_table.table.width * 0.6)
        is_named = PART.match(text) is not None and not kinds & {
            headings.PRIORITY,
            headings.OBJECTIVE,
        }
        is_left = cell.column == 0 and headings.NUMBER in kinds and not is_reference(text)
        if not (is_wide or is_left or (is_named and cell.column == 0)):
            return None
        match = PART.match(text)
        return Heading(text, row.where, bool(match) and match["word"].lower() in OBJECTIVE_WORDS)

    def _continues(self, entry, plan_table, number_owner, is_first):
        """Whether a row goes on with the one before it, by what it lacks and how its words begin."""
        action = entry.lines(headings.ACTION)
        own_number = entry.text(headings.NUMBER) if number_owner == headings.ACTION else ""
        if own_number or _names_another_part(entry, self.last):
            return False
        has_others = any(
            entry.lines(kind) for kind in (headings.LEAD, headings.TIMESCALE, headings.RATING)
        )
        if not action:
            return True
        goes_on = starts_small(action[0].text)
        if has_others:
            return (
                goes_on
                and (not is_first or plan_table.head_rows >= 0)
                and not entry.is_objective_below
            )
        if entry.is_objective_below and not goes_on:
            return False
        numbered = number_owner == headings.ACTION and self.last.text(headings.NUMBER)
        return goes_on or action[0].is_item or bool(numbered)


def _names_another_part(entry, last):
    for kind in (headings.PRIORITY, headings.OBJECTIVE):
        text = entry.text(kind)
        if text and not CONTINUED.match(text) and text != last.text(kind):
            return True
        if text and text == last.text(kind):
            return True  # repeated in every row, as CSV does: rows of their own
        if text and CONTINUED.match(text):
            return True
    return False


def _entry(row, plan_table):
    entry = Entry(row.where)
    for column in plan_table.columns:
        cell = row.cell(column.number)
        if cell.column != column.number:
            continue
        if cell.is_below:
            if column.kind == headings.OBJECTIVE:
                entry.is_objective_below = True
            elif column.kind == headings.PRIORITY:
                entry.is_priority_below = True
        if not cell.is_empty or (cell.fill and column.kind == headings.RATING):
            entry.cells.setdefault(column.kind, []).append((column, cell.lines, cell.fill))
    return entry


def _heads_of(plan_table):
    return [[plain(cell.text) for cell in row.filled] for row in plan_table.heads] or [
        [plain(column.heading) for column in plan_table.columns if column.heading]
    ]


def _repeats(row, heads):
    texts = [plain(cell.text) for cell in row.filled]
    return len(texts) > 1 and any(texts == head for head in heads)


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
    rows = plan_table.table.rows[plan_table.first_row :]
    rows = [row for row in rows if len(row.filled) > 1]
    both = [(not row.cell(number).is_empty, not row.cell(other).is_empty) for row in rows]
    if any(is_numbered and not is_named for is_numbered, is_named in both):
        return False
    if all(is_named for _, is_named in both):
        named = {(row.cell(number).text, row.cell(other).text) for row in rows}
        return len(named) == len({text for _, text in named}) < len(rows) or all(
            re.fullmatch(r"\d{1,2}[.)]?", row.cell(number).text) for row in rows
        )
    return True
