"""From the neutral tables of a file to the plan they mean, with a note of everything joined, guessed or left out."""

import re
from dataclasses import replace

from plans.importing import headings
from plans.importing.actions import ActionReader
from plans.importing.changes import apply_choices
from plans.importing.checks import check_plan
from plans.importing.choices import Choices
from plans.importing.columns import column_key
from plans.importing.entries import Heading
from plans.importing.headings_above import NOTHING_ABOVE, read_headings_above
from plans.importing.own_workbook import find_own_workbook, read_own_workbook
from plans.importing.part_names import (
    ALONE,
    GENERAL_SHEET,
    NO_PRIORITY,
    PART,
    names_objective,
    names_priority,
    read_priority_name,
)
from plans.importing.period import read_period, read_title
from plans.importing.plan import ImportedColumn, ImportedPlan, LeftOutTable
from plans.importing.plan_tables import HEAD_WITHIN, PlanTable, find_plan_table
from plans.importing.rows import RowReader, read_heading
from plans.importing.structure import PlanStructure
from plans.importing.tables import Paragraph, Table

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)|(?<!\d)\d\d ?[-/–] ?\d\d(?!\d)")
NAMES = {"lead": "leads", "timescale": "timescales", "measure": "success measures"}


def understand(file, *, starts_on=None, ends_on=None, choices=None):
    """The ImportedPlan of a SourceFile, as the Choices of a person have it.

    The plan's period is read from the file, if it is not given.
    """
    choices = choices or Choices()
    plan = ImportedPlan(title=read_title(file.blocks), notes=list(file.notes))
    plan.left_out.extend(file.left_out)
    plan.starts_on, plan.ends_on = starts_on, ends_on
    read = read_period(file.blocks)
    if read[0] and starts_on is None:
        plan.starts_on, plan.ends_on = read
    own = find_own_workbook(file)
    if own:
        read_own_workbook(own, plan)
    else:
        _Builder(plan, _find_tables(file.blocks, choices), choices).build()
    apply_choices(plan, choices)
    check_plan(plan)
    return plan


def _find_tables(blocks, choices):
    """The blocks of a file, with the PlanTable in the place of a Table that is one."""
    found, before = [], None
    for block in blocks:
        is_open = isinstance(block, Table) and block.where not in choices.tables_left_out
        table = find_plan_table(block, before, choices.columns) if is_open else None
        found.append(table or block)
        before = table or before
    return found


class _Builder:
    def __init__(self, plan, blocks, choices):
        self.plan, self.blocks, self.choices = plan, blocks, choices
        self.structure = PlanStructure(plan)
        self.actions = ActionReader(plan, self.structure, whole=choices.cells_whole)
        self.rows = RowReader(plan.note, plan.leave_out, apart=choices.rows_apart)
        self.texts = []  # Paragraphs since the last plan table
        sheets = [b.table.name for b in blocks if isinstance(b, PlanTable) and b.table.name]
        sheets = list(dict.fromkeys(sheets))
        self.has_many_sheets = len(sheets) > 1
        self.head_count = sum(isinstance(b, PlanTable) and b.head_rows > 0 for b in blocks)
        years = [name for name in sheets if YEARS.search(name)]
        if len(years) > 1:
            names = ", ".join(f"“{name}”" for name in years)
            said = f"The sheets {names} look like plans of different years. They were read as one: remove what is old."
            plan.note("several_plans", "file", said)

    def build(self):
        for block in self.blocks:
            if isinstance(block, Paragraph):
                self.texts.append(block)
            elif isinstance(block, PlanTable):
                self._read_table(block)
            else:
                self._leave_table(block)
        self._take(self.rows.finish())
        self._leave_texts(self.texts)
        self._leave_priorities(self.texts)

    def _read_table(self, table):
        table = self._begin(table)
        if table.head_rows and table.table.name:
            self._take(self.rows.finish())  # no row of one sheet goes on in the next
        self._note_columns(table)
        titles = self._read_titles(table)
        if titles:
            self._take(self.rows.finish())
            self._take(titles)
            if sum(not title.is_objective for title in titles) > 1:
                self._tell_list(len(titles))
        self.actions.begin(table)
        self._take(self.rows.read(table))

    def _take(self, items):
        for item in items:
            if isinstance(item, Heading):
                self.structure.take_heading(item)
            else:
                self.structure.take_columns(item, self.actions.number_owner)
                self.actions.take(item)

    def _begin(self, table):
        """A plan table: the last headings above it are its priority and objective, unless it names its own."""
        names_own = table.has(headings.PRIORITY) or _has_part_rows(table)
        above = self._headings_above(table)
        if not names_own:
            self._leave_priorities([text for text in self.texts if text not in above.parts])
        if names_own:
            self._use_title(table, above)
            above = NOTHING_ABOVE
        elif above.parts:
            self._take(self.rows.finish())
            self._take_above(above)
        elif table.head_rows:
            table = self._with_other_priority(table)
        self._leave_texts([text for text in self.texts if text not in above.parts])
        self.texts = []
        before = self.actions.table
        if before and not above.parts and _head_texts(before) == _head_texts(table) != []:
            self.plan.note(
                "repeated_header_left_out", table.table.where, "A repeated header row was left out."
            )
        return table

    def _headings_above(self, table):
        if not table.head_rows:
            return NOTHING_ABOVE
        if any(NO_PRIORITY.search(text.text) for text in self.texts[-1:]):
            self._take(self.rows.finish())
            self.structure.leave_part()
            return NOTHING_ABOVE
        return read_headings_above(self.texts, is_only=self.head_count == 1)

    def _take_above(self, above):
        for part in above.parts:
            heading = Heading(part.text, "text", names_objective(part.text))
            self.structure.take_heading(heading)
        if above.is_list:
            self._tell_list(len(above.parts))

    def _tell_list(self, number):
        """The actions of a table above which several priorities are listed are under none of them."""
        self.structure.leave_part()
        said = f"{number} priorities are listed above the table, which does not say whose its actions are."
        self.plan.note("priorities_without_actions", "text", said)

    def _use_title(self, table, above):
        """What is printed above a table whose priority is only a number in it, or in its head."""
        for text in self.texts:
            if names_priority(text.text) and (number := read_priority_name(text.text).number):
                self.structure.headings_above[number] = " ".join(text.text.split())
        titles = [row.filled[0].text for row in table.titles if len(row.filled) == 1]
        self.structure.title_above = (titles or [above.title])[-1]
        for column in table.of(headings.PRIORITY):
            cells = [row.cell(column.number) for row in table.rows]
            if ALONE.match(column.heading) and all(cell.is_empty for cell in cells):
                self._take(self.rows.finish())
                self.structure.set_priority(column.heading, table.table.where)

    def _with_other_priority(self, table):
        """Where nothing is called a priority, its themes are what the plan is divided by, or its sheets."""
        name = table.table.name
        is_named = names_priority(name) or (self.has_many_sheets and not GENERAL_SHEET.search(name))
        if name and is_named:
            self._take(self.rows.finish())
            self.structure.set_priority(name)
            said = f"The sheet's name, “{name}”, was read as the priority of its actions."
            self.plan.note("priority_from_sheet_name", table.table.where, said)
        elif self.structure.priority is None and len(table.of(headings.THEME)) == 1:
            columns = (
                replace(column, kind=headings.PRIORITY, is_guess=True)
                if column.kind == headings.THEME
                else column
                for column in table.columns
            )
            return replace(table, columns=tuple(columns))
        return table

    def _read_titles(self, table):
        """Headings among the rows above the head; the others are titles, and left out."""
        found = []
        for row in table.titles:
            heading = read_heading(row, table)
            if heading and PART.match(heading.text):
                found.append(heading)
                continue
            for cell in row.filled:
                self.plan.leave_out(cell.where or row.where, cell.text)
        return found

    def _note_columns(self, table):
        for column in table.columns if table.head_rows else ():
            filled = [row.cell(column.number) for row in table.rows if len(row.filled) > 1]
            filled = [c for c in filled if not c.is_empty and c.column == column.number]
            if column.kind or column.heading or filled:
                kinds = column.kinds if column.kind else ()
                number, where = column.number + 1, table.table.where
                self.plan.columns.append(
                    ImportedColumn(where, number, column.heading, kinds, column.is_guess)
                )
                self._note_column(column, f"{where}, column {number}", is_empty=not filled)
        for row in table.heads[1:]:
            self._leave_repeated_words(row, table.heads[0])

    def _leave_repeated_words(self, row, head):
        """Words of a second head row that repeat those above them, and so are in the column's heading once."""
        for cell in row.filled:
            if cell.text == head.cell(cell.column).text:
                self.plan.leave_out(cell.where or row.where, cell.text)

    def _note_column(self, column, where, *, is_empty):
        kinds = " and ".join(NAMES.get(kind, kind) for kind in column.kinds)
        if not column.kind:
            is_chosen = column_key(column.heading, column.number) in self.choices.columns
            why = "as you chose" if is_chosen else "because we do not know what it is for"
            said = f"The column {column.name} was left out, {why}."
            said += " It is empty." if is_empty else ""
            self.plan.note("unmatched_column", where, said)
        elif column.also:
            said = f"The column {column.name} was read as {kinds} together. Check each row."
            self.plan.note("combined_column", where, said)
        elif column.is_guess:
            said = (
                f"The column {column.name} was read as {kinds}, by what is in it. Check that it is."
            )
            self.plan.note("guessed_column", where, said)

    def _leave_table(self, block):
        texts = [cell.text for row in block.rows for cell in row.filled]
        if not texts:
            return
        kind = headings.names_no_plan(texts[: block.width * 3])
        what = f"It looks like {kind}." if kind else "It does not look like a plan."
        code = "sheet_left_out" if block.name else "table_left_out"
        name = f"The sheet “{block.name}”" if block.name else "A table"
        if block.where in self.choices.tables_left_out:
            what = "You chose to."
        self.plan.note(code, block.where, f"{name} was left out. {what}")
        self._list_left_out(block)
        for row in block.rows:
            for cell in row.filled:
                self.plan.leave_out(cell.where or row.where, cell.text)

    def _list_left_out(self, block):
        fullest = max(block.rows[:HEAD_WITHIN], key=lambda row: len(row.filled))
        head = tuple(" ".join(cell.text.split()) for cell in fullest.filled)
        is_chosen = block.where in self.choices.tables_left_out
        self.plan.tables_left_out.append(LeftOutTable(block.where, head, is_chosen))

    def _leave_priorities(self, texts):
        """Headings of priorities that have no table: they are in the plan, without actions."""
        headings_of_priorities = [t for t in texts if t.level and names_priority(t.text)]
        for text in headings_of_priorities if self.plan.actions else ():
            if self.structure.add_priority(text.text):
                said = f"“{text.text}” has no table of actions below it."
                self.plan.note("priorities_without_actions", "text", said)

    def _leave_texts(self, texts):
        for text in texts:
            self.plan.leave_out("text", text.text)


def _head_texts(table):
    return [headings.plain(cell.text) for row in table.heads for cell in row.filled]


def _has_part_rows(table):
    """Whether a row of the table is the heading of a part."""
    return any(
        (heading := read_heading(row, table)) is not None and PART.match(heading.text)
        for row in (*table.titles, *table.rows)
    )
