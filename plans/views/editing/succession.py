"""Merging, splitting and replacing an action: one page to choose, one to check what will happen.

Both steps have one address. Nothing is stored between them but what the page sends; only the last step writes.
"""

from django.contrib import messages
from django.shortcuts import redirect

from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.succession import (
    MergeForm,
    ReplaceForm,
    SplitCheckForm,
    SplitForm,
    SuccessorCheckForm,
)
from plans.models import Action
from plans.policies.succession import reason_not_to_succeed
from plans.services.succession import split_action
from plans.views.editing.pages import form_page
from plans.views.places import address_of


@requires(Permission.EDIT_PLAN, on=Action)
def action_merge(request, action):
    return _succeed(request, action, MergeForm, "plans/action_merge.html")


@requires(Permission.EDIT_PLAN, on=Action)
def action_replace(request, action):
    return _succeed(request, action, ReplaceForm, "plans/action_replace.html")


def _succeed(request, action, form_class, template):
    choice = form_class(submitted_data(request), record=action)
    if _is_to_choose(request, choice):
        return _page(request, template, choice)
    check = SuccessorCheckForm(_to_save(request), choice=choice)
    if submit_form(check, lambda: choice.save(by=request.user, **check.values())):
        messages.success(request, choice.told(check.saved))
        return redirect(address_of("action", check.saved))
    return _page(request, "plans/action_succession_check.html", check, choice=choice)


@requires(Permission.EDIT_PLAN, on=Action)
def action_split(request, action):
    choice = SplitForm(submitted_data(request), record=action)
    if _is_to_choose(request, choice):
        return _page(request, "plans/action_split.html", choice)
    check = SplitCheckForm(_to_save(request), choice=choice)
    if submit_form(check, lambda: _split(request, action, choice, check)):
        messages.success(request, choice.told(check.saved))
        is_gone = choice.does_end and action.plan.is_draft
        return redirect(address_of("action", check.saved[0] if is_gone else action))
    return _page(request, "plans/action_split_check.html", check, choice=choice)


def _split(request, action, choice, check):
    why = {"ends": choice.does_end, "reason": check.cleaned_data["reason"]}
    return split_action(action, by=request.user, parts=choice.made, **why)


def _is_to_choose(request, choice):
    """Whether the first step is shown: at first, on coming back to it, and with errors."""
    return request.POST.get("step") not in ("check", "save") or not choice.is_valid()


def _to_save(request):
    return request.POST if request.POST.get("step") == "save" else None


def _page(request, template, form, **context):
    context["reason_against"] = reason_not_to_succeed(form.record)
    return form_page(request, template, form, **context)
