"""Whether a return may be submitted, sent back or chased now."""

from datetime import timedelta

from plans.policies.plan import reason_not_to_change

NOT_AGAIN_WITHIN = timedelta(hours=1)


def reason_not_to_submit(record, missing):
    """``missing`` are the actions of the return that have no update in its period."""
    if reason := reason_not_to_change(record.plan):
        return reason
    if missing:
        names = ", ".join(action.reference for action in missing)
        return (
            f"These actions still need an update: {names}. Update them, or mark them as no change."
        )
    return ""


def reason_not_to_chase_return(record, *, at):
    """Of a return that is outstanding in a period that may be chased."""
    if record.chased_at is not None and at - record.chased_at < NOT_AGAIN_WITHIN:
        return "Nothing can be sent yet, because this was chased less than an hour ago."
    return ""


def reason_not_to_send_back(record):
    if record.period.is_frozen:
        return "This period is frozen. To send a return back, reopen it first."
    if not record.is_submitted:
        return "You can only send back a return that has been submitted."
    return reason_not_to_change(record.plan)
