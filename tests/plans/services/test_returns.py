"""Returns: input is kept as drafts, updates count for a period, a return is submitted whole or sent back."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change, StaleRecord
from plans.models import Draft, GroupReturn, ProgressUpdate
from plans.periods.board import read_board
from plans.services.lead import set_leads
from plans.services.period import ask_leaders, freeze_period, open_period
from plans.services.progress import record_no_change, record_update
from plans.services.returns import (
    keep_draft,
    put_draft_away,
    question_return,
    record_all,
    submit_return,
)
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_update

DAYS = {"leads_by": TODAY, "chairs_by": TODAY + timedelta(7), "freezes_on": TODAY + timedelta(14)}


@pytest.fixture
def period(people, plan):
    return open_period(plan, by=people.business_manager, name="Autumn", at=days_ago(1), **DAYS)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def of_audit(period, people):
    return period.returns.get(group=people.audit_group)


TYPED = {
    "rating": "red",
    "comment": " No data yet ",
    "came_instead": "",
    "next_steps": "",
    "reason": "",
}


class TestDrafts:
    def test_kept_exactly_as_typed(self, people, action):
        draft = keep_draft(action, by=people.chair, typed={**TYPED, "other": "x"}, at=NOW)
        assert Draft.objects.get().typed == TYPED
        assert (draft.by, draft.at) == (people.chair, NOW)

    def test_each_person_has_a_draft_of_their_own(self, people, action):
        keep_draft(action, by=people.chair, typed=TYPED)
        keep_draft(action, by=people.chair, typed={**TYPED, "comment": "More"})
        keep_draft(action, by=people.business_manager, typed={**TYPED, "comment": "Another"})
        assert sorted(Draft.objects.values_list("by__name", "comment")) == [
            ("Business manager", "Another"),
            ("Chair", "More"),
        ]

    def test_empty_boxes_put_it_away(self, people, action):
        keep_draft(action, by=people.chair, typed=TYPED)
        assert keep_draft(action, by=people.chair, typed={"comment": " \n"}) is None
        assert Draft.objects.count() == 0

    def test_what_is_far_too_long_is_not_kept(self, people, action, client_as):
        keep_draft(action, by=people.chair, typed=TYPED)
        assert keep_draft(action, by=people.chair, typed={"comment": "x" * 20_001}) is None
        assert Draft.objects.get().typed == TYPED
        address = f"/ashshire/actions/{action.pk}/draft/"
        answer = client_as(people.chair).post(address, {"comment": "x" * 20_001})
        assert answer.status_code == 413

    def test_what_no_database_holds_is_left_out(self, people, action):
        typed = {"rating": "x" * 1_000, "comment": "a\0b"}
        keep_draft(action, by=people.chair, typed=typed)
        assert Draft.objects.get().typed == {**TYPED, "rating": "", "comment": "ab"}

    def test_a_draft_leaves_no_history(self, people, action):
        before = Change.objects.count()
        keep_draft(action, by=people.chair, typed=TYPED)
        assert Change.objects.count() == before

    def test_saying_it_takes_ones_own_away_and_nobody_elses(self, people, action):
        for person in (people.chair, people.business_manager):
            keep_draft(action, by=person, typed=TYPED)
        make_update(action, by=people.chair)
        assert [draft.by for draft in Draft.objects.all()] == [people.business_manager]
        put_draft_away(action, by=people.business_manager)
        assert Draft.objects.count() == 0


class TestTiming:
    @pytest.mark.parametrize(
        ("days", "timing"), [(0, "on_time"), (7, "on_time"), (8, "late"), (14, "late")]
    )
    def test_by_the_day_on_which_chairs_submit(self, period, action, days, timing):
        update = make_update(action, at=NOW + timedelta(days))
        assert (update.period, update.timing) == (period, timing)

    def test_after_the_freeze_it_is_taken_and_marked(self, people, period, action):
        freeze_period(period, by=people.business_manager, at=NOW)
        update = make_update(action, at=NOW + timedelta(1))
        again = record_no_change(action, by=people.chair, at=NOW + timedelta(2))
        assert {(u.period, u.timing) for u in (update, again)} == {(period, "after_freeze")}

    def test_without_a_period_there_is_none(self, action):
        update = make_update(action)
        assert (update.period, update.timing) == (None, "")

    def test_a_new_period_takes_over(self, people, plan, period, action):
        freeze_period(period, by=people.business_manager, at=days_ago(0))
        later = {name: day + timedelta(90) for name, day in DAYS.items()}
        new = open_period(
            plan, by=people.business_manager, name="Spring", at=NOW + timedelta(60), **later
        )
        assert make_update(action, at=NOW + timedelta(61)).period == new


class TestStale:
    def test_what_was_written_without_knowing_of_the_last_update(self, people, action):
        first = make_update(action, by=people.business_manager, rating="red")
        write = partial(record_update, action, by=people.chair, rating="green", comment="Fine")
        with pytest.raises(StaleRecord) as late:
            write(seen=0, reason="Seen")
        assert late.value.record.last_update == first
        with pytest.raises(StaleRecord):
            record_no_change(action, by=people.chair, seen=0)
        assert ProgressUpdate.objects.count() == 1
        assert write(seen=first.pk, reason="Seen").rating == "green"

    def test_the_same_press_twice_is_no_conflict(self, people, action):
        submission = "6f2b0c1e-6a56-4c2e-9d0c-0a4c7d2f7f11"
        write = partial(
            record_update, action, by=people.chair, rating="green", comment="Fine", reason="Seen",
            seen=0, submission=submission,
        )  # fmt: skip
        assert write() == write()
        assert ProgressUpdate.objects.count() == 1


class TestAllOrNone:
    def test_one_refusal_undoes_the_others(self, people, plan):
        first, second = action_of(plan, "1.1"), action_of(plan, "1.2")
        refusals = record_all(
            {
                "a": partial(record_update, first, by=people.chair, rating="green", reason="Seen"),
                "b": partial(record_update, second, by=people.chair, rating="red"),
            }
        )
        assert list(refusals) == ["b"]
        assert "needs a comment" in str(refusals["b"])
        assert ProgressUpdate.objects.count() == 0
        first.refresh_from_db()
        assert first.rating == "not_rated"


class TestSubmitting:
    def test_once_something_is_said_of_every_action(self, people, of_audit, action):
        with pytest.raises(ValidationError, match=r"still need an update: 1\.1"):
            submit_return(of_audit, by=people.chair, at=NOW)
        make_update(action, by=people.chair)
        done = submit_return(of_audit, by=people.chair, note="All well", at=NOW)
        assert (done.submitted_by, done.submitted_at, done.note) == (people.chair, NOW, "All well")
        assert (done.timing, done.is_submitted) == ("on_time", True)

    def test_no_change_is_something_said(self, people, plan, action):
        make_update(action, at=days_ago(5))
        period = open_period(
            plan, by=people.business_manager, name="Autumn", at=days_ago(1), **DAYS
        )
        record_no_change(action, by=people.chair, at=NOW)
        record = period.returns.get(group=people.audit_group)
        assert submit_return(record, by=people.chair, at=NOW).is_submitted

    def test_a_return_after_its_day_is_late(self, people, of_audit, action):
        make_update(action, by=people.chair)
        assert submit_return(of_audit, by=people.chair, at=NOW + timedelta(9)).timing == "late"

    def test_complete_before_the_period_is_asked_of_nobody(self, people, plan, action):
        make_update(action, rating="complete", at=days_ago(5))
        period = open_period(
            plan, by=people.business_manager, name="Autumn", at=days_ago(1), **DAYS
        )
        record = period.returns.get(group=people.audit_group)
        assert submit_return(record, by=people.chair, at=NOW).is_submitted


class TestQuestions:
    def test_sent_back_and_submitted_again(self, people, of_audit, action):
        make_update(action, by=people.chair)
        submit_return(of_audit, by=people.chair, at=days_ago(0))
        back = question_return(
            of_audit, by=people.business_manager, question="Why?", at=NOW + timedelta(hours=1)
        )
        assert (back.is_questioned, back.is_submitted) == (True, False)
        again = submit_return(of_audit, by=people.chair, at=NOW + timedelta(hours=2))
        assert (again.is_questioned, again.is_submitted, again.question) == (False, True, "Why?")

    def test_a_question_that_is_refused_is_not_stored(self, people, period, of_audit, action):
        ask = partial(question_return, of_audit, by=people.business_manager)
        with pytest.raises(ValidationError, match="Enter your question"):
            ask(question="  ")
        with pytest.raises(ValidationError, match="You can only send back a return"):
            ask(question="Why?")
        make_update(action, by=people.chair)
        submit_return(of_audit, by=people.chair, at=NOW)
        freeze_period(period, by=people.business_manager, at=NOW)
        with pytest.raises(ValidationError, match="frozen"):
            ask(question="Why?")
        assert GroupReturn.objects.filter(question="").count() == period.returns.count()


def test_who_comes_to_lead_is_asked_too(people, plan, period, action):
    assert not period.returns.filter(agency=people.police).exists()
    set_leads(action, [{"agency": people.police}], by=people.business_manager)
    ask_leaders(period, by=people.business_manager)
    assert period.returns.filter(agency=people.police).count() == 1
    assert period.returns.filter(group=people.audit_group).count() == 1


def test_the_board_of_a_frozen_period_stays_as_it_was(people, plan, period, action):
    """Later updates, completions or new leads change nothing in the board of a frozen period."""
    make_update(action, by=people.chair)
    freeze_period(period, by=people.business_manager, at=NOW)
    before = [
        (a.record.name, a.actions, a.updated, a.actions_without_update)
        for a in read_board(period).returns
    ]
    later = NOW + timedelta(1)
    make_update(action_of(plan, "1.3"), rating="complete", at=later)
    set_leads(action, [{"agency": people.police}], by=people.business_manager, at=later)
    period.refresh_from_db()
    board = read_board(period)
    assert [
        (a.record.name, a.actions, a.updated, a.actions_without_update) for a in board.returns
    ] == before
    assert sorted((name, updated) for name, _, updated, _ in before) == [
        ("Audit Group", 1),
        ("Professional Adviser", 0),
        ("Training Group", 0),
    ]
    assert board.after_freeze == 1
