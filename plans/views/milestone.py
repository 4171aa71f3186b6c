"""The milestones of an action: adding and changing one, and their order.

``reporting_point`` has the pages that record one as done and remove it.
"""

from django.shortcuts import redirect
from django.utils import timezone

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.milestone import MilestoneForm, MilestoneMoveForm
from plans.models import Action, ReportingPoint
from plans.policies.reporting_point import reason_not_to_add_milestone, reason_not_to_change_point
from plans.services.milestone import add_milestone, change_milestone
from plans.views.editing.moves import moved_query, save_move
from plans.views.editing.pages import form_page, redirect_back
from plans.views.places import address_of


@requires(Permission.EDIT_PLAN, on=Action)
def action_milestones(request, action):
    form = MilestoneMoveForm(submitted_data(request), record=action)
    if submit_form(form, lambda: save_move(request, form)):
        return redirect(address_of("action_milestones", action) + moved_query(form))
    points = action.reporting_points.milestones().with_leads()
    told = {"milestones": points, "moved": request.GET.get("moved", "")}
    told |= {"today": timezone.localdate(), "reason_to_stop": reason_not_to_add_milestone(action)}
    return form_page(request, "plans/action_milestones.html", form, **told)


@requires(Permission.EDIT_PLAN, on=Action)
def milestone_new(request, action):
    kind = ReportingPoint.Kind.MILESTONE
    record = ReportingPoint(plan=action.plan, action=action, kind=kind)
    form = MilestoneForm(submitted_data(request), record=record)
    if submit_form(form, lambda: add_milestone(action, by=request.user, **form.values())):
        return redirect_back(request, action, _saved(form, "added"))
    reason = reason_not_to_add_milestone(action)
    template = "plans/milestone_new.html"
    return form_page(request, template, form, action=action, reason_against=reason)


def milestone_edit(request, point):
    """The page of a reporting point that is a milestone."""
    form = MilestoneForm(submitted_data(request), record=point)
    if submit_form(form, lambda: change_milestone(point, by=request.user, **form.values())):
        return redirect_back(request, point.action, _saved(form, "saved"))
    told = {"action": point.action, "moves": list(point.timescale_changes.all())}
    told["reason_against"] = reason_not_to_change_point(point)
    return form_page(request, "plans/milestone_edit.html", form, **told)


def _saved(form, done):
    """The message after saving, which asks for a check if the date could not be read from the words."""
    sentence = f"Milestone {done}."
    if form.unread:
        sentence += " We could not read all of the date. Check it, or choose the kind yourself."
    return sentence
