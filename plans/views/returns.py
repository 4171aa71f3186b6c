"""The group return: everything that a group, post or agency leads, on one page, with drafts saved on the way."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partnership.editing import unsaved_input
from partnership.history import StaleRecord
from partnership.permissions import Permission, requires
from plans.forms.progress import WRITTEN
from plans.forms.returns import ReturnForm
from plans.models import Action, GroupReturn
from plans.periods.return_detail import read_return
from plans.services.progress import record_no_change, record_update
from plans.services.returns import (
    is_too_long,
    keep_draft,
    put_draft_away,
    record_all,
    submit_return,
)


@requires(Permission.FILL_RETURN, on=GroupReturn)
def group_return(request, record):
    now = timezone.now()
    detail = read_return(record, request.user, on=timezone.localdate(now))
    typed = unsaved_input.take(request)
    form = ReturnForm(request.POST or None, detail=detail, typed=typed)
    if form.is_bound:
        _keep_drafts(form, by=request.user, at=now)
        button, number = form.pressed
        done = BUTTON_HANDLERS[button](request, form, detail, number, now)
        if done is not None:
            return done
        form.settle()
    context = {"record": record, "detail": detail, "form": form, "today": timezone.localdate(now)}
    context |= unsaved_input.context(request.user, typed)
    status = 409 if any(line.theirs for line in form.lines) else 200
    return render(request, "plans/group_return.html", context, status=status)


@requires(Permission.UPDATE_PROGRESS, on=Action)
@require_POST
def action_draft(request, action):
    """Autosave: the script sends the fields of one action while someone types."""
    if is_too_long(request.POST):
        return HttpResponse(status=413)
    keep_draft(action, by=request.user, typed=request.POST)
    return HttpResponse(status=204)


def _keep_drafts(form, *, by, at):
    """Save all input as drafts first, whichever button was pressed."""
    for line in form.lines:
        if line.is_touched or line.line.draft:
            keep_draft(line.line.action, by=by, typed=line.typed, at=at)


def _back(request, detail, *, after=None):
    """The page again; ``after`` an action, at the next one without an update."""
    address = reverse("plans:group_return", args=[request.partnership.slug, detail.record.pk])
    order = [line.action.pk for line in detail.lines]
    if after in order:
        place = order.index(after)
        missing = {line.action.pk for line in detail.missing}
        for pk in order[place + 1 :] + order[:place]:
            if pk in missing:
                return redirect(f"{address}#a{pk}")
    return redirect(address)


def _record(request, forms):
    """Record the updates of ``forms``, all or none; whether they were recorded. Each form has its errors."""
    valid = [form.is_valid() for form in forms]  # all of them, so that each shows its errors
    if not all(valid):
        return False
    refusals = record_all(
        {
            form: partial(record_update, form.line.action, by=request.user, **form.values())
            for form in forms
        }
    )
    _tell(refusals)
    return not refusals


def _tell(refusals):
    """Add the error of each refused update to its form."""
    for form, refusal in refusals.items():
        if isinstance(refusal, StaleRecord):
            form.refuse_stale(refusal.record.last_update)
        else:
            form.refuse(refusal)


def _save(request, form, detail, number, now):
    line = form.line_of(number)
    if line is None or not _record(request, [line]):
        return None
    messages.success(request, f"Update for {line.line.action.reference} saved.")
    return _back(request, detail, after=number)


def _save_all(request, form, detail, number, now):
    if not form.touched:
        form.add_error(None, "There is nothing to save. Write an update or choose a rating first.")
        return None
    if not _record(request, form.touched):
        return None
    number = len(form.touched)
    messages.success(request, f"{number} update{'' if number == 1 else 's'} saved.")
    return _back(request, detail)


def _no_change(request, form, detail, number, now):
    line = form.line_of(number)
    if line is not None and line.is_touched:
        line.forget_boxes()
        line.add_error(None, WRITTEN)
        return None
    return _stand_by(request, form, detail, [line] if line else [], after=number)


def _no_change_rest(request, form, detail, number, now):
    return _stand_by(request, form, detail, form.untouched)


def _stand_by(request, form, detail, lines, after=None):
    """Record “no change” for each action, or for none if one is refused."""
    for line in lines:
        line.forget_boxes()
    refusals = record_all(
        {
            line: partial(record_no_change, line.line.action, by=request.user, **line.marks())
            for line in lines
        }
    )
    _tell(refusals)
    if refusals or not lines:
        return None
    names = ", ".join(line.line.action.reference for line in lines)
    messages.success(request, f"Marked as no change: {names}.")
    return _back(request, detail, after=after)


def _discard(request, form, detail, number, now):
    """Keep theirs: delete the draft of the action."""
    line = form.line_of(number)
    if line is None:
        return None
    put_draft_away(line.line.action, by=request.user)
    messages.success(request, f"Draft for {line.line.action.reference} deleted.")
    return _back(request, detail, after=number)


def _combine(request, form, detail, number, now):
    line = form.line_of(number)
    if line is not None and line.line.action.last_update:
        line.theirs = line.line.action.last_update
        line.combine()
        keep_draft(line.line.action, by=request.user, typed=line.typed, at=now)
    return None


def _use(request, form, detail, number, now):
    """Copy someone else's draft into the person's own field, to continue from there."""
    drafts = [draft for line in detail.lines for draft in line.others if draft.pk == number]
    for draft in drafts:
        action = detail.line_of(draft.action_id).action
        keep_draft(action, by=request.user, typed=draft.typed, at=now)
        address = reverse("plans:group_return", args=[request.partnership.slug, detail.record.pk])
        return redirect(f"{address}#a{action.pk}")
    return None


def _draft(request, form, detail, number, now):
    messages.success(request, "Drafts saved. They will not count until you save them as updates.")
    return _back(request, detail)


def _submit(request, form, detail, number, now):
    if form.touched:
        form.add_error(
            None, "Some updates are not saved. Save them, or clear their boxes, before you submit."
        )
        return None
    if not form.is_valid():
        return None
    try:
        submit_return(detail.record, by=request.user, note=form.cleaned_data["note"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    messages.success(request, f"The return of {detail.record.name} has been submitted. Thank you.")
    return _back(request, detail)


def _nothing(request, form, detail, number, now):
    """No known button: the page again, with the input and its errors."""
    for line in form.touched:
        line.full_clean()


BUTTON_HANDLERS = {
    "save": _save,
    "save_all": _save_all,
    "no_change": _no_change,
    "no_change_rest": _no_change_rest,
    "discard": _discard,
    "combine": _combine,
    "use": _use,
    "draft": _draft,
    "submit": _submit,
    "": _nothing,
}
