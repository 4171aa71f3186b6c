"""Sends reminders: one email a person about everything that is new to them, and nothing twice."""

import hashlib
import logging
from urllib.parse import urlsplit

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from plans.models import ReminderKind, ReminderSent
from plans.reminders.compose import read_reminders
from plans.services.email import compose, failure_of

logger = logging.getLogger(__name__)

HEADINGS = {
    ReminderKind.OVERDUE: "Overdue",
    ReminderKind.DUE_TODAY: "Due today",
    ReminderKind.QUESTIONED: "Sent back with a question",
    ReminderKind.CHALLENGED: "Challenges",
    ReminderKind.PROPOSED: "Proposals",
    ReminderKind.DUE_SOON: "Due soon",
    ReminderKind.OPENED: "A reporting period has opened",
    ReminderKind.FROZEN: "Frozen",
    ReminderKind.EXPIRING: "A data feed token is about to expire",
}
# Kinds that an email's subject counts.
COUNTED = {
    ReminderKind.OVERDUE: "overdue",
    ReminderKind.DUE_TODAY: "due today",
    ReminderKind.QUESTIONED: "sent back with a question",
    ReminderKind.DUE_SOON: "due soon",
}

# Kinds that it mentions without a number.
NEWS = {
    ReminderKind.CHALLENGED: "news about challenges",
    ReminderKind.PROPOSED: "news about proposals",
    ReminderKind.OPENED: "a reporting period has opened",
    ReminderKind.FROZEN: "a reporting period was frozen",
    ReminderKind.EXPIRING: "a data feed token is about to expire",
}


def send_reminders(partnership, *, on, site):
    """Send what read_reminders finds; ``site`` is the beginning of every link. Yields each Reminder once it is sent.

    The rows of the log are begun and committed, then the email is sent, then the rows are marked as sent. Of two
    simultaneous runs one sends. What a killed run had begun is sent by a run at least ten minutes later. If it was
    killed between the mail server's acceptance and marking the rows, that one email is sent again with the same
    Message-ID, by which mail servers and readers recognise duplicates. If the mail server refuses an email, its rows
    are deleted, so that the next run tries again.
    """
    reminders = list(read_reminders(partnership, on=on))
    if not reminders:
        return
    with get_connection() as connection:
        for reminder in reminders:
            message = _message(partnership, reminder, on=on, site=site)
            message.connection = connection
            rows = _begin(partnership, reminder, on=on, at=timezone.now())
            if rows and _send(message, reminder, rows):
                yield reminder


def _begin(partnership, reminder, *, on, at):
    """The rows that reserve it from the moment ``at``; [] if another run was faster."""
    rows = [
        ReminderSent(
            person=reminder.person,
            partnership=partnership,
            kind=notice.kind,
            about=notice.about,
            moment=notice.moment,
            step=notice.step,
            day=on,
            begun_at=at,
        )
        for notice in (*reminder.notices, *reminder.covered)
    ]
    try:
        with transaction.atomic():
            _clear_abandoned(partnership, reminder, at=at)
            return ReminderSent.objects.bulk_create(rows)
    except IntegrityError:
        return []


def _clear_abandoned(partnership, reminder, *, at):
    """Delete the rows of these notices that a run began and did not finish. One query, one more if there are any."""
    keys = {notice.key for notice in (*reminder.notices, *reminder.covered)}
    left = ReminderSent.objects.abandoned(at)
    left = left.filter(person=reminder.person, partnership=partnership)
    rows = left.values_list("pk", "kind", "about", "moment", "step")
    if pks := [pk for pk, *key in rows if tuple(key) in keys]:
        left.filter(pk__in=pks).delete()


def _send(message, reminder, rows):
    begun = ReminderSent.objects.filter(pk__in=[row.pk for row in rows])
    try:
        message.send()
    except OSError as error:
        begun.delete()
        logger.error("Person %s was not reminded: %s", reminder.person.pk, failure_of(error))
        return False
    begun.update(begun_at=None)
    return True


def _message_id(partnership, reminder, site):
    """The same for the same items of the same person, whichever run sends them."""
    keys = sorted(notice.key for notice in (*reminder.notices, *reminder.covered))
    identity = f"{partnership.pk} {reminder.person.pk} {keys}"
    return f"<{hashlib.sha256(identity.encode()).hexdigest()[:32]}@{urlsplit(site).hostname}>"


def _message(partnership, reminder, *, on, site):
    slug = partnership.slug

    def address(notice):
        name, pk = notice.page
        return site + reverse(name, kwargs={"slug": slug, "pk": pk})

    context = {
        "partnership": partnership, "reminder": reminder, "today": on, "address": address,
        "headings": HEADINGS, "choices": site + reverse("your_emails"),
    }  # fmt: skip
    message = compose(
        reminder.person, _subject(partnership, reminder), "plans/email/reminder", context
    )
    message.extra_headers["Message-ID"] = _message_id(partnership, reminder, site)
    return message


def _subject(partnership, reminder):
    counts = reminder.counts
    said = [f"{counts[kind]} {words}" for kind, words in COUNTED.items() if counts[kind]]
    said += [words for kind, words in NEWS.items() if counts[kind]]
    return f"{partnership.short_name} plan: {', '.join(said)}"
