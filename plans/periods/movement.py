"""How the ratings of a plan moved since the previous reporting period, for the board of a period.

``plans.ratings.compare`` defines the rating compared with. A frozen period is read from its snapshot.
"""

from dataclasses import dataclass
from datetime import date

from partnership.statements import Given, Statement
from plans.document.from_snapshot import document_of
from plans.document.records import ActionFacts
from plans.models import Action
from plans.ratings.compare import annotate_freeze_rating, last_freeze, old_rating, rating_before


@dataclass(frozen=True)
class MovedAction:
    """One action on the board of a period: its rating, and the one it is compared with."""

    pk: int
    reference: str
    title: str
    rating: str  # its key
    rating_before: str
    direction: str
    unconfirmed_since: date | None


@dataclass(frozen=True)
class RatingMovement:
    """How the ratings of a plan's actions moved in a reporting period."""

    since: str  # name of the previous period, whose freeze is compared with; "" if there is none
    actions: tuple[MovedAction | ActionFacts, ...]

    @property
    def worse(self):
        return self._moved("worse")

    @property
    def better(self):
        return self._moved("better")

    @property
    def listed(self):
        """The actions on the board: those that got worse, those that got better, and unchanged old ratings."""
        moved = self.worse + self.better
        return moved + tuple(a for a in self.actions if a.unconfirmed_since and a not in moved)

    def _moved(self, way):
        return tuple(action for action in self.actions if action.direction == way)


def read_movement(period, scheme, *, on):
    """The RatingMovement of a ReportingPeriod on the day ``on``; of a frozen one from its snapshot.

    ``scheme`` is the Scheme of its partnership.
    """
    return _at_freeze(period) if period.is_frozen else _until(period, scheme, on)


def _until(period, scheme, on):
    rows = _ACTIONS.named_rows(plan=period.plan_id)
    moved = tuple(_moved(row, scheme, on) for row in rows)
    return RatingMovement(next((row.freeze or "" for row in rows), ""), moved)


_ACTIONS = Statement(
    lambda: annotate_freeze_rating(
        Action.objects.filter(plan=Given("plan")), last_freeze(Given("plan"))
    ).values_list(
        *("pk", "reference", "title", "rating", "rating_kind", "previous_rating"),
        *("last_update__at", "freeze", "freeze_rating"),
    )
)


def _moved(row, scheme, on):
    before = rating_before(row)
    direction = scheme.direction(before, row.rating)
    named = row.pk, row.reference, row.title
    return MovedAction(*named, row.rating, before, direction, old_rating(row, scheme, on))


def _at_freeze(period):
    kept = document_of(period.snapshots.first())
    return RatingMovement(kept.compared_with, kept.actions)
