"""Helpers for tests of bulk changes: the marks of what was shown, and what each page sends."""

from plans.actions.bulk import ChangePriority, compare_actions
from plans.services.bulk import save_bulk
from tests.helpers.builders import action_of


def rows(plan, *references):
    """The plan's actions with these references, or all of them."""
    return plan.action_set.filter(reference__in=references) if references else plan.action_set.all()


def shown(actions, change):
    """What the check page would show: id → mark of each action that differs."""
    return {d.action.pk: d.mark for d in compare_actions(actions, change) if d.differs}


def bulk(plan, change, *references, by, **values):
    """Make the bulk change, having seen the present state."""
    actions = rows(plan, *references)
    values.setdefault("seen", shown(actions, change))
    values.setdefault("reason", "The groups were merged.")
    return save_bulk(plan, change, [a.pk for a in actions], by=by, **values)


def told(plan, label):
    """The value of one label for each action of the plan: reference → text."""
    found = compare_actions(plan.action_set.all(), ChangePriority(None))
    return {d.action.reference: d.before.text_by_label()[label] for d in found}


def check_data(plan, *references, what, **values):
    """The data of the page that asks for the new value."""
    actions = [action.pk for action in rows(plan, *references)]
    return {"step": "check", "actions": actions, "what": what} | values


def save_data(data, change, plan, *references, reason="The groups were merged."):
    """The data of the page with before and after, following ``check_data``."""
    seen = " ".join(f"{pk}:{mark}" for pk, mark in shown(rows(plan, *references), change).items())
    return data | {"step": "save", "seen": seen, "reason": reason}


def version(plan, reference):
    return action_of(plan, reference).version
