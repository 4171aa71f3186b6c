"""One row of a table as one line of JSON, and back: the same values whichever database they come from."""

import base64
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BinaryField, JSONField

from partnership.transfer.contents import is_file


class UnreadableRow(ValueError):
    """A line is not a row of its table."""


def _plain(value):
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"A {type(value).__name__} cannot be archived.")


_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":")).encode


def line_of(row):
    """A row (a dict by column) as the bytes of a line."""
    return _encode(row).encode() + b"\n"


def row_in(line, fields):
    """The values of a line by column, for the ``fields`` of its table; UnreadableRow."""
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or values.keys() != {field.attname for field in fields}:
            raise UnreadableRow
        return {field.attname: _value(field, values[field.attname]) for field in fields}
    except (ValueError, TypeError, RecursionError, OverflowError, ValidationError) as error:
        raise UnreadableRow from error


def _value(field, value):
    if value is None or isinstance(field, JSONField) or is_file(field):
        return value  # of a file it is the digest
    if isinstance(field, BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)
