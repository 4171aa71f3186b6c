"""Runs of the command: nothing is sent twice, even if a run fails half-way or the mail server refuses."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError
from django.db import IntegrityError, transaction

from plans.models import ReminderSent
from plans.reminders.compose import read_reminders
from plans.services.reminder import _begin, send_reminders
from tests.helpers.builders import NOW, TODAY
from tests.helpers.periods import make_period
from tests.helpers.reminders import ADVISER, EVERYBODY, SITE, posted, run, sent

SECOND = timedelta(seconds=1)


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
