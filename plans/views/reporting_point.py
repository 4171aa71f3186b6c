"""Reports that are due on an action, and recording that one was received, or that a milestone is done."""

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.confirm import PartRemoveForm
from plans.forms.reporting_point import PointForm, ReportingPointForm
from plans.models import Action, ReportingPoint
from plans.policies.reporting_point import reason_not_to_change_point
from plans.services.milestone import remove_milestone
from plans.services.reporting_point import (
    add_reporting_point,
    change_reporting_point,
    expect_report,
    miss_report,
    receive_report,
    remove_reporting_point,
)
from plans.views.editing.pages import form_page, redirect_back
from plans.views.milestone import milestone_edit


@requires(Permission.RUN_PERIODS, on=ReportingPoint)
def reporting_point(request, point):
    form = PointForm(submitted_data(request), record=point)
    if submit_form(form, lambda: _mark(point, by=request.user, **form.values())):
        what = point.get_kind_display()
        return redirect_back(
            request, point.action, f"{what} recorded." if form.saved.outcome else "Saved."
        )
    return form_page(request, "plans/reporting_point.html", form)


def _mark(point, *, outcome, received_on, **said):
    if outcome == PointForm.CAME:
        return receive_report(point, received_on=received_on, **said)
    return (miss_report if outcome == ReportingPoint.Outcome.MISSED else expect_report)(
        point, **said
    )


@requires(Permission.EDIT_PLAN, on=Action)
def reporting_point_new(request, action):
    record = ReportingPoint(plan=action.plan, action=action)
    form = ReportingPointForm(submitted_data(request), record=record)
    if submit_form(form, lambda: add_reporting_point(action, by=request.user, **form.values())):
        return redirect_back(request, action, f"Report due {form.saved} added.")
    return form_page(request, "plans/reporting_point_new.html", form, action=action)


@requires(Permission.EDIT_PLAN, on=ReportingPoint)
def reporting_point_edit(request, point):
    if point.is_milestone:
        return milestone_edit(request, point)
    form = ReportingPointForm(submitted_data(request), record=point)
    if submit_form(form, lambda: change_reporting_point(point, by=request.user, **form.values())):
        return redirect_back(request, point.action, "Report saved.")
    reason = reason_not_to_change_point(point)
    template = "plans/reporting_point_edit.html"
    return form_page(request, template, form, action=point.action, reason_against=reason)


@requires(Permission.EDIT_PLAN, on=ReportingPoint)
def reporting_point_remove(request, point):
    form = PartRemoveForm(submitted_data(request), record=point)
    remove = remove_milestone if point.is_milestone else remove_reporting_point
    name = f"Milestone “{point.title}”" if point.is_milestone else f"Report due {point}"
    if submit_form(form, lambda: remove(point, by=request.user, **form.values())):
        return redirect_back(request, point.action, f"{name} removed.")
    reason = reason_not_to_change_point(point)
    template = "plans/reporting_point_remove.html"
    told = {"action": point.action, "name": name, "reason_against": reason}
    return form_page(request, template, form, **told)
