"""The security log: who signed in, was admitted, changed a role or downloaded data. Append-only."""

from django.conf import settings
from django.db import models

from partnership.models.partnership import Partnership


class SecurityEventQuerySet(models.QuerySet):
    def visible_to(self, user, *, on):
        return self.filter(partnership__in=user.partnership_ids(on))


class SecurityEvent(models.Model):
    """One security event. Never contains input."""

    OWNED_THROUGH = "partnership"

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
        SIGNED_OUT = "signed_out", "Signed out"
        PASSWORD_CHANGED = "password_changed", "Password changed"
        SECOND_FACTOR_ADDED = "second_factor_added", "Second factor added"
        SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor removed"
        SESSION_ENDED = "session_ended", "Session ended from another device"
        INVITED = "invited", "Invited"
        INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
        INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
        ROLE_CHANGED = "role_changed", "Role changed"
        MEMBERSHIP_ENDED = "membership_ended", "Membership ended"
        EXPORTED = "exported", "Data downloaded"
        PUBLISHED = "published", "Published"
        REDACTED = "redacted", "Words redacted"
        SEALED = "sealed", "History sealed"
        CALENDAR_MADE = "calendar_made", "Calendar address created"
        CALENDAR_RENEWED = "calendar_renewed", "Calendar address renewed"
        CALENDAR_ENDED = "calendar_ended", "Calendar address switched off"
        FEED_CREATED = "feed_created", "Data feed token created"
        FEED_RENEWED = "feed_renewed", "Data feed token renewed"
        FEED_REVOKED = "feed_revoked", "Data feed token revoked"
        FEED_READ = "feed_read", "Data feed read"
        FEED_REFUSED = "feed_refused", "Data feed refused"

    at = models.DateTimeField("when")
    kind = models.CharField(max_length=30, choices=Kind)
    partnership = models.ForeignKey(
        Partnership, null=True, on_delete=models.PROTECT, related_name="security_events"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who",
    )
    by_name = models.CharField("name at the time", max_length=200, blank=True)
    about = models.CharField("about", max_length=200, blank=True)
    address = models.GenericIPAddressField("internet address", null=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["partnership", "-at", "-id"], name="security_by_partnership")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.at:%d %B %Y}"
