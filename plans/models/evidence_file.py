"""Files attached to evidence, stored in the database: one backup contains everything, and rows record the owner."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.file_size import size_in_words
from plans.files.checking import CheckedFile
from plans.files.kinds import MEDIA_TYPES
from plans.files.names import LONGEST_NAME
from plans.models.action import Action
from plans.models.measure import Evidence
from plans.models.plan import PlanRecord


class FileFacts(models.Model):
    """The metadata of a file, known without opening it."""

    name = models.CharField(max_length=LONGEST_NAME)
    media_type = models.CharField("kind", max_length=100, choices=MEDIA_TYPES)
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def described(self):
        """Its kind and size: “Word document, 1.2 MB”."""
        return f"{self.get_media_type_display()}, {size_in_words(self.size)}"


class EvidenceFile(FileFacts, PlanRecord):
    """The file of one piece of evidence. Its bytes are in a separate FileContent, which few pages read.

    A redacted file has lost its name and content; kind, size, digest, who and when remain.
    """

    PART_OF = ("evidence",)
    NAME_FIELDS = ("name",)

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="file")
    at = models.DateTimeField("when", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="who",
    )
    by_name = models.CharField("name at the time", max_length=200, editable=False)
    redacted_at = models.DateTimeField(null=True, editable=False)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(redacted_at=None, redacted_by=None)
                | Q(redacted_at__isnull=False, redacted_by__isnull=False),
                name="file_redacted_at_and_by",
            )
        ]

    @property
    def is_redacted(self):
        return self.redacted_at is not None

    @classmethod
    def stored_of(cls, partnership):
        """The rows that ``manage.py verify_history`` checks."""
        return cls.objects.filter(plan__partnership=partnership)

    def is_whole(self):
        """Whether the content still matches its digest; that of a redacted file has to be deleted."""
        content = self.read_content()
        if self.is_redacted or content is None:
            return self.is_redacted and content is None
        return hashlib.sha256(content).hexdigest() == self.sha256

    def read_content(self):
        """The file's bytes; None if they were redacted."""
        stored = FileContent.objects.filter(file=self).first()
        return bytes(stored.content) if stored else None


class FileContent(models.Model):
    """The bytes of an EvidenceFile: a table of its own, so that lists, history and plans never read them."""

    OWNED_THROUGH = "file__plan__partnership"

    file = models.OneToOneField(
        EvidenceFile, primary_key=True, on_delete=models.CASCADE, related_name="stored"
    )
    content = models.BinaryField()

    def __str__(self):
        return f"Content of file {self.pk}"


class PendingFile(FileFacts):
    """A file chosen in a form that is not saved yet: visible to that person only, for a day.

    Browsers cannot refill a file field. Like a draft, it has no history.
    """

    NOT_IN_ARCHIVE = "is seen by the person who chose it alone, for a day"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="held_files")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_files"
    )
    at = models.DateTimeField("when")
    content = models.BinaryField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["action", "by"], name="held_file_once_a_person")
        ]

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, as there is no history: only the name."""
        return cls.objects.filter(action__plan__partnership=partnership).defer("content")

    @property
    def checked(self):
        """The CheckedFile of when it was chosen."""
        names = ("name", "media_type", "size", "sha256")
        facts = {name: getattr(self, name) for name in names}
        return CheckedFile(**facts, content=bytes(self.content))
