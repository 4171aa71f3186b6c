"""Changing many actions at once, in three steps at one URL: selection, new values, before and after.

The filter is in the query string, and selections persist when it changes. Nothing is stored between the steps but
what the page sends; only the last step writes.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.permissions import Permission, requires
from plans.actions.bulk import compare_actions
from plans.document.current import read_plan
from plans.filters.action import ActionFilter
from plans.forms.bulk import FORMS, CheckForm, SelectForm
from plans.forms.bulk_table import TableForm
from plans.models import Plan
from plans.policies.bulk import MOST_ACTIONS
from plans.policies.plan import reason_not_to_change
from plans.services.bulk import StaleSelection, save_bulk
from plans.views.places import address_of

ALL_FORMS = FORMS | {"table": TableForm}
BOXES = "filter"  # prefix of the names of the filter's fields


@requires(Permission.EDIT_PLAN, on=Plan)
def bulk_edit(request, plan):
    if request.method != "POST":
        return _select_page(request, plan, None)
    if reason := reason_not_to_change(plan):
        return _refuse_plan(request, plan, reason)
    step, _, name = request.POST.get("step", "").partition(":")
    return _drop(request, plan, name) if step == "drop" else STEPS.get(step, _choose)(request, plan)


def _refuse_plan(request, plan, reason):
    form = SelectForm(request.POST, plan=plan)
    form.add_error(None, reason)
    return _select_page(request, plan, form)


def _select_again(request, plan):
    return _select_page(request, plan, _ticked(request, plan, _sent(request)))


def _tick_all(request, plan):
    """Select everything that matches the filter, in addition to the present selection."""
    return _select_page(
        request, plan, _ticked(request, plan, _sent(request) | _shown(request, plan))
    )


def _tick_none(request, plan):
    return _select_page(request, plan, _ticked(request, plan, set()))


def _filter_anew(request, plan):
    asked = QueryDict(mutable=True)
    for name in ActionFilter.base_filters:
        if value := request.POST.get(f"{BOXES}-{name}"):
            asked[name] = value
    return _filtered(request, plan, asked)


def _drop(request, plan, name):
    """Remove one value of the filter, or all values without a name."""
    asked = request.GET.copy()
    if name:
        asked.pop(name, None)
    else:
        asked.clear()
    return _filtered(request, plan, asked)


def _filtered(request, plan, asked):
    """Apply another filter. Selections persist; if untouched, everything that matches is selected, as at first."""
    sent = _sent(request)
    if "kept" not in request.POST and sent == _shown(request, plan):
        return _select_page(request, plan, _ticked(request, plan, None), asked=asked)
    return _select_page(request, plan, _ticked(request, plan, sent), asked=asked)


def _sent(request):
    sent = request.POST.getlist("actions")
    return {int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= 18}


def _shown(request, plan):
    """Ids of the actions that match the filter in the query string."""
    filters = _filters(plan, request.GET)
    shown = filters.shown()
    actions = plan.action_set.all() if shown is None else shown
    return set(actions.order_by().values_list("pk", flat=True))


def _ticked(request, plan, ticked):
    """The first form with these actions selected; None for all that match."""
    initial = {"what": request.POST.get("what")} | ({} if ticked is None else {"actions": ticked})
    return SelectForm(plan=plan, initial=initial)


def _choose(request, plan):
    """Read the selection; then show the page that asks for the new values."""
    select = SelectForm(request.POST, plan=plan)
    if not select.is_valid():
        return _select_page(request, plan, select)
    form_class = ALL_FORMS[select.cleaned_data["what"]]
    form = form_class(request.POST, plan=plan)
    if not form.was_sent:
        form = form_class(plan=plan, initial=select.cleaned_data)
    return _page(request, plan, _template(form), form)


def _template(form):
    return "plans/bulk_table.html" if isinstance(form, TableForm) else "plans/bulk_change.html"


def _check(request, plan):
    """Show before and after of each action that would change."""
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
            messages.success(request, f"{number} changed.")
            return redirect(f"{address_of('plan', plan)}?{request.GET.urlencode()}".rstrip("?"))
    return _check_page(request, plan, form, change, check, meanwhile=meanwhile)


STEPS = {
    "select": _select_again,
    "filter": _filter_anew,
    "all": _tick_all,
    "none": _tick_none,
    "check": _check,
    "save": _save,
}


def _change_form(request, plan):
    return ALL_FORMS.get(request.POST.get("what"), SelectForm)(request.POST, plan=plan)


def _refused(request, plan, form):
    if isinstance(form, SelectForm) or "actions" in form.errors:
        select = SelectForm(request.POST, plan=plan)
        return _select_page(request, plan, select)
    status = 409 if getattr(form, "meanwhile", ()) else 200
    return _page(request, plan, _template(form), form, status=status)


def _filters(plan, asked):
    """The filter for a query string; its fields are sent with the selection, which has fields of the same names."""
    boxes = {f"{BOXES}-{name}": value for name, value in asked.items()}
    filters = ActionFilter(
        boxes, queryset=plan.action_set.all(), prefix=BOXES, on=timezone.localdate()
    )
    for field in filters.form.fields.values():
        field.widget.attrs["form"] = "bulk"
    return filters


def _select_page(request, plan, form, *, asked=None):
    """``asked``: another filter than that in the query string."""
    asked = request.GET if asked is None else asked
    filters = _filters(plan, asked)
    document = read_plan(plan, on=filters.on, shown=filters.shown())
    filters.offer(document)
    form = form or SelectForm(plan=plan)
    shown = {action.pk for action in document.shown}
    values = form["actions"].value()
    is_kept = form.is_bound or values is not None
    ticked = {str(pk) for pk in (values or () if is_kept else shown)}
    also = [a for a in document.actions if str(a.pk) in ticked and a.pk not in shown]
    context = {"document": document, "filters": filters, "ticked": ticked, "most": MOST_ACTIONS}
    context |= {"also": also, "is_kept": is_kept}
    return _page(request, plan, "plans/bulk_select.html", form, asked=asked, **context)


def _check_page(request, plan, form, change, check, *, meanwhile=()):
    """``check``: the refused form; None if the page is shown for the first time."""
    compared = compare_actions(form.cleaned_data["actions"], change)
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


def _page(request, plan, template, form, *, status=200, asked=None, **context):
    here = address_of("bulk_edit", plan)
    query = (request.GET if asked is None else asked).urlencode()
    context |= {
        "form": form,
        "plan": plan,
        "reason_against": reason_not_to_change(plan),
        "structure": address_of("plan_structure", plan),
        "address": here,
        "back": f"{here}?{query}" if query else here,
    }
    return render(request, template, context, status=status)
