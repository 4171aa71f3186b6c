"""An imported plan as plain data: what ``manage.py import_plan --json`` prints."""

from plans.models.timescale import Precision, end_of_month


def plan_data(plan):
    """{priorities, objectives, actions, warnings} of an ImportedPlan."""
    return {
        "priorities": [_part(part) for part in plan.priorities],
        "objectives": [
            {"number": objective.number or None, "title": objective.title}
            for objective in plan.objectives
        ],
        "actions": [_action(plan, action) for action in plan.actions],
        "warnings": [
            {"code": note.code, "where": note.where, "text": note.text} for note in plan.notes
        ],
    }


def _part(part):
    data = {"heading": part.heading}
    if part.shares:
        data |= {
            "leads": _leads(part.leads),
            "timescale": _timescale(part.timescale),
            "measures": list(part.measures),
        }
    return data


def _action(plan, action):
    return {
        "reference": action.reference or None,
        "wording": action.wording,
        "priority": None if action.priority is None else plan.priorities[action.priority].heading,
        "objective": action.objective or None,
        "leads": _leads(action.leads),
        "timescale": _timescale(action.timescale),
        "measures": list(action.measures),
        "rating": action.rating or None,
        "progress": action.progress or None,
    }


def _leads(leads):
    return [{"name": name, "kind": "words"} for name in leads]


def _timescale(timescale):
    due_on = timescale.due_on
    if due_on and timescale.read.precision == Precision.MONTH:
        due_on = end_of_month(due_on)
    return {"words": timescale.words, "due_on": due_on.isoformat() if due_on else None}
