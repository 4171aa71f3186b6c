"""A partnership's appearance: its colour, logo and protective marking."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from partnership.models.partnership import Partnership, PartnershipRecord
from partnership.palette import contrast

COLOUR = "#[0-9a-fA-F]{6}"
WHITE_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 for text of ordinary size


def dark_enough(colour):
    if re.fullmatch(COLOUR, colour) and contrast(colour, "#ffffff") < WHITE_CONTRAST:
        raise ValidationError("White text is not readable on this colour. Choose a darker one.")


class HouseStyle(PartnershipRecord):
    """The partnership's colour, logo and protective marking, on screen and in print."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.PROTECT, related_name="house_style"
    )
    colour = models.CharField(
        max_length=7,
        default="#1d4f7a",
        validators=[
            RegexValidator(rf"^{COLOUR}\Z", "Enter a colour like #1d4f7a."),
            dark_enough,
        ],
        help_text="Dark enough for white text, for example #1d4f7a.",
    )
    marking = models.CharField(
        "protective marking",
        max_length=60,
        blank=True,
        help_text="Printed on every page, for example OFFICIAL.",
    )
    # Of the logo, whose bytes are a table of their own: all or none of these.
    logo_kind = models.CharField("kind of logo", max_length=3, blank=True, editable=False)
    logo_alt = models.CharField(
        "description of the logo", max_length=200, blank=True, editable=False
    )
    logo_sha256 = models.CharField("digest of the logo", max_length=64, blank=True, editable=False)
    logo_width = models.PositiveIntegerField("width of the logo", default=0, editable=False)
    logo_height = models.PositiveIntegerField("height of the logo", default=0, editable=False)

    class Meta:
        verbose_name = "house style"
        constraints = [
            models.CheckConstraint(
                condition=Q(logo_kind="", logo_alt="", logo_sha256="")
                | (~Q(logo_kind="") & ~Q(logo_alt="") & ~Q(logo_sha256="")),
                name="logo_whole_or_none",
                violation_error_message="A logo has a file and a description.",
            )
        ]

    def __str__(self):
        return f"House style of {self.partnership}"

    @property
    def has_logo(self):
        return self.logo_kind != ""

    def read_logo(self):
        """The bytes of the logo; None without one."""
        content = LogoContent.objects.filter(style=self.pk).first() if self.has_logo else None
        return bytes(content.content) if content else None


class LogoContent(models.Model):
    """The bytes of a partnership's logo: a table of its own, so that pages and history never read them."""

    OWNED_THROUGH = "style__partnership"

    style = models.OneToOneField(
        HouseStyle, primary_key=True, on_delete=models.CASCADE, related_name="logo"
    )
    content = models.BinaryField()

    def __str__(self):
        return f"Logo of style {self.pk}"
