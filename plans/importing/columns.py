"""What each column of a plan's table is for: by its heading, and where that says too little by what is in it."""

import re
from dataclasses import dataclass, replace

from plans.importing import headings
from plans.importing.cells import colour_word
from plans.importing.choices import LEAVE_OUT
from plans.importing.headings import PERIOD, kind_of_heading, kinds_of_heading, plain
from plans.importing.lead_cells import looks_like_lead
from plans.importing.words_of_time import is_timescale

IMPORTANCE = re.compile(r"(?:very )?(?:high|medium|low)|[hml]|urgent|essential")
RATING_WORDS = re.compile(
    r"(?:b?rag )?(?:[ragby]|red|amber|green|blue|grey|yellow|complete\w*|on track|off track|at risk"
    r"|delayed|not (?:yet )?started|started|in progress|overdue|on hold)"
)
BY_PERIOD = re.compile(rf"\b{PERIOD}(?!\w)")
# Kinds of which a table has one column; a second by its heading is something else.
ONCE = (headings.RATING, headings.TIMESCALE, headings.NUMBER)
# Kinds whose heading may also be said of dates: “Target”, “Milestone”.
DATED = (headings.TARGET, headings.ACTION, headings.OUTCOME, headings.NOTE, headings.MEASURE)
MOST, FEW = 0.6, 0.2  # of the cells that decide what a column is
ENOUGH = 300  # rows that tell what a column is for
LONG = 40  # letters: no rating is so long


@dataclass(frozen=True, slots=True)
class Column:
    number: int  # of the grid, from 0
    heading: str  # as printed; "" without one
    kind: str  # of headings.py; "" if none
    label: str = ""  # what tells it from others under the same heading: “Q1” of “Progress Q1”
    also: tuple[str, ...] = ()  # further kinds, if one column has several
    is_guess: bool = False  # by its content, or for want of another column

    @property
    def kinds(self):
        return (self.kind, *self.also)

    @property
    def name(self):
        """How a person finds it: by its heading, or by its number from 1."""
        return f"“{self.heading}”" if self.heading else f"number {self.number + 1}"


def column_key(heading, number):
    """What a column is remembered by, whatever file it is in: its heading, or its number (from 0) without one."""
    return plain(heading) or f"#{number + 1}"


def read_columns(table, start, rows, chosen):
    """The Columns of a table by its head: ``rows`` head rows from index ``start``.

    ``chosen`` are the kinds that a person has decided on: {``column_key``: kind}.
    """
    head, below = table.rows[start], table.rows[start + 1] if rows == 2 else None
    columns = [_column(number, head, below, chosen) for number in range(table.width)]
    named = [(column.kind, column.label) for column in columns]
    columns = [
        column if named.count((column.kind, column.label)) == 1 else replace(column, label="")
        for column in columns
    ]
    return list(_by_content(table, columns, start + rows, chosen))


def _column(number, head, below, chosen):
    top = " ".join(head.cell(number).text.split())
    own = "" if below is None else " ".join(below.cell(number).text.split())
    if below is None and head.cell(number).column != number:
        top = ""  # the cell before it spans this column
    own = "" if own == top else own
    heading = f"{top} {own}".strip()
    kinds = kinds_of_heading(own) or kinds_of_heading(heading) or ("",)
    if own and kinds == (headings.PROGRESS,) and BY_PERIOD.fullmatch(plain(own)):
        kinds = kinds_of_heading(top) or kinds  # “Q1” under “Rating” is a rating
    if picked := chosen.get(column_key(heading, number)):
        kinds = ("",) if picked == LEAVE_OUT else (picked,)
    return Column(number, heading, kinds[0], own if top and own else "", kinds[1:])


def _by_content(table, columns, first_row, chosen):
    """The columns, some of which only their content tells: importance, ratings by colour, who or when."""
    rows = table.rows[first_row : first_row + ENOUGH]
    cells = {column.number: _cells_of(column, rows) for column in columns}
    texts = {number: [c.text for c in found if not c.is_empty] for number, found in cells.items()}
    open_columns = {c.number for c in columns if column_key(c.heading, c.number) not in chosen}
    columns = [
        _corrected(column, texts[column.number]) if column.number in open_columns else column
        for column in columns
    ]
    seen, named = set(), {kind for column in columns for kind in column.kinds}
    for column in columns:
        if column.number in open_columns:
            column = _guessed(column, cells[column.number], texts[column.number], named)
        if column.kind in seen and column.kind in ONCE and not _is_of_period(column):
            is_rating = column.kind == headings.RATING
            column = replace(column, kind=headings.PREVIOUS_RATING if is_rating else "", also=())
        seen.add(column.kind)
        yield column


def _cells_of(column, rows):
    cells = (row.cell(column.number) for row in rows)
    return [cell for cell in cells if cell.column == column.number]


def _is_of_period(column):
    return column.kind == headings.RATING and BY_PERIOD.search(plain(column.heading)) is not None


def _corrected(column, texts):
    """The column, with another kind if its heading says one thing and its cells another."""
    words = [plain(text) for text in texts]
    if column.kind == headings.PRIORITY and words and all(map(IMPORTANCE.fullmatch, words)):
        return replace(column, kind=headings.IMPORTANCE)
    if column.kind == headings.RATING and _share(words, lambda text: len(text) > LONG) > 0.5:
        return replace(column, kind=headings.PROGRESS)
    if column.kind == headings.TIMESCALE and _share(texts, is_timescale) < FEW:
        is_lead = _share(texts, looks_like_lead) >= MOST
        return replace(column, kind=headings.LEAD, is_guess=True) if is_lead else column
    return column


def _guessed(column, cells, texts, named):
    """A column whose heading says nothing or little: when, a rating or who, if nearly all of its cells are.

    ``named`` are the kinds that headings say; what one says is not guessed of another.
    """
    kind, several = column.kind, len(texts) > 1
    may_be_date = several and kind in ("", *DATED) and headings.TIMESCALE not in named
    if may_be_date and _share(texts, is_timescale) >= MOST:
        return replace(column, kind=headings.TIMESCALE, is_guess=True)
    if kind:
        return column
    is_coloured = not texts and any(colour_word(cell.fill) for cell in cells)
    if is_coloured or (texts and all(RATING_WORDS.fullmatch(plain(text)) for text in texts)):
        return replace(column, kind=headings.RATING, is_guess=bool(texts))
    if several and headings.LEAD not in named and _share(texts, looks_like_lead) >= MOST:
        return replace(column, kind=headings.LEAD, is_guess=True)
    return column


def _share(texts, test):
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0


def with_defaults(columns, table, first_row):
    """The columns of a plan with one for its actions, its measures and its leads, as far as another can stand in."""
    columns = _with_one_action(columns)
    kinds = {kind for column in columns for kind in column.kinds}
    if headings.ACTION not in kinds:
        columns = _renamed(columns, headings.OBJECTIVE, headings.ACTION, is_guess=False)
    for other in (headings.OUTCOME, headings.EVIDENCE):
        named = [column for column in columns if column.kind == other]
        if headings.ACTION in kinds and headings.MEASURE not in kinds and len(named) == 1:
            is_guess = other == headings.EVIDENCE
            columns = _renamed(columns, other, headings.MEASURE, is_guess)
            kinds.add(headings.MEASURE)
    if not kinds & {headings.LEAD}:
        columns = [_with_labelled_lead(column, table, first_row) for column in columns]
    return columns


def _with_one_action(columns):
    """Of several columns of actions, that whose heading says so most plainly; “Milestones” or “Steps” go with it."""
    named = [column for column in columns if headings.ACTION in column.kinds]
    if len(named) < 2:
        return columns
    main = min(named, key=lambda column: headings.place_in_kind(column.heading, headings.ACTION))
    return [
        replace(column, kind=headings.FURTHER, also=(), is_guess=True)
        if column in named and column is not main
        else column
        for column in columns
    ]


def _renamed(columns, old, new, is_guess):
    return [
        replace(column, kind=new, is_guess=is_guess) if column.kind == old else column
        for column in columns
    ]


def _with_labelled_lead(column, table, first_row):
    """A column of actions in most of whose cells a line begins “Lead: …”."""
    if column.kind != headings.ACTION or column.also:
        return column
    cells = [row.cell(column.number) for row in table.rows[first_row:]]
    cells = [cell for cell in cells if not cell.is_empty and cell.span == 1]
    labelled = [any(_label_kind(line.text) == headings.LEAD for line in c.lines) for c in cells]
    return replace(column, also=(headings.LEAD,)) if _share(labelled, bool) > 0.5 else column


def _label_kind(text):
    label, colon, _ = text.partition(":")
    return kind_of_heading(label) if colon and len(label.split()) <= 3 else ""
