"""Priorities (what matters most, over-arching or strategic) and objectives (what the plan wants to achieve)."""

from django.db import models

from plans.models.plan import PlanRecord
from plans.models.timescale import HasTimescale


class Priority(HasTimescale, PlanRecord):
    """A priority. Two may print the same number, one over-arching and one strategic; some print no title."""

    NAME_FIELDS = ("kind", "number", "title")

    class Kind(models.TextChoices):
        OVERARCHING = "overarching", "Overarching"
        STRATEGIC = "strategic", "Strategic"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.STRATEGIC)
    number = models.CharField(max_length=10, help_text="As printed in the plan.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the printed plan.")
    title = models.CharField(max_length=300, blank=True)
    heading_note = models.CharField(
        max_length=300, blank=True, help_text="Subtitle above its table."
    )
    action_heading = models.CharField(
        max_length=120,
        blank=True,
        help_text="Heading above its actions, if it differs from the other priorities.",
    )
    leads_words = models.TextField("leads as written", blank=True, help_text="One on each line.")
    note = models.TextField("footnote in the printed table", blank=True)

    class Meta(HasTimescale.Meta):
        ordering = ["position", "pk"]
        verbose_name_plural = "priorities"
        constraints = [
            *HasTimescale.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                name="priority_number_once_a_kind",
                violation_error_message="The plan already has a priority of this kind and number.",
            ),
        ]

    def __str__(self):
        return f"{self.heading}: {self.title}" if self.title else self.heading

    @classmethod
    def code_of(cls, kind, number):
        """A short code, unique in the plan: “1”, or “O1” for an over-arching priority."""
        return f"O{number}" if kind == cls.Kind.OVERARCHING else number

    @classmethod
    def heading_of(cls, kind, number):
        return f"{'Overarching priority' if kind == cls.Kind.OVERARCHING else 'Priority'} {number}"

    @property
    def code(self):
        return self.code_of(self.kind, self.number)

    @property
    def heading(self):
        return self.heading_of(self.kind, self.number)


class Objective(PlanRecord):
    """What the plan wants to achieve; under one priority, several, or none. Print order may not follow numbers."""

    NAME_FIELDS = ("number", "title")

    number = models.CharField(max_length=10, help_text="As printed in the plan.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the printed plan.")
    title = models.CharField(max_length=300, blank=True)
    note = models.TextField("footnote in the printed table", blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="objective_number_once",
                violation_error_message="The plan already has an objective with this number.",
            )
        ]

    def __str__(self):
        return (
            f"Objective {self.number}: {self.title}" if self.title else f"Objective {self.number}"
        )


class PriorityObjective(PlanRecord):
    """One objective under one priority. A record of its own, so that bulk history and as-at queries include it."""

    PART_OF = ("objective",)
    NAME_FIELDS = ("objective", "priority")
    LINKS_TO = "priority"

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="objective_links")
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="priority_links"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "objective under a priority"
        verbose_name_plural = "objectives under priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "objective"],
                name="objective_once_a_priority",
                violation_error_message="This objective is already under this priority.",
            )
        ]

    def __str__(self):
        return f"{self.objective} under {self.priority.heading.lower()}"
