"""Whether a return may be sent back now."""

from plans.policies.plan import reason_not_to_change


def reason_not_to_send_back(record):
    if record.period.is_frozen:
        return "This period is frozen. To send a return back, reopen it first."
    if not record.is_submitted:
        return "You can only send back a return that has been submitted."
    return reason_not_to_change(record.plan)
