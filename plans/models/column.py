"""The columns of a plan's own table, as its partners print it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from plans.models.period import ReportingPeriod
from plans.models.plan import PlanRecord
from plans.models.timescale import date_words


class Column(PlanRecord):
    """One column of the partnership's own table: its heading and what its cells show.

    Any number of columns may show the same. Those of progress and ratings may be of a reporting period or a date.
    """

    NAME_FIELDS = ("heading",)
    MOST = 40  # of one plan: more cannot be read on a page
    TOO_MANY = f"A plan can have {MOST} columns at most. Remove one first."

    class Shows(models.TextChoices):
        NUMBER = "number", "Number"
        PRIORITY = "priority", "Priority"
        TITLE = "title", "Title of the priority"
        OBJECTIVE = "objective", "Objective"
        ACTION = "action", "Action"
        ACTION_TITLE = "action_title", "Short title of the action"
        DRIVER = "driver", "Driver or recommendation"
        DRIVER_REFERENCE = "driver_reference", "Reference of the driver"
        DRIVER_HEADING = "driver_heading", "Driver or recommendation, as a heading over its actions"
        THEME = "theme", "Theme"
        IMPORTANCE = "importance", "Importance"
        LEAD = "lead", "Lead"
        RESOURCES = "resources", "Resources"
        START = "start", "Start"
        TIMESCALE = "timescale", "Timescale"
        MILESTONE = "milestone", "Milestones"
        DONE = "done", "Date done"
        MEASURE = "measure", "Success measures"
        OUTCOME = "outcome", "Outcome"
        BASELINE = "baseline", "Baseline of a measure"
        TARGET = "target", "Target of a measure"
        ACTUAL = "actual", "Latest value of a measure"
        EVIDENCE = "evidence", "Evidence"
        PROGRESS = "progress", "Comment on progress"
        NEXT_STEPS = "next_steps", "Next steps"
        RATING = "rating", "Rating"
        PREVIOUS_RATING = "previous_rating", "Previous rating"
        DIRECTION = "direction", "Direction"
        FURTHER_ACTIONS = "further_actions", "Further actions"
        NOTE = "note", "Footnote"

    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    shows = models.CharField("what it shows", max_length=20, choices=Shows)
    period = models.ForeignKey(
        ReportingPeriod,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="columns",
        verbose_name="reporting period",
    )
    as_at = models.DateField("as at", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period=None) | Q(as_at=None),
                name="column_of_a_period_or_a_date",
                violation_error_message="Choose a reporting period or a date for the column, not both.",
            ),
            models.CheckConstraint(
                condition=Q(period=None, as_at=None) | Q(shows__in=["progress", "rating"]),
                name="column_of_a_time_shows_progress",
                violation_error_message=(
                    "Only a comment on progress or a rating can be for a reporting period or a date."
                ),
            ),
        ]

    def __str__(self):
        return self.heading

    def clean(self):
        if self.plan_id is None:  # a form says that it is missing
            return
        if self._state.adding and self.plan.column_set.count() >= self.MOST:
            raise ValidationError(self.TOO_MANY)
        if self.period_id and self.period.plan_id != self.plan_id:
            raise ValidationError({"period": "Choose a reporting period of this plan."})

    @property
    def what(self):
        """What its cells show: “Rating, Autumn 2026”."""
        when = self.period.name if self.period_id else self.as_at and date_words(self.as_at)
        return f"{self.get_shows_display()}, {when}" if when else self.get_shows_display()
