"""Ticking off one report that is due on an action."""

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.reporting_point import PointForm
from plans.models import ReportingPoint
from plans.services.reporting_point import expect_report, miss_report, receive_report
from plans.views.editing.pages import form_page, redirect_back


@requires(Permission.RUN_PERIODS, on=ReportingPoint)
def reporting_point(request, point):
    form = PointForm(submitted_data(request), record=point)
    if submit_form(form, lambda: _mark(point, by=request.user, **form.values())):
        return redirect_back(
            request, point.action, "Report recorded." if form.saved.outcome else "Saved."
        )
    return form_page(request, "plans/reporting_point.html", form)


def _mark(point, *, outcome, received_on, **said):
    if outcome == PointForm.CAME:
        return receive_report(point, received_on=received_on, **said)
    return (miss_report if outcome == ReportingPoint.Outcome.MISSED else expect_report)(
        point, **said
    )
