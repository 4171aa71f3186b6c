"""Moments at which a plan or all records can be read: a day, a snapshot, a change, now. Each has a permanent URL."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from partnership.days import end_of
from partnership.history import Change
from partnership.permissions import Permission, allows
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.document.records import PlanDocument
from plans.models import Plan, Snapshot
from plans.models.snapshot import document_digest
from plans.models.timescale import date_words
from plans.services.snapshot import as_data

NOW = "now"
DAY = "day"  # the choice of the day that is typed beside it


@dataclass(frozen=True)
class PlanVersion:
    """A plan as at a moment: its key in URLs (“2026-03-31”, “snapshot-7”, “now”), its label, and its document."""

    key: str
    words: str  # “31 March 2026”, “the freeze of September 2026, 5 October 2026”
    document: PlanDocument
    version: int  # the number of changes to the plan until then
    is_whole: bool | None = (
        None  # whether the snapshot matches its digest; None for what is no snapshot
    )
    at: datetime | None = None  # the moment itself

    @cached_property
    def digest(self):
        """SHA-256 of the document: two prints with the same digest are identical in content."""
        return document_digest(as_data(self.document))

    @property
    def mark(self):
        """The identification on a print: “version 214, 3f9c2ab81d04”."""
        return f"version {self.version}, {self.digest[:12]}"


@dataclass(frozen=True)
class PointInTime:
    """A moment of a whole partnership: its key in URLs (“2026-03-31”, “snapshot-7”, “change-214”, “now”) and label."""

    key: str
    words: str
    at: datetime


def instant_of(partnership, key, *, now):
    """The PointInTime of ``partnership`` for ``key``; None if the key is invalid or nothing existed yet."""
    instant = _instant(partnership, key, now)
    begun = instant and partnership.changes.filter(at__lte=instant.at).exists()
    return instant if begun else None


def _instant(partnership, key, now):
    if key == NOW:
        return PointInTime(key, f"now, {date_words(timezone.localdate(now))}", now)
    if named := re.fullmatch(r"(snapshot|change)-([0-9]{1,18})", key):
        kind, pk = named[1], int(named[2])
        if kind == "change":
            change = partnership.changes.filter(pk=pk).first()
            return change and PointInTime(key, _change_words(change), change.at)
        snapshots = Snapshot.objects.filter(plan__partnership=partnership, pk=pk)
        snapshot = snapshots.select_related("period").defer("document").first()
        return snapshot and PointInTime(key, snapshot_words(snapshot), snapshot.taken_at)
    at = end_of_past_day(key, now=now)
    return at and PointInTime(key, date_words(timezone.localdate(at)), at)


def _change_words(change):
    at = timezone.localtime(change.at)
    return f"change {change.pk}, {date_words(at.date())} at {at:%H:%M}"


def first_day(partnership):
    """The first day of a partnership's records."""
    return timezone.localdate(partnership.changes.earliest("at").at)


def kept_instants(partnership):
    """(key, label, title of the plan) of every snapshot of a partnership's plans, newest first."""
    kept = Snapshot.objects.filter(plan__partnership=partnership).order_by("-taken_at", "-pk")
    kept = kept.select_related("period", "plan").defer("document")
    return [(f"snapshot-{s.pk}", snapshot_words(s), s.plan.title) for s in kept]


def moment_of(plan, key, *, now):
    """The PlanVersion of ``plan`` for ``key``; None if the key is invalid or the plan did not exist yet."""
    if key == NOW:
        document = read_plan(plan, on=timezone.localdate(now))
        words = f"now, {date_words(document.on)}"
        return PlanVersion(key, words, document, _version(plan, now), at=now)
    if kept := re.fullmatch(r"snapshot-([0-9]{1,18})", key):
        snapshot = plan.snapshot_set.select_related("period").filter(pk=int(kept[1])).first()
        return snapshot and _kept(plan, key, snapshot)
    at = end_of_past_day(key, now=now)
    document = at and read_plan_as_at(plan, at=at)
    return document and PlanVersion(
        key, date_words(document.on), document, _version(plan, at), at=at
    )


def readable_moment(plan, key, *, roles, now):
    """``moment_of`` for somebody with these ``roles``: a plan that was a draft then is for those who read drafts."""
    found = moment_of(plan, key, now=now)
    is_draft = found is not None and found.document.status == Plan.Status.DRAFT
    return None if is_draft and not allows(roles, Permission.VIEW_DRAFT_PLAN) else found


def version_choices(plan):
    """(key, label) of the named moments of ``plan``, newest first: now, and its snapshots."""
    kept = plan.snapshot_set.select_related("period").defer("document")
    return [(NOW, "Now"), *((f"snapshot-{s.pk}", snapshot_words(s)) for s in kept)]


def snapshot_words(snapshot):
    """A snapshot by its occasion: “the freeze of September 2026, 5 October 2026”."""
    names = {
        Snapshot.Why.FREEZE: f"the freeze of {snapshot.period}",
        Snapshot.Why.AGREEMENT: "the agreement",
        Snapshot.Why.PUBLICATION: "a publication",
    }
    name = names.get(snapshot.why, "a snapshot")
    return f"{name}, {date_words(timezone.localdate(snapshot.taken_at))}"


def _kept(plan, key, snapshot):
    at, words, document = snapshot.taken_at, snapshot_words(snapshot), document_of(snapshot)
    return PlanVersion(
        key, words, document, _version(plan, at), is_whole=snapshot.is_whole(), at=at
    )


def _version(plan, at):
    return Change.objects.filter(home_kind="plan", home_id=plan.pk, at__lte=at).count()


def reason_without_records(key, *, now):
    """Why there are no records for the ``key`` of a moment in an address, as a sentence."""
    parts = re.fullmatch(r"[0-9]{4}-([0-9]{2})-([0-9]{2})", key)
    if not parts:
        return "There are no records for this date."
    try:
        day = date.fromisoformat(key)
    except ValueError:
        month, number = int(parts[1]), int(parts[2])
        if 1 <= month <= 12 and number:
            return f"There is no {number} {month_name[month]} in {key[:4]}."
        return "This is not a date. Write the year, the month and the day, such as 2026-03-31."
    if day > timezone.localdate(now):
        return f"{date_words(day)} has not come yet."
    return f"There are no records for {date_words(day)}."


def end_of_past_day(key, *, now):
    """The moment at which a day in a URL is read: its end; for today, ``now``.

    None if it is not a day, or is in the future.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", key):
        return None
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return None
    return min(end_of(day), now) if day <= timezone.localdate(now) else None
