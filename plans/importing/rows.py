"""The rows of a plan's tables as what they mean: headings of parts, and one entry for each action or group of actions.

A row that a page has cut, or whose cells go on below, is joined to the one before it, and a note says so.
"""

import re

from plans.importing import headings
from plans.importing.cells import is_reference, starts_small
from plans.importing.entries import Heading, has_words, number_is_of, read_entry
from plans.importing.headings import plain
from plans.importing.part_names import PART, is_continued, names_objective

LONGEST_TITLE = 150  # letters of a heading that does not say “Priority” or the like
# What explains the table below it.
FOOT = re.compile(
    r"^(?:\*|(?:rag |rating )?key|legend|notes?|sources?|n\.?b\.?|please note|total)\b\s*[:=–-]",
    re.IGNORECASE,
)
PARTS = (headings.PRIORITY, headings.OBJECTIVE)
WIDE = 0.6  # of the table's width


class RowReader:
    """Reads the rows of PlanTables in their order; ``note(code, where, text)`` is told what was joined or left out."""

    def __init__(self, note, leave_out, apart=()):
        self.note, self.leave_out = note, leave_out
        self.apart = apart  # where the rows are that a person wants read by themselves
        self.last = None  # the Entry before
        self.waiting = []  # Headings after which no entry has come yet

    def read(self, plan_table):
        """Headings and Entries of a table; an entry that the next row continues is yielded whole."""
        heads = _heads_of(plan_table)
        number_owner = number_is_of(plan_table)
        for row in plan_table.rows:
            if not row.filled:
                continue
            if _repeats(row, heads) or plan_table.repeats_head(row):
                self._leave_repeated(row)
            elif len(row.filled) == 1 and FOOT.match(row.filled[0].text):
                self._leave_row(
                    row, "This row was left out: it explains the table and is no action."
                )
            elif heading := read_heading(row, plan_table):
                if is_continued(heading.text):
                    self._leave_continued(heading)
                    continue
                yield from self._finish()
                self._wait(heading)
            else:
                entry = read_entry(row, plan_table, self.leave_out)
                yield from self._take(entry, number_owner)
        yield from self._end_table()

    def _take(self, entry, number_owner):
        if not has_words(entry):
            return
        if (
            self.last is not None
            and not self.waiting
            and entry.where not in self.apart
            and _continues(entry, self.last, number_owner)
        ):
            for kind in PARTS:
                for _, lines, _ in entry.cells.pop(kind, ()):
                    self.leave_out(entry.where, "\n".join(line.full_text for line in lines))
            self.last.join(entry)
            self.note(
                "continued_row_joined", entry.where, "This row was joined to the row before it."
            )
            return
        entry.inherit(self.last)
        yield from self._finish()
        yield from self.waiting
        self.waiting = []
        self.last = entry

    def finish(self):
        """The last entry, once there is no more table that may continue it."""
        yield from self._finish()

    def _finish(self):
        if self.last is not None:
            yield self.last
        self.last = None

    def _end_table(self):
        """Headings without an entry: a priority may have no actions, but “Total” is no priority."""
        if any(PART.match(heading.text) for heading in self.waiting):
            yield from self._finish()
        for heading in self.waiting:
            if PART.match(heading.text):
                yield heading
            else:
                self.leave_out(heading.where, heading.text)
        self.waiting = []

    def _wait(self, heading):
        """What explains a priority, in a row of its own below its name, is no other priority."""
        is_named = PART.match(heading.text) is not None
        is_under = self.waiting and PART.match(self.waiting[-1].text) is not None
        is_title = len(heading.text) <= LONGEST_TITLE and not heading.text.endswith(".")
        if is_named or (is_title and not is_under):
            self.waiting.append(heading)
        else:
            self.leave_out(heading.where, heading.text)

    def _leave_repeated(self, row):
        self.note("repeated_header_left_out", row.where, "A repeated header row was left out.")
        self._leave_cells(row)

    def _leave_continued(self, heading):
        said = f"This row goes on with the part before it: “{heading.text}”."
        self.note("continued_row_joined", heading.where, said)

    def _leave_row(self, row, said):
        self.note("row_left_out", row.where, said)
        self._leave_cells(row)

    def _leave_cells(self, row):
        for cell in row.filled:
            self.leave_out(cell.where or row.where, cell.text)


def read_heading(row, plan_table):
    """The Heading that a row is, or None: one cell that is wide, at the left of the numbers, or says “Priority”."""
    filled = row.filled
    if len(filled) != 1:
        return None
    (cell,) = filled
    text = " ".join(line.full_text for line in cell.lines)
    text = " ".join(text.split())
    kinds = {
        kind
        for column in plan_table.columns
        if cell.column <= column.number < cell.column + cell.span
        for kind in column.kinds
    }
    is_wide = cell.span >= max(2, plan_table.table.width * WIDE)
    is_named = PART.match(text) is not None and not kinds & {headings.PRIORITY, headings.OBJECTIVE}
    is_left = cell.column == 0 and headings.NUMBER in kinds and not is_reference(text)
    if not (is_wide or is_left or (is_named and cell.column == 0)):
        return None
    return Heading(text, row.where, names_objective(text))


def _continues(entry, last, number_owner):
    """Whether a row goes on with the one before it, by what it lacks and how its words begin."""
    action = entry.lines(headings.ACTION)
    own_number = entry.text(headings.NUMBER) if number_owner == headings.ACTION else ""
    if own_number or _names_another_part(entry):
        return False
    # A page may cut a row after its number
    if not action or (number_owner == headings.ACTION and not last.lines(headings.ACTION)):
        return True
    goes_on = starts_small(action[0].text)
    if any(entry.lines(kind) for kind in (headings.LEAD, headings.TIMESCALE, headings.RATING)):
        return goes_on and not entry.is_below(headings.OBJECTIVE)
    if not goes_on and any(
        map(entry.is_below, (headings.OBJECTIVE, headings.LEAD, headings.MEASURE))
    ):
        return False
    numbered = number_owner == headings.ACTION and last.text(headings.NUMBER)
    return goes_on or action[0].is_item or bool(numbered)


def _names_another_part(entry):
    """Whether a row has a priority or objective of its own; one repeated in every row, as CSV does, is one too."""
    texts = [text for kind in PARTS if (text := entry.text(kind))]
    return any(not is_continued(text) for text in texts)


def _heads_of(plan_table):
    return [[plain(cell.text) for cell in row.filled] for row in plan_table.heads] or [
        [plain(column.heading) for column in plan_table.columns if column.heading]
    ]


def _repeats(row, heads):
    cells = row.filled
    if len(cells) < 2 or all(len(cells) != len(head) for head in heads):
        return False
    first = plain(cells[0].text)
    return any(
        first == head[0] and [plain(c.text) for c in cells] == head for head in heads if head
    )
