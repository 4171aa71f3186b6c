"""An imported plan as plain data: what ``manage.py import_plan --json`` prints."""

from plans.models.lead import leader_kind
from plans.models.timescale import last_day_of


def plan_data(plan, matches=None):
    """{priorities, objectives, actions, warnings} of an ImportedPlan; leads with whom they are in the Matches."""
    return {
        "priorities": [_part(part, matches) for part in plan.priorities],
        "objectives": [
            {"number": objective.number or None, "title": objective.title}
            for objective in plan.objectives
        ],
        "actions": [_action(plan, action, matches) for action in plan.actions],
        "warnings": [
            {"code": note.code, "where": note.where, "text": note.text} for note in plan.notes
        ],
    }


def _part(part, matches):
    data = {"heading": part.heading}
    if part.shares:
        data |= {
            "leads": _leads(part.leads, matches),
            "timescale": _timescale(part.timescale),
            "measures": list(part.measures),
        }
    return data


def _action(plan, action, matches):
    return {
        "reference": action.reference or None,
        "wording": action.wording,
        "priority": None if action.priority is None else plan.priorities[action.priority].heading,
        "objective": action.objective or None,
        "leads": _leads(action.leads, matches),
        "timescale": _timescale(action.timescale),
        "measures": list(action.measures),
        "rating": action.rating or None,
        "progress": action.progress or None,
    }


def _leads(leads, matches):
    return [_lead(name, None if matches is None else matches.lead(name)) for name in leads]


def _lead(name, who):
    if who is None:
        return {"name": name, "kind": "words"}
    return {"name": name, "kind": leader_kind(who), "matched": str(who)}


def _timescale(timescale):
    due_on = last_day_of(timescale.due_on, timescale.read.precision)
    return {"words": timescale.words, "due_on": due_on.isoformat() if due_on else None}
