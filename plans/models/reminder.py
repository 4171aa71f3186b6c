"""Reminders: what was emailed to whom, what people opted out of, and the tokens of their calendar feeds.

Not in history: the first is itself a log, and the others are personal settings.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.models import Partnership


class ReminderKind(models.TextChoices):
    """The kinds of content of a reminder, the most urgent first."""

    OVERDUE = "overdue", "Overdue"
    DUE_TODAY = "due_today", "Due today"
    QUESTIONED = "questioned", "Return sent back with a question"
    CHALLENGED = "challenged", "Challenges"
    PROPOSED = "proposed", "Proposals and decisions"
    DUE_SOON = "due_soon", "Due soon"
    OPENED = "opened", "Reporting period opened"
    FROZEN = "frozen", "Reporting period frozen"
    EXPIRING = "expiring", "Data feed tokens about to expire"


class ReminderSentQuerySet(models.QuerySet):
    def in_force(self, at):
        """Those sent or being sent at the moment ``at``, without those that a run began and did not finish."""
        return self.filter(Q(begun_at=None) | Q(begun_at__gt=at - ReminderSent.PATIENCE))

    def abandoned(self, at):
        """Those that a run began to send and did not finish."""
        return self.filter(begun_at__lte=at - ReminderSent.PATIENCE)

    def keys(self):
        """(person's id, key) of each."""
        return set(self.values_list("person", "kind", "about", "moment", "step"))


class ReminderSent(models.Model):
    """One item that one person was reminded of once. A date that is moved is another moment, and reminded of again.

    While its email is being sent, the row prevents another run from sending it.
    """

    OWNED_THROUGH = "partnership"

    PATIENCE = timedelta(minutes=10)  # longer than sending an email takes, even with a slow server

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders_sent"
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="reminders_sent"
    )
    kind = models.CharField(max_length=20, choices=ReminderKind)
    about = models.CharField(max_length=40)  # kind and id of the record: “action 12”
    moment = models.CharField(max_length=40)  # the day it is due, or when it happened
    step = models.SmallIntegerField(default=0)  # which of several reminders about it
    day = models.DateField()
    begun_at = models.DateTimeField(null=True, editable=False)  # null once it is sent

    objects = ReminderSentQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "partnership", "kind", "about", "moment", "step"],
                name="reminder_sent_once",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.about}"


class ReminderOptOut(models.Model):
    """A kind of reminder that someone opted out of. Reminders of overdue items and of tokens cannot be switched off."""

    NOT_IN_ARCHIVE = "is a person’s own wish, in all their partnerships"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unwanted_reminders"
    )
    kind = models.CharField(max_length=20, choices=ReminderKind)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="reminder_unwanted_once"),
            models.CheckConstraint(
                condition=~Q(kind=ReminderKind.OVERDUE), name="reminder_of_overdue_stays"
            ),
        ]

    def __str__(self):
        return f"{self.person}: no {self.get_kind_display().lower()}"


class CalendarFeed(models.Model):
    """The address of someone's calendar feed. Only a digest of its secret token is stored."""

    NOT_IN_ARCHIVE = "is a key: whoever has it reads a calendar"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"Calendar of {self.person}"
