"""Two documents of one plan compared."""

from datetime import date, timedelta

import pytest

from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.models import Plan
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.plan import revise_plan
from plans.services.structure import revise_part
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of, make_action, make_update

LATER = NOW + timedelta(days=1)
AFTER = LATER + timedelta(
    seconds=1
)  # of several changes at LATER, each comes a tick after the last


@pytest.fixture
def compared(plan):
    """``compared()``: the plan as at NOW and after all changes of the test."""
    return lambda: compare_documents(*(read_plan_as_at(plan, at=at) for at in (NOW, AFTER)))


@pytest.fixture
def by(people, clock):
    clock.at = LATER
    return people.business_manager


def only(comparison):
    (one,) = comparison.altered
    return one


def test_alike(compared):
    assert compared().is_empty


def test_added_and_taken_out(plan, by, compared):
    make_action(plan, "1.4", at=LATER)
    remove_action(action_of(plan, "1.2"), by=by, reason="Merged.")
    found = compared()
    assert [action.reference for action in found.added] == ["1.4"]
    assert [action.reference for action in found.removed] == ["1.2"]
    assert (found.counts["added"], found.counts["removed"]) == (1, 1)


def test_reworded(plan, by, compared):
    revise_action(action_of(plan, "1.1"), by=by, wording="Do more.", title="More")
    words = [(one.what, one.before, one.after) for one in only(compared()).words]
    assert words == [
        ("Title", "Action 1.1", "More"),
        ("Wording", "Do what action 1.1 says.", "Do more."),
    ]
    assert compared().counts["reworded"] == 1


def test_measures(plan, by, compared):
    for reference, press in (
        ("1.1", lambda action: add_measure(action, by=by, wording="Also this")),
        ("1.2", lambda action: revise_measure(action.measures.get(), by=by, wording="That")),
        ("1.3", lambda action: remove_measure(action.measures.get(), by=by, reason="Old.")),
    ):
        press(action_of(plan, reference))
    assert [
        (one.after.reference, measure.before, measure.after)
        for one in compared().altered
        for measure in one.measures
    ] == [
        ("1.1", "", "Also this"),
        ("1.2", "Measure 1 of 1.2", "That"),
        ("1.3", "Measure 1 of 1.3", ""),
    ]


def test_with_another_timescale_and_lead_and_rating(people, plan, by, compared):
    change_timescale(
        action_of(plan, "1.1"), by=by, reason="Late.", kind="by_month", due_on=date(2027, 6, 1)
    )
    set_leads(action_of(plan, "1.2"), [], by=by)
    make_update(action_of(plan, "1.3"), rating="red", at=LATER)
    redated, reled, rerated = compared().altered
    assert redated.dates == ("By March 2027", "By June 2027")
    assert reled.leads == ("Professional Adviser (lead)", "no lead")
    assert (rerated.before.rating, rerated.after.rating) == ("not_rated", "red")
    assert compared().counts == {
        "added": 0,
        "removed": 0,
        "moved": 0,
        "reworded": 0,
        "redated": 1,
        "reled": 1,
        "rerated": 1,
    }


def test_moved(plan, by, compared):
    revise_action(action_of(plan, "1.1"), by=by, priority=None)
    one = only(compared())
    assert one.place == ("Priority 1", "Not under a priority")
    assert one.is_moved


def test_what_was_only_said_is_no_difference(plan, by, compared):
    action = action_of(plan, "1.1")
    make_update(action, at=NOW)
    make_update(action_of(plan, "1.1"), comment="Thirty by now.", at=LATER)
    assert compared().is_empty


def test_the_frame(plan, by, compared):
    revise_plan(Plan.objects.get(pk=plan.pk), by=by, introduction="Otherwise.")
    revise_part(plan.priority_set.get(), by=by, title="Children are asked")
    frame = [(one.what, one.before, one.after) for one in compared().frame]
    assert frame == [
        ("Introduction", "What we will do together.", "Otherwise."),
        ("Priority 1", "Children are heard", "Children are asked"),
    ]
