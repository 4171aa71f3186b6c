"""What a person decides about an import: columns, names, single actions, and how rows are joined and divided."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.leads import known_leads
from plans.forms.plan_import import ColumnsForm, ImportedActionForm, NamesForm
from plans.importing.preview import read_preview
from plans.models import PlanImport
from plans.policies.plan_import import reason_not_to_choose
from plans.services.plan_import import choose


def decide(request, plan_import):
    """One button of the preview: an action left out or taken in again, joined, or its rows read in another way."""
    what, _, key = request.POST.get("do", "").partition(" ")
    if what in DECISIONS and key:
        refusal = refusal_of(lambda: choose(plan_import, partial(DECISIONS[what], key=key)))
        if refusal:
            messages.error(request, refusal)
    return redirect(import_address(plan_import, page=request.GET.get("page", ""), key=key))


def _add(name):
    def apply(choices, key):
        kept = getattr(choices, name)
        if key not in kept:
            kept.append(key)

    return apply


def _drop(name):
    def apply(choices, key):
        kept = getattr(choices, name)
        if key in kept:
            kept.remove(key)

    return apply


def _decide_between(name, other):
    def apply(choices, key):
        _add(name)(choices, key)
        _drop(other)(choices, key)

    return apply


def _forget_changes(choices, key):
    choices.split.pop(key, None)
    choices.changed.pop(key, None)


# What a button of the preview decides: function(choices, the key of an action, or where a row or table is).
DECISIONS = {
    "leave_out": _add("left_out"),
    "take_in": _drop("left_out"),
    "join": _add("joined"),
    "part": _drop("joined"),
    "apart": _add("rows_apart"),
    "together": _drop("rows_apart"),
    "whole": _add("cells_whole"),
    "several": _drop("cells_whole"),
    "as_read": _forget_changes,
    "take": _decide_between("taken", "kept"),
    "keep": _decide_between("kept", "taken"),
    "leave_table": _add("tables_left_out"),
    "take_table": _drop("tables_left_out"),
}


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_columns(request, plan_import):
    preview = ready_preview(plan_import)
    form = ColumnsForm(submitted_data(request), preview=preview)
    if submit_form(form, lambda: choose(plan_import, form.decide)):
        return _saved(request, plan_import, "Columns saved. The plan was read again.")
    return form_page(request, "plans/plan_import_columns.html", plan_import, form)


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_names(request, plan_import):
    preview = ready_preview(plan_import)
    _, known = known_leads(plan_import.partnership, on=timezone.localdate())
    form = NamesForm(submitted_data(request), preview=preview, known=known)
    if submit_form(form, lambda: choose(plan_import, form.decide)):
        return _saved(request, plan_import, "Names saved.")
    return form_page(request, "plans/plan_import_names.html", plan_import, form)


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_action(request, plan_import):
    preview, key = ready_preview(plan_import), request.GET.get("key", "")
    action = next((one for one in preview.plan.actions if one.key == key), None)
    if action is None:
        messages.error(
            request, "That action is not in the preview. It may have been left out or joined."
        )
        return redirect(import_address(plan_import))
    form = ImportedActionForm(submitted_data(request), preview=preview, action=action)
    if submit_form(form, lambda: _change(plan_import, form, is_split="split" in request.POST)):
        return _saved(request, plan_import, "Action saved.", key=key)
    return form_page(
        request, "plans/plan_import_action.html", plan_import, form, action=action, preview=preview
    )


def _change(plan_import, form, *, is_split):
    """Keep what was changed in an action; refuse if someone else has changed it since the page was opened."""

    def decide(choices):
        current = read_preview(plan_import, on=timezone.localdate())
        now = next((one for one in current.plan.actions if one.key == form.action.key), None)
        if now is None or current.digest_of(now) != form.cleaned_data["seen"]:
            raise ValidationError(
                "Someone else, or you in another window, changed this action after you opened it. Your changes are "
                "not saved. Open it again to see what is there now."
            )
        form.keep(choices, is_split=is_split)

    return choose(plan_import, decide)


def import_address(plan_import, *, page="", key=""):
    """The page of an import; at an action, or a row, of the preview."""
    where = {"slug": plan_import.partnership.slug, "pk": plan_import.pk}
    query = f"?{urlencode({'page': page})}" if page else ""
    return (
        reverse("plans:plan_import", kwargs=where) + query + (f"#{anchor_of(key)}" if key else "")
    )


def anchor_of(key):
    """The id of the part of the preview that a key names: letters, numbers and hyphens alone."""
    return "at-" + "".join(letter if letter.isalnum() else "-" for letter in key)


def refusal_of(call):
    """Why the service that ``call`` calls refuses, in its sentences; "" if it did what it is asked.

    404 if someone else has deleted the import meanwhile.
    """
    try:
        call()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except ObjectDoesNotExist:
        raise Http404("Someone else has deleted this.") from None
    return ""


def ready_preview(plan_import):
    if reason := reason_not_to_choose(plan_import):
        raise Http404(reason)
    return read_preview(plan_import, on=timezone.localdate())


def _saved(request, plan_import, sentence, *, key=""):
    messages.success(request, sentence)
    return redirect(import_address(plan_import, key=key))


def form_page(request, template, plan_import, form, **context):
    return render(request, template, {"plan_import": plan_import, "form": form, **context})
