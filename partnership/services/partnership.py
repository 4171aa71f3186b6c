"""Adding a partnership and admitting people to it."""

from partnership.history import recording
from partnership.models import HouseStyle, Membership, Partnership, RatingDefinition, RatingKind


def found_partnership(
    *, by, name, short_name, slug, formerly="", colour="#1d4f7a", marking="", ratings=(), at=None
):
    """A new partnership with its house style and a definition of every kind of rating.

    ``ratings`` are (kind, label, meaning) of those with the partnership's own wording.
    """
    own_words = {kind: (label, meaning) for kind, label, meaning in ratings}
    with recording(None, by=by, at=at):
        partnership = Partnership(name=name, short_name=short_name, slug=slug, formerly=formerly)
        partnership.full_clean()
        partnership.save()
        style = HouseStyle(partnership=partnership, colour=colour, marking=marking)
        style.full_clean()
        style.save()
        for kind in RatingKind:
            label, meaning = own_words.get(
                kind, (kind.label, RatingDefinition.DEFAULT_MEANINGS[kind])
            )
            RatingDefinition.objects.create(
                partnership=partnership, kind=kind, label=label, meaning=meaning
            )
    return partnership


def admit(user, partnership, *, by, role, since, agency=None, at=None):
    """Make ``user`` a member of the partnership in ``role`` from the day ``since``."""
    with recording(partnership, by=by, at=at):
        return Membership.objects.create(
            user=user, partnership=partnership, role=role, agency=agency, since=since
        )
