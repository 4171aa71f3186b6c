"""Reminders on their days: of dates, of reporting periods, of reports that are due."""

from datetime import date, timedelta

import pytest
from django.core import mail

from partnership.history import revise
from plans.models import ReportingPoint
from plans.services.period import freeze_period, reopen_period
from plans.services.returns import question_return
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_update
from tests.helpers.periods import make_period, make_submitted
from tests.helpers.reminders import ADVISER, CHAIR, due, run, sent, told


class TestDays:
    """Action 1.1 is due by the end of March 2027; the others do not matter here."""

    DAYS = [
        (date(2027, 3, 16), []),  # 15 days before
        (date(2027, 3, 17), ["due_soon"]),  # 14
        (date(2027, 3, 18), []),
        (date(2027, 3, 27), []),
        (date(2027, 3, 28), ["due_soon"]),  # 3
        (date(2027, 3, 29), []),
        (date(2027, 3, 31), ["due_today"]),
        (date(2027, 4, 1), ["overdue"]),
        (date(2027, 4, 2), []),
        (date(2027, 4, 28), []),
        (date(2027, 4, 29), ["overdue"]),  # four weeks on
        (date(2027, 4, 30), []),
    ]

    def test_leads_get_each_reminder_on_its_day(self, people, plan):
        assert action_of(plan, "1.1").due_on == date(2027, 3, 31)
        for day, kinds in self.DAYS:
            before = len(told(people.chair))
            run(on=day)
            assert [kind for kind, _ in told(people.chair)[before:]] == kinds, day
            assert (CHAIR in sent()) is bool(kinds), day

    @pytest.mark.parametrize(
        ("day", "kind", "step", "words"),
        [
            (date(2027, 3, 20), "due_soon", 14, "Due by 31 March 2027 (in 11 days)"),
            (date(2027, 3, 30), "due_soon", 3, "Due by 31 March 2027 (tomorrow)"),
            (date(2027, 4, 10), "overdue", 0, "Was due on 31 March 2027 (10 days ago)"),
        ],
    )
    def test_after_days_without_a_run(self, people, plan, day, kind, step, words):
        run(on=day)
        (row,) = people.chair.reminders_sent.all()
        assert (row.kind, row.step, row.moment, row.day) == (kind, step, "2027-03-31", day)
        assert words in sent()[CHAIR].body

    def test_days_are_the_partnerships(self, people, plan, by):
        assert CHAIR in due(people, on=date(2027, 3, 17))
        assert CHAIR not in due(people, on=date(2027, 3, 11))
        revise(people.partnership, by=by, reminder_days="20")
        run(on=date(2027, 3, 11))
        assert told(people.chair) == [("due_soon", "action")]
        run(on=date(2027, 3, 17))
        assert CHAIR not in sent()

    def test_no_days_before(self, people, plan, by):
        revise(people.partnership, by=by, reminder_days="")
        run(on=date(2027, 3, 30))
        assert CHAIR not in sent()
        run(on=date(2027, 3, 31))
        assert told(people.chair) == [("due_today", "action")]

    def test_a_date_that_is_moved_is_told_again(self, people, plan, by):
        run(on=date(2027, 3, 31))
        change_timescale(
            action_of(plan, "1.1"), by=by, reason="Late data", kind="date", due_on=date(2027, 4, 3)
        )
        run(on=date(2027, 4, 1))
        assert told(people.chair) == [("due_today", "action"), ("due_soon", "action")]

    def test_what_is_complete_is_not_due(self, people, plan):
        assert CHAIR in due(people, on=date(2027, 4, 1))
        make_update(action_of(plan, "1.1"), rating="complete")
        run(on=date(2027, 4, 1))
        assert CHAIR not in sent()


class TestPeriods:
    """Opened ten days ago; leads report by 1 December, chairs by 8 December, and it freezes on 15 December."""

    @pytest.fixture
    def period(self, plan):
        return make_period(plan, at=days_ago(2))

    @pytest.fixture
    def record(self, people, period):
        return period.returns.get(group=people.audit_group)

    DAYS = [
        (date(2026, 11, 22), ["opened"]),
        (date(2026, 11, 24), ["due_soon"]),
        (date(2026, 12, 4), []),
        (date(2026, 12, 5), ["due_soon"]),
        (date(2026, 12, 8), ["due_today"]),
        (date(2026, 12, 9), ["overdue"]),
        (date(2026, 12, 10), []),
    ]

    def test_chairs_get_each_reminder_of_a_period_on_its_day(self, people, period):
        for day, kinds in self.DAYS:
            before = len(told(people.chair))
            run(on=day)
            assert told(people.chair)[before:] == [(kind, "return") for kind in kinds], day

    def test_leads_have_their_own_day(self, people, period):
        run(on=date(2026, 12, 1))
        body = sent()[ADVISER].body
        assert "DUE TODAY\n\nReturn of Professional Adviser, Autumn 2026\n" in body

    def test_opened_says_by_when_and_is_not_said_twice(self, people, period):
        run()
        assert "Due by 1 December 2026 (in 9 days)" in sent()[ADVISER].body
        assert sent()[ADVISER].body.count("Return of Professional Adviser") == 1
        assert ("due_soon", "return") in told(people.lead)
        run(on=TODAY + timedelta(1))
        assert mail.outbox == []

    def test_opened_is_no_news_after_a_week(self, people, period):
        run(on=date(2026, 11, 27))
        assert [kind for kind, _ in told(people.chair)] == ["due_soon"]

    def test_a_return_that_is_submitted_is_not_reminded_of(self, people, record):
        days = (TODAY, date(2026, 12, 8), date(2026, 12, 9))
        assert all(CHAIR in due(people, on=day) for day in days)
        make_submitted(record, by=people.chair, references=["1.1"])
        for day in days:
            run(on=day)
            assert CHAIR not in sent()

    def test_returned_with_a_question(self, people, by, record):
        make_submitted(record, by=people.chair, references=["1.1"], at=days_ago(1))
        question_return(record, by=by, question="Which children?", at=NOW)
        run()
        message = sent()[CHAIR]
        assert message.subject == "ASCP plan: 1 sent back with a question"
        for text in (message.body, message.alternatives[0][0]):
            assert "You can read the question on the page." in text
            assert "Which children?" not in text
            assert "Twenty cases were read." not in text
        run()
        assert mail.outbox == []

    def test_returned_with_a_second_question(self, people, by, record):
        for days in (2, 1):
            make_submitted(record, by=people.chair, references=["1.1"], at=days_ago(days))
            question_return(record, by=by, question="Which?", at=days_ago(days - 0.5))
            run()
            assert CHAIR in sent()

    def test_a_freeze_is_told_and_no_return_is_chased_after_it(self, people, by, period):
        run()
        freeze_period(period, by=by, at=NOW)
        run()
        assert "FROZEN\nUpdates from now on" in sent()[CHAIR].body
        assert "Due by" not in sent()[CHAIR].body
        assert CHAIR not in due(people, on=date(2026, 12, 9))
        run(on=date(2026, 12, 9))
        assert CHAIR not in sent()

    def test_a_second_freeze_is_told_again(self, people, by, period):
        freeze_period(period, by=by, at=days_ago(1))
        run()
        period.refresh_from_db()
        reopen_period(period, by=by, reason="A late return", at=days_ago(0.5))
        period.refresh_from_db()
        freeze_period(period, by=by, at=NOW)
        run()
        assert told(people.chair) == [("frozen", "return")] * 2

    def test_frozen_is_no_news_after_a_week(self, people, by, period):
        freeze_period(period, by=by, at=NOW)
        assert CHAIR in due(people, on=TODAY + timedelta(6))
        run(on=TODAY + timedelta(7))
        assert CHAIR not in sent()


class TestPoints:
    @pytest.fixture
    def point(self, plan, by):
        action = action_of(plan, "1.1")
        return add_part(ReportingPoint, plan, by=by, action=action, due_on=date(2026, 11, 5))

    def test_a_month_is_over_when_it_is_over(self, people, point):
        run(on=date(2026, 11, 30))
        assert told(people.chair) == [("due_today", "point")]
        run(on=date(2026, 12, 1))
        assert "Report on action 1.1 Action 1.1\nWas due on 30 November 2026" in sent()[CHAIR].body

    @pytest.mark.parametrize("is_report", [True, False])
    def test_met_by_an_update_that_is_the_report(self, people, plan, point, is_report):
        reports = [point] if is_report else []
        make_update(action_of(plan, "1.1"), by=people.chair, at=days_ago(10), reports=reports)
        run(on=date(2026, 12, 1))
        assert (CHAIR not in sent()) is is_report
