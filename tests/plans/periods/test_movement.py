"""Ratings that changed since the previous reporting period, and those not confirmed for long."""

import re
from datetime import timedelta

import pytest

from plans.document.current import read_plan
from plans.models import Plan
from plans.ratings.suggest import STALE, unconfirmed_since
from plans.services.period import freeze_period, reopen_period
from plans.services.progress import record_no_change
from plans.services.snapshot import as_data
from reports.render.plan import plan_sheets
from tests.helpers.builders import TODAY, action_of, days_ago, make_update
from tests.helpers.editing import address
from tests.helpers.periods import make_period


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def read(plan, *, on=TODAY):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=on)


def stood(plan):
    """(reference, rating compared with, direction) of each action."""
    return [(a.reference, a.rating_before, a.direction) for a in read(plan).actions]


@pytest.fixture
def frozen(people, plan):
    """Summer 2026, frozen 60 days ago: 1.1 was Amber then (Red before), 1.3 was Green, 1.2 not yet rated."""
    make_update(action_of(plan, "1.1"), rating="red", at=days_ago(100))
    period = make_period(plan, name="Summer 2026", at=days_ago(90))
    make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(80))
    make_update(action_of(plan, "1.3"), rating="green", at=days_ago(80))
    return freeze_period(period, by=people.business_manager, at=days_ago(60))


class TestDirection:
    def test_before_a_first_freeze_it_is_since_the_rating_before(self, plan):
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(9))
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(8))
        make_period(plan)
        assert stood(plan) == [("1.1", "red", "better"), ("1.2", "", ""), ("1.3", "", "")]
        assert read(plan).compared_with == ""

    def test_what_stood_at_the_freeze_has_no_direction(self, plan, frozen):
        assert stood(plan) == [("1.1", "amber", ""), ("1.2", "", ""), ("1.3", "green", "")]

    def test_it_is_since_the_freeze_however_often_it_changed(self, plan, frozen):
        for rating, days in (("green", 50), ("red", 40), ("amber", 30), ("green", 20)):
            make_update(action_of(plan, "1.1"), rating=rating, at=days_ago(days))
        make_update(action_of(plan, "1.3"), rating="red", at=days_ago(50))
        make_update(action_of(plan, "1.3"), rating="green", at=days_ago(49))
        make_update(action_of(plan, "1.2"), rating="red", at=days_ago(48))
        assert stood(plan) == [("1.1", "amber", "better"), ("1.2", "", ""), ("1.3", "green", "")]
        assert read(plan).compared_with == "Summer 2026"

    def test_the_latest_freeze_counts(self, people, plan, frozen):
        period = make_period(plan, at=days_ago(50))
        make_update(action_of(plan, "1.1"), rating="green", at=days_ago(45))
        freeze_period(period, by=people.business_manager, at=days_ago(40))
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(35))
        assert stood(plan)[0] == ("1.1", "green", "worse")
        assert read(plan).compared_with == "Autumn 2026"

    def test_a_reopened_period_is_none(self, people, plan, frozen):
        make_update(action_of(plan, "1.1"), rating="green", at=days_ago(50))
        reopen_period(frozen, by=people.business_manager, reason="x", at=days_ago(40))
        assert stood(plan)[0] == ("1.1", "amber", "better")
        freeze_period(frozen, by=people.business_manager, at=days_ago(30))
        assert stood(plan)[0] == ("1.1", "green", "")

    def test_a_freeze_of_another_plan_is_none(self, people, plan):
        other = people.elsewhere.plan
        make_update(action_of(other, "1.1"), rating="red", at=days_ago(90))
        period = make_period(other, name="Theirs", at=days_ago(80))
        freeze_period(period, by=people.outsider, at=days_ago(60))
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(9))
        make_update(action_of(plan, "1.1"), rating="green", at=days_ago(8))
        assert stood(plan)[0] == ("1.1", "red", "better")
        assert read(plan).compared_with == ""

    def test_the_snapshot_of_a_freeze_compares_with_the_freeze_before(self, people, plan, frozen):
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(50))
        period = make_period(plan, at=days_ago(40))
        before = as_data(read(plan, on=days_ago(30).date()))
        freeze_period(period, by=people.business_manager, at=days_ago(30))
        kept = period.snapshots.get()
        assert (kept.schema, kept.document["plan"]) == (5, before)
        assert kept.document["plan"]["compared_with"] == "Summer 2026"


class TestUnconfirmed:
    @pytest.mark.parametrize(
        ("rating", "days", "is_old"),
        [
            ("amber", 240, False),
            ("amber", 241, True),
            ("green", 241, True),
            ("red", 241, True),
            ("complete", 2000, False),
            ("not_rated", 2000, False),
            ("on_hold", 2000, False),
            ("not_due", 2000, False),
            ("ended", 2000, False),
        ],
    )
    def test_after_eight_months_without_a_word(self, rating, days, is_old):
        said_on = TODAY - timedelta(days)
        assert unconfirmed_since(rating, said_on, on=TODAY) == (said_on if is_old else None)

    @pytest.mark.parametrize(("days", "is_old"), [(364, False), (365, True)])
    def test_what_is_kept_going_is_reviewed_once_a_year(self, days, is_old):
        said_on = TODAY - timedelta(days)
        found = unconfirmed_since("complete", said_on, on=TODAY, is_reviewed_yearly=True)
        assert found == (said_on if is_old else None)

    def test_a_rating_without_an_update_is_never_unconfirmed(self):
        assert unconfirmed_since("amber", None, on=TODAY) is None

    def test_no_change_confirms(self, plan):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(STALE.days + 1))
        (old, *_) = read(plan).actions
        assert (old.rating, old.unconfirmed_since) == (
            "amber",
            TODAY - STALE - timedelta(1),
        )
        record_no_change(action_of(plan, "1.1"), by=plan.agreed_by, at=days_ago(1))
        assert [a.unconfirmed_since for a in read(plan).actions] == [None, None, None]


class TestPages:
    @pytest.fixture
    def moved(self, plan, frozen):
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(5))
        return action_of(plan, "1.1")

    @pytest.fixture
    def page(self, people, client_as):
        def page(name, record, person=None):
            return text(client_as(person or people.member).get(address(name, record)).text)

        return page

    def test_in_words_on_plan_action_home_and_board(self, people, plan, moved, page):
        words = "Worse: was Amber at the freeze of Summer 2026"
        period = make_period(plan, at=days_ago(4))
        assert page("plan", plan).count(words) == 1
        assert page("action", moved).count(words) == 1
        board = page("period", period)
        assert "1 action worse and 0 better than at the freeze of Summer 2026." in board
        assert f"1.1 Action 1.1 Red {words}" in board
        assert words in text(plan_sheets(read(plan)).html)

    def test_the_executives_home_counts_what_got_worse(self, people, plan, moved, client_as):
        home = text(client_as(people.executive).get("/ashshire/").text)
        assert "got worse since the freeze of Summer 2026 1.1 Action 1.1 Red was Amber" in home
        assert "1 red; 1 overdue; 1 worse" in home

    def test_the_action_says_where_it_is_the_same(self, plan, moved, page):
        same = "The same at the freeze of Summer 2026"
        assert [same in page("action", action_of(plan, r)) for r in ("1.1", "1.2", "1.3")] == [
            False,
            False,
            True,
        ]

    def test_a_frozen_board_keeps_what_it_told(self, people, plan, moved, page):
        period = make_period(plan, at=days_ago(4))
        period = freeze_period(period, by=people.business_manager, at=days_ago(3))
        make_update(moved, rating="complete", at=days_ago(2))
        board = page("period", period)
        assert "Red Worse: was Amber at the freeze of Summer 2026" in board
        assert "Complete" not in board
        first = page("period", plan.reportingperiod_set.get(name="Summer 2026"))
        assert "1.1 Action 1.1 Amber Better: was Red" in first
        assert "0 actions worse and 1 better than before." in first

    def test_an_old_rating_is_shown_as_old(self, plan, page):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(264))
        period = make_period(plan)
        words = "Amber Not confirmed since 3 March 2026"
        for name, record in (
            ("plan", plan),
            ("period", period),
            ("action", action_of(plan, "1.1")),
        ):
            assert page(name, record).count(words) == 1
        assert "Not confirmed since 3 March 2026" in text(plan_sheets(read(plan)).html)
