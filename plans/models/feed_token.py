"""Tokens of data feeds: with one, a program such as Power BI reads the partnership's tables without signing in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.models import PartnershipRecord, PartnershipRecordQuerySet


class FeedTokenQuerySet(PartnershipRecordQuerySet):
    def in_force(self, *, on):
        """Those that open feeds on the day ``on``, as ``is_in_force`` says of one."""
        return self.filter(revoked_at=None, expires_on__gte=on)


class FeedToken(PartnershipRecord):
    """What one token opens, until when, and who created it. Its secret is nowhere: see FeedSecret."""

    NAME_FIELDS = ("name",)

    name = models.CharField(max_length=60)
    tables = models.CharField(
        max_length=500, help_text="Names of tables, with spaces between them."
    )
    includes_drafts = models.BooleanField("includes draft plans", default=False)
    expires_on = models.DateField("last day")
    created_at = models.DateTimeField("created", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    renewed_at = models.DateTimeField("renewed", null=True, editable=False)
    renewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "data feed token"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                condition=Q(revoked_at=None),
                name="feed_token_name_once",
                violation_error_message="There is already a token with this name.",
            ),
            models.CheckConstraint(
                condition=Q(renewed_at=None, renewed_by=None)
                | Q(renewed_at__isnull=False, renewed_by__isnull=False),
                name="feed_token_renewed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="feed_token_revoked_at_and_by",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def table_names(self):
        return tuple(self.tables.split())

    @property
    def is_revoked(self):
        return self.revoked_at is not None

    def is_in_force(self, *, on):
        return not self.is_revoked and self.expires_on >= on

    @property
    def last_used_on(self):
        """The last day on which a program read something with it; None if none has."""
        secret = getattr(self, "secret", None)
        return secret and secret.last_used_on


class FeedSecret(models.Model):
    """The digest of a token's secret, and when it last opened something. Not in history.

    It outlasts the token, so that its use after that is refused by name in the security log.
    """

    NOT_IN_ARCHIVE = "is a key: whoever has it reads the feeds"

    token = models.OneToOneField(FeedToken, on_delete=models.CASCADE, related_name="secret")
    digest = models.CharField(max_length=64, unique=True)
    last_used_on = models.DateField(null=True)

    def __str__(self):
        return f"Secret of {self.token}"
