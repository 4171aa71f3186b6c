"""Whether a part of a plan's structure may be added or removed now."""

from plans.models import Column, Objective, Priority
from plans.policies.plan import reason_not_to_change


def reason_not_to_remove_part(part):
    """Makes one query for a priority or objective of a plan that is not closed: actions keep it in the plan."""
    if reason := reason_not_to_change(part.plan):
        return reason
    actions = part.actions.count() if isinstance(part, Priority | Objective) else 0
    if actions == 1:
        return "1 action is under it. Move or remove it first."
    return f"{actions} actions are under it. Move or remove them first." if actions else ""


def reason_not_to_add_column(plan):
    """Makes one query for a plan that is not closed."""
    if reason := reason_not_to_change(plan):
        return reason
    if plan.column_set.count() >= Column.MOST:
        return Column.TOO_MANY
    return ""
