"""Milestones for tests."""

from plans.services.milestone import add_milestone
from tests.helpers.builders import DRAFTED, manager_of


def make_milestone(action, text="Staff are trained", *, by=None, due_on=None, at=DRAFTED, **values):
    """A milestone of ``action``, by the end of the month of ``due_on``; without a date if there is none."""
    timescale = {"kind": "by_month", "due_on": due_on} if due_on else {"kind": "none"}
    values.setdefault("timescale", timescale)
    at = at if action.plan.is_draft else None
    return add_milestone(action, by=by or manager_of(action), text=text, at=at, **values)
