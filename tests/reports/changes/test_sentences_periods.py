"""The sentences that describe reporting periods, their returns and snapshots of the plan."""

from datetime import date

import pytest

from partnership.history import recording
from plans.services.chase import chase_returns
from plans.services.lead import set_leads
from plans.services.period import ask_leaders, freeze_period, reopen_period, revise_period
from plans.services.returns import question_return
from plans.services.snapshot import take_snapshot
from tests.helpers.builders import NOW, action_of, days_ago
from tests.helpers.periods import make_period, make_submitted
from tests.helpers.sentences import describe_last_change, last_summary


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def period(plan):
    return make_period(plan, at=days_ago(10))


@pytest.fixture
def submitted(people, period):
    record = period.returns.get(group=people.audit_group)
    return make_submitted(
        record, by=people.chair, references=["1.1"], note="All well.", at=days_ago(1)
    )


def test_opened(people, period):
    assert describe_last_change(people) == [
        "Opened the reporting period “Autumn 2026” with 3 returns"
    ]
    (sentence,) = last_summary(people).sentences
    assert sentence.url == f"/ashshire/periods/{period.pk}/"


def test_days_and_name(people, by, period):
    revise_period(period, by=by, name="Winter", chairs_by=date(2026, 12, 10))
    assert describe_last_change(people) == [
        "Reporting period “Winter”: name changed from “Autumn 2026” to “Winter”; "
        "chairs now submit by 10 December 2026 (before: 8 December 2026)"
    ]


def test_frozen(people, by, period):
    freeze_period(period, by=by, at=NOW)
    assert describe_last_change(people) == [
        "Froze the reporting period “Autumn 2026”: snapshot saved"
    ]
    assert last_summary(people).sentences[0].texts == ()


def test_reopened(people, by, period):
    reopen_period(freeze_period(period, by=by, at=NOW), by=by, reason="One group was ill.")
    assert describe_last_change(people) == ["Reopened the reporting period “Autumn 2026”"]
    assert last_summary(people).reason == "One group was ill."


def test_submitted(people, submitted):
    assert describe_last_change(people) == [
        "Reporting period “Autumn 2026”: return of Audit Group submitted with the note: “All well.”"
    ]


def test_submitted_late(people, plan):
    day = date(2026, 11, 20)
    period = make_period(plan, leads_by=day, chairs_by=day, at=days_ago(10))
    record = period.returns.get(post=people.adviser)
    make_submitted(record, by=people.lead, references=["1.2"])
    assert describe_last_change(people) == [
        "Reporting period “Autumn 2026”: return of Professional Adviser submitted late"
    ]


def test_sent_back(people, by, submitted):
    question_return(submitted, by=by, question="Who was asked?")
    assert describe_last_change(people) == [
        "Reporting period “Autumn 2026”: return of Audit Group sent back with a question: "
        "“Who was asked?”"
    ]


def test_submitted_again_without_a_note(people, by, submitted):
    question_return(submitted, by=by, question="Who was asked?", at=NOW)
    make_submitted(submitted, by=people.chair, references=[], at=days_ago(-1))
    assert describe_last_change(people) == [
        "Reporting period “Autumn 2026”: return of Audit Group submitted again"
    ]


def test_chased(people, by, period):
    chase_returns(period, period.returns.all(), by=by, at=NOW, address=str)
    assert describe_last_change(people) == [
        "Reporting period “Autumn 2026”: chased Audit Group, Professional Adviser and Training Group"
    ]


def test_asked_later(people, plan, by, period):
    with recording(by=by):
        set_leads(action_of(plan, "1.1"), [{"agency": people.police}], by=by)
        ask_leaders(period, by=by)
    assert (
        describe_last_change(people)[-1]
        == "Reporting period “Autumn 2026”: return added for Ashshire Police"
    )


def test_a_snapshot_by_hand(people, plan, by):
    take_snapshot(plan, by=by, why="by_hand", at=NOW)
    assert describe_last_change(people) == ["Business plan 2026–29: snapshot saved"]
