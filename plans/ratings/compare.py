"""The rating that an action's rating is compared with, to give its direction.

It is the rating at the freeze of the plan's latest frozen period; before a plan's first freeze, the
previous rating. Read from the updates, which are never edited.
"""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from plans.models import ProgressUpdate, ReportingPeriod
from plans.ratings.suggest import unconfirmed_since


def last_freeze(plan_pk, *, before=None):
    """The plan's latest frozen period, for a subquery; with ``before`` (a moment), the latest frozen until then."""
    return ReportingPeriod.objects.filter(plan=plan_pk).frozen(before=before)


def annotate_freeze_rating(actions, periods):
    """``actions`` each with ``freeze`` (the period's name or None) and ``freeze_rating`` (its key; "" for none).

    ``periods`` is as returned by ``last_freeze``. No extra query: the period is read with the actions.
    """
    frozen_at = Subquery(periods.values("frozen_at")[:1])
    said = ProgressUpdate.objects.filter(action=OuterRef("pk"), at__lte=frozen_at)
    rating = Subquery(said.order_by("-at", "-pk").values("rating")[:1])
    return actions.annotate(
        freeze=Subquery(periods.values("name")[:1]), freeze_rating=Coalesce(rating, Value(""))
    )


def rating_before(row):
    """The key of the rating to compare with that of ``row``, which comes from ``annotate_freeze_rating``."""
    return row.previous_rating if row.freeze is None else row.freeze_rating


def old_rating(row, scheme, on):
    """``unconfirmed_since`` for a row with ``rating``, ``rating_kind`` and ``last_update__at``."""
    is_reviewed = scheme.get(row.rating).is_reviewed_yearly
    said_on = row.last_update__at and timezone.localdate(row.last_update__at)
    return unconfirmed_since(row.rating_kind, said_on, on=on, is_reviewed_yearly=is_reviewed)
