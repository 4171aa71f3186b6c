"""From the neutral tables of a file to the plan they mean, with a note of everything joined, guessed or left out."""

import re

from plans.importing import headings
from plans.importing.cells import (
    is_reference,
    one_wording,
    read_rating,
    split_actions,
    split_dotted_reference,
    split_measures,
    tidy_reference,
)
from plans.importing.checks import check_plan
from plans.importing.lead_cells import split_leads
from plans.importing.period import read_period, read_title
from plans.importing.plan import (
    ImportedAction,
    ImportedObjective,
    ImportedPart,
    ImportedPlan,
    ImportedTimescale,
)
from plans.importing.plan_tables import find_plan_table
from plans.importing.rows import (
    CONTINUED,
    ENDS_CONTINUED,
    OBJECTIVE_WORDS,
    PART,
    Heading,
    RowReader,
    number_is_of,
)
from plans.importing.tables import Paragraph
from plans.timescales.parse import read_timescale_words

# Headings above a table that name no part of the plan.
GENERAL = re.compile(
    r"\b(?:(?:action|business|work|delivery|improvement|strategic) ?plan|our priorities|the plan|priorities|tracker"
    r"|contents|introduction)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^(?P<number>[A-Z]?\d{1,2}[a-z]?)\s*[.:)–-]?\s+(?P<title>\S.*)$", re.DOTALL)
OTHERS = (
    headings.START,
    headings.DONE,
    headings.OUTCOME,
    headings.PREVIOUS_RATING,
    headings.DIRECTION,
    headings.EVIDENCE,
    headings.BASELINE,
    headings.TARGET,
    headings.ACTUAL,
    headings.THEME,
    headings.DRIVER,
    headings.IMPORTANCE,
    headings.FURTHER,
    headings.RESOURCES,
    headings.NOTE,
)


def understand(file, *, starts_on=None, ends_on=None, chosen=None):
    """The ImportedPlan of a SourceFile. The plan's period is read from the file, if it is not given.

    ``chosen``: what a person has said of columns, {plain heading: kind}.
    """
    plan = ImportedPlan(title=read_title(file.blocks), notes=list(file.notes))
    plan.starts_on, plan.ends_on = starts_on, ends_on
    read = read_period(file.blocks)
    if read[0] and starts_on is None:
        plan.starts_on, plan.ends_on = read
    _Builder(plan, file, chosen).build()
    check_plan(plan)
    return plan


class _Builder:
    def __init__(self, plan, file, chosen):
        self.plan, self.file, self.chosen = plan, file, chosen
        self.rows = RowReader(plan.note, self._leave_out)
        self.priority = None  # index of the current one
        self.objective = ""  # of the current one
        self.table = None  # the PlanTable whose entries are read
        self.texts = []  # Paragraphs since the last plan table

    def build(self):
        for block in self.file.blocks:
            if isinstance(block, Paragraph):
                self.texts.append(block)
                continue
            table = find_plan_table(block, self.table, self.chosen)
            if table is None:
                self._leave_table(block)
                continue
            self._begin(table)
            for item in self.rows.read(table):
                self._take(item)
        for item in self.rows.finish():
            self._take(item)
        self._leave_texts(self.texts)

    # What stands around the rows

    def _begin(self, table):
        """A plan table: the last heading above it is a priority, unless the table names its own."""
        heading = self._heading_above() if table.head_rows else None
        names_own = table.has(headings.PRIORITY) or _has_part_rows(table)
        if heading is not None and not names_own:
            for item in self.rows.finish():
                self._take(item)
            self._leave_texts([text for text in self.texts if text is not heading])
            self._set_part(heading.text)
        else:
            self._leave_texts(self.texts)
        self.texts = []
        self.table = table
        self._leave_heads(table)

    def _heading_above(self):
        """The last heading since the table before; a name of the whole document is none."""
        for text in reversed(self.texts):
            if PART.match(text.text) and len(text.text) <= 300:
                return text
        for text in reversed(self.texts):
            if (text.level > 1 or text.is_bold) and not GENERAL.search(text.text):
                return text
        return None

    def _leave_table(self, block):
        texts = [cell.text for row in block.rows for cell in row.filled]
        if not texts:
            return
        kind = headings.names_no_plan(texts[: block.width * 3])
        what = f"It looks like {kind}." if kind else "It does not look like a plan."
        code = "sheet_left_out" if block.name else "table_left_out"
        name = f"The sheet “{block.name}”" if block.name else "A table"
        self.plan.note(code, block.where, f"{name} was left out. {what}")
        for row in block.rows:
            for cell in row.filled:
                self._leave_out(cell.where or row.where, cell.text)

    def _leave_heads(self, table):
        for row in table.table.rows[: table.first_row]:
            for cell in row.filled:
                self._leave_out(cell.where or row.where, cell.text)
        rows = table.table.rows[table.first_row :]
        for column in table.columns:
            filled = [row.cell(column.number) for row in rows if len(row.filled) > 1]
            filled = [c for c in filled if not c.is_empty and c.column == column.number]
            if column.kind or not (column.heading or filled):
                continue
            name = f"“{column.heading}”" if column.heading else f"number {column.number + 1}"
            said = "" if filled else " It is empty."
            self.plan.note(
                "unmatched_column",
                f"{table.table.where}, column {column.number + 1}",
                f"The column {name} was left out, because we do not know what it is for.{said}",
            )

    def _leave_texts(self, texts):
        for text in texts:
            self._leave_out("text", text.text)

    def _leave_out(self, where, words):
        self.plan.left_out.append((where, words))

    # Headings and rows

    def _take(self, item):
        if isinstance(item, Heading):
            if item.is_objective:
                self._set_objective(item.text, where=item.where)
            else:
                self._set_part(item.text)
            return
        self._take_entry(item)

    def _set_part(self, text):
        heading = " ".join(text.split())
        found = [n for n, part in enumerate(self.plan.priorities) if part.heading == heading]
        if not found:
            self.plan.priorities.append(ImportedPart(heading))
            found = [len(self.plan.priorities) - 1]
        if self.priority != found[0]:
            self.objective = ""
        self.priority = found[0]

    def _set_objective(self, text, number="", where=""):
        """The objective that a text names: “Objective 2: …”, “2. …”, or a number in a cell of its own."""
        text = " ".join(text.split())
        bare = ENDS_CONTINUED.sub("", text)
        if CONTINUED.match(text) or (bare != text and not number):
            self.plan.note(
                "continued_row_joined", where, "This row goes on with the objective before it."
            )
            if CONTINUED.match(text):
                return
            text = bare
        match = PART.match(text)
        if match:
            text = text[match.end() :].strip()
        if not number and (numbered := NUMBERED.match(text)):
            number, text = numbered["number"], numbered["title"]
        text = text.lstrip(":.–- ") or text
        number = tidy_reference(number)
        if number:
            known = [o for o in self.plan.objectives if o.number == number]
        else:
            known = [o for o in self.plan.objectives if o.title == text]
        if not known:
            self.plan.objectives.append(ImportedObjective(number, text))
        self.objective = number or text

    def _take_entry(self, entry):
        self._take_parts(entry)
        reference = ""
        if self.table is not None and number_is_of(self.table) == headings.ACTION:
            text = entry.text(headings.NUMBER)
            if is_reference(text):
                reference = tidy_reference(text)
            elif text:
                self._leave_out(entry.where, text)
        lines = entry.lines(headings.ACTION)
        wordings, lead_in = ((), ()) if reference else split_actions(lines)
        if len(wordings) > 1:
            self.plan.note(
                "several_actions_in_a_cell",
                entry.where,
                f"One cell was read as {len(wordings)} actions.",
            )
            for text in lead_in:
                self._leave_out(entry.where, text)
        else:
            wordings = (one_wording(lines),) if lines else ()
        for wording in wordings:
            own, rest = ("", wording) if reference else split_dotted_reference(wording)
            self._add(entry, reference or own, rest)
        if len(wordings) > 1 and self.priority is not None:
            self._share(entry, len(wordings))
        if not wordings:
            self._leave_entry(entry)

    def _take_parts(self, entry):
        number = entry.text(headings.NUMBER)
        owner = number_is_of(self.table) if self.table is not None else ""
        for line in entry.lines(headings.PRIORITY):
            self._take_part_line(line.text, entry, number if owner == headings.PRIORITY else "")
        lines = entry.lines(headings.OBJECTIVE)
        parts = [line for line in lines if _is_priority(line.text)]
        for line in parts:
            self._set_part(line.text)
        rest = " ".join(line.text for line in lines if line not in parts)
        if rest:
            self._set_objective(rest, number if owner == headings.OBJECTIVE else "", entry.where)

    def _take_part_line(self, text, entry, number):
        match = PART.match(text)
        if match and match["word"].lower() in OBJECTIVE_WORDS:
            self._set_objective(text, where=entry.where)
        elif CONTINUED.match(text):
            self.plan.note(
                "continued_row_joined", entry.where, "This row goes on with the priority before it."
            )
        else:
            self._set_part(f"{number} {text}".strip())

    # Actions

    def _add(self, entry, reference, wording):
        timescale = self._timescale(entry)
        measures, lead_in = split_measures(entry.lines(headings.MEASURE))
        for text in lead_in:
            self._leave_out(entry.where, text)
        self.plan.actions.append(
            ImportedAction(
                where=entry.where,
                reference=reference,
                wording=wording,
                priority=self.priority,
                objective=self.objective,
                leads=split_leads([line.text for line in entry.lines(headings.LEAD)]),
                timescale=timescale,
                measures=measures,
                rating=self._rating(entry),
                progress=self._progress(entry),
                others=tuple((kind, entry.text(kind)) for kind in OTHERS if entry.text(kind)),
            )
        )

    def _share(self, entry, number):
        """Leads, timescale and measures of a row that is a whole priority belong to the priority."""
        part = self.plan.priorities[self.priority]
        ours = self.plan.actions[-number:]
        if part.shares or any(a.priority == self.priority for a in self.plan.actions[:-number]):
            return
        first = ours[0]
        part.shares = True
        part.leads, part.timescale, part.measures = first.leads, first.timescale, first.measures

    def _timescale(self, entry):
        words = entry.text(headings.TIMESCALE)
        read = read_timescale_words(words, starts_on=self.plan.starts_on, ends_on=self.plan.ends_on)
        return ImportedTimescale(words, read)

    def _rating(self, entry):
        word, is_colour = read_rating(entry.text(headings.RATING), entry.fill(headings.RATING))
        if is_colour:
            self.plan.note(
                "rating_from_colour",
                entry.where,
                f"The rating “{word}” was read from the colour of its cell alone.",
            )
        return word

    def _progress(self, entry):
        cells = [
            (column.heading, "\n".join(line.text for line in lines))
            for column, lines, _ in entry.cells.get(headings.PROGRESS, ())
            if lines
        ]
        columns = self.table.of(headings.PROGRESS) if self.table is not None else ()
        if len(columns) < 2:
            return cells[0][1] if cells else ""
        if all(note.code != "several_progress_columns" for note in self.plan.notes):
            names = ", ".join(f"“{column.heading}”" for column in columns)
            self.plan.note(
                "several_progress_columns",
                self.table.table.where,
                f"Progress is in several columns, and was joined in their order: {names}.",
            )
        return "\n".join(f"{heading}: {text}" for heading, text in cells)

    def _leave_entry(self, entry):
        """A row without an action: its words are nowhere in the plan, and so are listed."""
        for cells in entry.cells.values():
            for _, lines, _ in cells:
                for line in lines:
                    self._leave_out(entry.where, line.text)


def _is_priority(text):
    match = PART.match(text)
    return bool(match) and match["word"].lower() not in OBJECTIVE_WORDS


def _has_part_rows(table):
    """Whether a row of the table, spanning it, is the heading of a part."""
    rows = table.table.rows[table.first_row :]
    return any(
        len(row.filled) == 1
        and row.filled[0].span >= max(2, table.table.width * 0.6)
        and PART.match(row.filled[0].text) is not None
        for row in rows
    )
