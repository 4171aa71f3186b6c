"""Whether an action may be merged, split or replaced now."""

from partnership.rating_kinds import CLOSED
from plans.policies.plan import reason_not_to_change


def reason_not_to_succeed(action):
    """Why nothing can go on from this action: its plan is closed, or the action is over."""
    if reason := reason_not_to_change(action.plan):
        return reason
    if action.rating_kind in CLOSED:
        over = "is complete" if action.is_complete else "has ended"
        return (
            f"Action {action.reference} {over}. Update its progress first if it goes on after all."
        )
    return ""


def reason_not_to_merge(actions, successor):
    """Why ``actions`` cannot go on in ``successor``; None for a new action."""
    if not actions:
        return "Choose at least one other action."
    everyone = [*actions, *([successor] if successor else [])]
    if len({action.plan_id for action in everyone}) > 1:
        return "Choose actions of the same plan."
    if successor in actions:
        return "Choose another action: one cannot go on in itself."
    return next(filter(None, map(reason_not_to_succeed, everyone)), "")
