"""Compares what people see today with what is sealed: live records, snapshots, files, and the number of seals.

A seal covers history. Someone who alters a live record behind the application's back leaves history as it was.
"""

from itertools import islice

from django.apps import apps
from django.db.models import Exists, OuterRef

from partnership.history import TrackedHistory, tracked
from partnership.models import Seal, SecurityEvent

AT_ONCE = 500  # rows


def verify_live(partnership):
    """What does not match in a partnership, one sentence each (None: what belongs to none, and to none any more)."""
    for model, history in tracked().items():
        yield from _records(model, history, partnership)
        if partnership is None:
            yield from _unknown(model, history)
    yield from _stored(partnership)
    yield from _seals(partnership)


def _records(model, history, partnership):
    """Live records that differ from the last row of their history."""
    later = history.objects.filter(id=OuterRef("id")).filter(
        history_date__gt=OuterRef("history_date")
    )
    last = history.objects.filter(~Exists(later), change__partnership=partnership)
    names = [f.attname for f in history.tracked_fields if f.name not in TrackedHistory.NOT_FACTS]
    rows = last.order_by("pk").iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        live = model._base_manager.in_bulk([row.id for row in batch])
        for row in batch:
            record, name = live.get(row.id), f"{_kind(model)} {row.id}"
            if row.history_type == "-":
                if record is not None:
                    yield f"{name} exists, although its history says that it was removed."
            elif record is None:
                yield f"{name} does not exist, although its history does not say that it was removed."
            elif altered := [n for n in names if getattr(record, n) != getattr(row, n)]:
                yield f"{name} differs from the last row of its history: {', '.join(altered)}."


def _unknown(model, history):
    known = history.objects.filter(id=OuterRef("pk"))
    for pk in model._base_manager.filter(~Exists(known)).values_list("pk", flat=True):
        yield f"{_kind(model)} {pk} has no history."


def _stored(partnership):
    """Documents and files that do not match their digest."""
    for model in apps.get_models():
        if not hasattr(model, "stored_of"):
            continue
        for record in model.stored_of(partnership).iterator(chunk_size=1):
            if not record.is_whole():
                yield f"{_kind(model)} {record.pk} does not match its digest: what it contains was altered."


def _seals(partnership):
    made = Seal.objects.of(partnership).count()
    events = SecurityEvent.objects.filter(partnership=partnership, kind=SecurityEvent.Kind.SEALED)
    logged = events.count()
    if made != logged:
        yield f"There are {made} seals, but the security log says that {logged} were made."


def _kind(model):
    return str(model._meta.verbose_name).capitalize()
