"""Which way ratings went since the last reporting period: with what the rating of an action is compared.

With its rating at the freeze of the plan's latest frozen period, which is what that period's snapshot holds;
before a plan's first freeze, with the rating it had before. Told from the updates, which nobody alters.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from plans.document.from_snapshot import document_of
from plans.document.records import ActionFacts
from plans.models import ProgressUpdate, ReportingPeriod
from plans.ratings.suggest import direction, unconfirmed_since

SINCE_SCHEMA = 2  # snapshots of an earlier one do not hold with what a rating was compared


def last_freeze(plan_pk, *, before=None):
    """The plan's latest frozen period, for a subquery: frozen before the moment ``before``, if one is given."""
    return ReportingPeriod.objects.filter(plan=plan_pk).frozen(before=before)


def compared(actions, periods):
    """``actions`` each with ``freeze`` (the period's name or None) and ``freeze_rating`` ("" if never said).

    ``periods`` are as ``last_freeze`` finds them. No query more: the period is read with the actions.
    """
    frozen_at = Subquery(periods.values("frozen_at")[:1])
    said = ProgressUpdate.objects.filter(action=OuterRef("pk"), at__lte=frozen_at)
    rating = Subquery(said.order_by("-at", "-pk").values("rating")[:1])
    return actions.annotate(
        freeze=Subquery(periods.values("name")[:1]), freeze_rating=Coalesce(rating, Value(""))
    )


def rating_before(row):
    """The rating with which that of ``row`` is compared; ``row`` comes from ``compared``."""
    return row.previous_rating if row.freeze is None else row.freeze_rating


def with_freeze(updates, periods):
    """``updates`` each with ``freeze`` and ``frozen_at``: name and moment of the first of ``periods``, or None."""
    return updates.annotate(
        freeze=Subquery(periods.values("name")[:1]),
        frozen_at=Subquery(periods.values("frozen_at")[:1]),
    )


def old_rating(row, on):
    """``unconfirmed_since`` of a row with ``rating`` and ``last_update__at``."""
    said_on = row.last_update__at and timezone.localdate(row.last_update__at)
    return unconfirmed_since(row.rating, said_on, on=on)


@dataclass(frozen=True)
class MovedAction:
    """One action on the board of a period: its rating, and the one it is compared with."""

    pk: int
    reference: str
    title: str
    rating: str
    rating_before: str
    unconfirmed_since: date | None

    @property
    def direction(self):
        return direction(self.rating_before, self.rating)


@dataclass(frozen=True)
class RatingMovement:
    """Which way the actions of a plan went in a reporting period."""

    since: str  # name of the period before, at whose freeze ratings are compared; "" where there is none
    actions: tuple[MovedAction | ActionFacts, ...]

    @property
    def worse(self):
        return self._gone("worse")

    @property
    def better(self):
        return self._gone("better")

    @property
    def told(self):
        """What the board tells: those that went worse, those that went better, and old ratings that stayed."""
        moved = self.worse + self.better
        return moved + tuple(a for a in self.actions if a.unconfirmed_since and a not in moved)

    def _gone(self, way):
        return tuple(action for action in self.actions if action.direction == way)


def read_movement(period, *, on):
    """The RatingMovement of a ReportingPeriod as seen on the day ``on``; of a frozen one as its snapshot has it."""
    return _at_freeze(period) if period.is_frozen else _until(period, on)


def _until(period, on):
    rows = compared(period.plan.action_set.all(), last_freeze(period.plan_id)).values_list(
        *("pk", "reference", "title", "rating", "previous_rating", "last_update__at"),
        *("freeze", "freeze_rating"),
        named=True,
    )
    moved = tuple(
        MovedAction(
            row.pk, row.reference, row.title, row.rating, rating_before(row), old_rating(row, on)
        )
        for row in rows
    )
    return RatingMovement(next((row.freeze or "" for row in rows), ""), moved)


def _at_freeze(period):
    snapshot = period.snapshots.first()
    if snapshot.schema < SINCE_SCHEMA:
        return RatingMovement("", ())
    kept = document_of(snapshot)
    return RatingMovement(kept.compared_with, kept.actions)
