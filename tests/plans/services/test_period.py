"""Opening, changing, freezing and reopening a period, and what each refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.history import StaleRecord
from plans.models import ReportingPeriod, Snapshot
from plans.services.period import freeze_period, open_period, reopen_period, revise_period
from plans.services.plan import close_plan
from tests.helpers.builders import NOW, action_of, days_ago, make_plan, make_update
from tests.helpers.periods import DAYS, make_period


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def period(plan):
    return make_period(plan)


@pytest.fixture
def frozen(period, by):
    return freeze_period(period, by=by, at=NOW)


class TestOpening:
    def test_everybody_who_leads_is_asked(self, people, period, by):
        assert (period.opened_at, period.opened_by) == (NOW, by)
        assert {record.name for record in period.returns.all()} == {
            "Audit Group",
            "Professional Adviser",
            "Training Group",
        }

    def test_not_of_a_draft(self, people, by):
        draft = make_plan(people, agreed=False)
        assert refusal(open_period, draft, by=by, name="Autumn 2026", **DAYS) == [
            "You cannot open a reporting period for a draft. Record that the plan is agreed first."
        ]

    def test_not_of_a_closed_plan(self, people, plan, by):
        closed = close_plan(plan, by=by, reason="Over.")
        assert refusal(open_period, closed, by=by, name="Autumn 2026", **DAYS) == [
            "This plan is closed. You can read it but you cannot change it."
        ]

    def test_one_at_a_time(self, plan, period, by):
        assert refusal(open_period, plan, by=by, name="Winter", **DAYS) == [
            "Autumn 2026 is open. Freeze it before you open another."
        ]

    def test_one_of_a_name(self, plan, frozen, by):
        assert refusal(open_period, plan, by=by, name="Autumn 2026", **DAYS) == [
            "The plan already has a reporting period with this name."
        ]

    def test_days_in_their_order(self, plan, by):
        days = DAYS | {"chairs_by": date(2026, 12, 20)}
        assert refusal(open_period, plan, by=by, name="Autumn 2026", **days) == [
            "The dates must be in this order: leads, chairs, freeze."
        ]
        assert ReportingPeriod.objects.count() == 0


class TestChanging:
    def test_days_move(self, period, by):
        revise_period(period, by=by, seen=period.version, freezes_on=date(2026, 12, 18))
        period.refresh_from_db()
        assert period.freezes_on == date(2026, 12, 18)

    def test_not_once_frozen(self, frozen, by):
        assert refusal(revise_period, frozen, by=by, name="Winter") == [
            "This period is frozen. To change it, reopen it first."
        ]

    def test_not_over_somebody_elses(self, period, by):
        revise_period(period, by=by, meeting="Executive")
        with pytest.raises(StaleRecord):
            revise_period(period, by=by, seen=period.version, meeting="Board")


class TestFreezing:
    def test_keeps_the_plan_as_it_stands(self, period, by):
        frozen = freeze_period(period, by=by, at=NOW)
        assert (frozen.frozen_at, frozen.frozen_by) == (NOW, by)
        snapshot = frozen.snapshots.get()
        assert (snapshot.period, snapshot.why, snapshot.is_whole()) == (frozen, "freeze", True)

    def test_once(self, frozen, by):
        assert refusal(freeze_period, frozen, by=by) == [
            "This period was frozen on 22 November 2026."
        ]
        assert Snapshot.objects.filter(why="freeze").count() == 1

    def test_what_is_said_later_is_taken_and_marked(self, plan, frozen, people):
        update = make_update(action_of(plan, "1.1"), by=people.chair)
        assert (update.period, update.timing) == (frozen, "after_freeze")


class TestReopening:
    def test_with_a_reason(self, frozen, by):
        reopened = reopen_period(frozen, by=by, reason="One group was ill.")
        assert (reopened.frozen_at, reopened.frozen_by) == (None, None)
        assert reopened.history.latest().change.reason == "One group was ill."
        assert Snapshot.objects.filter(why="freeze").count() == 1

    def test_not_without_one(self, frozen, by):
        assert refusal(reopen_period, frozen, by=by, reason=" ") == [
            "Enter a reason for reopening the period."
        ]

    def test_not_an_open_one(self, period, by):
        assert refusal(reopen_period, period, by=by, reason="Ill.") == ["This period is open."]

    def test_only_the_latest(self, plan, by):
        first = make_period(plan, name="Summer", at=days_ago(90))
        freeze_period(first, by=by, at=days_ago(60))
        freeze_period(make_period(plan), by=by)
        assert refusal(reopen_period, first, by=by, reason="Ill.") == [
            "You can only reopen the latest period."
        ]

    def test_not_of_a_closed_plan(self, plan, frozen, by):
        close_plan(plan, by=by, reason="Over.")
        frozen.refresh_from_db()
        assert refusal(reopen_period, frozen, by=by, reason="Ill.") == [
            "This plan is closed. You can read it but you cannot change it."
        ]
