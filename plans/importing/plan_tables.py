"""Which tables of a file are a plan, where their head is, and what each of their columns is for."""

import re
from dataclasses import dataclass, replace

from plans.importing import headings
from plans.importing.cells import colour_word
from plans.importing.headings import kind_of_heading, names_no_plan, plain
from plans.importing.tables import Table

HEAD_WITHIN = 30  # rows: titles may stand above the head
KEY = re.compile(r"\b(?:key|legend|lookup|drop ?-?down|guidance|guide|lists?)\b")
IMPORTANCE = re.compile(r"(?:very )?(?:high|medium|low)|[hml]|urgent|essential")
RATING_WORDS = re.compile(
    r"(?:b?rag )?(?:[ragby]|red|amber|green|blue|grey|yellow|complete\w*|on track|off track|at risk"
    r"|delayed|not (?:yet )?started|overdue|on hold)"
)
# What an action may be known by, and at least one of which a plan has besides its actions.
BESIDE = {headings.LEAD, headings.TIMESCALE, headings.MEASURE, headings.RATING, headings.PROGRESS}


@dataclass(frozen=True, slots=True)
class Column:
    number: int  # of the grid, from 0
    heading: str  # as printed; "" without one
    kind: str  # of headings.py; "" if none


@dataclass(frozen=True, slots=True)
class PlanTable:
    table: Table
    columns: tuple[Column, ...]
    first_row: int  # index of the first row below the head
    head_rows: int

    def of(self, kind):
        return [column for column in self.columns if column.kind == kind]

    def has(self, kind):
        return bool(self.of(kind))

    @property
    def heads(self):
        return self.table.rows[self.first_row - self.head_rows : self.first_row]


def find_plan_table(table, before=None, chosen=None):
    """The PlanTable of a Table, or None. ``before`` is the one before it, which a headless table continues.

    ``chosen`` are columns that a person has decided on: {heading: kind}.
    """
    found = _find_head(table)
    if found is None:
        if before is not None and table.width == before.table.width and not _is_key(table):
            return PlanTable(table, before.columns, 0, 0)
        return None
    start, rows = found
    columns = _columns(table, start, rows, chosen or {})
    candidate = PlanTable(
        table, tuple(_by_content(table, columns, start + rows)), start + rows, rows
    )
    kinds = {column.kind for column in candidate.columns}
    is_plan = {headings.ACTION, headings.OBJECTIVE} & kinds and BESIDE & kinds
    if not is_plan or names_no_plan([c.heading for c in columns]) or _is_key(table, candidate):
        return None
    return _with_action(candidate)


def _find_head(table):
    """(index of the head's first row, number of its rows), or None."""
    best, best_score = None, 1.5
    for index, row in enumerate(table.rows[:HEAD_WITHIN]):
        filled = row.filled
        if len(filled) < 2 or not _are_headings(filled):
            continue
        kinds = [kind_of_heading(cell.text) for cell in filled]
        known = {kind for kind in kinds if kind}
        score = len(known) + (1 if row.is_head else 0) + 0.5 * (headings.ACTION in known)
        if len(known) >= 2 and score > best_score + 0.6:
            best, best_score = index, score
    if best is None:
        return None
    return best, 2 if _has_second_row(table, best) else 1


def _are_headings(cells):
    """Whether texts are as short as headings are, and not numbers."""
    texts = [cell.text for cell in cells]
    return all(len(text) <= 120 for text in texts) and not any(
        re.fullmatch(r"[\d.,/ -]+", text) for text in texts
    )


def _has_second_row(table, index):
    """Whether the row below goes on with the head: under a heading that spans several columns, or is merged down."""
    if index + 1 >= len(table.rows):
        return False
    head, below = table.rows[index], table.rows[index + 1]
    if not below.filled or (len(below.filled) == 1 and below.filled[0].span >= table.width > 1):
        return False
    spread = [cell for cell in head.cells if 1 < cell.span < table.width and not cell.is_empty]
    is_merged = any(cell.is_below for cell in below.cells)
    if not _are_headings(below.filled) or not (spread or is_merged):
        return False
    under = [
        cell
        for cell in below.filled
        if any(top.column <= cell.column < top.column + top.span for top in spread)
    ]
    return (
        len(under) == len(below.filled)
        if spread
        else all(kind_of_heading(cell.text) for cell in below.filled)
    )


def _columns(table, start, rows, chosen):
    head, below = table.rows[start], table.rows[start + 1] if rows == 2 else None
    columns = []
    for number in range(table.width):
        texts = [head.cell(number).text]
        if below is not None and below.cell(number).text not in texts:
            texts.append(below.cell(number).text)
        heading = " ".join(" ".join(text.split()) for text in texts if text)
        if head.cell(number).column != number and below is None:
            heading = ""  # the cell before it spans this column
        own = below.cell(number).text if below is not None else ""
        kind = chosen.get(plain(heading)) or kind_of_heading(own) or kind_of_heading(heading)
        columns.append(Column(number, heading, kind))
    return columns


def _by_content(table, columns, first_row):
    """The columns, some of which only their content tells: importance, ratings by colour, a second date."""
    seen = set()
    for column in columns:
        cells = [row.cell(column.number) for row in table.rows[first_row:]]
        texts = [plain(cell.text) for cell in cells if not cell.is_empty]
        kind = column.kind
        if kind == headings.PRIORITY and texts and all(map(IMPORTANCE.fullmatch, texts)):
            kind = headings.IMPORTANCE
        elif kind == headings.RATING and texts and sum(len(t) > 40 for t in texts) * 2 > len(texts):
            kind = headings.PROGRESS
        elif (not kind and not column.heading and not texts and _are_colours(cells)) or (
            not kind and texts and column.heading and all(map(RATING_WORDS.fullmatch, texts))
        ):
            kind = headings.RATING
        if kind in seen and kind in (headings.RATING, headings.TIMESCALE, headings.NUMBER):
            kind = headings.PREVIOUS_RATING if kind == headings.RATING else ""
        seen.add(kind)
        yield replace(column, kind=kind)


def _are_colours(cells):
    return any(colour_word(cell.fill) for cell in cells)


def _is_key(table, candidate=None):
    """Whether the table explains ratings, or lists choices: by its sheet's name, or one row a rating at its left."""
    if KEY.search(plain(table.name)):
        return True
    first = candidate.first_row if candidate else 0
    left = [plain(row.cell(0).text) for row in table.rows[first:] if row.filled]
    is_left = candidate is None or (
        candidate.columns and candidate.columns[0].kind == headings.RATING
    )
    return (
        is_left
        and 0 < len(left) <= 10
        and len(set(left)) == len(left)
        and all(map(RATING_WORDS.fullmatch, left))
    )


def _with_action(candidate):
    """A plan whose only sentences stand under “Objective” or “Outcome” means these by its actions."""
    if candidate.has(headings.ACTION):
        if not candidate.has(headings.MEASURE) and len(candidate.of(headings.OUTCOME)) == 1:
            return _renamed(candidate, headings.OUTCOME, headings.MEASURE)
        return candidate
    return _renamed(candidate, headings.OBJECTIVE, headings.ACTION)


def _renamed(candidate, old, new):
    columns = tuple(
        replace(column, kind=new) if column.kind == old else column for column in candidate.columns
    )
    return replace(candidate, columns=columns)
