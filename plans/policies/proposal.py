"""Whether a change may be proposed now, and a proposal decided or withdrawn."""

from plans.models import Proposal
from plans.policies.plan import reason_not_to_change


def reason_not_to_propose(action):
    return reason_not_to_change(action.plan)


def reason_not_to_decide(proposal):
    if reason := reason_not_to_change(proposal.plan):
        return reason
    if proposal.is_waiting:
        return ""
    if proposal.decision == Proposal.Decision.WITHDRAWN:
        return f"{proposal.decided_by_name} has withdrawn this proposal."
    decision = proposal.get_decision_display().lower()
    return f"{proposal.decided_by_name} has already decided on this proposal: {decision}."


def reason_not_to_withdraw_proposal(proposal, user):
    if reason := reason_not_to_decide(proposal):
        return reason
    return (
        "" if proposal.by_id == user.pk else "Only the person who made a proposal can withdraw it."
    )


def reason_not_to_propose_target(measures):
    """Why no target can be proposed for an action with these success measures; "" if it can."""
    if any(measure.is_counted for measure in measures):
        return ""
    return "No success measure of this action counts anything, so there is no target to change."
