"""Adding, changing and removing the parts of a plan's structure, with the same three functions."""

from django.utils.text import Truncator, capfirst

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.confirm import PartRemoveForm
from plans.forms.editing import (
    ColumnForm,
    CoreActivityForm,
    DriverForm,
    ObjectiveForm,
    PriorityForm,
    ThemeForm,
)
from plans.models import Action, Column, CoreActivity, Driver, Objective, Plan, Priority, Theme
from plans.policies.part import reason_not_to_add_column, reason_not_to_remove_part
from plans.policies.plan import reason_not_to_change
from plans.services.links import add_objective, save_objective
from plans.services.structure import add_part, remove_part, revise_part
from plans.structure.read import dependent_records
from plans.views.editing.pages import form_page, redirect_back


def new_part(request, plan, form_class, template, *, add=None, reason_against="", **initial):
    """Add a part to ``plan`` by ``add(plan, …)``; ``add_part`` if the part needs no service of its own."""
    model = form_class.Meta.model
    form = form_class(submitted_data(request), record=model(plan=plan), initial=initial)
    if submit_form(form, lambda: _add(request, form, model, plan, add)):
        return redirect_back(request, form.saved, f"{capfirst(model._meta.verbose_name)} added.")
    reason_against = reason_against or reason_not_to_change(plan)
    return form_page(request, template, form, reason_against=reason_against)


def _add(request, form, model, plan, add):
    values = {"by": request.user, **form.values()}
    return add(plan, **values) if add else add_part(model, plan, **values)


def edit_part(request, part, form_class, template, *, save=revise_part):
    form = form_class(submitted_data(request), record=part)
    if submit_form(form, lambda: save(part, by=request.user, **form.values())):
        return redirect_back(request, part, f"{capfirst(part._meta.verbose_name)} saved.")
    return form_page(request, template, form)


def remove_page(request, part, template, *, remove=remove_part, gone=""):
    """Ask for confirmation, showing dependent records, and remove ``part`` from its plan."""
    name = Truncator(str(part)).chars(80)
    form = PartRemoveForm(submitted_data(request), record=part)
    if submit_form(form, lambda: remove(part, by=request.user, **form.values())):
        what = capfirst(part._meta.verbose_name)
        sentence = f"{what} removed from the plan: {name}"
        return redirect_back(request, _place_of(part), sentence, gone=gone)
    return form_page(
        request,
        template,
        form,
        dependent_records=dependent_records(part),
        reason_against=reason_not_to_remove_part(part),
    )


def _place_of(part):
    """The record beside which ``part`` was: an action's objective or priority."""
    if isinstance(part, Action):
        return part.objective or part.priority or part.plan
    return part.part_of()


@requires(Permission.EDIT_PLAN, on=Plan)
def priority_new(request, plan):
    return new_part(request, plan, PriorityForm, "plans/priority_new.html")


@requires(Permission.EDIT_PLAN, on=Priority)
def priority_edit(request, priority):
    return edit_part(request, priority, PriorityForm, "plans/priority_edit.html")


@requires(Permission.EDIT_PLAN, on=Priority)
def priority_remove(request, priority):
    return remove_page(request, priority, "plans/priority_remove.html")


@requires(Permission.EDIT_PLAN, on=Plan)
def objective_new(request, plan):
    template = "plans/objective_new.html"
    under = request.GET.getlist("priority")
    return new_part(request, plan, ObjectiveForm, template, add=add_objective, priorities=under)


@requires(Permission.EDIT_PLAN, on=Objective)
def objective_edit(request, objective):
    template = "plans/objective_edit.html"
    return edit_part(request, objective, ObjectiveForm, template, save=save_objective)


@requires(Permission.EDIT_PLAN, on=Objective)
def objective_remove(request, objective):
    return remove_page(request, objective, "plans/objective_remove.html")


@requires(Permission.EDIT_PLAN, on=Plan)
def theme_new(request, plan):
    return new_part(request, plan, ThemeForm, "plans/theme_new.html")


@requires(Permission.EDIT_PLAN, on=Theme)
def theme_edit(request, theme):
    return edit_part(request, theme, ThemeForm, "plans/theme_edit.html")


@requires(Permission.EDIT_PLAN, on=Theme)
def theme_remove(request, theme):
    return remove_page(request, theme, "plans/theme_remove.html")


@requires(Permission.EDIT_PLAN, on=Plan)
def driver_new(request, plan):
    return new_part(request, plan, DriverForm, "plans/driver_new.html")


@requires(Permission.EDIT_PLAN, on=Driver)
def driver_edit(request, driver):
    return edit_part(request, driver, DriverForm, "plans/driver_edit.html")


@requires(Permission.EDIT_PLAN, on=Driver)
def driver_remove(request, driver):
    return remove_page(request, driver, "plans/driver_remove.html")


@requires(Permission.EDIT_PLAN, on=Plan)
def core_activity_new(request, plan):
    return new_part(request, plan, CoreActivityForm, "plans/core_activity_new.html")


@requires(Permission.EDIT_PLAN, on=CoreActivity)
def core_activity_edit(request, core_activity):
    return edit_part(request, core_activity, CoreActivityForm, "plans/core_activity_edit.html")


@requires(Permission.EDIT_PLAN, on=CoreActivity)
def core_activity_remove(request, core_activity):
    return remove_page(request, core_activity, "plans/core_activity_remove.html")


@requires(Permission.EDIT_PLAN, on=Plan)
def column_new(request, plan):
    reason = reason_not_to_add_column(plan)
    return new_part(request, plan, ColumnForm, "plans/column_new.html", reason_against=reason)


@requires(Permission.EDIT_PLAN, on=Column)
def column_edit(request, column):
    return edit_part(request, column, ColumnForm, "plans/column_edit.html")


@requires(Permission.EDIT_PLAN, on=Column)
def column_remove(request, column):
    return remove_page(request, column, "plans/column_remove.html")
