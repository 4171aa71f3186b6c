"""Where an action's story began and goes on: the actions of other plans that it is linked to."""

from dataclasses import dataclass

from django.db.models import Q

from partnership.statements import Given, Statement
from plans.models import Action


@dataclass(frozen=True)
class CarriedLinks:
    earlier: Action | None  # the action of an earlier plan that it was carried on from
    later: tuple[Action, ...]  # those that it is carried on as


def read_carried(action, *, drafts):
    """The CarriedLinks of ``action``: one query. Actions of a draft only for those who read ``drafts``."""
    found = _CARRIED.records(action=action.pk, before=action.carried_from_id or 0)
    later = (one for one in found if one.carried_from_id == action.pk)
    return CarriedLinks(
        earlier=next((one for one in found if one.pk == action.carried_from_id), None),
        later=tuple(one for one in later if drafts or not one.plan.is_draft),
    )


_CARRIED = Statement(
    lambda: (
        Action.objects.filter(Q(pk=Given("before")) | Q(carried_from=Given("action")))
        .order_by("pk")
        .select_related("plan", "last_update")
    )
)
