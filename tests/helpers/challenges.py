"""Helpers for tests of challenges."""

from datetime import date

from plans.services.challenge import answer_challenge, raise_challenge
from tests.helpers.builders import NOW

QUESTION = "Why has nobody read the second sample?"
DUE = date(2026, 12, 6)


def make_challenge(record, *, by, to, about="action", question=QUESTION, due_on=DUE, at=NOW):
    """A challenge, by default about an action and to be answered in two weeks."""
    said = {"question": question, "due_on": due_on, "at": at}
    return raise_challenge(record.partnership, by=by, about=about, record=record, to=to, **said)


def make_answered(record, *, by, to, answered_by, **values):
    """A challenge answered a minute after it was asked."""
    challenge = make_challenge(record, by=by, to=to, **values)
    return answer_challenge(
        challenge, by=answered_by, words="Two auditors begin in January.", seen=0, at=NOW
    )
