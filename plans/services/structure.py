"""Services of the structure of a plan: priorities, objectives, themes, drivers, columns and core activities."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from partnership.history import revise
from partnership.policies import refuse
from plans.models import Action, Objective, Plan, PriorityObjective, ReportingPoint
from plans.policies.part import reason_not_to_remove_part
from plans.services.plan import plan_change


def next_position(records):
    """The position after the last of ``records`` (a QuerySet with a ``position``)."""
    last = records.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else last + 1


def add_part(model, plan, *, by, reason="", at=None, **values):
    """A new priority, objective, theme, driver, column or core activity at the end of its kind."""
    with plan_change(plan, by=by, reason=reason, at=at):
        Plan.objects.locked(plan)
        if any(field.name == "position" for field in model._meta.fields):
            values.setdefault("position", next_position(model.objects.filter(plan=plan)))
        part = model(plan=plan, **values)
        part.full_clean()
        part.save()
        return part


def revise_part(part, *, by, seen=None, reason="", **values):
    """Change one part of the structure; see ``revise``."""
    with plan_change(part, by=by, reason=reason):
        return revise(part, by=by, seen=seen, **values)


def remove_part(part, *, by, reason, seen=None):
    """Remove a part. Refused for a priority or objective that still has actions."""
    with plan_change(part, by=by, reason=reason):
        refuse(reason_not_to_remove_part(part))
        type(part).objects.locked(part, seen=seen).delete()


def set_priorities(objective, priorities, *, by, reason=""):
    """Put an objective under exactly these priorities (perhaps none) of its plan."""
    wanted = {priority.pk: priority for priority in priorities}
    if any(priority.plan_id != objective.plan_id for priority in priorities):
        raise ValidationError("Choose priorities of the same plan.")
    with plan_change(objective, by=by, reason=reason):
        Objective.objects.locked(objective)
        for link in objective.priority_links.all():
            if wanted.pop(link.priority_id, None) is None:
                link.delete()
        for priority in wanted.values():
            PriorityObjective.objects.create(objective=objective, priority=priority)


def move_part(part, *, by, up, reason="", at=None):
    """Move a part that has an order before (``up``) or after its neighbour in print; at the end it stays.

    The neighbours of an action are those of the same priority and objective, those of an objective share a priority
    with it, those of a milestone are the others of its action.
    """
    with plan_change(part, by=by, reason=reason, at=at):
        part, siblings = _locked_with_siblings(part)
        place = siblings.index(part)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(siblings):
            return
        order = list(siblings)
        order[place], order[other] = order[other], order[place]
        _save_order(siblings, order)


def place_part(part, *, by, order, reason="", at=None):
    """Put a part where it is in ``order``: ids of its neighbours and itself, as someone has seen and rearranged them.

    Refused if the others were removed or put in another order meanwhile. Neighbours that ``order`` does not name
    (added since, or not on that list) keep their places.
    """
    with plan_change(part, by=by, reason=reason, at=at):
        part, siblings = _locked_with_siblings(part)
        others = [one for one in siblings if one != part]
        seen = [pk for pk in order if pk != part.pk]
        if seen != [one.pk for one in others if one.pk in set(seen)] or not seen:
            raise ValidationError(CHANGED_ORDER)
        place = order.index(part.pk)
        beside = seen[max(place - 1, 0)]
        at_index = [one.pk for one in others].index(beside) + bool(place)
        _save_order(siblings, [*others[:at_index], part, *others[at_index:]])


CHANGED_ORDER = (
    "Someone else has changed this order since you opened the page. Nothing was moved. "
    "The page now shows the new order: move it again."
)


def _locked_with_siblings(part):
    """The part as it is now, for it may have been moved elsewhere meanwhile, and all in its order."""
    Plan.objects.locked(part.plan)
    part = type(part).objects.locked(part)
    return part, list(_siblings(part))


def _save_order(before, after):
    positions = _distinct([one.position for one in before])
    for one, position in zip(after, positions, strict=True):
        if one.position != position:
            one.position = position
            one.save(update_fields={"position"})


def _siblings(part):
    parts = type(part).objects.filter(plan=part.plan)
    if isinstance(part, Action):
        return parts.filter(priority=part.priority_id, objective=part.objective_id)
    if isinstance(part, ReportingPoint):
        return parts.filter(action=part.action_id, kind=part.kind)
    if isinstance(part, Objective):
        under = part.priority_links.values("priority")
        shared = Q(priority_links__priority__in=under) if under else Q(priority_links=None)
        return parts.filter(shared).distinct()
    return parts


def _distinct(positions):
    """``positions``, each later than the one before it: several records may have had the same."""
    found = []
    for position in positions:
        found.append(max(position, found[-1] + 1) if found else position)
    return found
