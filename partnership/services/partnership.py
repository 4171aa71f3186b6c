"""Adding a partnership and admitting people to it."""

from partnership.history import recording
from partnership.models import HouseStyle, Membership, Partnership, RatingDefinition
from partnership.rating_library import RED_AMBER_GREEN


def found_partnership(
    *,
    by,
    name,
    short_name,
    slug,
    formerly="",
    colour="#1d4f7a",
    marking="",
    scheme=RED_AMBER_GREEN,
    ratings=(),
    at=None,
):
    """A new partnership with its house style and its scheme of ratings, which is one of the library.

    ``ratings`` are (kind, label, meaning) of those with the partnership's own wording.
    """
    own_words = {kind: (label, meaning) for kind, label, meaning in ratings}
    with recording(None, by=by, at=at) as change:
        partnership = Partnership(name=name, short_name=short_name, slug=slug, formerly=formerly)
        partnership.full_clean()
        partnership.save()
        style = HouseStyle(partnership=partnership, colour=colour, marking=marking)
        style.full_clean()
        style.save()
        for severity, rating in enumerate(scheme.ratings):
            label, meaning = own_words.get(rating.kind, (rating.label, rating.meaning))
            definition = RatingDefinition(
                partnership=partnership,
                severity=severity,
                added_at=change.at,
                key=rating.key,
                **rating.values() | {"label": label, "meaning": meaning},
            )
            definition.full_clean()
            definition.save()
    return partnership


def admit(user, partnership, *, by, role, since, agency=None, at=None):
    """Make ``user`` a member of the partnership in ``role`` from the day ``since``."""
    with recording(partnership, by=by, at=at):
        return Membership.objects.create(
            user=user, partnership=partnership, role=role, agency=agency, since=since
        )
