"""What columns show that is not part of an action's present state: earlier updates, the day it was done, its evidence.

The rows are read only if a plan has such a column: one query for all updates, one for all evidence.
"""

from django.utils import timezone

from partnership.rating_kinds import RatingKind
from plans.document.records import ColumnFacts, EarlierFacts
from plans.models import Column
from plans.models.progress import last_words
from plans.models.timescale import date_words

UPDATE = (
    *("pk", "action_id", "at", "by_name", "rating", "rating_kind", "comment", "no_change"),
    "period_id",
)
EVIDENCE = ("action_id", "text", "found_on")


def column_facts(row):
    """The ColumnFacts of a row of Column with the name of its period."""
    if row.period_id:
        return ColumnFacts(row.heading, row.shows, _key(row), row.period__name)
    if row.as_at:
        return ColumnFacts(row.heading, row.shows, _key(row), date_words(row.as_at))
    return ColumnFacts(row.heading, row.shows)


def needs_updates(columns):
    """Whether any of the rows of Column shows what only the updates say."""
    return any(_key(column) or column.shows == Column.Shows.DONE for column in columns)


def needs_evidence(columns):
    return any(column.shows == Column.Shows.EVIDENCE for column in columns)


def earlier_facts(columns, updates, *, on):
    """An EarlierFacts for each period and date of the rows of Column.

    ``updates`` are those of one action, latest first; on the day ``on`` later dates have nothing to show yet.
    """
    named = {_key(column): column for column in columns if _key(column)}
    return tuple(
        _of_period(key, column, updates)
        if column.period_id
        else _as_at(key, column.as_at, updates if column.as_at <= on else [])
        for key, column in named.items()
    )


def done_on(kind, updates):
    """The day since which an action, whose rating is of this kind, is complete; None if it is not."""
    if kind != RatingKind.COMPLETE:
        return None
    since = None
    for update in updates:
        if update.rating_kind != RatingKind.COMPLETE:
            break
        since = timezone.localdate(update.at)
    return since


def evidence_text(row):
    return f"{row.text} ({date_words(row.found_on)})"


def _key(column):
    """The key of the period or the date that a column is of; "" for the present."""
    if column.period_id:
        return f"period-{column.period_id}"
    return column.as_at.isoformat() if column.as_at else ""


def _of_period(key, column, updates):
    """The rating at the freeze of a period, or so far, and what was said in it until then."""
    frozen_at = column.period__frozen_at
    known = [u for u in updates if frozen_at is None or u.at <= frozen_at]
    said = [update for update in known if update.period_id == column.period_id]
    rated = known if frozen_at else said
    return EarlierFacts(key, rated[0].rating if rated else "", _said(said))


def _said(updates):
    """The last words among ``updates``; “No change” with its date if there was nothing else."""
    if words := next((update.comment for update in updates if update.comment), ""):
        return words
    if updates and updates[0].no_change:
        return f"No change, {date_words(timezone.localdate(updates[0].at))}"
    return ""


def _as_at(key, day, updates):
    known = [update for update in updates if timezone.localdate(update.at) <= day]
    words, _ = last_words(known)
    return EarlierFacts(key, known[0].rating if known else "", words.comment if words else "")
