"""Whether an import may be looked through, brought in, discarded or undone now."""

from partnership.history import tracked
from plans.models import PlanImport
from plans.models.plan import PlanRecord
from plans.policies.plan import read_use, reason_not_to_change, reason_not_to_import

DONE = {
    PlanImport.State.READING: "This file is still being read.",
    PlanImport.State.REFUSED: "This file could not be read.",
    PlanImport.State.BROUGHT_IN: "This file has been brought in.",
    PlanImport.State.UNDONE: "This import was undone.",
}


def reason_not_to_choose(plan_import):
    """Whether a person may still decide about it, and bring it in."""
    return DONE.get(plan_import.state, "")


def reason_not_to_bring_in(plan_import):
    if reason := reason_not_to_choose(plan_import):
        return reason
    if plan_import.plan is None:
        return ""
    if plan_import.is_update:
        return reason_not_to_change(plan_import.plan)
    return reason_not_to_import(plan_import.plan)


def reason_not_to_discard(plan_import):
    if plan_import.is_done:
        return "This file has been brought in. It stays with the plan that was made from it."
    return ""


def reason_not_to_undo(plan_import):
    """An import is undone whole until someone has used or edited what it made."""
    if not plan_import.is_brought_in:
        return "This import has not been brought in, or was undone already."
    if plan_import.is_update:
        return "This import changed a plan that was there before. Each of its changes is in the history of the plan."
    if plan_import.plan is None:
        return "The plan that this import made was withdrawn."
    if not plan_import.plan.is_draft:
        return "The plan was agreed. Its import can no longer be undone."
    if use := read_use(plan_import.plan):
        return f"{use} The import can no longer be undone."
    if _is_edited(plan_import.plan, since=plan_import.change):
        return "Someone has edited the plan since. The import can no longer be undone, but you can withdraw the draft."
    return ""


def _is_edited(plan, *, since):
    """Whether a later change altered any part of the plan."""
    for model, history in tracked().items():
        if issubclass(model, PlanRecord):
            rows = history.objects.filter(plan_id=plan.pk)
            if rows.filter(history_date__gt=since.at).exclude(change=since).exists():
                return True
    return plan.history.filter(history_date__gt=since.at).exclude(change=since).exists()
