"""Sends the day's reminders, for a timer to run once a day. What was sent before is not sent again."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.models import Partnership
from plans.models import ReminderKind
from plans.reminders.compose import read_reminders
from plans.services.email import failure_of
from plans.services.reminder import send_reminders


class Command(BaseCommand):
    help = (
        "E-mail everybody what is due, overdue, opened, sent back, frozen, asked, answered, "
        "proposed or decided: one e-mail a person."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="by which day dates are judged; today unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would get what; send and write nothing"
        )

    def handle(self, *args, on, dry_run, **options):
        on = on or timezone.localdate()
        if not settings.SITE_URL and not dry_run:
            raise CommandError(
                "Set SITE_URL, the address at which people reach this site, such as "
                "https://plan.example.org: the links in e-mails begin with it. Nothing was sent."
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
                    self.stdout.write(f"{partnership.slug}: {told(reminder)}")
            except OSError as error:
                raise CommandError(
                    f"The mail server cannot be reached: {failure_of(error)}. Run this again later; "
                    f"{number} sent before it are not sent again."
                ) from error
        verb = "would be sent" if dry_run else "sent"
        self.stdout.write(f"{number} {'e-mail' if number == 1 else 'e-mails'} {verb}.")


def told(reminder):
    """“Kim: overdue 2, due_soon 1”: no addresses, and nothing of what is due."""
    counts = reminder.counts
    kinds = ", ".join(f"{kind.value} {counts[kind]}" for kind in ReminderKind if counts[kind])
    return f"{reminder.person.name}: {kinds}"
