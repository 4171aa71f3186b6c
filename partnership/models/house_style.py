"""A partnership's appearance and its labels for ratings. Logic uses a rating's kind, never its label."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnership.models.partnership import Partnership, PartnershipRecord

COLOUR = "#[0-9a-fA-F]{6}"
WHITE_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 for text of ordinary size


def contrast_with_white(colour):
    """Contrast ratio (1 to 21) of white letters on ``colour`` (#rrggbb), as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def dark_enough(colour):
    if re.fullmatch(COLOUR, colour) and contrast_with_white(colour) < WHITE_CONTRAST:
        raise ValidationError("White text is not readable on this colour. Choose a darker one.")


class RatingKind(models.TextChoices):
    """How an action is going, declared from worst to best. Not yet rated is last and never counts as good."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    BLUE = "blue", "Complete"
    GREY = "grey", "Not yet rated"


class RatingDefinition(PartnershipRecord):
    """The partnership's own label and meaning for one kind of rating."""

    NAME_FIELDS = ("label",)

    DEFAULT_MEANINGS = {
        RatingKind.RED: "Off track: unlikely to be done in time, or not making the difference it should.",
        RatingKind.AMBER: "Some delay or doubt, with a plan to put it right.",
        RatingKind.GREEN: "On track to be done in time.",
        RatingKind.BLUE: "Done, with evidence of the difference it made.",
        RatingKind.GREY: "Not rated yet.",
    }

    kind = models.CharField(max_length=10, choices=RatingKind)
    label = models.CharField(max_length=30)
    meaning = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                name="rating_definition_once_a_kind",
                violation_error_message="This kind of rating is already defined.",
            ),
            models.UniqueConstraint(
                Lower("label"),
                "partnership",
                name="rating_label_once",
                violation_error_message="Another rating already has this label. Choose a different one.",
            ),
        ]

    def __str__(self):
        return self.label


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

    style = models.OneToOneField(
        HouseStyle, primary_key=True, on_delete=models.CASCADE, related_name="logo"
    )
    content = models.BinaryField()

    def __str__(self):
        return f"Logo of style {self.pk}"
