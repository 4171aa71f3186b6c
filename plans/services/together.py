"""What one page saves together, as one change: a record and the links that are part of it.

A record whose links alone differ gets a new version too, so that another's stale save is recognised.
"""

from partnership.history import recording
from plans.models import Objective
from plans.services.action import revise_action, set_drivers, set_themes
from plans.services.structure import add_part, revise_part, set_priorities


def save_action(action, *, by, drivers=(), themes=(), seen=None, reason="", **values):
    """Change an action's fields and say exactly which drivers and themes it has."""
    with recording(by=by, reason=reason):
        action = revise_action(action, by=by, seen=seen, **values)
        if _differ(action.driver_links, "driver_id", drivers):
            set_drivers(action, drivers, by=by)
            action.save(update_fields=set())
        if _differ(action.theme_links, "theme_id", themes):
            set_themes(action, themes, by=by)
            action.save(update_fields=set())
        return action


def add_objective(plan, *, by, priorities=(), reason="", **values):
    """A new objective under exactly these priorities, perhaps none."""
    with recording(by=by, reason=reason):
        objective = add_part(Objective, plan, by=by, **values)
        set_priorities(objective, priorities, by=by)
        return objective


def save_objective(objective, *, by, priorities=(), seen=None, reason="", **values):
    """Change an objective's fields and put it under exactly these priorities."""
    with recording(by=by, reason=reason):
        objective = revise_part(objective, by=by, seen=seen, **values)
        if _differ(objective.priority_links, "priority_id", priorities):
            set_priorities(objective, priorities, by=by)
            objective.save(update_fields=set())
        return objective


def _differ(links, name, wanted):
    return set(links.values_list(name, flat=True)) != {record.pk for record in wanted}
