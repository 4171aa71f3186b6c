"""Which tables of a file are a plan, and where their head is."""

import re
from dataclasses import dataclass, replace

from plans.importing import headings
from plans.importing.columns import RATING_WORDS, Column, column_key, read_columns, with_defaults
from plans.importing.headings import PERIOD, kind_of_heading, kinds_of_heading, names_no_plan, plain
from plans.importing.tables import TYPED_NUMBER, Table
from plans.importing.upright import turn_upright

HEAD_WITHIN = 30  # rows: titles may be above the head
MOST_COLUMNS = 256  # of a plan
LONGEST_HEADING = 120  # letters
MOST_KEY_ROWS = 10
LEAST_HEADINGS = 3  # of a row in a table that is its head again
KEY = re.compile(r"\b(?:key|legend|lookups?|drop ?-?downs?|guidance|guide|lists?)\b")
NUMBERS_ONLY = re.compile(r"[\d.,/ -]+")
PERIOD_ONLY = re.compile(PERIOD)
# At least one of which a plan has besides its actions.
BESIDE = {headings.LEAD, headings.TIMESCALE, headings.MEASURE, headings.RATING, headings.PROGRESS}


@dataclass(frozen=True, slots=True)
class PlanTable:
    table: Table
    columns: tuple[Column, ...]
    first_row: int  # index of the first row below the head
    head_rows: int

    def of(self, kind):
        return [column for column in self.columns if kind in column.kinds]

    def has(self, kind):
        return bool(self.of(kind))

    @property
    def heads(self):
        return self.table.rows[self.first_row - self.head_rows : self.first_row]

    @property
    def titles(self):
        """The rows above the head."""
        return self.table.rows[: self.first_row - self.head_rows]

    @property
    def rows(self):
        return self.table.rows[self.first_row :]

    def repeats_head(self, row):
        """Whether a row names what the columns are for, as the head does, though one heading may have other words."""
        kinds = {column.number: set(column.kinds) for column in self.columns}
        named = [(set(kinds_of_heading(c.text)), kinds.get(c.column, set())) for c in row.filled]
        if len(named) < LEAST_HEADINGS or not all(found for found, _ in named):
            return False
        same = sum(bool(found & own) for found, own in named)
        return _are_headings(row.filled) and same >= len(named) - 1

    @property
    def has_row_a_priority(self):
        """Whether each of its rows is a priority with all its actions: the only row, or each with another priority."""
        columns = self.of(headings.ACTION)
        rows = [row for row in self.rows if columns and not row.cell(columns[0].number).is_empty]
        rows = [row for row in rows if not self.repeats_head(row)]
        named = [row.cell(one.number).text for one in self.of(headings.PRIORITY) for row in rows]
        return len(rows) == 1 or (len(named) == len(rows) == len(set(named)) and all(named))

    @property
    def has_numbers_in_actions(self):
        """Whether the cells of its actions begin with the numbers that these have: “1. Do this”, “2. Do that”."""
        columns = self.of(headings.ACTION)
        if len(columns) != 1 or self.has(headings.NUMBER):
            return False
        cells = [row.cell(columns[0].number) for row in self.rows]
        firsts = [cell.lines for cell in cells if not cell.is_empty and cell.span == 1]
        numbered = [
            lines for lines in firsts if lines[0].number or TYPED_NUMBER.match(lines[0].text)
        ]
        is_one_each = all(
            not any(one.is_item or TYPED_NUMBER.match(one.text) for one in lines[1:])
            for lines in firsts
        )
        return len(numbered) >= 2 and len(numbered) * 5 >= len(firsts) * 4 and is_one_each


def find_plan_table(table, before=None, chosen=None):
    """The PlanTable of a Table, or None. ``before`` is the one before it, which a headless table continues.

    ``chosen`` are columns that a person has decided on: {``column_key``: kind}.
    """
    if table.width > MOST_COLUMNS:
        return None
    chosen = chosen or {}
    found = _find_head(table, chosen)
    if found is None and (turned := turn_upright(table)) is not None:
        table, found = turned, _find_head(turned, chosen)
    if found is None:
        is_same = before is not None and table.width == before.table.width
        is_more = is_same and table.name == before.table.name and not _is_key(table)
        return PlanTable(table, before.columns, 0, 0) if is_more else None
    start, rows = found
    first_row = start + rows
    columns = read_columns(table, start, rows, chosen)
    candidate = PlanTable(table, tuple(columns), first_row, rows)
    kinds = {kind for column in columns for kind in column.kinds}
    is_plan = {headings.ACTION, headings.OBJECTIVE} & kinds and BESIDE & kinds
    is_chosen = any(chosen.get(column_key(c.heading, c.number)) == headings.ACTION for c in columns)
    is_other = names_no_plan([column.heading for column in columns]) and not is_chosen
    if not is_plan or is_other or _is_key(table, candidate):
        return None
    return replace(candidate, columns=tuple(with_defaults(columns, table, first_row)))


def _find_head(table, chosen):
    """(index of the head's first row, number of its rows), or None."""
    best, best_score = None, 1.5
    for index, row in enumerate(table.rows[:HEAD_WITHIN]):
        filled = row.filled
        if len(filled) < 2 or not _are_headings(filled):
            continue
        known = {kind for cell in filled for kind in kinds_of_heading(cell.text)}
        known |= {chosen[key] for cell in filled if (key := plain(cell.text)) in chosen}
        score = len(known) + (1 if row.is_head else 0) + 0.5 * (headings.ACTION in known)
        if len(known) >= 2 and score > best_score + 0.6:
            best, best_score = index, score
    if best is None:
        return None
    return best, 2 if _has_second_row(table, best) else 1


def _are_headings(cells):
    """Whether texts are as short as headings are, and not numbers; a year or quarter may be the head of a column."""
    texts = [cell.text for cell in cells]
    return all(len(text) <= LONGEST_HEADING for text in texts) and not any(
        NUMBERS_ONLY.fullmatch(text) and not PERIOD_ONLY.fullmatch(plain(text)) for text in texts
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
        and 0 < len(left) <= MOST_KEY_ROWS
        and len(set(left)) == len(left)
        and all(map(RATING_WORDS.fullmatch, left))
    )
