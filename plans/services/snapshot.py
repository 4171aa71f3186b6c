"""Takes snapshots: the whole plan as JSON, stored with its digest."""

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import recording
from plans.document.current import read_plan
from plans.models import Plan, Snapshot
from plans.periods.board import board_facts


def save_snapshot(plan, *, by, reason, at=None):
    """Save a snapshot of ``plan`` on request, with the reason."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for saving a snapshot."})
    return take_snapshot(plan, by=by, why=Snapshot.Why.BY_HAND, reason=reason.strip(), at=at)


def take_snapshot(plan, *, by, why, period=None, reason="", at=None):
    """Save a snapshot of ``plan``, with the board of ``period`` if one is frozen: ``why`` is a Snapshot.Why."""
    with recording(plan, by=by, reason=reason, at=at) as change:
        whole = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
        return Snapshot.objects.create(
            plan=plan,
            taken_at=change.at,
            taken_by=by,
            by_name=by.name,
            why=why,
            period=period,
            schema=Snapshot.SCHEMA,
            document={
                "schema": Snapshot.SCHEMA,
                "plan": as_data(read_plan(whole, on=timezone.localdate(change.at))),
                "board": board_facts(period) if period else [],
            },
        )


def as_data(document):
    """A PlanDocument as self-contained plain data: dicts, lists, strings and numbers."""
    return json.loads(json.dumps(dataclasses.asdict(document), default=_words_of))


def _words_of(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in a snapshot.")
