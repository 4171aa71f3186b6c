"""Updating the progress of an action."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.editing import unsaved_input
from partnership.history import StaleRecord
from partnership.permissions import Permission, requires
from plans.actions.detail import read_action
from plans.forms.progress import ProgressForm
from plans.models import Action
from plans.policies.action import reason_not_to_confirm
from plans.policies.plan import reason_not_to_change
from plans.services.evidence import find_pending_file
from plans.services.progress import record_no_change, record_update
from plans.services.returns import keep_draft
from plans.views.pending_files import hold_chosen
from plans.views.places import list_asked


@requires(Permission.UPDATE_PROGRESS, on=Action)
def action_progress(request, action):
    now = timezone.now()
    detail = read_action(action, on=timezone.localdate(now))
    typed = unsaved_input.take(request)
    draft = action.drafts.filter(by=request.user).first()
    initial = typed or (_typed(draft) if draft and not request.POST else {})
    held = find_pending_file(action, by=request.user, at=now)
    sent = (request.POST or None, request.FILES or None)
    form = ProgressForm(*sent, detail=detail, held=held, initial=initial)
    if form.is_bound:
        if done := _press(request, form, action, now):
            return done
        keep_draft(action, by=request.user, typed=request.POST, at=now)
        hold_chosen(form, action, by=request.user, at=now)
    context = {"action": action, "detail": detail, "form": form, "draft": draft}
    context["reason_against"] = reason_not_to_change(action.plan)
    context["back_to_list"] = list_asked(request)
    context["may_confirm"] = not reason_not_to_confirm(action)
    context |= unsaved_input.context(request.user, typed)
    return render(request, "plans/action_progress.html", context)


def _typed(draft):
    """The input of a draft; the parts of a date together, as its field takes them."""
    day = [draft.typed.get(f"evidence_found_on_{part}", "") for part in ("day", "month", "year")]
    return draft.typed | {"evidence_found_on": day}


def _press(request, form, action, now):
    """The response after a save; None if the form has errors."""
    if "draft" in request.POST:
        return _keep(request, form, action, now)
    if not form.is_valid():
        return None
    try:
        save_progress(form, action, by=request.user)
    except StaleRecord as late:
        form.refuse_stale(late.record.last_update)
        return None
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, f"Update for {action.reference} saved.")
    if back := list_asked(request):
        return redirect(f"{back}#action-{action.pk}")
    return redirect("plans:action", slug=action.partnership.slug, pk=action.pk)


def _keep(request, form, action, now):
    """Save a draft, and keep a chosen file; the page again with the error if the file is refused."""
    keep_draft(action, by=request.user, typed=request.POST, at=now)
    form.leave_only_file()
    if form.errors:
        return None
    hold_chosen(form, action, by=request.user, at=now)
    messages.success(request, "Draft saved. It will not count until you save it as an update.")
    return redirect(request.get_full_path())


def save_progress(form, action, *, by):
    """Save what the form's button asks for: an update, or “no change since last time”."""
    marks = {name: form.cleaned_data[name] for name in ("submission", "seen")}
    if form.says_no_change:
        return record_no_change(action, by=by, **marks)
    return record_update(action, by=by, **marks, **form.update())
