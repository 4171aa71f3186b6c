"""Success measures (how we will know it made a difference) and their evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.action import Action
from plans.models.plan import PlanRecord
from plans.models.priority import Objective, Priority


class SuccessMeasure(PlanRecord):
    """How we will know. A placeholder marks where the plan prints only “TBC”; it is not counted."""

    PART_OF = ("action", "priority", "objective")
    NAME_FIELDS = ("wording",)

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    wording = models.TextField()
    first_wording = models.TextField("wording first agreed", blank=True, editable=False)
    is_placeholder = models.BooleanField("still to be agreed", default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(action__isnull=False, priority=None, objective=None)
                    | Q(action=None, priority__isnull=False, objective=None)
                    | Q(action=None, priority=None, objective__isnull=False)
                ),
                name="measure_of_one_thing",
                violation_error_message="A measure belongs to one action, priority or objective.",
            )
        ]

    def __str__(self):
        return self.wording


class Evidence(PlanRecord):
    """A finding: which measure it is for, which of the three questions it answers, and its source.

    The three questions are Greenwich's (arrangements of 2019, “Structure”).
    """

    PART_OF = ("action",)
    NAME_FIELDS = ("text",)

    class Question(models.TextChoices):
        HOW_MUCH = "how_much", "How much did we do?"
        HOW_WELL = "how_well", "How well did we do it?"
        DIFFERENCE = "difference", "What difference has it made?"

    class Source(models.TextChoices):
        AUDIT = "audit", "Audit"
        SURVEY = "survey", "Survey"
        DATA = "data", "Data"
        TRAINING_EVALUATION = "training_evaluation", "Training evaluation"
        VOICE = "voice", "Voice of children and families"
        INSPECTION = "inspection", "Inspection"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    measure = models.ForeignKey(
        SuccessMeasure, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    update = models.ForeignKey(
        "plans.ProgressUpdate",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="evidence",
        editable=False,
    )
    question = models.CharField(max_length=20, choices=Question)
    source = models.CharField(max_length=20, choices=Source)
    found_on = models.DateField("date")
    text = models.TextField("what was found")
    link = models.URLField("link", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Submitting the same form twice adds one piece; null for evidence added with an update.
    submission = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["found_on", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["action", "submission"], name="evidence_sent_once")
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def its_file(self):
        """The EvidenceFile attached to it, or None."""
        return getattr(self, "file", None)
