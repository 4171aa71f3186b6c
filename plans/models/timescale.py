"""Timescales: when something is to be done, in the words as written and as a date as precise as it is known."""

from calendar import monthrange

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS

from plans.models.plan import PlanRecord
from plans.timescales.rules import BLANK, NO_TIMESCALE, is_understood


class TimescaleKind(models.TextChoices):
    MONTH = "month", "In a month"
    BY_MONTH = "by_month", "By the end of a month"
    DATE = "date", "On a day"
    SEVERAL = "several", "Several dates"
    ONGOING = "ongoing", "Ongoing"
    TO_BE_CONFIRMED = "to_be_confirmed", "To be confirmed"
    NONE = NO_TIMESCALE, "No timescale"


class Rhythm(models.TextChoices):
    """How often something ongoing recurs."""

    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every fortnight"
    FOUR_WEEKLY = "four_weekly", "Every four weeks"
    MONTHLY = "monthly", "Every month"
    TWO_MONTHLY = "two_monthly", "Every two months"
    QUARTERLY = "quarterly", "Every quarter"
    TERMLY = "termly", "Every term"
    HALF_YEARLY = "half_yearly", "Every six months"
    YEARLY = "yearly", "Every year"


# Kinds that need a date.
DATED_KINDS = {
    TimescaleKind.MONTH,
    TimescaleKind.BY_MONTH,
    TimescaleKind.DATE,
    TimescaleKind.SEVERAL,
}


class Precision(models.TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"


def end_of_month(day):
    """The last day of the month in which ``day`` lies: a month's work is late only when the month is over."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_day_of(day, precision):
    """The last day of a date that is as precise as this: of a month, its last; None for no date."""
    return end_of_month(day) if day and precision == Precision.MONTH else day


def date_words(day, precision=Precision.DAY):
    """“22 November 2026” or “November 2026”, exactly as precise as the date is known; "" for no date."""
    if day is None:
        return ""
    month = f"{MONTHS[day.month]} {day.year}"
    return month if precision == Precision.MONTH else f"{day.day} {month}"


def timescale_text(*, kind, words, due_on, precision, rhythm=""):
    """A timescale as readable text: the words as written (lines), else text made from kind, date and rhythm."""
    if words.strip(BLANK):
        return words
    date = date_words(due_on, precision)
    return {
        TimescaleKind.BY_MONTH: f"By {date}",
        TimescaleKind.ONGOING: f"Ongoing, {Rhythm(rhythm).label.lower()}" if rhythm else "Ongoing",
        TimescaleKind.TO_BE_CONFIRMED: "To be confirmed",
    }.get(kind, date)


def start_text(words, starts_on, precision):
    """When something is not to start before, as readable text: the words as written, else the date; "" for neither."""
    return words.strip(BLANK) or date_words(starts_on, precision)


class HasTimescale(models.Model):
    """The timescale of a priority, an action or a milestone, and the one first agreed."""

    timescale_words = models.TextField("timescale as written", blank=True)
    timescale_kind = models.CharField(
        max_length=20, choices=TimescaleKind, default=TimescaleKind.NONE
    )
    due_on = models.DateField("due date", null=True, blank=True)
    due_precision = models.CharField(
        "precision of the due date", max_length=10, choices=Precision, blank=True
    )
    rhythm = models.CharField(
        "how often",
        max_length=12,
        choices=Rhythm,
        blank=True,
        help_text="Only for what is ongoing.",
    )
    needs_check = models.BooleanField(
        "date to check",
        default=False,
        help_text="The words say more than we could read. Clear this once someone has checked the date.",
    )
    first_timescale = models.TextField("timescale first agreed", blank=True, editable=False)
    first_due_on = models.DateField("due date first agreed", null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None, due_precision="")
                | Q(due_on__isnull=False) & ~Q(due_precision=""),
                name="%(class)s_due_date_has_a_precision",
                violation_error_message="A due date needs its precision: a day or a month.",
            ),
            models.CheckConstraint(
                condition=~Q(timescale_kind__in=["month", "by_month", "date", "several"])
                | Q(due_on__isnull=False),
                name="%(class)s_dated_timescale_has_a_date",
                violation_error_message="This kind of timescale needs a date.",
            ),
            models.CheckConstraint(
                condition=Q(rhythm="") | Q(timescale_kind="ongoing"),
                name="%(class)s_rhythm_of_what_is_ongoing",
                violation_error_message="Only an ongoing timescale says how often.",
            ),
            models.CheckConstraint(
                condition=Q(needs_check=False) | ~Q(timescale_words=""),
                name="%(class)s_words_to_check",
                violation_error_message="Only a timescale with words can have a date to check.",
            ),
        ]

    @property
    def timescale(self):
        return timescale_text(
            kind=self.timescale_kind,
            words=self.timescale_words,
            due_on=self.due_on,
            precision=self.due_precision,
            rhythm=self.rhythm,
        )

    @property
    def due_words(self):
        """The due date alone, as precise as it is known; "" if there is none."""
        return date_words(self.due_on, self.due_precision)

    @property
    def is_timescale_understood(self):
        """False if it is only words that could not be read as a date, as ongoing or as to be confirmed."""
        return is_understood(
            self.timescale_kind, self.timescale_words, self.due_on, self.needs_check
        )


def is_slip(move):
    """Whether a date was moved to a later one or removed, by a TimescaleChange or a row of its history."""
    return move.from_due_on is not None and (
        move.to_due_on is None or move.to_due_on > move.from_due_on
    )


class TimescaleChange(PlanRecord):
    """One move of a timescale: from, to, reason, where it was agreed and by whom. Never edited.

    A move of a milestone is also one of its action, so that all that happened to an action is found by its id.
    """

    PART_OF = ("action", "priority")
    NAME_FIELDS = ("from_words", "to_words")

    action = models.ForeignKey(
        "plans.Action",
        null=True,
        on_delete=models.CASCADE,
        related_name="timescale_changes",
        editable=False,
    )
    priority = models.ForeignKey(
        "plans.Priority",
        null=True,
        on_delete=models.CASCADE,
        related_name="timescale_changes",
        editable=False,
    )
    point = models.ForeignKey(
        "plans.ReportingPoint",
        null=True,
        on_delete=models.CASCADE,
        related_name="timescale_changes",
        verbose_name="milestone",
        editable=False,
    )
    from_words = models.TextField("from", blank=True, editable=False)
    from_due_on = models.DateField(null=True, editable=False)
    to_words = models.TextField("to", blank=True, editable=False)
    to_due_on = models.DateField(null=True, editable=False)
    reason = models.TextField(editable=False)
    agreed_where = models.CharField(max_length=200, blank=True, editable=False)
    at = models.DateTimeField("when", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who",
        editable=False,
    )
    by_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, priority=None)
                | Q(action=None, priority__isnull=False, point=None),
                name="timescale_change_of_one_thing",
            )
        ]

    def __str__(self):
        return f"{self.from_words or 'no timescale'} to {self.to_words or 'no timescale'}"

    @property
    def is_slip(self):
        return is_slip(self)

    @property
    def removes_date(self):
        return self.from_due_on is not None and self.to_due_on is None
