"""A plan as an Excel workbook: a sheet for the actions as the partnership prints them, and one for each other table."""

from itertools import chain

from partnership.excel_file import ExcelColumn, ExcelFile
from partnership.tables import Kind
from plans.document.published_cells import ActionCells
from plans.exports.action_table import ACTIONS, action_record, objective_words, placed_actions
from plans.exports.tables import PLAN_TABLES
from plans.importing import own_workbook
from plans.models import Column

# Columns of the partnership's own table that show the same as a column of ours, which they then replace.
SAME = {
    Column.Shows.NUMBER: "reference",
    Column.Shows.ACTION: "wording",
    Column.Shows.ACTION_TITLE: "title",
    Column.Shows.IMPORTANCE: "importance",
    Column.Shows.RESOURCES: "resources",
    Column.Shows.START: "start",
    Column.Shows.TIMESCALE: "timescale",
    Column.Shows.NEXT_STEPS: "next_steps",
    Column.Shows.RATING: "rating",
    Column.Shows.PREVIOUS_RATING: "rating_before",
    Column.Shows.FURTHER_ACTIONS: "further_actions",
    Column.Shows.NOTE: "note",
}
NARROW = {"number": 9, "priority": 9, "driver_reference": 14, "direction": 14, "lead": 24, "theme": 20}  # fmt: skip
SHORT = {"reference": 10, "title": 30, "timescale": 22, "first_timescale": 22, "leads_as_written": 24}  # fmt: skip


def write_excel(export):
    """The file, in bytes."""
    document = export.document
    about = f"The plan of {document.partnership} and its registers."
    file = ExcelFile(document, as_at=export.as_at, about=about, on=export.made_on)
    sheets = [_write_actions(file, export)]
    for table in PLAN_TABLES:
        if table is not ACTIONS and (rows := list(table.rows(export))):
            sheets.append(_write_table(file, table, rows))
    file.lines(own_workbook.ABOUT, _about(export, sheets))
    return file.content()


def _write_actions(file, export):
    """The sheet of actions: the partnership's own columns, then the others, then the ids, which are hidden."""
    own = [_OwnColumn(column, export) for column in export.document.columns]
    replaced = {column.same for column in own if column.same}
    others = [c for c in ACTIONS.columns if c.name not in replaced and c.kind != Kind.ID]
    ids = [column for column in ACTIONS.columns if column.kind == Kind.ID]
    is_printed = not own
    columns = [column.excel for column in own]
    columns += [_excel_column(column, is_printed=is_printed) for column in (*others, *ids)]
    kept = 1 if (own and own[0].shows == "number") or not own else 0

    def rows():
        for placed in placed_actions(export.document):
            record = action_record(placed, export.ratings)
            own_values = (column.value(placed, record) for column in own)
            yield list(chain(own_values, (record[column.name] for column in (*others, *ids))))

    file.sheet(ACTIONS.title, columns, rows(), kept=kept)
    meanings = [(c.facts.heading, c.name, c.excel.kind, "A column of your own table.") for c in own]
    meanings += [(c.heading, c.name, c.kind, c.meaning) for c in (*others, *ids)]
    return ACTIONS, meanings


class _OwnColumn:
    """A column of the partnership's own table, of one document."""

    def __init__(self, facts, export):
        self.facts, self.shows, self.export = facts, facts.shows, export
        self.same = "" if facts.when else SAME.get(facts.shows, "")
        self.name = self.same or f"{facts.shows} {facts.when}".strip()
        self.cells = ActionCells(export.document)
        kind = ACTIONS.column(self.same).kind if self.same else self._kind()
        self.excel = ExcelColumn(facts.heading, kind, NARROW.get(facts.shows, SHORT.get(self.same, 0)))  # fmt: skip

    def _kind(self):
        kinds = {Column.Shows.RATING: Kind.RATING, Column.Shows.DONE: Kind.DATE}
        return kinds.get(self.shows, Kind.LONG_TEXT)

    def value(self, placed, record):
        """The value of its cell for a PlacedAction with this record."""
        if self.same:
            return record[self.same]
        if self.shows == Column.Shows.DONE:
            return placed.action.done_on
        if self.shows == Column.Shows.OBJECTIVE:
            return objective_words(placed.objective)
        cell = self.cells.cell(self.facts, placed.action, placed.section.priority)
        if self.shows == Column.Shows.RATING:
            return self.export.ratings.get(cell.rating)
        return "\n".join((*cell.paragraphs, *cell.items))


def _write_table(file, table, rows):
    visible = [column for column in table.columns if column.kind != Kind.ID]
    columns = [*visible, *(column for column in table.columns if column.kind == Kind.ID)]
    values = ([row[column.name] for column in columns] for row in rows)
    file.sheet(table.title, [_excel_column(column) for column in columns], values)
    return table, [(c.heading, c.name, c.kind, c.meaning) for c in columns]


def _excel_column(column, *, is_printed=True):
    is_hidden = column.kind == Kind.ID
    width = SHORT.get(column.name, 0)
    return ExcelColumn(column.heading, column.kind, width, is_hidden, is_printed)


def _about(export, sheets):
    """What the file is, what it leaves out, and what each column of each sheet means."""
    document = export.document
    yield (document.title,)
    yield "Partnership", document.partnership
    yield "Period", document.period
    yield "As at", export.as_at
    if document.marking:
        yield "Marking", document.marking
    for number, words in enumerate(export.filtered):
        yield "" if number else "Filtered by", words
    if export.part:
        yield "Only a part", export.part
    yield "Ids", "Each sheet ends with hidden columns of ids. Leave them as they are."
    if export.at:
        yield own_workbook.PLAN, str(document.pk)
        yield own_workbook.MADE_AT, export.at.isoformat()
        yield "To bring changes back", own_workbook.EXPLANATION
    for table, meanings in sheets:
        yield ("",)
        yield (table.title,)
        yield "", table.meaning
        yield "Heading", "Name", "Value", "Meaning"
        yield from (
            (heading, name, str(kind), meaning) for heading, name, kind, meaning in meanings
        )
