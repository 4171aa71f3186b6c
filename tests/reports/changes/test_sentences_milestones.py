"""The sentences that describe milestones, and which of their changes are easy to miss."""

from datetime import date

import pytest

from plans.services.milestone import change_milestone, remove_milestone
from plans.services.reporting_point import expect_report, receive_report
from plans.services.structure import move_part
from tests.helpers.builders import action_of, make_plan
from tests.helpers.milestones import make_milestone
from tests.helpers.sentences import describe_last_change
from tests.reports.changes.test_quiet import marked

OCTOBER = date(2026, 10, 31)
OF = "1.1 Action 1.1: "


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def by(people):
    return people.business_manager


def change(point, by, **values):
    asked = {"text": point.text, "who": point.who, "timescale": {"kind": "none"}}
    return change_milestone(point, by=by, **{**asked, **values})


def test_added_with_who_and_when(people, action):
    make_milestone(action, who="Parents", due_on=OCTOBER)
    assert describe_last_change(people) == [
        f"{OF}milestone added: “Staff are trained (Parents): By October 2026”"
    ]


def test_removed(people, action, by):
    remove_milestone(make_milestone(action, due_on=OCTOBER), by=by, reason="Not needed")
    assert describe_last_change(people) == [
        f"{OF}milestone removed: “Staff are trained: By October 2026”"
    ]


def test_reworded_and_for_another(people, action, by):
    change(make_milestone(action, who="Parents"), by, text="All are trained", who="Police")
    assert describe_last_change(people) == [
        f"{OF}milestone “Staff are trained” wording changed from “Staff are trained” to"
        " “All are trained”; now for Police (before: Parents)"
    ]


def test_moved(people, action, by):
    point = make_milestone(action, due_on=OCTOBER)
    later = {"kind": "by_month", "due_on": date(2026, 12, 31)}
    change(point, by, timescale=later, reason="Late", agreed_where="Board")
    assert describe_last_change(people) == [
        f"{OF}milestone “Staff are trained” due date moved from October 2026 to December 2026,"
        " agreed at: Board"
    ]


def test_done_and_not_done(people, action, by):
    point = make_milestone(action, due_on=OCTOBER)
    point = receive_report(point, by=by, received_on=date(2026, 11, 2))
    done = "done late on 2 November 2026"
    assert describe_last_change(people) == [f"{OF}milestone “Staff are trained” {done}"]
    expect_report(point, by=by, reason="A mistake")
    assert describe_last_change(people) == [
        f"{OF}milestone “Staff are trained” not done (before: {done})"
    ]


def test_in_another_order(people, action, by):
    make_milestone(action, "First")
    move_part(make_milestone(action, "Second"), by=by, up=True)
    assert describe_last_change(people) == [f"{OF}order of milestones changed"]


class TestQuiet:
    def test_moved_later(self, people, action, by):
        point = make_milestone(action, due_on=date(2026, 12, 31))
        later = {"kind": "by_month", "due_on": date(2027, 1, 31)}
        change(point, by, timescale=later, reason="Late")
        assert marked(people) == [("milestone_moved", "Action")]

    def test_moved_later_after_its_day_had_passed(self, people, action, by):
        point = make_milestone(action, due_on=OCTOBER)
        later = {"kind": "by_month", "due_on": date(2026, 12, 31)}
        change(point, by, timescale=later, reason="Late")
        assert marked(people) == [
            ("date_had_passed", "Action"),
            ("milestone_moved", "Action"),
        ]

    def test_moved_to_an_earlier_date_is_none(self, people, action, by):
        point = make_milestone(action, due_on=date(2027, 1, 31))
        change(
            point, by, timescale={"kind": "by_month", "due_on": date(2026, 12, 31)}, reason="Can"
        )
        assert marked(people) == []

    def test_its_date_removed(self, people, action, by):
        change(make_milestone(action, due_on=OCTOBER), by, reason="Who knows")
        assert marked(people) == [("date_removed", "Action")]

    def test_removed_from_an_agreed_plan_only(self, people, action, by):
        remove_milestone(make_milestone(action), by=by, reason="Not needed")
        assert marked(people) == [("milestone_removed", "Action")]
        draft = make_plan(people, agreed=False)
        remove_milestone(make_milestone(action_of(draft, "1.1")), by=by, reason="Not needed")
        assert marked(people) == []
