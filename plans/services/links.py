"""Saves a record and its links as one change.

A record of which only links differ gets a new version too, so that another person's stale save is detected.
"""

from django.core.exceptions import ValidationError

from partnership.history import StaleRecord
from plans.models import Objective
from plans.services.action import (
    add_action,
    revise_action,
    set_drivers,
    set_other_priorities,
    set_themes,
)
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.plan import plan_change
from plans.services.structure import add_part, revise_part, set_priorities
from plans.structure.numbers import read_numbering


def add_action_with_parts(plan, *, by, reference="", leads=(), measures=(), reason="", **values):
    """A new action with its leads (as ``set_leads`` takes them) and the wordings of its measures, as one change.

    Without a ``reference`` it takes the next free one of its priority and objective.
    """
    with plan_change(plan, by=by, reason=reason):
        place = {name: values.get(name) for name in ("priority", "objective")}
        reference = reference or read_numbering(plan).next(**place)
        if not reference:
            raise ValidationError({"reference": "Enter the reference."})
        action = add_action(plan, by=by, reference=reference, **values)
        for wording in measures:
            add_measure(action, by=by, wording=wording)
        if leads:
            set_leads(action, leads, by=by)
            action.refresh_from_db()
        return action


def save_action(
    action, *, by, drivers=(), themes=(), other_priorities=(), seen=None, reason="", **values
):
    """Change an action's fields and set exactly its drivers, themes and other priorities."""
    with plan_change(action, by=by, reason=reason):
        moved_on = _moved_on(action, seen)
        action = revise_action(action, by=by, seen=seen, **values)
        for links, wanted, set_links in (
            (action.driver_links, drivers, set_drivers),
            (action.theme_links, themes, set_themes),
            (action.priority_links, other_priorities, set_other_priorities),
        ):
            if _differ(links, wanted):
                _set_links(set_links, action, wanted, by=by, moved_on=moved_on)
        return action


def add_objective(plan, *, by, priorities=(), reason="", **values):
    """A new objective under exactly these priorities, possibly none."""
    with plan_change(plan, by=by, reason=reason):
        objective = add_part(Objective, plan, by=by, **values)
        set_priorities(objective, priorities, by=by)
        return objective


def save_objective(objective, *, by, priorities=(), seen=None, reason="", **values):
    """Change an objective's fields and put it under exactly these priorities."""
    with plan_change(objective, by=by, reason=reason):
        moved_on = _moved_on(objective, seen)
        objective = revise_part(objective, by=by, seen=seen, **values)
        if _differ(objective.priority_links, priorities):
            _set_links(set_priorities, objective, priorities, by=by, moved_on=moved_on)
        return objective


def _moved_on(record, seen):
    return seen not in (None, type(record).objects.locked(record).version)


def _differ(links, wanted):
    name = links.model.LINKS_TO
    return set(links.values_list(f"{name}_id", flat=True)) != {record.pk for record in wanted}


def _set_links(set_links, record, wanted, *, by, moved_on):
    """Which links the person left alone is unknown, so they never replace what others chose since."""
    if moved_on:
        raise StaleRecord(record)
    set_links(record, wanted, by=by)
    record.save(update_fields=set())
