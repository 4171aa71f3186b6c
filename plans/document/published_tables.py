"""A plan as its partners publish it: their own tables, headings and cells.

Greenwich prints a table for each priority and a row for each action; Surrey one row for each priority, with all its
statements in one cell beside shared leads and date; Nottingham one table whose number and objective span several
actions; Gloucestershire one table in which a row is both priority and action. Plans after a review print each
recommendation as a heading over the actions that answer it.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from plans.document.arrange import arranged_sections
from plans.document.published_cells import MEASURED, ActionCells, Cell, lead_lines, lines
from plans.document.published_lines import (
    driver_heading,
    height,
    in_runs,
    paired_lines,
    split_row,
)
from plans.document.records import ColumnFacts
from plans.models import Column

HEADING = "driver_heading"
DRIVER = frozenset({"driver", "driver_reference"})  # cells that span rows with the same driver


@dataclass(frozen=True, slots=True)
class PublishedRow:
    cells: tuple[Cell, ...]
    action_pks: tuple[int, ...]
    continues: bool = False  # whether the row above it is of the same action
    heading: tuple[str, ...] = ()  # a heading over the rows below it, which has no cells


@dataclass(frozen=True, slots=True)
class PublishedTable:
    heading: str  # "" where the plan prints none above this table
    note: str
    columns: tuple[str, ...]
    shows: tuple[str, ...]
    rows: tuple[PublishedRow, ...]

    @property
    def is_wide(self):
        """Whether it has more columns than fit beside each other on a screen."""
        return len(self.columns) > 8

    @property
    def keeps_first_column(self):
        """Whether the number of an action stays in sight while the table scrolls sideways."""
        return self.is_wide and self.shows[0] == "number"


def published_tables(document, *, by=""):
    """The tables of a PlanDocument, filtered as it is, in print order. A priority without rows keeps its heading.

    ``by`` is a way to arrange them, as ``arranged_sections`` takes it.
    """
    printer = _Printer(document)
    sections = arranged_sections(document, by)
    if by:
        return tuple(printer.group_table(section) for section in sections)
    if "title" in {column.shows for column in printer.columns}:
        rows = [row for section in sections for row in printer.rows(section)]
        return (_table("", "", printer.columns, rows),)
    return tuple(_told_apart([(section, printer.section_table(section)) for section in sections]))


def _told_apart(tables):
    """The tables; one under no priority has a heading if it would otherwise be read as part of the one above it."""
    is_under = False
    for section, table in tables:
        if table.rows and not table.heading and is_under:
            table = replace(table, heading=section.title)
        is_under = is_under or bool(table.heading and table.rows)
        yield table


def head_of_table(document):
    """A table with the columns of a PlanDocument and without rows."""
    return _table("", "", _Printer(document).columns, ())


def _plain_columns():
    """Columns for a plan that has not chosen its own."""
    shown = (Column.Shows.NUMBER, Column.Shows.ACTION, Column.Shows.LEAD, Column.Shows.TIMESCALE)
    return tuple(
        ColumnFacts(shows.label, shows.value)
        for shows in (*shown, Column.Shows.MEASURE, Column.Shows.RATING)
    )


def _table(heading, note, columns, rows):
    return PublishedTable(
        heading,
        note,
        tuple(column.heading for column in columns),
        tuple(column.shows for column in columns),
        tuple(rows),
    )


class _Printer:
    """Makes the rows of one document, by its columns."""

    def __init__(self, document):
        columns = document.columns or _plain_columns()
        self.headings = [c.heading for c in columns if c.shows == HEADING]
        self.columns = tuple(column for column in columns if column.shows != HEADING)
        self.cells = ActionCells(document)
        shown = {column.shows for column in self.columns}
        # Where the objective is printed, its number and title span its actions.
        self.spanned = {"number", "objective"} if "objective" in shown else set()
        if self.headings:
            self.spanned = self.spanned & {"objective"}
        self.places = {
            action.pk: (section.priority, part.objective)
            for section in document.sections
            for part in section.parts
            for action in part.actions
        }

    def section_table(self, section):
        priority, columns = section.priority, self.columns
        if priority is None:
            return _table("", "", columns, self.rows(section))
        if priority.action_heading:
            columns = tuple(
                replace(c, heading=priority.action_heading) if c.shows == "action" else c
                for c in columns
            )
        return _table(priority.name, priority.heading_note, columns, self.rows(section))

    def group_table(self, section):
        """The table of actions from anywhere in the plan: no cell spans or is shared."""
        rows = [row for action in section.actions for row in self._rows_of(action)]
        return _table(section.heading, "", self.columns, rows)

    def rows(self, section):
        """The rows of its actions, then of those in other sections that it names."""
        referring = [self._referring_row(section, see) for see in section.see]
        if _shares_a_row(section):
            cells = tuple(self._shared_cell(section, column.shows) for column in self.columns)
            pks = tuple(action.pk for action in section.actions)
            return [PublishedRow(cells, pks), *referring]
        if self.headings:
            return [*self._rows_under_headings(section), *referring]
        rows = [
            row
            for part in section.parts
            for index, action in enumerate(part.actions)
            for row in self._rows_of(action, rows=self._height(part) if index == 0 else 0)
        ]
        return [*_span_drivers(rows), *referring]

    def _referring_row(self, section, see):
        """“See 2.4 Title” in the column of actions, or in the first one that is not about the priority."""
        shown = [column.shows for column in self.columns]
        words = f"See {see.reference} {see.title}"
        place = next((shown.index(s) for s in ("action", "action_title") if s in shown), 0)
        cells = [self.cells.priority_cell(column, section.priority) for column in self.columns]
        cells[place] = Cell(shown[place], paragraphs=(words,), see=see.pk)
        return PublishedRow(tuple(cells), ())

    def _shared_cell(self, section, shows):
        if shows in MEASURED:
            return self.cells.measure_cell(shows, section.priority.measures)
        return _shared_cell(section, shows)

    def _rows_under_headings(self, section):
        """A heading for each driver, or none, over the rows of the actions that have it."""
        rows = []
        for drivers, actions in in_runs(section.actions):
            if drivers:
                words = driver_heading(self.headings[0], drivers)
                rows.append(PublishedRow((), (), heading=words))
            rows += (row for action in actions for row in self._rows_of(action))
        return rows

    def _height(self, part):
        return sum(height(action, self.columns) for action in part.actions)

    def _rows_of(self, action, *, rows=None):
        """The rows of an action: one, or one for each lead with a date of its own.

        The cells of its objective span ``rows``: None, its own.
        """
        own = height(action, self.columns)
        row = self._row(action, rows=own if rows is None else rows, own=own)
        return split_row(row, paired_lines(action))

    def _row(self, action, *, rows, own):
        """The row of an action; the cells of its objective span ``rows``, the others ``own``."""
        priority, objective = self.places[action.pk]
        cells = tuple(
            _objective_cell(objective, column.shows, rows)
            if objective and column.shows in self.spanned
            else replace(self.cells.cell(column, action, priority), rows=own)
            for column in self.columns
        )
        return PublishedRow(cells, (action.pk,))


def _objective_cell(objective, shows, rows):
    text = objective.number if shows == "number" else objective.title
    return Cell(shows, paragraphs=lines(text), rows=rows)


def _span_drivers(rows):
    """The rows, in which a driver that several rows running share is one cell that spans them."""
    spanned = []
    for _, run in groupby(rows, key=_driver):
        first, *others = run
        spanned.append(_with_driver(first, rows=1 + len(others)))
        spanned += (_with_driver(row, rows=0) for row in others)
    return spanned


def _driver(row):
    """The row's driver; its action, like no other, where it has none."""
    texts = [cell.paragraphs for cell in row.cells if cell.shows in DRIVER and cell.paragraphs]
    return texts or row.action_pks


def _with_driver(row, *, rows):
    cells = (replace(cell, rows=rows) if cell.shows in DRIVER else cell for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _shares_a_row(section):
    """Whether the plan gives leads, date or measures only to the priority and never to its actions."""
    priority = section.priority
    if priority is None or not section.actions:
        return False
    if not (priority.leads_words or priority.leads or priority.timescale.text or priority.measures):
        return False
    return not any(a.has_own_leads or a.has_own_timescale or a.measures for a in section.actions)


def _shared_cell(section, shows):
    priority = section.priority
    if shows == "action":
        return Cell(shows, paragraphs=tuple(action.wording for action in section.actions))
    if shows == "action_title":
        return Cell(shows, paragraphs=tuple(action.title for action in section.actions))
    if shows == "lead":
        return Cell(shows, paragraphs=lead_lines(priority))
    if shows == "timescale":
        return Cell(shows, paragraphs=lines(priority.timescale.text))
    if shows in ("number", "priority"):
        return Cell(shows, paragraphs=(priority.number,))
    return Cell(shows)
