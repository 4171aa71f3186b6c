"""Saying how an action is going."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership import unsaved
from partnership.permissions import Permission, requires
from plans.action_detail import read_action
from plans.forms.progress import ProgressForm
from plans.models import Action
from plans.services.progress import record_no_change, record_update


@requires(Permission.UPDATE_PROGRESS, on=Action)
def action_progress(request, action):
    now = timezone.now()
    detail = read_action(action, on=timezone.localdate(now))
    typed = unsaved.take(request)
    form = ProgressForm(request.POST or None, detail=detail, initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            save_progress(form, action, by=request.user, at=now)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Your update of {action.reference} is saved.")
            return redirect("plans:action", slug=action.partnership.slug, pk=action.pk)
    context = {"action": action, "detail": detail, "form": form}
    context |= unsaved.context(request.user, typed)
    return render(request, "plans/action_progress.html", context)


def save_progress(form, action, *, by, at):
    """The form's button decides: a whole update, or “no change since last time”."""
    submission = form.cleaned_data["submission"]
    if form.says_no_change:
        return record_no_change(action, by=by, submission=submission, at=at)
    return record_update(action, by=by, submission=submission, at=at, **form.update())
