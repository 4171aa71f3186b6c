"""Reads a plan's document from a snapshot's JSON. Looks nothing up in other tables."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import get_args, get_origin, get_type_hints

from plans.document.records import PlanDocument
from plans.models import Snapshot


def document_of(snapshot):
    """The PlanDocument in a Snapshot. ValueError if its schema is not the present one."""
    if snapshot.schema != Snapshot.SCHEMA:
        raise ValueError(f"Snapshot {snapshot.pk} has the unknown schema {snapshot.schema}.")
    return _build(PlanDocument, snapshot.document["plan"])


def _build(kind, value):
    """``value`` (a JSON value) as ``kind``: a dataclass, a tuple, a date, a datetime, a number or a plain value."""
    if value is None:
        return None
    if isinstance(kind, types.UnionType):
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    if is_dataclass(kind):
        hints = _hints(kind)
        known = {field.name for field in fields(kind)} & value.keys()
        return kind(**{name: _build(hints[name], value[name]) for name in known})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_build(inner[0], one) for one in value)
        return tuple(_build(one, part) for one, part in zip(inner, value, strict=True))
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    return value


@cache
def _hints(kind):
    return get_type_hints(kind)
