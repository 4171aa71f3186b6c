"""Services of actions: add one to a plan, reword it, remove it."""

from django.core.exceptions import ValidationError

from partnership.history import revise
from plans.models import Action, ActionDriver, ActionTheme, Plan
from plans.models.action import OWN_PRIORITY
from plans.services.plan import keep_first_timescale, plan_change
from plans.services.structure import next_position
from plans.services.timescale import read_start, read_timescale


def add_action(
    plan,
    *,
    by,
    reason="",
    at=None,
    timescale=None,
    drivers=(),
    themes=(),
    other_priorities=(),
    starts_words="",
    **values,
):
    """A new action at the end of the plan. In an agreed plan its wording and date become the first agreed ones.

    ``timescale`` has the arguments of ``read_timescale`` (None: no timescale), ``starts_words`` that of ``read_start``.
    """
    refuse_other_plans(plan, values.get("priority"), values.get("objective"), *drivers, *themes)
    with plan_change(plan, by=by, reason=reason, at=at):
        Plan.objects.locked(plan)
        values.setdefault("position", next_position(Action.objects.filter(plan=plan)))
        when = read_timescale(**timescale or {"kind": "none"}) | read_start(starts_words)
        action = Action(plan=plan, **values, **when)
        action.full_clean()
        action.save()
        if not plan.is_draft:
            action.first_wording = action.wording
            keep_first_timescale(action)
        for driver in drivers:
            ActionDriver.objects.create(action=action, driver=driver)
        for theme in themes:
            ActionTheme.objects.create(action=action, theme=theme)
        if other_priorities:
            set_other_priorities(action, other_priorities, by=by)
        return action


def revise_action(action, *, by, seen=None, reason="", at=None, **values):
    """Change an action's wording, place or importance; its timescale moves by ``change_timescale`` only.

    ``starts_words`` is what ``read_start`` takes.
    """
    if "starts_words" in values:
        values |= read_start(values["starts_words"])
    refuse_other_plans(action.plan, *(values.get(n) for n in ("priority", "objective", "follows")))
    if values.get("follows") == action:
        raise ValidationError({"follows": "An action cannot follow on from itself."})
    with plan_change(action, by=by, reason=reason, at=at):
        if values.get("priority") is not None:  # it is named there no longer: it is there
            for link in action.priority_links.filter(priority=values["priority"]):
                link.delete()
        return revise(action, by=by, seen=seen, **values)


def set_drivers(action, drivers, *, by, reason=""):
    """Set the drivers of the action to exactly these drivers of its plan."""
    _set_links(action, action.driver_links, "driver", drivers, by=by, reason=reason)


def set_themes(action, themes, *, by, reason=""):
    """Set the themes of the action to exactly these themes of its plan."""
    _set_links(action, action.theme_links, "theme", themes, by=by, reason=reason)


def set_other_priorities(action, priorities, *, by, reason=""):
    """Name the action under exactly these priorities of its plan beside its own."""
    if any(priority.pk == action.priority_id for priority in priorities):
        raise ValidationError({"other_priorities": OWN_PRIORITY})
    links = action.priority_links
    _set_links(action, links, "priority", priorities, by=by, reason=reason)


def _set_links(action, links, name, wanted, *, by, reason):
    refuse_other_plans(action.plan, *wanted)
    missing = {record.pk: record for record in wanted}
    with plan_change(action, by=by, reason=reason):
        Action.objects.locked(action)
        for link in links.all():
            if missing.pop(getattr(link, f"{name}_id"), None) is None:
                link.delete()
        for record in missing.values():
            links.create(plan=action.plan, **{name: record})


def remove_action(action, *, by, reason, seen=None, at=None):
    """Remove an action from the plan, with everything that belongs to it. History keeps it."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for removing the action."})
    with plan_change(action, by=by, reason=reason, at=at):
        Action.objects.locked(action, seen=seen).delete()


def refuse_other_plans(plan, *parts):
    if any(part is not None and part.plan_id != plan.pk for part in parts):
        raise ValidationError("Choose parts of the same plan.")
