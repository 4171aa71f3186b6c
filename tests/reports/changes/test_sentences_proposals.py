"""The sentences that describe proposals, decisions and reports ticked off."""

from datetime import date

import pytest

from plans.models import ReportingPoint
from plans.services.proposal import accept_proposal, decline_proposal, withdraw_proposal
from plans.services.reporting_point import miss_report, receive_report
from plans.services.structure import add_part
from tests.helpers.builders import action_of
from tests.helpers.proposals import REASON, make_proposal
from tests.helpers.sentences import describe_last_change, last_summary, texts


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def test_what_is_proposed_in_place_of_what_and_why(people, action):
    make_proposal(action, by=people.chair)
    summary = last_summary(people)
    assert (summary.by_name, summary.reason) == ("Chair", REASON)
    assert [str(sentence) for sentence in summary.sentences] == [
        "1.1 Action 1.1: new timescale proposed, from “By March 2027” to “By June 2027”"
    ]


def test_what_is_proposed_where_nothing_stands(people, action):
    make_proposal(action, by=people.chair, about="measure", words="All were heard")
    assert describe_last_change(people) == [
        "1.1 Action 1.1: new success measure proposed: “All were heard”"
    ]


def test_long_words_are_compared_beneath_the_sentence(people, action):
    words = "Do what action 1.1 says, and say so in every report. " * 3
    make_proposal(action, by=people.chair, about="wording", words=words.strip())
    assert describe_last_change(people) == ["1.1 Action 1.1: new wording proposed"]
    ((label, _),) = texts(people)
    assert label == "New wording proposed"


def test_accepted_with_what_it_changed(people, action):
    proposal = make_proposal(action, by=people.chair)
    by = people.business_manager
    accept_proposal(
        proposal,
        by=by,
        stands="By March 2027",
        note="Agreed.",
        agreed_where="Executive, 3 December",
    )
    (sentence,) = describe_last_change(people)
    assert "due date moved from March 2027 to June 2027" in sentence
    assert "proposal for a new timescale by Chair accepted; note: “Agreed.”" in sentence
    assert "note: “Agreed.”" in sentence


def test_declined_and_withdrawn(people, action):
    decline_proposal(make_proposal(action, by=people.chair), by=people.business_manager, note="No.")
    assert describe_last_change(people) == [
        "1.1 Action 1.1: proposal for a new timescale by Chair declined; note: “No.”"
    ]
    withdraw_proposal(make_proposal(action, by=people.chair), by=people.chair)
    assert describe_last_change(people) == [
        "1.1 Action 1.1: proposal for a new timescale by Chair withdrawn"
    ]


def test_reports_ticked_off(people, action):
    by = people.business_manager
    due = {"by": by, "action": action, "due_on": date(2026, 10, 31)}
    first, second = (add_part(ReportingPoint, action.plan, **due) for _ in range(2))
    receive_report(first, by=by, received_on=date(2026, 11, 2))
    assert describe_last_change(people) == [
        "1.1 Action 1.1: reporting point “October 2026” marked as received late"
    ]
    miss_report(second, by=by)
    assert describe_last_change(people) == [
        "1.1 Action 1.1: reporting point “October 2026” marked as missed"
    ]
