"""A partnership's scheme of ratings: its own ratings, each of a kind. Logic asks the kind and nothing else."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnership.models.partnership import PartnershipRecord
from partnership.palette import PALETTE, RatingSymbol
from partnership.rating_kinds import LABEL_LENGTH, MEANING_LENGTH, RatingKind
from partnership.statements import Given, Statement

KEY_LENGTH = 40


class RatingKey(models.SlugField):
    """Which of the partnership's ratings something has, by its key. People read the label instead."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": KEY_LENGTH, "db_index": False} | kwargs)


def is_of_palette(colour):
    if colour not in PALETTE:
        raise ValidationError("Choose a colour from the list.")


class RatingDefinition(PartnershipRecord):
    """One rating of the partnership's scheme. One that has left the scheme keeps its words for what was rated so."""

    NAME_FIELDS = ("label",)

    key = models.SlugField(
        "code",
        max_length=KEY_LENGTH,
        db_index=False,
        editable=False,
        help_text="Never shown, and never used again for another rating.",
    )
    kind = models.CharField(max_length=10, choices=RatingKind)
    label = models.CharField(max_length=LABEL_LENGTH)
    meaning = models.CharField(max_length=MEANING_LENGTH)
    colour = models.CharField(
        max_length=10,
        choices=[(name, name.capitalize()) for name in PALETTE],
        default="grey",
        validators=[is_of_palette],
    )
    symbol = models.CharField(max_length=20, choices=RatingSymbol, default=RatingSymbol.RING)
    severity = models.PositiveIntegerField("order, worst first", default=0)
    is_reviewed_yearly = models.BooleanField(
        "reviewed once a year",
        default=False,
        help_text="Only for what is complete and is kept going.",
    )
    added_at = models.DateTimeField("added to the scheme", editable=False)
    retired_at = models.DateTimeField("left the scheme", null=True, editable=False)
    replaced_by = RatingKey(blank=True, editable=False)

    class Meta:
        ordering = ["severity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "key"],
                name="rating_key_once",
                violation_error_message="Another rating has had this key.",
            ),
            models.UniqueConstraint(
                Lower("label"),
                "partnership",
                condition=Q(retired_at=None),
                name="rating_label_once",
                violation_error_message="Another rating already has this label. Choose a different one.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "severity"],
                condition=Q(retired_at=None),
                name="rating_severity_once",
                violation_error_message="Another rating already has this order. Choose a different one.",
            ),
            # What was never rated has one rating in every scheme, whose key needs no look-up.
            models.CheckConstraint(
                condition=Q(kind="not_rated", key="not_rated", retired_at=None)
                | ~Q(kind="not_rated") & ~Q(key="not_rated"),
                name="rating_not_rated_is_one",
                violation_error_message="Every scheme has one rating for what has not been rated.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by="") | Q(retired_at__isnull=False),
                name="rating_replaced_has_left",
                violation_error_message="Only a rating that has left the scheme is replaced by another.",
            ),
            models.CheckConstraint(
                condition=Q(is_reviewed_yearly=False) | Q(kind="complete"),
                name="rating_reviewed_is_complete",
                violation_error_message="Only a rating for what is complete is reviewed once a year.",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_retired(self):
        return self.retired_at is not None

    def is_in_force(self, *, at):
        """Whether it was in the scheme at the moment ``at``."""
        return self.added_at <= at and (self.retired_at is None or self.retired_at > at)


def read_ratings(partnership):
    """All ratings of the partnership with this id, those that have left its scheme included: one query."""
    return _RATINGS.records(partnership=partnership)


_RATINGS = Statement(lambda: RatingDefinition.objects.filter(partnership=Given("partnership")))
