"""An invitation to join a partnership: for one address, in one role, perhaps with seats."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from partnership.history import TrackedModel
from partnership.models import Agency, Membership, PartnershipRecord, PartnershipRecordQuerySet
from subgroups.models.group import Group
from subgroups.models.seat import Seat

ONE_LINE = RegexValidator(
    r"^[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Enter the name on one line, without special characters."
)


class InvitationQuerySet(PartnershipRecordQuerySet):
    def waiting(self):
        """Neither accepted nor withdrawn; their links may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(PartnershipRecord):
    """Sent by a business manager. Its link works once, for LASTS after it was last sent."""

    NAME_FIELDS = ("name",)

    LASTS = timedelta(days=7)

    mail_failed = False  # result of the email just tried; not stored

    email = models.EmailField("email address")
    name = models.CharField(max_length=200, validators=[ONE_LINE])
    role = models.CharField(max_length=20, choices=Membership.ROLES)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("sent")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField("accepted", null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_waits_once",
                violation_error_message="This address already has an invitation. Send it again or withdraw it.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_accepted_by_somebody",
                violation_error_message="An accepted invitation names who accepted it, and cannot be withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_by_somebody",
                violation_error_message="A withdrawn invitation names who withdrew it.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=F("sent_at")),
                name="invitation_accepted_after_it_was_sent",
                violation_error_message="An invitation cannot be accepted before it is sent.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def expires_at(self):
        """The moment from which the link no longer works."""
        return self.sent_at + self.LASTS

    def why_closed(self, *, at):
        """“accepted”, “withdrawn” or “expired”; "" while the link works at the moment ``at``."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if at >= self.expires_at else ""


class InvitationSeat(TrackedModel):
    """A seat on a group that comes with accepting an invitation."""

    NAME_FIELDS = ("group", "role")

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Seat.SeatRole, default=Seat.SeatRole.MEMBER)

    class Meta:
        ordering = ["pk"]
        verbose_name = "seat offered"
        verbose_name_plural = "seats offered"
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "group"],
                name="invitation_seat_once_a_group",
                violation_error_message="Choose one seat on each group.",
            )
        ]

    def __str__(self):
        return f"{self.group}, {self.get_role_display().lower()}"

    def history_home(self):
        return self.invitation.history_home()

    def partnership_pk(self):
        return self.invitation.partnership_id


class InvitationKey(models.Model):
    """The SHA-256 of an invitation's token: replaced when it is sent again, and not in history."""

    NOT_IN_ARCHIVE = "is a key: whoever has it accepts an invitation"

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="key")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self):
        return f"key of invitation {self.invitation_id}"
