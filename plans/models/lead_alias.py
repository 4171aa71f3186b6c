"""An alias: initials or a name as a plan writes it, and the group, post, agency or person it means."""

from django.conf import settings
from django.db import models

from partnership.models import Agency, PartnershipRecord, PartnershipRecordQuerySet, Post
from plans.leads.aliases import normalise
from plans.models.lead import Lead, one_named
from subgroups.models import Group


class LeadAliasQuerySet(PartnershipRecordQuerySet):
    def with_names(self):
        """Fetch who is meant in the same query."""
        return self.select_related(*Lead.NAMED)


class LeadAlias(PartnershipRecord):
    """Words in cells of leads that mean one of the partnership's own: “JH”, “Q & P”, “DCS”."""

    NAME_FIELDS = ("words",)

    words = models.CharField(
        "initials or name", max_length=100, help_text="As it is written in plans, like JH or Q & P."
    )
    # The words as they are compared: see plans.leads.aliases.
    key = models.CharField(max_length=100, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="aliases"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="aliases"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="aliases"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aliases",
    )

    objects = LeadAliasQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = "name in plans"
        verbose_name_plural = "names in plans"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "key"],
                name="alias_once",
                violation_error_message="These initials or this name are already on the list.",
            ),
            models.CheckConstraint(
                condition=one_named(Lead.NAMED),
                name="alias_of_exactly_one",
                violation_error_message="Choose exactly one of group, post, agency and person.",
            ),
        ]

    def __str__(self):
        return self.words

    def clean(self):
        self.key = normalise(self.words)[:100]

    @property
    def leader(self):
        """(kind, id) of who is meant."""
        kind = next(name for name in Lead.NAMED if getattr(self, f"{name}_id"))
        return kind, getattr(self, f"{kind}_id")

    @property
    def who(self):
        """The group, post, agency or person."""
        return getattr(self, self.leader[0])
