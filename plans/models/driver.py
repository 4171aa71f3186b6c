"""A driver: the reason for an action, such as guidance, a practice review, an audit or an inspection."""

from django.db import models

from plans.models.plan import PlanRecord


class Driver(PlanRecord):
    NAME_FIELDS = ("reference", "wording")

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", "Statutory guidance"
        LOCAL_REVIEW = "local_review", "Local review"
        NATIONAL_REVIEW = "national_review", "National review"
        AUDIT = "audit", "Audit"
        INSPECTION = "inspection", "Inspection"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=20, choices=Kind)
    reference = models.CharField(
        max_length=40, blank=True, help_text="Its own number, such as CSPR 12, recommendation 3."
    )
    wording = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.reference} {self.wording}".strip()
