"""Runs the command that reminds, and reads what it sent and wrote down."""

from datetime import date
from io import StringIO

from django.core import mail
from django.core.management import call_command

from plans.reminders.compose import read_reminders
from tests.helpers.builders import TODAY

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


OVER = {"kind": "date", "due_on": date(2026, 9, 1)}
