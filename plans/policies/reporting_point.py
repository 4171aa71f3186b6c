"""Whether a report that is due, or a milestone, may be added, dated, changed or removed."""

from plans.models.timescale import date_words
from plans.policies.plan import reason_not_to_change

MOST_MILESTONES = 40  # of one action: more of them are a plan of their own


def reason_not_to_change_point(point):
    """One that came, was done or was missed, is a fact: only what was recorded of it can change."""
    if reason := reason_not_to_change(point.plan):
        return reason
    if point.is_open:
        return ""
    noun = point.get_kind_display().lower()
    undone = "not done yet" if point.is_milestone else "not yet received"
    return f"This {noun} is recorded as {point.outcome_words}. Record it as {undone} first."


def reason_not_to_add_milestone(action):
    if reason := reason_not_to_change(action.plan):
        return reason
    if action.reporting_points.milestones().count() < MOST_MILESTONES:
        return ""
    return (
        f"This action has {MOST_MILESTONES} milestones, which is the most it can have. "
        "Remove some, or make another action for the rest."
    )


def reason_not_to_date(action, due_on):
    """Why a milestone should not be due on this day: the action is to be complete by then."""
    owner = action.timescale_owner
    if due_on is None or owner.due_on is None or due_on <= owner.due_on:
        return ""
    ends = date_words(owner.due_on, owner.due_precision)
    return (
        f"This is after the action is due ({ends}). Correct the date, or confirm that it is right."
    )
