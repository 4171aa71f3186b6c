"""A multi-agency safeguarding children partnership: the council, police and health of one area."""

from django.core.validators import RegexValidator
from django.db import models

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.permissions import Role

# First parts of our own addresses, which no partnership may take.
RESERVED_SLUGS = {"accounts", "admin", "static", "accessibility", "privacy", "help"}


class PartnershipQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        return self.filter(pk__in=user.partnership_ids(on))

    def at_address(self, *, slug, pk=None):
        return self.filter(slug=slug).select_related("house_style")


class SecondFactor(models.TextChoices):
    """Who must show more than a password."""

    NOBODY = "nobody", "Nobody must"
    BUSINESS_MANAGERS = "business_managers", "Business managers"
    EVERYBODY = "everybody", "Everybody"


class Partnership(TrackedModel):
    name = models.CharField(max_length=200)
    short_name = models.CharField(
        max_length=20,
        help_text="Two partnerships may share one: GSCP is Greenwich and Gloucestershire.",
    )
    formerly = models.CharField(
        max_length=200, blank=True, help_text="The name or acronym it had before."
    )
    slug = models.SlugField(
        "address",
        unique=True,
        help_text="The first part of all its pages' addresses.",
        validators=[
            RegexValidator(rf"^(?!({'|'.join(sorted(RESERVED_SLUGS))})$)", "This address is taken.")
        ],
    )

    second_factor = models.CharField(
        "second factor",
        max_length=20,
        choices=SecondFactor,
        default=SecondFactor.NOBODY,
        help_text="Who must give more than a password to sign in.",
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def partnership(self):
        return self

    def history_home(self):
        return "partnership", self.pk

    def partnership_pk(self):
        return self.pk

    def roles_of(self, user, *, on):
        """The roles ``user`` holds in this partnership on the day ``on``."""
        return {Role(m.role) for m in user.standing(on) if m.partnership_id == self.pk}


class PartnershipRecordQuerySet(TrackedQuerySet):
    """Records with a ``partnership`` of their own."""

    def visible_to(self, user, *, on):
        return self.filter(partnership__in=user.partnership_ids(on))

    def at_address(self, *, slug, pk):
        return self.filter(pk=pk, partnership__slug=slug).select_related("partnership__house_style")


class PartnershipRecord(TrackedModel):
    """A record that belongs directly to one partnership."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="%(class)s_set"
    )

    objects = PartnershipRecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def history_home(self):
        return "partnership", self.partnership_id

    def partnership_pk(self):
        return self.partnership_id

    def roles_of(self, user, *, on):
        return self.partnership.roles_of(user, on=on)
