"""Adding, changing and removing success measures of an action, a priority or an objective."""

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.measure import MeasureForm
from plans.models import Action, Objective, Priority, SuccessMeasure
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.views.editing.pages import form_page, redirect_back
from plans.views.editing.parts import edit_part, remove_page


@requires(Permission.EDIT_PLAN, on=Action)
def action_measure_new(request, action):
    return _new(request, action, "plans/action_measure_new.html")


@requires(Permission.EDIT_PLAN, on=Priority)
def priority_measure_new(request, priority):
    return _new(request, priority, "plans/priority_measure_new.html")


@requires(Permission.EDIT_PLAN, on=Objective)
def objective_measure_new(request, objective):
    return _new(request, objective, "plans/objective_measure_new.html")


def _new(request, record, template):
    measure = SuccessMeasure(plan=record.plan, **{record._meta.model_name: record})
    form = MeasureForm(submitted_data(request), record=measure)
    if submit_form(form, lambda: add_measure(record, by=request.user, **form.values())):
        return redirect_back(request, record, "Success measure added.")
    return form_page(request, template, form)


@requires(Permission.EDIT_PLAN, on=SuccessMeasure)
def measure_edit(request, measure):
    return edit_part(request, measure, MeasureForm, "plans/measure_edit.html", save=revise_measure)


@requires(Permission.EDIT_PLAN, on=SuccessMeasure)
def measure_remove(request, measure):
    return remove_page(request, measure, "plans/measure_remove.html", remove=remove_measure)
