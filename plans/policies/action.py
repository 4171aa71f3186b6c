"""Whether “no change” may be recorded for an action now."""

from plans.policies.plan import reason_not_to_change


def reason_not_to_confirm(action):
    if reason := reason_not_to_change(action.plan):
        return reason
    if action.last_update_id is None:
        return "There is no earlier update to confirm. Write an update instead."
    return ""
