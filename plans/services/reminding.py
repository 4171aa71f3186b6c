"""Reminding: one e-mail a person about all that is new to them, and nothing twice."""

import logging

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse

from plans.models import ReminderKind, ReminderSent
from plans.reminders import read_reminders
from plans.services.mailing import compose, failure_of

logger = logging.getLogger(__name__)

HEADINGS = {
    ReminderKind.OVERDUE: "Overdue",
    ReminderKind.DUE_TODAY: "Due today",
    ReminderKind.QUESTIONED: "Sent back with a question",
    ReminderKind.DUE_SOON: "Due soon",
    ReminderKind.OPENED: "A reporting period has opened",
    ReminderKind.FROZEN: "Frozen",
}
# Of these an e-mail's subject says how many.
COUNTED = {
    ReminderKind.OVERDUE: "overdue",
    ReminderKind.DUE_TODAY: "due today",
    ReminderKind.QUESTIONED: "sent back with a question",
    ReminderKind.DUE_SOON: "due soon",
}


def send_reminders(partnership, *, on, site):
    """Send what read_reminders finds; ``site`` is the beginning of every link. Yields each Reminder once it is sent.

    The rows of the log come first and are committed before the mail goes out. A run killed between the two
    loses that one mail; the other way round it would send one twice, and of two runs at once both would send
    all. A mail that the server refuses gives its rows back, so that the next run tries again.
    """
    reminders = list(read_reminders(partnership, on=on))
    if not reminders:
        return
    with get_connection() as connection:
        for reminder in reminders:
            message = _message(partnership, reminder, on=on, site=site)
            message.connection = connection
            rows = _log(partnership, reminder, on=on)
            if rows and _send(message, reminder, rows):
                yield reminder


def _log(partnership, reminder, *, on):
    """The rows that say it is sent; [] where another run was faster."""
    try:
        with transaction.atomic():
            return [
                ReminderSent.objects.create(
                    person=reminder.person,
                    partnership=partnership,
                    kind=notice.kind,
                    about=notice.about,
                    moment=notice.moment,
                    step=notice.step,
                    day=on,
                )
                for notice in (*reminder.notices, *reminder.covered)
            ]
    except IntegrityError:
        return []


def _send(message, reminder, rows):
    try:
        message.send()
    except OSError as error:
        ReminderSent.objects.filter(pk__in=[row.pk for row in rows]).delete()
        logger.error("Person %s was not reminded: %s", reminder.person.pk, failure_of(error))
        return False
    return True


def _message(partnership, reminder, *, on, site):
    slug = partnership.slug

    def address(notice):
        name, pk = notice.page
        return site + reverse(name, kwargs={"slug": slug, "pk": pk})

    context = {
        "partnership": partnership, "reminder": reminder, "today": on, "address": address,
        "headings": HEADINGS, "choices": site + reverse("your_emails"),
    }  # fmt: skip
    return compose(
        reminder.person, _subject(partnership, reminder), "plans/email/reminder", context
    )


def _subject(partnership, reminder):
    counts = reminder.counts
    said = [f"{counts[kind]} {words}" for kind, words in COUNTED.items() if counts[kind]]
    news = [HEADINGS[ReminderKind.OPENED].lower()] if counts[ReminderKind.OPENED] else []
    if counts[ReminderKind.FROZEN]:
        news.append("a reporting period was frozen")
    return f"{partnership.short_name} plan: {', '.join(said + news)}"
