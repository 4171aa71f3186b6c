"""Reminders: what was mailed to whom, what people want no mail about, and their calendars' addresses.

In no history: the first is a log itself, the others are a person's own and nobody else's business.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.models import Partnership


class ReminderKind(models.TextChoices):
    """What a reminder may say, the most pressing first."""

    OVERDUE = "overdue", "Overdue"
    DUE_TODAY = "due_today", "Due today"
    QUESTIONED = "questioned", "Return sent back with a question"
    CHALLENGED = "challenged", "Challenges"
    PROPOSED = "proposed", "Proposals and decisions"
    DUE_SOON = "due_soon", "Due soon"
    OPENED = "opened", "Reporting period opened"
    FROZEN = "frozen", "Reporting period frozen"


class ReminderSentQuerySet(models.QuerySet):
    def standing(self, at):
        """What was told, or is just being mailed; not what a run began that came to no end."""
        return self.filter(Q(begun_at=None) | Q(begun_at__gt=at - ReminderSent.PATIENCE))

    def abandoned(self, at):
        """What a run began to mail and never said that it had."""
        return self.filter(begun_at__lte=at - ReminderSent.PATIENCE)

    def keys(self):
        """(person's id, key) of each."""
        return set(self.values_list("person", "kind", "about", "moment", "step"))


class ReminderSent(models.Model):
    """One thing that one person was told once. A date that is moved is another moment, and told again.

    While its mail goes out, the row holds the place against another run.
    """

    PATIENCE = timedelta(minutes=10)  # longer than a mail takes, however slow the mail server

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders_sent"
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="reminders_sent"
    )
    kind = models.CharField(max_length=20, choices=ReminderKind)
    about = models.CharField(max_length=40)  # kind and id of the record: “action 12”
    moment = models.CharField(max_length=40)  # the day it is due, or when it happened
    step = models.SmallIntegerField(default=0)  # which of several reminders of it
    day = models.DateField()
    begun_at = models.DateTimeField(null=True, editable=False)  # none once it is sent

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
    """A kind of reminder that somebody does not want. What is overdue cannot be switched off."""

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
    """Where somebody's calendar is read from. Only a digest of the address's secret part is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"Calendar of {self.person}"
