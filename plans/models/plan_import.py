"""A file from which a plan is brought in: kept, read, looked through by a person, and then brought in or discarded."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.file_size import size_in_words
from partnership.history import Change
from partnership.models import Partnership
from plans.files.names import LONGEST_NAME
from plans.models.action import Action
from plans.models.plan import Plan


class PlanImportQuerySet(models.QuerySet):
    def visible_to(self, user, *, on):
        return self.filter(partnership__in=user.partnership_ids(on))

    def at_address(self, *, slug, pk):
        found = self.filter(pk=pk, partnership__slug=slug)
        return found.select_related("partnership__house_style", "plan")

    def locked(self, plan_import):
        """The import as it is now, for its services: nobody else changes it meanwhile."""
        return self.select_for_update(of=("self",)).get(pk=plan_import.pk)


class PlanImport(models.Model):
    """One file, what a person has decided about it, and what became of it.

    Until it is brought in it is a draft of the person's and has no history; what it then makes has. The file and its
    rows stay with it, so that anyone can see from what each action was made.
    """

    OWNED_THROUGH = "partnership"

    class State(models.TextChoices):
        READING = "reading", "Being read"
        REFUSED = "refused", "Could not be read"
        READY = "ready", "Ready to check"
        BROUGHT_IN = "brought_in", "Brought in"
        UNDONE = "undone", "Undone"

    DONE = (State.BROUGHT_IN, State.UNDONE)

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="plan_imports"
    )
    # Into which it is brought: none until then, if it is to be a new one.
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="imports")
    # Whether the plan had priorities or actions: then the file is compared with it, and only differences change.
    is_update = models.BooleanField(default=False)
    name = models.CharField("file", max_length=LONGEST_NAME)
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="who"
    )
    by_name = models.CharField("name at the time", max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    refusal = models.CharField(max_length=500, blank=True)  # a sentence, if it could not be read
    # See plans.importing.choices.
    choices = models.JSONField(default=dict)
    change = models.ForeignKey(Change, null=True, on_delete=models.PROTECT, related_name="+")
    # Groups and posts that were made for its leads, and names on the partnership's list: {kind: [id, …]}.
    made = models.JSONField(default=dict)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(change=None, state__in=("reading", "refused", "ready"))
                | Q(change__isnull=False, state__in=("brought_in", "undone"))
                | Q(is_update=True, state="brought_in"),  # it may have changed nothing
                name="plan_import_brought_in_by_a_change",
                violation_error_message="What was brought in has the change that did it.",
            ),
        ]

    def __str__(self):
        return self.name

    def roles_of(self, user, *, on):
        return self.partnership.roles_of(user, on=on)

    @property
    def is_reading(self):
        return self.state == self.State.READING

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_done(self):
        """Whether it was brought in, even if it was undone since."""
        return self.state in self.DONE

    @property
    def is_brought_in(self):
        return self.state == self.State.BROUGHT_IN

    @property
    def described(self):
        return f"{self.name}, {size_in_words(self.size)}"

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, as there is no history."""
        return cls.objects.filter(partnership=partnership)

    @classmethod
    def stored_of(cls, partnership):
        """The rows that ``manage.py verify_history`` checks."""
        return cls.objects.filter(partnership=partnership)

    def is_whole(self):
        """Whether the file still matches its digest; a redaction deletes a file that had the words."""
        content = self.read_content()
        return content is None or hashlib.sha256(content).hexdigest() == self.sha256

    def read_content(self):
        """The file's bytes; None if they were redacted."""
        stored = PlanImportFile.objects.filter(plan_import=self).only("content").first()
        return None if stored is None or stored.content is None else bytes(stored.content)


class PlanImportFile(models.Model):
    """The bytes of the file, and the tables that were read from it: a table of its own, which lists never read.

    Words are found by the tables, and redacted there; the file, which has them too, is then deleted.
    """

    OWNED_THROUGH = "plan_import__partnership"

    plan_import = models.OneToOneField(
        PlanImport, primary_key=True, on_delete=models.CASCADE, related_name="file"
    )
    content = models.BinaryField(null=True)
    # See plans.importing.stored; None until it was read.
    tables = models.JSONField("tables", null=True)

    def __str__(self):
        return self.plan_import.name

    def save(self, *args, update_fields=None, **kwargs):
        """Only a redaction saves the tables of a file that was read: the file goes with the words."""
        if update_fields is not None and "tables" in update_fields:
            self.content = None
            update_fields = {*update_fields, "content"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, as there is no history."""
        return cls.objects.filter(plan_import__partnership=partnership).defer("content")


class ImportedRow(models.Model):
    """One row of a file as it was, kept with the action that was made of it."""

    OWNED_THROUGH = "plan_import__partnership"

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="rows")
    action = models.ForeignKey(
        Action, null=True, on_delete=models.SET_NULL, related_name="imported_rows"
    )
    where = models.CharField(max_length=200)  # in the file: “table 2, row 3”
    cells = models.JSONField()  # [[heading of the column, text], …]
    # On the first row of each action: {field: text}, with which the next file is compared.
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.where

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, as there is no history."""
        return cls.objects.filter(plan_import__partnership=partnership)
