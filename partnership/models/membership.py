"""Membership: who belongs to a partnership, in which role, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partnership.models.agency import Agency
from partnership.models.partnership import PartnershipRecord, PartnershipRecordQuerySet
from partnership.permissions import EVERYBODY, Role
from partnership.statements import Given, Statement


def runs(row, *, on):
    """Whether a membership or seat has begun and not ended on the day ``on``; ended by a person, it is over at once.

    ``row`` has ``since``, ``until`` (dates, or None) and ``ended_at``: the record, or a row of its history.
    """
    begun = row.since is None or row.since <= on
    return begun and row.ended_at is None and (row.until is None or row.until >= on)


def has_ended(row, *, on):
    """Whether the last day of a membership or seat is before the day ``on``, or it was ended by hand."""
    return row.ended_at is not None or (row.until is not None and row.until < on)


class MembershipQuerySet(PartnershipRecordQuerySet):
    def running(self, on):
        """Those that have begun and not ended on the day ``on``; the last day still counts.

        One that was ended by hand is over from that moment, whatever the day.
        """
        return self.lasting(on).filter(since__lte=on)

    def lasting(self, on):
        """Those that have not ended on the day ``on``: running, or still to begin."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None)

    def lasting_among(self, people, on):
        """The ids of those of ``people`` (ids of users) who have a membership that has not ended on the day ``on``."""
        if not people:
            return set()
        return set(self.lasting(on).filter(user__in=people).values_list("user", flat=True))

    def managing(self, on):
        """Memberships of business managers who can sign in, on the day ``on``."""
        return self.running(on).filter(role=Role.BUSINESS_MANAGER, user__is_active=True)


class Membership(PartnershipRecord):
    NAME_FIELDS = ("role",)

    ROLES = [(role.value, role.words.capitalize()) for role in Role if role in EVERYBODY]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="person",
    )
    role = models.CharField(max_length=20, choices=ROLES)
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text="The organisation they represent.",
    )
    since = models.DateField("from")
    until = models.DateField(
        "until",
        null=True,
        blank=True,
        help_text="The last day. Leave blank if they are still a member.",
    )

    ended_at = models.DateTimeField("ended manually", null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message="A membership cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "user", "role"],
                condition=Q(until=None, ended_at=None),
                name="membership_once_a_role",
                violation_error_message="This person already has this role.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()}"

    def runs(self, *, on):
        return runs(self, on=on)

    def has_ended(self, *, on):
        return has_ended(self, on=on)

    def is_last_manager(self, *, on):
        """Whether this is the partnership's only business manager on the day ``on``."""
        if self.role != Role.BUSINESS_MANAGER or not self.user.is_active or not self.runs(on=on):
            return False
        others = self.partnership.membership_set.managing(on).exclude(pk=self.pk)
        return not others.exists()


def read_memberships(user, *, on):
    """The memberships of a person that run on the day ``on``, with partnership and house style: one query."""
    return _RUNNING.records(user=user.pk, on=on)


# Every page asks for them, so the text is made once a process.
_RUNNING = Statement(
    lambda: (
        Membership.objects.running(Given("on", models.DateField()))
        .filter(user=Given("user"))
        .select_related("partnership__house_style")
        .order_by("pk")
    )
)
