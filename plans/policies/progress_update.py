"""Whether a progress update may be corrected now: within the hour, by its author, before anything builds on it."""

from datetime import timedelta

from plans.policies.plan import reason_not_to_change

CORRECTABLE_FOR = timedelta(hours=1)


def reason_not_to_correct(update, *, by, at):
    if reason := reason_not_to_change(update.plan):
        return reason
    if update.by_id != by.pk:
        return "Only the person who wrote an update can correct it. Write another update instead."
    if update.no_change:
        return "“No change” has no words to correct. Write an update instead."
    if at - update.at > CORRECTABLE_FOR:
        return "You can correct an update for an hour. Write another update instead."
    if update.action.last_update_id != update.pk:
        return "There is a later update of this action. Write another update instead."
    frozen_at = update.period.frozen_at if update.period_id else None
    if frozen_at is not None and frozen_at >= update.at:
        return "The period was frozen with this update in it. Write another update instead."
    return ""
