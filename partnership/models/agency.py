"""Agencies (the organisations that work together) and posts (jobs in them that lead things)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partnership.models.partnership import PartnershipRecord, PartnershipRecordQuerySet


class AgencyQuerySet(PartnershipRecordQuerySet):
    def to_choose(self, *, chosen=None):
        """Those that no other has replaced; and the one with the id ``chosen``, which a record names already."""
        return self.filter(Q(succeeded_by=None) | Q(pk=chosen))


class Agency(PartnershipRecord):
    """An organisation of the partnership. Organisations end: a CCG was succeeded by an ICB in 2022."""

    NAME_FIELDS = ("name", "short_name")

    class Sector(models.TextChoices):
        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        EDUCATION = "education", "Education"
        VOLUNTARY = "voluntary", "Voluntary sector"
        JUSTICE = "justice", "Justice"
        COMMUNITY = "community", "Community"
        OTHER = "other", "Other"

    class Standing(models.TextChoices):
        STATUTORY = "statutory", "Statutory safeguarding partner"
        RELEVANT = "relevant", "Relevant agency"
        OTHER = "other", "Other body"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=20, choices=Sector)
    standing = models.CharField(max_length=20, choices=Standing)
    succeeded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    succeeded_on = models.DateField("succeeded from", null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="agency_once",
                violation_error_message="There is already an agency with this name.",
            ),
            models.CheckConstraint(
                condition=~Q(succeeded_by=F("pk")),
                name="agency_not_its_own_successor",
                violation_error_message="An agency cannot succeed itself.",
            ),
            models.CheckConstraint(
                condition=Q(succeeded_on=None) | Q(succeeded_by__isnull=False),
                name="agency_succeeded_by_one",
                violation_error_message="Choose the agency that replaced it.",
            ),
        ]

    def __str__(self):
        return self.name


class Post(PartnershipRecord):
    """A job that leads things, whoever holds it: “Professional Adviser”. It may be vacant."""

    NAME_FIELDS = ("title",)

    title = models.CharField(max_length=200)
    also_known_as = models.TextField(
        blank=True, help_text="Other spellings used in plans, one on each line."
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    holder_since = models.DateField(
        "held or vacant since",
        null=True,
        blank=True,
        help_text="The first day of the holder, or of the vacancy.",
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "title"],
                name="post_once",
                violation_error_message="There is already a post with this title.",
            )
        ]

    def __str__(self):
        return self.title
