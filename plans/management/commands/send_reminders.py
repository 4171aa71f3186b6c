"""Sends the day's reminders. A timer runs it once a day; nothing is sent twice."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.days import day_of_command
from partnership.models import Partnership
from plans.models import ReminderKind
from plans.reminders.compose import read_reminders
from plans.services.email import failure_of
from plans.services.reminder import send_reminders


class Command(BaseCommand):
    help = (
        "Email people about what is due, overdue, opened, sent back, frozen, asked, answered, "
        "proposed or decided, in one email per person."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            type=day_of_command,
            metavar="YYYY-MM-DD",
            help="the day to compare dates with (default: today)",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="list who would get which email, without sending or writing anything",
        )

    def handle(self, *args, on, dry_run, **options):
        on = on or timezone.localdate()
        if not settings.SITE_URL and not dry_run:
            raise CommandError(
                "Nothing was sent. Set SITE_URL to the address of this site, such as "
                "https://plan.example.org, because links in emails start with it."
            )
        number = 0
        for partnership in Partnership.objects.all():
            if dry_run:
                reminders = read_reminders(partnership, on=on)
            else:
                reminders = send_reminders(partnership, on=on, site=settings.SITE_URL)
            try:
                for reminder in reminders:
                    number += 1
                    self.stdout.write(f"{partnership.slug}: {summarise_reminder(reminder)}")
            except OSError as error:
                raise CommandError(
                    f"Could not reach the mail server: {failure_of(error)}. Run this again later; "
                    f"{number} already sent will not be sent again."
                ) from error
        verb = "would be sent" if dry_run else "sent"
        self.stdout.write(f"{number} {'email' if number == 1 else 'emails'} {verb}.")


def summarise_reminder(reminder):
    """A summary without addresses or titles, for the log: “Kim: overdue 2, due_soon 1”."""
    counts = reminder.counts
    kinds = ", ".join(f"{kind.value} {counts[kind]}" for kind in ReminderKind if counts[kind])
    return f"{reminder.person.name}: {kinds}"
