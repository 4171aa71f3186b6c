"""Tables as people and programs take them away: what each column is called, what kind of value it has, what it means.

A TableDefinition is written once. Its Excel sheet, its CSV file, its JSON rows with their schema and the data
dictionary are made from it, so that they cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from partnership.downloads import csv_text


class Kind(StrEnum):
    """What a value is. None is empty, for every kind."""

    ID = "id"  # a number that stays the same for ever
    TEXT = "text"
    LONG_TEXT = "long text"
    LINES = "list of texts"  # a tuple of texts
    DATE = "date"
    MOMENT = "date and time"
    COUNT = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    RATING = "rating"  # what has a ``label`` and a ``colour`` of the palette


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. ``name`` is for programs and never changes; ``heading`` is what people read."""

    name: str
    heading: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class TableDefinition:
    name: str
    title: str
    meaning: str  # what one row is
    columns: tuple[TableColumn, ...]
    rows: (
        Callable  # of a document: its rows in order, each a dict of values by the names of columns
    )

    def column(self, name):
        return next(column for column in self.columns if column.name == name)


def table_csv(table, document):
    """The text of a CSV file: a row a thing, a value a cell, dates as 2026-11-22, lists one below the other."""
    headings = [column.heading for column in table.columns]
    rows = ([csv_value(c, row[c.name]) for c in table.columns] for row in table.rows(document))
    return csv_text(headings, rows)


def csv_value(column, value):
    """The value of a column as text or number; "" where it is empty."""
    if value is None:
        return ""
    if column.kind == Kind.LINES:
        return "\n".join(value)
    if column.kind == Kind.YES_NO:
        return "yes" if value else "no"
    return json_value(column, value)


def json_value(column, value):
    """The value of a column as JSON has it."""
    if value is None:
        return None
    match column.kind:
        case Kind.LINES:
            return list(value)
        case Kind.DATE:
            return value.isoformat()
        case Kind.MOMENT:
            return timezone.localtime(value).isoformat(timespec="seconds")
        case Kind.NUMBER:
            return int(value) if value == int(value) else float(value)
        case Kind.RATING:
            return value.label
    return value


def table_records(table, document):
    """The rows of a table as dicts by the names of columns, as JSON has them."""
    return [
        {column.name: json_value(column, row[column.name]) for column in table.columns}
        for row in table.rows(document)
    ]


_SCHEMAS = {
    Kind.ID: {"type": "integer"},
    Kind.TEXT: {"type": "string"},
    Kind.LONG_TEXT: {"type": "string"},
    Kind.LINES: {"type": "array", "items": {"type": "string"}},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.COUNT: {"type": "integer", "minimum": 0},
    Kind.NUMBER: {"type": "number"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.RATING: {"type": "string"},
}
NEVER_EMPTY = {Kind.TEXT, Kind.LONG_TEXT, Kind.LINES, Kind.YES_NO}  # an empty text, or no lines


def table_schema(table):
    """The JSON Schema of a table's rows."""
    record = record_schema(table.columns)
    return {"type": "array", "title": table.title, "description": table.meaning, "items": record}


def record_schema(columns):
    """The JSON Schema of one row: every name is there, and no other."""
    return {
        "type": "object",
        "properties": {column.name: _column_schema(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _column_schema(column):
    schema = {"title": column.heading, "description": column.meaning, **_SCHEMAS[column.kind]}
    if column.kind not in NEVER_EMPTY:
        schema["type"] = [schema["type"], "null"]
    return schema


def dictionary_markdown(tables):
    """A chapter of documentation for each table, with its columns."""
    return "\n".join(line for table in tables for line in _table_lines(table))


def _table_lines(table):
    yield f"### {table.title} (`{table.name}`)"
    yield ""
    yield table.meaning
    yield ""
    yield "| name | heading | value | meaning |"
    yield "|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.heading} | {column.kind} | {column.meaning} |"
    yield ""
