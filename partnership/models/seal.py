"""A seal: digests of the history so far, so that later alterations are found."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.history import Change
from partnership.models.partnership import Partnership
from partnership.models.redaction import Redaction


class SealQuerySet(models.QuerySet):
    def of(self, partnership):
        """The seals of a partnership, first to last; of the installation's own rows for None."""
        return self.filter(partnership=partnership).order_by("number")


class Seal(models.Model):
    """One link of a partnership's chain: a digest over every history row since the link before.

    Written once, whole, and never changed by the application.
    """

    OWNED_THROUGH = "partnership"

    class Why(models.TextChoices):
        FREEZE = "freeze", "a reporting period was frozen"
        SCHEDULE = "schedule", "made on schedule"
        BY_HAND = "by_hand", "made by hand"

    # None: accounts and other records that belong to no partnership.
    partnership = models.ForeignKey(
        Partnership, null=True, on_delete=models.PROTECT, related_name="seals"
    )
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField("made")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who",
    )
    by_name = models.CharField("name at the time", max_length=200)
    why = models.CharField(max_length=20, choices=Why)
    reason = models.TextField("reason given", blank=True)
    rows = models.PositiveBigIntegerField()  # rows sealed by this link, without those before it
    previous = models.CharField(max_length=64, blank=True)  # digest of the link before
    digest = models.CharField(max_length=64)
    # Label of a table → {"to": highest id covered}, and for a table with rows "rows", "blocks" and the columns
    # as they were then ("facts", "words"): a column added later is no part of what was sealed.
    tables = models.JSONField()

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="seal_once_a_number"),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(partnership=None),
                name="seal_of_the_installation_once_a_number",
            ),
        ]

    def __str__(self):
        return f"Seal {self.number}"

    @classmethod
    def words_of(cls, partnership):
        """The seals of a partnership, for redacting their reasons."""
        return cls.objects.filter(partnership=partnership)

    def covered(self, label):
        """The highest id of a table covered by this seal or an earlier one; 0 if the table is unknown to it."""
        return self.tables.get(label, {}).get("to", 0)


class SealBlock(models.Model):
    """Up to a thousand rows of one table that a seal covers, so that a wrong row can be named.

    ``entries`` has the id, the digest of the facts and the digest of the text of each row. ``salts`` are part
    of the digests of the text; the seal's digest does not cover them, because a redaction blanks its row's.
    """

    OWNED_THROUGH = "seal__partnership"

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="blocks")
    table = models.CharField(max_length=100)
    position = models.PositiveIntegerField()  # among the seal's blocks of this table, from 0
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.BinaryField()
    salts = models.BinaryField()
    digest = models.CharField(max_length=64)  # of the entries

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "last_id"], name="seal_block_by_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["seal", "table", "position"], name="seal_block_once_a_position"
            )
        ]

    def __str__(self):
        return f"{self.table}, {self.first_id} to {self.last_id}"


class OwedSeal(models.Model):
    """A note that a change needs a seal: written with the change, deleted once a seal covers it.

    No one waits while a long history is sealed, and no seal is forgotten if a process is killed.
    """

    OWNED_THROUGH = "change__partnership"

    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Seal.Why)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Seal owed since {self.change}"

    def is_late(self, *, now):
        """Whether the daily timer should have made it by the moment ``now``."""
        return now - self.change.at > timedelta(days=1)


class RedactedWords(models.Model):
    """That a redaction removed words from a sealed row, and the digest of the remaining text.

    Guesses at the earlier text can no longer be tested: the salt of its sealed digest is deleted.
    """

    OWNED_THROUGH = "redaction__partnership"

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="sealed_rows")
    table = models.CharField(max_length=100)
    row = models.BigIntegerField()
    digest = models.BinaryField()
    salt = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "row"], name="redacted_words_by_row")]

    def __str__(self):
        return f"{self.table}, row {self.row}"
