"""What is to happen on the way to the end of an action: a report that is due, or a milestone."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from plans.models.lead import Lead
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from plans.models.timescale import HasTimescale, Precision, last_day_of

# What the name of a milestone's lead is read from.
LEAD_NAMES = tuple(f"lead__{name}" for name in Lead.WHO if name != "words")
NEAR = timedelta(days=62)  # the month in which a report is due, and the one before


class ReportingPointQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        found = super().at_address(slug=slug, pk=pk)
        return found.select_related("action__priority", *LEAD_NAMES)

    def with_leads(self):
        """With what the names of their leads are read from."""
        return self.select_related(*LEAD_NAMES)

    def reports(self):
        return self.filter(kind=ReportingPoint.Kind.REPORT)

    def milestones(self):
        return self.filter(kind=ReportingPoint.Kind.MILESTONE)

    def overdue_milestones(self, *, on):
        """Those that should be done before the day ``on`` and are not."""
        return self.milestones().filter(outcome="", due_on__lt=on)

    def to_check(self):
        """Those that are open, with words that were read only in part."""
        return self.filter(outcome="", needs_check=True)


class ReportingPoint(HasTimescale, PlanRecord):
    """A report that is due on an action, for one of its measures or as a whole; or a milestone: what is to be done.

    A milestone may be for one of those who lead: ``who`` has their name as it was then, so that it can be read without
    the lead, also once that one leads no longer. Without ``text`` it is their part of the action, by a date of its own,
    as in a cell that pairs leads and dates line by line.
    """

    PART_OF = ("action",)
    NAME_FIELDS = ("text", "who", "timescale_words", "due_on", "due_precision")

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        MILESTONE = "milestone", "Milestone"

    class Outcome(models.TextChoices):
        RECEIVED = "received", "Received"
        LATE = "late", "Received late"
        MISSED = "missed", "Missed"

    OUTCOMES = {
        Kind.REPORT: {
            Outcome.RECEIVED: "received",
            Outcome.LATE: "received late",
            Outcome.MISSED: "missed",
        },
        Kind.MILESTONE: {
            Outcome.RECEIVED: "done",
            Outcome.LATE: "done late",
            Outcome.MISSED: "missed",
        },
    }

    action = models.ForeignKey(
        "plans.Action", on_delete=models.CASCADE, related_name="reporting_points"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REPORT, editable=False)
    text = models.CharField("what is to be done", max_length=400, blank=True)
    lead = models.ForeignKey(
        Lead,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="milestones",
        verbose_name="who it is for",
    )
    who = models.CharField("who it is for, as written", max_length=200, blank=True)
    measure = models.ForeignKey(
        "plans.SuccessMeasure",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reporting_points",
    )
    position = models.PositiveSmallIntegerField()
    due_precision = models.CharField(
        max_length=10, choices=Precision, default=Precision.MONTH, blank=True
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, editable=False)
    received_on = models.DateField("received", null=True, editable=False)
    marked_at = models.DateTimeField(null=True, editable=False)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ReportingPointQuerySet.as_manager()

    class Meta(HasTimescale.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *HasTimescale.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="", marked_at=None, marked_by=None)
                | ~Q(outcome="") & Q(marked_at__isnull=False, marked_by__isnull=False),
                name="reporting_point_marked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["received", "late"], received_on__isnull=False)
                | Q(outcome__in=["", "missed"], received_on=None),
                name="reporting_point_received_when",
            ),
            models.CheckConstraint(
                condition=Q(kind="milestone") | Q(due_on__isnull=False, text="", who="", lead=None),
                name="report_is_due_on_a_day",
                violation_error_message="A report needs the date it is due, and has no other words.",
            ),
            models.CheckConstraint(
                condition=Q(kind="report") | Q(measure=None) & (~Q(text="") | ~Q(who="")),
                name="milestone_says_what_is_to_be_done",
                violation_error_message="Enter what is to be done, or whose part of the action this is.",
            ),
        ]

    def __str__(self):
        return milestone_title(self.text, self.who) if self.is_milestone else self.timescale

    def clean(self):
        if self.lead_id is None or self.action_id is None:
            return
        if self.lead.part_of() not in (self.action, self.action.priority):
            raise ValidationError({"lead": "Choose someone who leads this action."})
        self.who = self.lead.name

    @property
    def is_milestone(self):
        return self.kind == self.Kind.MILESTONE

    @property
    def title(self):
        """What a milestone is called, with today's name of who it is for."""
        return milestone_title(self.text, self.for_whom)

    @property
    def for_whom(self):
        """The name of who it is for; "" for those who lead the action."""
        return self.lead.name if self.lead_id else self.who

    @property
    def outcome_words(self):
        """“done late”, “received”; "" while it is open."""
        return self.OUTCOMES[self.kind].get(self.outcome, "")

    @property
    def last_day(self):
        """The last day on which it is on time: for a month, the last day of that month; None without a date."""
        return last_day_of(self.due_on, self.due_precision)

    def is_near(self, *, on):
        """Whether an update on the day ``on`` may be its report: from a month before the month it is due."""
        return self.is_open and self.last_day is not None and on >= self.last_day - NEAR

    def is_overdue(self, *, on):
        return self.is_open and self.last_day is not None and self.last_day < on

    @property
    def is_open(self):
        """Whether it is neither recorded as received or done, nor marked as missed."""
        return not self.outcome


def milestone_title(text, for_whom):
    return text or f"{for_whom}: their part"
