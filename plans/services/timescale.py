"""Services of timescales: each move is recorded, with its reason."""

from django.core.exceptions import ValidationError

from plans.models import Precision, ReportingPoint, TimescaleChange, TimescaleKind
from plans.models.timescale import DATED_KINDS, date_words, last_day_of
from plans.services.plan import plan_change
from plans.timescales.parse import read_start_words


def read_timescale(*, kind, words="", due_on=None, precision="", rhythm="", needs_check=False):
    """The six fields of a timescale, made consistent: a month is due on its last day.

    ``due_on`` is any day of the month when ``precision`` is month. ``needs_check`` says that the words were read
    only in part. Raises ValidationError for a dated kind
    without a date.
    """
    if kind in DATED_KINDS and due_on is None:
        raise ValidationError({"due_on": "Enter the date, or choose another kind of timescale."})
    if due_on is not None:
        precision = precision or (Precision.DAY if kind == TimescaleKind.DATE else Precision.MONTH)
        due_on = last_day_of(due_on, precision)
    return {
        "timescale_kind": kind,
        "timescale_words": words,
        "due_on": due_on,
        "due_precision": precision if due_on else "",
        "rhythm": rhythm if kind == TimescaleKind.ONGOING else "",
        "needs_check": bool(needs_check and words.strip()),
    }


def read_start(words):
    """The three fields of an action's start, of words that may be a month or a day, or say what has to happen first."""
    words = " ".join(words.split())
    starts_on, precision = read_start_words(words) or (None, "")
    is_date = words == date_words(starts_on, precision)
    return {
        "starts_words": "" if is_date else words,
        "starts_on": starts_on,
        "starts_precision": precision,
    }


def change_timescale(
    record,
    *,
    by,
    reason,
    kind,
    words="",
    due_on=None,
    precision="",
    rhythm="",
    needs_check=False,
    agreed_where="",
    seen=None,
    at=None,
):
    """Move the timescale of an action, a priority or a milestone.

    In an agreed plan the move is recorded with its reason.
    """
    plan = record.plan
    fields = read_timescale(
        kind=kind,
        words=words,
        due_on=due_on,
        precision=precision,
        rhythm=rhythm,
        needs_check=needs_check,
    )
    with plan_change(record, by=by, reason=reason, at=at) as change:
        if not plan.is_draft and not reason.strip():
            raise ValidationError({"reason": "Enter a reason for changing the timescale."})
        current = type(record).objects.locked(record, seen=seen)
        current.plan = plan
        before, due_before = current.timescale, current.due_on
        for name, value in fields.items():
            setattr(current, name, value)
        current.full_clean()
        current.save(update_fields=fields)
        if not plan.is_draft and (before, due_before) != (current.timescale, current.due_on):
            _record_move(
                current, before, due_before, by=by, at=change.at, reason=reason, where=agreed_where
            )
        return current


def _owner(record):
    """The foreign keys of a move of the timescale of ``record``."""
    if isinstance(record, ReportingPoint):
        return {"action": record.action, "point": record}
    return {record._meta.model_name: record}


def _record_move(record, before, due_before, *, by, at, reason, where):
    TimescaleChange.objects.create(
        **_owner(record),
        plan=record.plan,
        from_words=before,
        from_due_on=due_before,
        to_words=record.timescale,
        to_due_on=record.due_on,
        reason=reason,
        agreed_where=where,
        at=at,
        by=by,
        by_name=by.name,
    )
