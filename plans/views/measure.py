"""One success measure with what was counted for it: its page, and values recorded, corrected and removed."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator

from partnership.permissions import Permission, allows, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.measured import RemoveValueForm, ValueForm
from plans.measures.read import read_measure
from plans.models import MeasureValue, SuccessMeasure
from plans.policies.measure_value import reason_not_to_record
from plans.policies.plan import reason_not_to_change
from plans.services.measure_value import correct_value, record_value, remove_value
from plans.views.editing.pages import form_page, redirect_back


@requires(Permission.VIEW_PLAN, on=SuccessMeasure)
def measure(request, measure):
    is_recorder = allows(request.roles, Permission.UPDATE_PROGRESS)
    is_open = not reason_not_to_change(measure.plan)
    context = {
        "measure": measure,
        "detail": read_measure(measure, on=timezone.localdate()),
        "may_record": is_recorder and not reason_not_to_record(measure),
        "may_correct": is_recorder and is_open,
        "may_edit": is_open and allows(request.roles, Permission.EDIT_PLAN),
    }
    return render(request, "plans/measure.html", context)


@requires(Permission.UPDATE_PROGRESS, on=SuccessMeasure)
def measure_value_new(request, measure):
    value = MeasureValue(plan=measure.plan, measure=measure)
    form = ValueForm(submitted_data(request), record=value)
    if submit_form(form, lambda: record_value(measure, by=request.user, **form.values())):
        saved = f"Value for {form.saved.date} saved: {form.saved.words}."
        return redirect_back(request, form.saved, saved)
    against = reason_not_to_record(measure)
    return _page(request, "plans/measure_value_new.html", form, measure, reason_against=against)


@requires(Permission.UPDATE_PROGRESS, on=MeasureValue)
def measure_value_edit(request, value):
    form = ValueForm(submitted_data(request), record=value)
    if submit_form(form, lambda: correct_value(value, by=request.user, **form.values())):
        return redirect_back(request, value, f"Value for {form.saved.date} corrected.")
    return _page(request, "plans/measure_value_edit.html", form, value.measure)


@requires(Permission.UPDATE_PROGRESS, on=MeasureValue)
def measure_value_remove(request, value):
    form = RemoveValueForm(submitted_data(request), record=value)
    if submit_form(form, lambda: remove_value(value, by=request.user, **form.values())):
        name = Truncator(str(value)).chars(80)
        return redirect_back(request, value, f"Value removed: {name}")
    return _page(request, "plans/measure_value_remove.html", form, value.measure)


def _page(request, template, form, measure, **context):
    return form_page(request, template, form, measure=measure, **context)
