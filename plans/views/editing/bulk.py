"""Changing many actions alike, in three steps at one address: which and what, to what, and before beside after.

The filter stays in the address. Nothing is kept between the steps but what the page sends; only the last writes.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.permissions import Permission, requires
from plans.bulk import MOST, compare
from plans.filters import ActionFilter
from plans.forms.bulk import FORMS, CheckForm, SelectForm
from plans.models import Plan
from plans.reading import read_plan
from plans.services.bulk import StaleSelection, save_bulk
from plans.views.editing.saving import address_of


@requires(Permission.EDIT_PLAN, on=Plan)
def bulk_edit(request, plan):
    if request.method != "POST":
        return _select_page(request, plan, None)
    if plan.is_closed:
        return _closed(request, plan)
    return STEPS.get(request.POST.get("step"), _choose)(request, plan)


def _closed(request, plan):
    form = SelectForm(request.POST, plan=plan)
    form.add_error(None, "This plan is closed and can no longer be changed")
    return _select_page(request, plan, form)


def _select_again(request, plan):
    sent = request.POST.getlist("actions")
    ticked = {int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= 18}
    initial = {"actions": ticked, "what": request.POST.get("what")}
    return _select_page(request, plan, SelectForm(plan=plan, initial=initial))


def _choose(request, plan):
    """Which actions are ticked; then the page that asks what they are to have."""
    select = SelectForm(request.POST, plan=plan)
    if not select.is_valid():
        return _select_page(request, plan, select)
    form_class = FORMS[select.cleaned_data["what"]]
    form = form_class(request.POST, plan=plan)
    if not form.was_sent:
        form = form_class(plan=plan, initial=select.cleaned_data)
    return _page(request, plan, "plans/bulk_change.html", form)


def _check(request, plan):
    """Before and after of each action that would differ."""
    form = _change_form(request, plan)
    if not form.is_valid():
        return _refused(request, plan, form)
    return _check_page(request, plan, form, form.change(), None)


def _save(request, plan):
    form = _change_form(request, plan)
    if not form.is_valid():
        return _refused(request, plan, form)
    change = form.change()
    check = CheckForm(request.POST, plan=plan, change=change)
    actions = [action.pk for action in form.cleaned_data["actions"]]
    meanwhile = ()
    if check.is_valid():
        try:
            done = save_bulk(plan, change, actions, by=request.user, **check.values())
        except StaleSelection as late:
            meanwhile = late.meanwhile
        except ValidationError as refusal:
            check.add_error(None, refusal.messages)
        else:
            number = f"{len(done)} actions" if len(done) > 1 else "1 action"
            messages.success(request, f"{number} changed in one step.")
            return redirect(address_of("plan", plan))
    return _check_page(request, plan, form, change, check, meanwhile=meanwhile)


STEPS = {"select": _select_again, "check": _check, "save": _save}


def _change_form(request, plan):
    return FORMS.get(request.POST.get("what"), SelectForm)(request.POST, plan=plan)


def _refused(request, plan, form):
    if isinstance(form, SelectForm) or "actions" in form.errors:
        select = SelectForm(request.POST, plan=plan)
        return _select_page(request, plan, select)
    return _page(request, plan, "plans/bulk_change.html", form)


def _select_page(request, plan, form):
    today = timezone.localdate()
    filters = ActionFilter(request.GET, queryset=plan.action_set.all(), on=today)
    document = read_plan(plan, on=today, shown=filters.shown())
    filters.offer(document)
    if form is None:
        form = SelectForm(plan=plan, initial={"actions": {a.pk for a in document.shown}})
    ticked = {str(pk) for pk in form["actions"].value() or ()}
    context = {"document": document, "filters": filters, "ticked": ticked, "most": MOST}
    return _page(request, plan, "plans/bulk_select.html", form, **context)


def _check_page(request, plan, form, change, check, *, meanwhile=()):
    """``check``: what was sent and refused; None where the page is shown for the first time."""
    compared = compare(form.cleaned_data["actions"], change)
    differences = [difference for difference in compared if difference.differs]
    check = check or CheckForm(None, plan=plan, change=change)
    context = {
        "change_form": form,
        "differences": differences,
        "already": len(compared) - len(differences),
        "seen": " ".join(f"{d.action.pk}:{d.mark}" for d in differences),
        "meanwhile": meanwhile,
    }
    status = 409 if meanwhile else 200
    return _page(request, plan, "plans/bulk_check.html", check, status=status, **context)


def _page(request, plan, template, form, *, status=200, **context):
    here = address_of("bulk_edit", plan)
    query = request.GET.urlencode()
    context |= {
        "form": form,
        "plan": plan,
        "structure": address_of("plan_structure", plan),
        "address": here,
        "back": f"{here}?{query}" if query else here,
    }
    return render(request, template, context, status=status)
