"""A multi-agency safeguarding children partnership: the council, police and health of one area."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.permissions import Role

# First parts of our own URLs, which no partnership may use as its slug.
RESERVED_SLUGS = {
    *("accounts", "admin", "static", "accessibility", "privacy", "help"),
    *("healthz", "readyz"),
}


class PartnershipQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        return self.filter(pk__in=user.partnership_ids(on))

    def at_address(self, *, slug, pk=None):
        return self.filter(slug=slug).select_related("house_style")


class SecondFactor(models.TextChoices):
    """Who needs a second factor."""

    NOBODY = "nobody", "Nobody"
    BUSINESS_MANAGERS = "business_managers", "Business managers"
    EVERYBODY = "everybody", "Everyone"


MOST_REMINDERS, EARLIEST_REMINDER = 5, 90  # how many per date, and days before it


def check_reminder_days(value):
    """Whole numbers with commas between them, or nothing."""
    if not value.strip():
        return
    if not re.fullmatch(r"\s*[0-9]{1,3}(\s*,\s*[0-9]{1,3})*\s*", value):
        raise ValidationError("Enter whole numbers of days separated by commas, like 14, 3.")
    days = [int(number) for number in value.split(",")]
    if not all(1 <= number <= EARLIEST_REMINDER for number in days):
        raise ValidationError(f"Each number of days must be between 1 and {EARLIEST_REMINDER}.")
    if len(days) > MOST_REMINDERS or len(set(days)) < len(days):
        raise ValidationError(f"Enter at most {MOST_REMINDERS} different numbers.")


class Partnership(TrackedModel):
    NAME_FIELDS = ("name",)

    name = models.CharField(max_length=200)
    short_name = models.CharField(
        max_length=20,
        help_text="Two partnerships can have the same one: GSCP is both Greenwich and Gloucestershire.",
    )
    formerly = models.CharField(
        max_length=200, blank=True, help_text="Its previous name or acronym."
    )
    slug = models.SlugField(
        "address",
        unique=True,
        help_text="The first part of the web address of its pages.",
        validators=[
            RegexValidator(
                rf"^(?!({'|'.join(sorted(RESERVED_SLUGS))})$)", "This address is already used."
            )
        ],
    )

    second_factor = models.CharField(
        "second factor",
        max_length=20,
        choices=SecondFactor,
        default=SecondFactor.NOBODY,
        help_text="Who must use more than a password to sign in.",
    )

    reminder_days = models.CharField(
        "send reminders this many days before",
        max_length=40,
        blank=True,
        default="14, 3",
        validators=[check_reminder_days],
        help_text="Days before something is due, separated by commas, like 14, 3. "
        "Leave blank to send reminders only on the day and when overdue.",
    )

    small_number = models.PositiveSmallIntegerField(
        "smallest number of people to publish",
        default=5,
        validators=[
            MinValueValidator(1, "Enter a number from 1 to 50."),
            MaxValueValidator(50, "Enter a number from 1 to 50."),
        ],
        help_text="Published pages print “fewer than 5” instead of a smaller number of people. Enter 1 to print all.",
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def partnership(self):
        return self

    @property
    def reminder_offsets(self):
        """``reminder_days`` as numbers, the nearest to the day first."""
        return sorted(int(number) for number in self.reminder_days.split(",") if number.strip())

    def history_home(self):
        return "partnership", self.pk

    def partnership_pk(self):
        return self.pk

    def roles_of(self, user, *, on):
        """The roles ``user`` holds in this partnership on the day ``on``."""
        here = [m for m in user.current_memberships(on) if m.partnership_id == self.pk]
        roles = {Role(membership.role) for membership in here}
        is_sent = any(m.role == Role.MEMBER and m.agency_id for m in here)
        return roles | {Role.REPRESENTATIVE} if is_sent else roles


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
