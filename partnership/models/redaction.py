"""A redaction: words removed everywhere they appeared, because they named or described a child."""

from django.conf import settings
from django.db import models

from partnership.models.partnership import PartnershipRecord


class Redaction(PartnershipRecord):
    """That words were removed: by whom, when, why and where, and never which words."""

    NAME_FIELDS = ("where",)

    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="who"
    )
    by_name = models.CharField("name at the time", max_length=200)
    reason = models.TextField()
    where = models.TextField(help_text="One place on each line.")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        number = len(self.places)
        return f"words in {number} place{'' if number == 1 else 's'}"

    @property
    def places(self):
        return self.where.splitlines()
