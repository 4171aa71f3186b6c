"""Gives the small partnership of the tests another scheme of ratings, as if it had been founded with it."""

from partnership.history import recording
from partnership.models import RatingDefinition
from tests.helpers.builders import FOUNDED


def use_scheme(partnership, scheme):
    """Nothing may have been rated yet."""
    with recording(partnership, by=None, at=FOUNDED):
        for definition in partnership.ratingdefinition_set.all():
            definition.delete()
        for severity, rating in enumerate(scheme.ratings):
            RatingDefinition.objects.create(
                partnership=partnership, key=rating.key, severity=severity, added_at=FOUNDED, **rating.values()
            )  # fmt: skip
