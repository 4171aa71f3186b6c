"""Services of returns: keep drafts, record updates together, submit a return or send it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership.history import StaleRecord, recording
from partnership.policies import refuse
from partnership.text import clean_text
from plans.models import Draft, GroupReturn
from plans.periods.return_detail import read_return
from plans.policies.group_return import reason_not_to_send_back, reason_not_to_submit

LONGEST_DRAFT = 20_000  # characters in each field


def keep_draft(action, *, by, typed, at=None):
    """Save someone's input for an action as typed; an empty draft is deleted.

    Only its author changes it, so it is never stale: the last of their windows wins. Input too long to be
    saved as an update leaves the draft unchanged.
    """
    # PostgreSQL cannot store a null character; a rating must be one of the partnership's.
    values = {box: clean_text(typed.get(box, "")) for box in Draft.boxes_of(typed)}
    if values["rating"] and not _has_rating(action, values["rating"]):
        values["rating"] = ""
    if is_too_long(values):
        return None
    if not any(value.strip() for value in values.values()):
        put_draft_away(action, by=by)
        return None
    draft, _ = Draft.objects.update_or_create(
        action=action, by=by, defaults={**_fields_of(values), "at": at or timezone.now()}
    )
    return draft


def keep_sheet(drafts, *, by, filled_by, at=None):
    """Save what a sheet says of actions as drafts of ``by``, who uploads it; all or none.

    ``drafts``: [(Action, {field: text})]. A draft that the person has is replaced by that.
    """
    at = at or timezone.now()
    with transaction.atomic():
        for action, typed in drafts:
            draft = keep_draft(action, by=by, typed=typed, at=at)
            if draft is not None:
                draft.filled_by = clean_text(filled_by)[:200]
                draft.save(update_fields=["filled_by"])


def _fields_of(values):
    """The values of the fields of a Draft: those with a field of their own, and the others by kind."""
    fields = {box: values[box] for box in Draft.BOXES}
    fields |= {"evidence": {}, "figures": {}, "milestones": {}}
    for box, value in values.items():
        if value.strip() and box not in Draft.BOXES:
            fields[_kind_of(box)][box] = value
    return fields


def _kind_of(box):
    if box in Draft.EVIDENCE_BOXES:
        return "evidence"
    return "figures" if Draft.FIGURE_BOX.fullmatch(box) else "milestones"


def _has_rating(action, key):
    return action.plan.partnership.ratingdefinition_set.filter(key=key).exists()


def is_too_long(typed):
    """Whether some input is too long to be kept: the forms refuse it much earlier."""
    return any(len(typed.get(box, "")) > LONGEST_DRAFT for box in Draft.boxes_of(typed))


def put_draft_away(action, *, by):
    Draft.objects.filter(action=action, by=by).delete()


def submit_return(record, *, by, note="", at=None):
    """Submit the return. Refused while any action has no update."""
    with recording(record, by=by, at=at) as change:
        current = GroupReturn.objects.locked(record)
        period = current.period
        missing = read_return(current, by, on=timezone.localdate(change.at)).missing
        refuse(reason_not_to_submit(current, [line.action for line in missing]))
        current.submitted_at, current.submitted_by = change.at, by
        current.timing = period.timing(on=timezone.localdate(change.at))
        current.note = note
        current.save(update_fields={"submitted_at", "submitted_by", "timing", "note"})
        return current


def question_return(record, *, by, question, at=None):
    """Send a submitted return back with a question, before the period is frozen."""
    if not question.strip():
        raise ValidationError({"question": "Enter your question."})
    with recording(record, by=by, at=at) as change:
        current = GroupReturn.objects.locked(record)
        refuse(reason_not_to_send_back(current))
        current.question, current.questioned_at, current.questioned_by = question, change.at, by
        current.save(update_fields={"question", "questioned_at", "questioned_by"})
        return current


@transaction.atomic
def record_all(calls):
    """Call all of ``calls`` (key → call without arguments) or none; returns the errors by key."""
    refusals = {}
    for key, call in calls.items():
        try:
            call()
        except (StaleRecord, ValidationError) as refusal:
            refusals[key] = refusal
    if refusals:
        transaction.set_rollback(True)
    return refusals
