"""Milestones in a plan's document: now, as at a moment, in a snapshot, compared, on the plan page and in print."""

from datetime import date, timedelta

import pytest

from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.gaps import find_gap
from plans.services.milestone import change_milestone, remove_milestone
from plans.services.reporting_point import receive_report
from plans.services.snapshot import take_snapshot
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, TODAY, action_of
from tests.helpers.editing import address
from tests.helpers.milestones import make_milestone

OCTOBER, DECEMBER = date(2026, 10, 31), date(2026, 12, 31)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def two(people, action):
    """One done, for a lead; one overdue that has slipped, with a date to check."""
    by = people.business_manager
    first = make_milestone(action, "Staff are trained", lead=action.leads.get(), due_on=DECEMBER)
    receive_report(first, by=by, received_on=date(2026, 11, 2))
    second = make_milestone(action, "Parents are asked", who="Parents", due_on=date(2026, 9, 30))
    words = "By October 2026, if funded"
    late = {"kind": "by_month", "due_on": OCTOBER, "words": words, "needs_check": True}
    said = {"text": second.text, "who": second.who, "reason": "No room"}
    change_milestone(second, by=by, timescale=late, **said)
    return first, second


def milestones_in(document):
    return document.actions[0].milestones


def test_what_the_document_says_of_each(plan, two):
    first, second = milestones_in(read_plan(plan, on=TODAY))
    assert first.words == "Staff are trained (Audit Group): By December 2026, done 2 November 2026"
    assert (first.is_overdue, first.timescale.slips) == (False, 0)
    assert second.words == "Parents are asked (Parents): By October 2026, if funded"
    assert (second.is_overdue, second.timescale.slips, second.timescale.needs_check) == (
        True,
        1,
        True,
    )
    assert second.timescale.first_text == "By September 2026"


def test_a_moved_milestone_is_no_slip_of_the_action(plan, two):
    document = read_plan(plan, on=TODAY)
    assert document.actions[0].timescale.slips == 0


def test_as_at_a_moment_and_in_a_snapshot_it_is_the_same(people, plan, two):
    now = read_plan(plan, on=TODAY)
    assert milestones_in(read_plan_as_at(plan, at=NOW + timedelta(seconds=1))) == milestones_in(now)
    snapshot = take_snapshot(plan, by=people.business_manager, why="by_hand", reason="Audit")
    assert milestones_in(document_of(snapshot)) == milestones_in(now)


def test_as_at_a_moment_before_they_were_added_there_are_none(plan, two):
    assert milestones_in(read_plan_as_at(plan, at=NOW - timedelta(days=1))) == ()


def test_the_comparison_names_those_added_changed_and_removed(people, action, plan):
    by = people.business_manager
    goes = make_milestone(action, "Goes", due_on=OCTOBER)
    moves = make_milestone(action, "Moves", due_on=OCTOBER)
    make_milestone(action, "Stays", due_on=OCTOBER)
    before = read_plan(plan, on=TODAY)
    remove_milestone(goes, by=by, reason="Not needed")
    later = {"kind": "by_month", "due_on": DECEMBER}
    change_milestone(moves, by=by, text="Moves", timescale=later, reason="Late")
    make_milestone(action, "Comes")
    comparison = compare_documents(before, read_plan(plan, on=TODAY))
    (altered,) = comparison.altered
    assert {(text.before, text.after) for text in altered.milestones} == {
        ("Goes: By October 2026", ""),
        ("Moves: By October 2026", "Moves: By December 2026"),
        ("", "Comes"),
    }
    assert (altered.is_redated, altered.is_reworded, altered.is_rerated) == (True, True, False)


def test_recording_one_as_done_differs_but_rewords_nothing(people, action, plan):
    point = make_milestone(action)
    before = read_plan(plan, on=TODAY)
    receive_report(point, by=people.business_manager, received_on=TODAY)
    (altered,) = compare_documents(before, read_plan(plan, on=TODAY)).altered
    assert (altered.is_redated, altered.is_reworded) == (False, False)


def test_the_plan_page_says_how_many_and_which_is_next(people, plan, two, client_as):
    page = client_as(people.member).get(address("plan", plan)).text
    assert (
        "1 of 2 milestones done. Next: Parents are asked (Parents): By October 2026, if f" in page
    )
    assert "<strong>1 milestone overdue</strong>" in page


def test_print_lists_them(plan, two):
    html = plan_sheets(read_plan(plan, on=TODAY)).html
    assert "Staff are trained (Audit Group): By December 2026, done 2 November 2026</li>" in html
    late = "moved once (was By September 2026). Overdue (check this date)"
    assert f"Parents are asked (Parents): By October 2026, if funded, {late}</li>" in html


def test_gaps_find_the_action_once(plan, action, two):
    make_milestone(action, "Late too", due_on=date(2026, 8, 31))
    for key in ("milestone_overdue", "to_check"):
        found = find_gap(plan.action_set.all(), key, on=TODAY)
        assert [one.reference for one in found] == ["1.1"]
    assert find_gap(plan.action_set.all(), "milestone_overdue", on=OCTOBER).count() == 1
    assert find_gap(plan.action_set.all(), "milestone_overdue", on=date(2026, 8, 31)).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(plan, action, number, django_assert_num_queries):
    for n in range(number):
        make_milestone(action, f"Step {n}", lead=action.leads.get(), due_on=OCTOBER)
    with django_assert_num_queries(13):
        document = read_plan(plan, on=TODAY)
    assert len(milestones_in(document)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_an_action_do_not_grow(
    people, action, number, client_as, django_assert_num_queries
):
    for n in range(number):
        make_milestone(action, f"Step {n}", lead=action.leads.get(), due_on=OCTOBER)
    client = client_as(people.member)
    client.get(address("action", action))
    with django_assert_num_queries(30):
        page = client.get(address("action", action)).text
    assert page.count("Step") >= number
