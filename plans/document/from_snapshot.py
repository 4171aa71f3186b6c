"""Reads a plan's document from a snapshot's JSON of any schema. Looks nothing up in other tables."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import get_args, get_origin, get_type_hints

from plans.document.records import PlanDocument


def document_of(snapshot):
    """The PlanDocument in a Snapshot; older schemas are upgraded to the present one."""
    data = snapshot.document["plan"]
    for schema in range(snapshot.schema, max(UPGRADES, default=0) + 1):
        data = UPGRADES[schema](data)
    return _build(PlanDocument, data)


def _compared_with_the_rating_before(data):
    """Upgrade schema 1, which stored the rating before the present one and no period to compare with."""

    def upgraded(action):
        rest = {name: value for name, value in action.items() if name != "previous_rating"}
        before = action.get("previous_rating", "")
        return rest | {"rating_before": before, "unconfirmed_since": None}

    sections = [
        section
        | {
            "parts": [
                part | {"actions": [upgraded(action) for action in part["actions"]]}
                for part in section["parts"]
            ]
        }
        for section in data["sections"]
    ]
    return data | {"compared_with": "", "sections": sections}


def _words_and_confirmation(data):
    """Upgrade schema 2, whose “no change” had replaced the words: only the confirmation is known."""
    sections = [
        section
        | {
            "parts": [
                part | {"actions": [_with_confirmation(action) for action in part["actions"]]}
                for part in section["parts"]
            ]
        }
        for section in data["sections"]
    ]
    return data | {"sections": sections}


def _with_confirmation(action):
    update = action["update"]
    if update is None or not update["no_change"]:
        return action
    confirmation = {"confirmed_at": update["at"], "confirmed_by": update["by_name"]}
    return action | {"update": update | confirmation}


# Schema → the function that upgrades data to the next one. Kept for as long as there are snapshots of it.
UPGRADES = {1: _compared_with_the_rating_before, 2: _words_and_confirmation}


def _build(kind, value):
    """``value`` (a JSON value) as ``kind``: a dataclass, a tuple, a date, a datetime or a plain value."""
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
    return value


@cache
def _hints(kind):
    return get_type_hints(kind)
