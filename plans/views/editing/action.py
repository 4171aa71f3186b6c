"""Adding, changing and removing an action; its leads and timescale, as for a priority."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.action import ActionForm, TimescaleForm
from plans.forms.action_new import ActionNewForm
from plans.forms.leads import LeadsForm
from plans.models import Action, Plan, Priority
from plans.services.action import remove_action
from plans.services.lead import set_leads
from plans.services.links import add_action_with_parts, save_action
from plans.services.timescale import change_timescale
from plans.views.editing.pages import form_page, redirect_back
from plans.views.editing.parts import edit_part, remove_page
from plans.views.places import address_of, way_back

PLACE = ("priority", "objective")  # what an action may be under


@requires(Permission.EDIT_PLAN, on=Plan)
def action_new(request, plan):
    place = {name: request.GET.get(name, "") for name in PLACE}
    form = ActionNewForm(submitted_data(request), record=Action(plan=plan), initial=place)
    if not submit_form(form, lambda: add_action_with_parts(plan, by=request.user, **form.values())):
        return form_page(request, "plans/action_new.html", form)
    sentence = f"Action {form.saved.reference} added.{form.told}"
    if "another" not in request.POST:
        return redirect_back(request, form.saved, sentence)
    messages.success(request, sentence)
    under = {name: getattr(form.saved, f"{name}_id") or "" for name in PLACE}
    query = urlencode({**under, "next": way_back(request, form.saved)})
    return redirect(f"{address_of('action_new', plan)}?{query}")


@requires(Permission.EDIT_PLAN, on=Action)
def action_edit(request, action):
    return edit_part(request, action, ActionForm, "plans/action_edit.html", save=save_action)


@requires(Permission.EDIT_PLAN, on=Action)
def action_remove(request, action):
    template, gone = "plans/action_remove.html", address_of("action", action)
    return remove_page(request, action, template, remove=remove_action, gone=gone)


@requires(Permission.EDIT_PLAN, on=Action)
def action_leads(request, action):
    return _leads(request, action, "plans/action_leads.html")


@requires(Permission.EDIT_PLAN, on=Priority)
def priority_leads(request, priority):
    return _leads(request, priority, "plans/priority_leads.html")


@requires(Permission.EDIT_PLAN, on=Action)
def action_timescale(request, action):
    return _timescale(request, action, "plans/action_timescale.html")


@requires(Permission.EDIT_PLAN, on=Priority)
def priority_timescale(request, priority):
    return _timescale(request, priority, "plans/priority_timescale.html")


def _leads(request, record, template):
    form = LeadsForm(submitted_data(request), record=record)
    if submit_form(form, lambda: set_leads(record, by=request.user, **form.values())):
        return redirect_back(request, record, f"Leads saved.{form.told}")
    return form_page(request, template, form)


def _timescale(request, record, template):
    form = TimescaleForm(submitted_data(request), record=record)
    if submit_form(form, lambda: change_timescale(record, by=request.user, **form.values())):
        return redirect_back(request, record, _saved(form))
    return form_page(request, template, form, moves=list(record.timescale_changes.all()))


def _saved(form):
    """The message after saving, which asks for a check if the words could not be parsed."""
    saved = "Timescale saved."
    if form.unread:
        saved += (
            " We could not read all of the timescale. Check the date, or choose the kind yourself."
        )
    return saved
