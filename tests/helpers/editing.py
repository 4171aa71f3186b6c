"""Helpers for tests of the editing pages: each page's address, and the data a person would send."""

from django.urls import reverse

from plans.actions.bulk import ChangePriority
from plans.models import CoreActivity, Objective, Priority
from plans.services.structure import add_part
from tests.helpers.builders import manager_of
from tests.helpers.bulk import check_data, save_data


def whole(plan):
    """``plan`` with a core activity, and a priority and an objective without actions."""
    by = manager_of(plan)
    add_part(CoreActivity, plan, by=by, wording="Train everybody")
    add_part(Priority, plan, by=by, number="2", title="Empty so far")
    add_part(Objective, plan, by=by, number="2", title="Empty so far")
    return plan


def address(name, record):
    """The address of the page ``name`` for ``record`` (for plan_new: the partnership)."""
    kwargs = {"slug": record.partnership.slug}
    if record.partnership != record:
        kwargs["pk"] = record.pk
    return reverse(f"plans:{name}", kwargs=kwargs)


def structure(plan):
    return address("plan_structure", plan)


def theirs(record):
    """The fields of every form on an existing record, as its page would send them unchanged."""
    return {"version": record.version, "reason": ""}


def plan_data(**values):
    return {
        "title": "Business plan",
        "period": "2026–29",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2026",
        "ends_on_day": "31",
        "ends_on_month": "3",
        "ends_on_year": "2029",
        "introduction": "",
        "note": "",
        "previous": "",
    } | values


def priority_data(**values):
    return {"kind": "strategic", "number": "9", "title": "Neglect"} | values


def timescale_data(**values):
    return {
        "kind": "month",
        "due_day": "",
        "due_month": "5",
        "due_year": "2027",
        "words": "",
    } | values


def new_action_data(**values):
    return {
        "reference": "9.9",
        "title": "Hear children",
        "wording": "Hear every child.",
        "priority": "",
        "objective": "",
        "importance": "",
        "starts_words": "",
        "follows": "",
        "further_actions": "",
        "resources": "",
        "note": "",
    } | timescale_data(**values)


def action_data(action, **values):
    """The data of the action's edit page without changes."""
    return (
        {
            "reference": action.reference,
            "title": action.title,
            "wording": action.wording,
            "priority": action.priority_id or "",
            "objective": action.objective_id or "",
            "importance": action.importance,
            "starts_words": action.start,
            "follows": action.follows_id or "",
            "further_actions": action.further_actions,
            "resources": action.resources,
            "note": action.note,
            "position": action.position,
            "drivers": [link.driver_id for link in action.driver_links.all()],
            "themes": [link.theme_id for link in action.theme_links.all()],
            "other_priorities": [link.priority_id for link in action.priority_links.all()],
        }
        | theirs(action)
        | values
    )


def leads_data(record, *rows):
    """Rows of (who, words, role) as the leads page sends them."""
    data = theirs(record)
    for number, (who, words, role) in enumerate(rows):
        data |= {f"who_{number}": who, f"words_{number}": words, f"role_{number}": role}
    return data


def merge_data(merged, into, **values):
    """The data of the last step: ``into`` is an action, or None for a new one."""
    data = {"into": into.pk} if into else {"into": "new", "title": "New", "wording": "Do both."}
    data |= {"merged": merged.pk} if merged else {}
    return data | {"step": "save", "reason": "One piece of work."} | values


def split_data(**values):
    new = {"title_1": "Schools", "wording_1": "Ask schools."}
    new |= {"title_2": "Homes", "wording_2": "Ask homes."}
    return new | {"ends": "ends", "step": "save", "reason": "Two pieces of work."} | values


def bulk_data(plan):
    """The data of the last page of a bulk change: every action moves to the plan's last priority."""
    last = plan.priority_set.last()
    data = check_data(plan, what="priority", priority=last.pk)
    return save_data(data, ChangePriority(last), plan)


def pages(plan):
    """Every editing page: {name: (record of ``plan``, the data its business manager would send)}.

    ``plan`` is a ``whole`` one. The data of a page without a form is None.
    """
    return {**plan_pages(plan), **structure_pages(plan), **part_pages(plan), **action_pages(plan)}


ROW = ("", "Everybody", "lead")


def plan_pages(plan):
    action, column = plan.action_set.first(), plan.column_set.first()
    return {
        "plan_new": (plan.partnership, plan_data()),
        "plan_edit": (plan, plan_data() | theirs(plan)),
        "plan_agree": (plan, theirs(plan)),
        "plan_close": (plan, theirs(plan) | {"reason": "Its period is over."}),
        "bulk_edit": (plan, bulk_data(plan)),
        "plan_carry": (plan, None),
        "plan_withdraw": (plan, theirs(plan) | {"reason": "Begun by mistake."}),
        "plan_order": (plan, {"move": f"action-{action.pk}-down"}),
        "plan_columns": (plan, {"move": f"column-{column.pk}-down"}),
        "plan_structure": (plan, None),
    }


def structure_pages(plan):
    """Those of priorities and objectives."""
    priority, objective = plan.priority_set.first(), plan.objective_set.first()
    empty = plan.objective_set.last()
    return {
        "priority_new": (plan, priority_data()),
        "priority_edit": (priority, priority_data(position="1") | theirs(priority)),
        "priority_remove": (plan.priority_set.last(), theirs(plan.priority_set.last())),
        "priority_leads": (priority, leads_data(priority, ROW)),
        "priority_timescale": (priority, timescale_data(version=priority.version, reason="Late.")),
        "priority_measure_new": (priority, {"wording": "More are heard."}),
        "objective_new": (plan, {"number": "9", "title": "Neglect"}),
        "objective_edit": (objective, {"number": "9", "position": "1"} | theirs(objective)),
        "objective_remove": (empty, theirs(empty)),
        "objective_measure_new": (objective, {"wording": "More are heard."}),
    }


def part_pages(plan):
    """Those of what a plan lists: themes, drivers, core activities, columns."""
    theme, driver, column = plan.theme_set.first(), plan.driver_set.first(), plan.column_set.first()
    activity = plan.coreactivity_set.first()
    return {
        "theme_new": (plan, {"name": "Transitions"}),
        "theme_edit": (theme, {"name": "Transitions"} | theirs(theme)),
        "theme_remove": (theme, theirs(theme)),
        "driver_new": (plan, {"kind": "audit", "wording": "An audit"}),
        "driver_edit": (driver, {"kind": "audit", "wording": "An audit"} | theirs(driver)),
        "driver_remove": (driver, theirs(driver)),
        "core_activity_new": (plan, {"wording": "Train people"}),
        "core_activity_edit": (
            activity,
            {"wording": "Train people", "position": "1"} | theirs(activity),
        ),
        "core_activity_remove": (activity, theirs(activity)),
        "column_new": (plan, {"heading": "Why", "shows": "further_actions"}),
        "column_edit": (
            column,
            {"heading": "Nr", "shows": column.shows, "position": "1"} | theirs(column),
        ),
        "column_remove": (column, theirs(column)),
    }


def action_pages(plan):
    """Those of an action and its measures."""
    action = plan.action_set.first()
    measure = action.measures.first()
    return {
        "action_new": (plan, new_action_data()),
        "action_edit": (action, action_data(action, title="Another title")),
        "action_remove": (action, theirs(action) | {"reason": "Done elsewhere."}),
        "action_merge": (action, merge_data(plan.action_set.last(), action)),
        "action_replace": (action, merge_data(None, plan.action_set.last())),
        "action_split": (action, split_data()),
        "action_leads": (action, leads_data(action, ROW)),
        "action_timescale": (action, timescale_data(version=action.version, reason="Late.")),
        "action_measure_new": (action, {"wording": "More are heard."}),
        "measure_edit": (
            measure,
            {"wording": "More are heard.", "position": "1"} | theirs(measure),
        ),
        "measure_remove": (measure, theirs(measure) | {"reason": "Counted elsewhere."}),
    }
