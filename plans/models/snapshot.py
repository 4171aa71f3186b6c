"""Snapshots: a whole plan as at one moment, stored complete so that nothing in it is looked up later."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils import timezone

from plans.models.period import ReportingPeriod
from plans.models.plan import PlanRecord
from plans.models.timescale import date_words


def document_digest(document):
    """SHA-256 of a document (a JSON value), independent of the order in which a database stores keys."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Snapshot(PlanRecord):
    """The plan's document as JSON, with a digest that reveals tampering. Never edited."""

    PART_OF = ("period",)
    NAME_FIELDS = ("why", "taken_at")
    SCHEMA = 5  # increased when the format of ``document`` changes

    class Why(models.TextChoices):
        AGREEMENT = "agreement", "The plan was agreed"
        FREEZE = "freeze", "Reporting period frozen"
        PUBLICATION = "publication", "A report was published"
        BY_HAND = "by_hand", "Saved by hand"

    taken_at = models.DateTimeField(editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    by_name = models.CharField("name at the time", max_length=200, editable=False)
    why = models.CharField(max_length=20, choices=Why, editable=False)
    period = models.ForeignKey(
        ReportingPeriod,
        null=True,
        on_delete=models.PROTECT,
        related_name="snapshots",
        editable=False,
    )
    schema = models.PositiveSmallIntegerField("version of the schema", editable=False)
    document = models.JSONField("the plan", editable=False)
    digest = models.CharField("SHA-256 of the document", max_length=64, editable=False)

    # It is never edited, and the feed reads whole history rows.
    NOT_IN_HISTORY = ("document",)
    # With the digest, words redacted from the document could be guessed and verified.
    MADE_OF_WORDS = ("digest",)

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self):
        return f"{self.get_why_display()}, {date_words(timezone.localdate(self.taken_at))}"

    def save(self, *args, update_fields=None, **kwargs):
        """Update the digest with every save: a redaction changes the document."""
        self.digest = document_digest(self.document)
        if update_fields is not None:
            update_fields = {*update_fields, "digest"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, since history does not include them."""
        return cls.objects.filter(plan__partnership=partnership)

    @classmethod
    def stored_of(cls, partnership):
        """The rows that ``manage.py verify_history`` checks."""
        return cls.objects.filter(plan__partnership=partnership)

    def is_whole(self):
        """Whether the document still matches its digest."""
        return document_digest(self.document) == self.digest
