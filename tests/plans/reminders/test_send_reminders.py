"""Reminders: one email a person about what is new to them; nothing twice, even if a run fails half-way."""

import logging
import re
from datetime import date, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from partnership.history import recording, revise
from plans.models import ReminderKind, ReminderOptOut, ReminderSent, ReportingPoint
from plans.reminders.compose import read_reminders
from plans.services.period import freeze_period, reopen_period
from plans.services.plan import close_plan
from plans.services.reminder import _begin, send_reminders
from plans.services.reminder_preferences import choose_reminders
from plans.services.returns import question_return
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from subgroups.services.people import end_membership
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_closed_plan,
    make_plan,
    make_update,
)
from tests.helpers.periods import make_period, make_submitted

CHAIR, ADVISER, TRAINING = (
    "chair@ashshire.example",
    "lead@ashshire.example",
    "chair.of.other.group@ashshire.example",
)
EVERYBODY = {CHAIR, ADVISER, TRAINING, "lead@birchshire.example"}
ELSEWHERE = [
    "lead@birchshire.example"
]  # overdue in the other partnership, whatever is done in ours
SITE = "https://plan.example"
SECOND = timedelta(seconds=1)


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def run(*, on=TODAY, **options):
    """The output of the command; its emails are in mail.outbox, emptied before."""
    mail.outbox.clear()
    said = StringIO()
    call_command("send_reminders", "--on", on.isoformat(), stdout=said, **options)
    return said.getvalue().splitlines()


def sent():
    """Address → the email; there is only one a person."""
    assert len({m.to[0] for m in mail.outbox}) == len(mail.outbox)
    return {message.to[0]: message for message in mail.outbox}


def due(people, *, on=TODAY):
    """Addresses of the partnership's people for whom a run on that day would have an email; it writes nothing."""
    return {reminder.person.email for reminder in read_reminders(people.partnership, on=on)}


def posted():
    """(address, Message-ID) of each email."""
    return [(message.to[0], message.message()["Message-ID"]) for message in mail.outbox]


def told(person):
    """Kinds and records that the log has for a person, in order."""
    return [(row.kind, row.about.split()[0]) for row in person.reminders_sent.order_by("pk")]


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


class TestWho:
    """Action 1.2 is led by a post and overdue."""

    def test_who_leads_and_nobody_else(self, people, plan):
        make_plan(people.elsewhere.people, title="Theirs too")
        run()
        assert sorted(sent()) == [ADVISER, "lead@birchshire.example"]
        theirs = sent()["lead@birchshire.example"].body
        assert "Ashshire" not in theirs
        assert "/ashshire/" not in theirs

    def test_several_things_are_one_e_mail(self, people, plan, by):
        make_action(plan, "1.5", leads=[{"post": people.adviser}], timescale=OVER)
        revise(people.training_group, by=by, name="Training")
        run()
        message = sent()[ADVISER]
        assert message.subject == "ASCP plan: 2 overdue"
        assert message.body.index("Action 1.5") < message.body.index("Action 1.2")

    def test_led_twice_over_is_told_once(self, people, plan, by):
        both = [{"post": people.adviser}, {"agency": people.council}]
        make_action(plan, "1.5", leads=both, timescale=OVER)
        membership = people.lead.memberships.get()
        revise(membership, by=by, agency=people.council)
        run()
        assert sent()[ADVISER].body.count("Action 1.5 Action 1.5") == 1
        assert "executive@ashshire.example" in sent()

    def test_one_who_has_left_is_not_reminded(self, people, plan, by):
        assert due(people) == {ADVISER}
        end_membership(people.lead.memberships.get(), by=by, reason="Moved on.", at=days_ago(1))
        run()
        assert sorted(sent()) == ELSEWHERE

    def test_one_whose_last_day_was_yesterday_is_not_reminded(self, people, plan, by):
        revise(people.lead.memberships.get(), by=by, until=TODAY)
        run(on=TODAY + timedelta(1))
        assert ADVISER not in sent()
        run(on=TODAY)
        assert ADVISER in sent()

    def test_one_who_may_not_sign_in_is_not_reminded(self, people, plan):
        assert due(people) == {ADVISER}
        with recording(by=None):
            people.lead.is_active = False
            people.lead.save(update_fields={"is_active"})
        run()
        assert sorted(sent()) == ELSEWHERE

    @pytest.mark.parametrize("is_draft", [True, False])
    def test_nobody_is_reminded_of_a_draft_plan(self, people, is_draft):
        make_plan(people, agreed=not is_draft)
        run()
        assert (ADVISER not in sent()) is is_draft

    def test_nobody_is_reminded_of_a_closed_plan(self, people):
        make_closed_plan(people)
        run()
        assert sorted(sent()) == ELSEWHERE

    def test_nobody_is_reminded_of_a_plan_once_it_is_closed(self, people, plan, by):
        assert due(people) == {ADVISER}
        close_plan(plan, by=by, reason="Over.")
        run()
        assert sorted(sent()) == ELSEWHERE


OVER = {"kind": "date", "due_on": date(2026, 9, 1)}


class TestWords:
    def test_links_begin_with_the_sites_address(self, people, plan):
        run()
        message = sent()[ADVISER]
        pk = action_of(plan, "1.2").pk
        links = re.findall(r"https?://\S+", message.body)
        assert links == [f"{SITE}/ashshire/actions/{pk}/", f"{SITE}/accounts/emails/"]
        assert re.findall(r'href="([^"]+)"', message.alternatives[0][0]) == links

    def test_html_is_escaped(self, people, plan, by):
        revise(action_of(plan, "1.2"), by=by, title="<b>Hear</b> & act")
        run()
        ((html, kind),) = sent()[ADVISER].alternatives
        assert kind == "text/html"
        assert "Action 1.2 &lt;b&gt;Hear&lt;/b&gt; &amp; act</a>" in html
        assert "Action 1.2 <b>Hear</b> & act\n" in sent()[ADVISER].body

    def test_a_name_adds_no_header_to_a_mail(self, people, plan, by):
        revise(people.partnership, by=by, short_name="A\r\nBcc: a@x.example")
        revise(action_of(plan, "1.2"), by=by, title="A\r\nBcc: all@x.example")
        run()
        message = sent()[ADVISER]
        assert message.subject == "A Bcc: a@x.example plan: 1 overdue"
        assert message.recipients() == [ADVISER]
        assert "Bcc" not in message.message()


class TestWishes:
    def test_what_is_not_wanted_is_not_sent(self, people, plan):
        assert CHAIR in due(people, on=date(2027, 3, 17))
        choose_reminders(people.chair, wanted=["due_today"])
        run(on=date(2027, 3, 17))
        assert CHAIR not in sent()
        run(on=date(2027, 3, 31))
        assert CHAIR in sent()

    def test_overdue_comes_anyway(self, people, plan):
        choose_reminders(people.lead, wanted=[])
        run()
        assert [kind for kind, _ in told(people.lead)] == ["overdue"]

    def test_overdue_cannot_even_be_stored(self, people):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderOptOut.objects.create(person=people.lead, kind=ReminderKind.OVERDUE)

    def test_without_news_of_the_period_its_days_are_told(self, people, plan):
        make_period(plan)
        choose_reminders(people.lead, wanted=["due_soon"])
        run()
        assert sorted(told(people.lead)) == [("due_soon", "return"), ("overdue", "action")]


class TestOnce:
    def test_a_second_run_sends_nothing(self, people, plan):
        make_period(plan)
        assert run()[-1] == "4 emails sent."
        rows = ReminderSent.objects.count()
        assert run() == ["0 emails sent."]
        assert mail.outbox == []
        assert ReminderSent.objects.count() == rows

    def test_a_dry_run_says_who_and_writes_nothing(self, people, plan):
        make_period(plan)
        assert run(dry_run=True) == [
            "ashshire: Chair: opened 1",
            "ashshire: Chair of other group: opened 1",
            "ashshire: Lead: overdue 1, opened 1",
            "birchshire: Lead: overdue 1",
            "4 emails would be sent.",
        ]
        assert mail.outbox == []
        assert ReminderSent.objects.count() == 0

    def test_the_database_refuses_a_second_row(self, people, plan):
        run()
        row = people.lead.reminders_sent.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_of_two_runs_at_once_one_sends(self, people, plan, monkeypatch):
        """The second has read what to send before the first recorded that it did."""
        late = list(read_reminders(people.partnership, on=TODAY))
        run()
        mail.outbox.clear()
        monkeypatch.setattr("plans.services.reminder.read_reminders", lambda *a, **k: late)
        assert list(send_reminders(people.partnership, on=TODAY, site=SITE)) == []
        assert mail.outbox == []

    def test_one_who_takes_over_has_begun_before_the_other(self, people, plan, clock):
        """Of two runs that find what a third had begun and left, one sends."""
        reminder = next(read_reminders(people.partnership, on=TODAY))
        abandoned = _begin(people.partnership, reminder, on=TODAY, at=NOW - ReminderSent.PATIENCE)
        taken = _begin(people.partnership, reminder, on=TODAY, at=NOW)
        assert not {row.pk for row in abandoned} & {row.pk for row in taken}
        assert list(ReminderSent.objects.all()) == taken
        assert _begin(people.partnership, reminder, on=TODAY, at=NOW) == []

    def test_another_mail_has_another_name(self, people, plan, by):
        run()
        before = dict(posted())[ADVISER]
        assert re.fullmatch(r"<[0-9a-f]{32}@plan\.example>", before)
        make_period(plan)
        run()
        assert dict(posted())[ADVISER] != before

    def test_without_an_address_for_links(self, people, plan, settings):
        settings.SITE_URL = ""
        with pytest.raises(CommandError, match="Set SITE_URL"):
            run()
        assert mail.outbox == []
        assert ReminderSent.objects.count() == 0
        assert run(dry_run=True)[-1] == "2 emails would be sent."


class TestMailServer:
    def test_what_it_refuses_is_tried_again(self, people, plan, settings, caplog):
        usual = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        with caplog.at_level(logging.ERROR):
            assert run()[-1] == "1 email sent."
        assert [record.getMessage() for record in caplog.records] == [
            f"Person {people.lead.pk} was not reminded: ConnectionResetError"
        ]
        settings.EMAIL_BACKEND = usual
        run()
        assert list(sent()) == [ADVISER]

    def test_out_of_reach(self, people, plan, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Away"
        with pytest.raises(
            CommandError, match=r"Could not reach the mail server: ConnectionRefusedError\."
        ):
            run()
        assert ReminderSent.objects.count() == 0

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    @pytest.mark.parametrize(("when", "lost"), [("before", 1), ("after", 0)])
    def test_killed_at_a_mail(self, people, plan, settings, monkeypatch, clock, number, when, lost):
        """No one is left out, and an email sent twice is the same email."""
        make_period(plan)
        usual = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = f"{__name__}.Dying"
        monkeypatch.setattr(Dying, "left", number)
        monkeypatch.setattr(Dying, "when", when)
        with pytest.raises(KeyboardInterrupt):
            run()
        first = posted()
        assert len(first) == number - lost
        settings.EMAIL_BACKEND = usual
        clock.at = NOW + ReminderSent.PATIENCE - SECOND
        run()
        soon = posted()
        assert len(soon) == 4 - number, "The run that died may be at work still."
        clock.at = NOW + ReminderSent.PATIENCE
        run()
        late = posted()
        assert len(late) == 1
        assert {*first, *soon}.isdisjoint(late) is bool(lost)
        assert len({*first, *soon, *late}) == 4
        assert {address for address, _ in first + soon + late} == EVERYBODY
        clock.at = NOW + 3 * ReminderSent.PATIENCE
        run()
        assert mail.outbox == []


class Refusing(EmailBackend):
    """Refuses Ashshire's adviser, and quotes the address."""

    def send_messages(self, messages):
        if messages[0].to == [ADVISER]:
            raise ConnectionResetError(f"No such user: {messages[0].to}")
        return super().send_messages(messages)


class Away(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("smtp.ashshire.example")


class Dying(EmailBackend):
    """The process ends at one of the emails, before or after it was sent."""

    left, when = 1, "before"

    def send_messages(self, messages):
        Dying.left -= 1
        if Dying.left == 0 and self.when == "before":
            raise KeyboardInterrupt
        done = super().send_messages(messages)
        if Dying.left == 0:
            raise KeyboardInterrupt
        return done


@pytest.mark.parametrize("number", [1, 3])
def test_reading_asks_the_same_for_one_and_for_three(
    people, plan, django_assert_num_queries, number
):
    for one in range(number):
        make_action(plan, f"2.{one}", leads=[{"post": people.adviser}], timescale=OVER)
    read = partial(read_reminders, people.partnership, on=TODAY)
    with django_assert_num_queries(READING):
        (reminder,) = read()
    assert len(reminder.notices) == 1 + number


READING = 19


@pytest.mark.parametrize("number", [1, 3])
def test_sending_costs_the_same_for_one_note_and_for_three(
    people, plan, django_assert_num_queries, number
):
    """All rows in the log of one email are written at once, before it is sent and after."""
    for one in range(number):
        make_action(plan, f"2.{one}", leads=[{"post": people.adviser}], timescale=OVER)
    send = partial(send_reminders, people.partnership, on=TODAY, site=SITE)
    with django_assert_num_queries(READING + SENDING):
        (reminder,) = send()
    assert len(reminder.notices) == 1 + number


SENDING = 5  # to one person: a transaction that reads what a run left and writes the rows, then one update
