"""A table whose headings are in its first column, one action after the other, turned so that they are at its top."""

import re

from plans.importing import headings
from plans.importing.headings import kind_of_heading
from plans.importing.tables import Cell, Line, Row, Table

# The number of an action in its heading: “Action 1.2”.
NUMBERED = re.compile(r"^(?P<name>\D+?)\s*(?P<number>[A-Z]?\d+(?:\.\d+)*[a-z]?)\s*[:.]?$")
LEAST_KINDS = 3


def turn_upright(table):
    """The Table with one row an action, or None if the first column is not one of headings."""
    rows = [row for row in table.rows if row.filled]
    pairs = [(row.cell(0), row.cell(row.cell(0).span)) for row in rows]
    if not rows or any(
        len(row.filled) > 2 or first.is_empty for row, (first, _) in zip(rows, pairs, strict=True)
    ):
        return None
    names = [_name(first.text) for first, _ in pairs]
    kinds = [kind_of_heading(name) for name in names]
    if headings.ACTION not in kinds or len(set(kinds) - {""}) < LEAST_KINDS:
        return None
    records = _records(pairs, names)
    order = list(dict.fromkeys(name for record in records for name in record))
    rows = [_head(table, order)] + [_row(record, order) for record in records]
    return Table(table.where, tuple(rows), table.name)


def _name(text):
    match = NUMBERED.match(" ".join(text.split()))
    return match["name"].strip() if match else " ".join(text.split())


def _records(pairs, names):
    """[{name of a heading: cell}], a new one whenever a heading comes again; “No.” holds a number in a heading."""
    records = [{}]
    for (first, second), name in zip(pairs, names, strict=True):
        if name in records[-1]:
            records.append({})
        records[-1][name] = second
        match = NUMBERED.match(" ".join(first.text.split()))
        if match and kind_of_heading(name) == headings.ACTION:
            records[-1]["No."] = Cell(0, (Line(match["number"]),), where=first.where)
    return records


def _head(table, order):
    cells = tuple(Cell(n, (Line(name),), where=table.where) for n, name in enumerate(order))
    return Row(cells, table.where, True)


def _row(record, order):
    cells = [(n, record[name]) for n, name in enumerate(order) if name in record]
    found = tuple(Cell(n, cell.lines, fill=cell.fill, where=cell.where) for n, cell in cells)
    return Row(found, next(cell.where for _, cell in cells))
