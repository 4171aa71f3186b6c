"""Helpers for tests of proposals: one of each kind, and the data of its form."""

from datetime import date

from plans.services.proposal import propose
from tests.helpers.builders import NOW

REASON = "The police data comes in the summer."


def make_proposal(action, *, by, about="timescale", reason=REASON, at=NOW, **values):
    """A proposal; by default of a timescale: by June 2027."""
    if about == "timescale":
        values = {"kind": "by_month", "words": "", "due_on": date(2027, 6, 1)} | values
    return propose(action, by=by, about=about, reason=reason, at=at, **values)


def one_of_each(people, action):
    """``about`` → the arguments of a proposal of it, beside the reason."""
    return {
        "timescale": {"kind": "by_month", "words": "", "due_on": date(2027, 6, 1)},
        "lead": {"group": people.training_group, "role": "lead", "beside": False},
        "measure": {"words": "30 of 40 children were heard"},
        "wording": {"words": "Do more than that."},
    }
