"""The group return: all that a group, post, agency or person leads, on one page, with drafts saved on the way."""

from functools import partial

from django.contrib import messages
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
from plans.policies.progress_update import reason_not_to_correct
from plans.services.evidence import find_pending_file
from plans.services.progress import record_no_change, record_update
from plans.services.returns import (
    is_too_long,
    keep_draft,
    put_draft_away,
    record_all,
    submit_return,
)
from plans.views.pending_files import hold_chosen


@requires(Permission.FILL_RETURN, on=GroupReturn)
def group_return(request, record):
    now = timezone.now()
    detail = read_return(record, request.user, on=timezone.localdate(now))
    typed = unsaved_input.take(request)
    sent = (request.POST or None, request.FILES or None)
    form = ReturnForm(*sent, detail=detail, typed=typed)
    if form.is_bound:
        _keep_drafts(form, by=request.user, at=now)
        button, number = form.pressed
        done = BUTTON_HANDLERS[button](request, form, detail, number, now)
        if done is not None:
            return done
        form.settle()
    context = {"record": record, "detail": detail, "form": form, "today": timezone.localdate(now)}
    context["place"] = "" if form.is_bound else _place(request.GET.get("at", ""), detail)
    context["correctable"] = _correctable(detail, request.user, now)
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


def _correctable(detail, user, now):
    """The ids of updates in the return that the person may still correct."""
    updates = (line.update for line in detail.done)
    return {one.pk for one in updates if not reason_not_to_correct(one, by=user, at=now)}


def _keep_drafts(form, *, by, at):
    """Save all input as drafts and keep chosen files first, whichever button was pressed."""
    for line in form.lines:
        action = line.line.action
        if line.is_touched or line.line.draft:
            keep_draft(action, by=by, typed=line.typed, at=at)
        if line.has_evidence:
            held = find_pending_file(action, by=by, at=at) if line.line.pending_file else None
            line.read_evidence(held)
            hold_chosen(line.evidence, action, by=by, at=at)


def _place(asked, detail):
    """Where the message of the last save is shown: the id of an action, “finish”, or "" for the top of the page."""
    if asked == "finish":
        return asked
    return next((line.action.pk for line in detail.lines if str(line.action.pk) == asked), "")


def _back(request, detail, *, at=None):
    """The page again, with its message ``at`` an action or the end; else at the top."""
    address = reverse("plans:group_return", args=[request.partnership.slug, detail.record.pk])
    return redirect(f"{address}?at={at}#message" if at else address)


def _next(request, detail, saved):
    """The page again, at the next action to do after those ``saved``; at the end if none is left."""
    done = {line.line.action.pk for line in saved}
    order = [line.action.pk for line in detail.lines]
    last = max((order.index(pk) for pk in done), default=-1)
    missing = {line.action.pk for line in detail.missing} - done
    following = [pk for pk in order[last + 1 :] + order[: last + 1] if pk in missing]
    return _back(request, detail, at=following[0] if following else "finish")


def _record(request, forms):
    """Record the updates of ``forms``, all or none; whether they were recorded. Each form has its errors."""
    valid = [form.is_valid() for form in forms]  # all of them, so that each shows its errors
    if not all(valid):
        return False
    refusals = record_all(_calls(request, forms))
    _tell(refusals)
    return not refusals


def _calls(request, forms):
    """Each form with the call that records its update."""
    return {
        form: partial(record_update, form.line.action, by=request.user, **form.values())
        for form in forms
    }


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
    return _next(request, detail, [line])


def _no_change(request, form, detail, number, now):
    line = form.line_of(number)
    if line is not None and line.is_touched:
        line.forget_boxes()
        line.add_error(None, WRITTEN)
        return None
    return _confirm(request, form, detail, [line] if line else [])


def _no_change_rest(request, form, detail, number, now):
    """“No change” for all that can be confirmed. One without an earlier update stays to do."""
    if not form.confirmable:
        form.add_error(None, "None of the actions still to do has an earlier update to confirm.")
    return _confirm(request, form, detail, form.confirmable)


def _confirm(request, form, detail, lines):
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
    return _next(request, detail, lines)


def _discard(request, form, detail, number, now):
    """Keep theirs: delete the draft of the action."""
    line = form.line_of(number)
    if line is None:
        return None
    put_draft_away(line.line.action, by=request.user)
    messages.success(request, f"Draft for {line.line.action.reference} deleted.")
    return _back(request, detail, at=number)


def _combine(request, form, detail, number, now):
    line = form.line_of(number)
    if line is None or not line.line.action.last_update:
        return None
    action = line.line.action
    keep_draft(action, by=request.user, typed=line.combined(action.last_update), at=now)
    messages.success(request, f"Both comments on {action.reference} are in its box. Edit and save.")
    return _back(request, detail, at=number)


def _use(request, form, detail, number, now):
    """Copy someone else's draft into the person's own field, to continue from there."""
    drafts = [draft for line in detail.lines for draft in line.others if draft.pk == number]
    for draft in drafts:
        action = detail.line_of(draft.action_id).action
        keep_draft(action, by=request.user, typed=draft.typed, at=now)
        messages.success(request, f"Draft for {action.reference} copied. Edit and save.")
        return _back(request, detail, at=action.pk)
    return None


def _draft(request, form, detail, number, now):
    messages.success(request, "Drafts saved. They will not count until you save them as updates.")
    return _back(request, detail, at=form.touched[0].line.action.pk if form.touched else None)


def _submit(request, form, detail, number, now):
    """Save what is typed and submit the return; or do neither, and say what is left."""
    for line in form.untouched:
        line.refuse_missing()
    valid = [one.is_valid() for one in (form, *form.touched)]
    if form.untouched or not all(valid):
        return None
    calls = _calls(request, form.touched)
    note = form.cleaned_data["note"]
    calls[form] = partial(submit_return, detail.record, by=request.user, note=note)
    if refusals := record_all(calls):
        if len(refusals) > 1:
            refusals.pop(form, None)  # it only repeats that an update is missing
        _tell(refusals)
        return None
    messages.success(request, f"The return of {detail.record.name} has been submitted. Thank you.")
    return _back(request, detail)


def _nothing(request, form, detail, number, now):
    """No known button: the page again, with the input and its errors."""
    for line in form.touched:
        line.full_clean()


BUTTON_HANDLERS = {
    "save": _save,
    "no_change": _no_change,
    "no_change_rest": _no_change_rest,
    "discard": _discard,
    "combine": _combine,
    "use": _use,
    "draft": _draft,
    "submit": _submit,
    "": _nothing,
}
