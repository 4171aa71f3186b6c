"""Which ratings stay when a partnership takes on another scheme, and which leave it.

``current`` are the ratings of the present scheme, worst first; ``ratings`` are the new ones (LibraryRating).
"""

import hashlib

from partnership.rating_kinds import RatingKind


def match_ratings(current, ratings):
    """Place in ``ratings`` → the rating of ``current`` that it is.

    It is the one that it names, or one with the same label, if both are of one kind. The kind of a rating never
    changes: with another kind it is another rating.
    """
    by_key = {rating.key: rating for rating in current}
    found = {}
    for place, new in enumerate(ratings):
        old = by_key.get(new.stays)
        if old is not None and old.kind == new.kind:
            found[place] = by_key.pop(new.stays)
    alike = {_name(rating): rating for rating in by_key.values()}
    for place, new in enumerate(ratings):
        if place not in found and (old := alike.pop(_name(new), None)):
            found[place] = old
    return _without_exchanges(found, ratings)


def leaving_ratings(current, ratings):
    """Those of ``current`` that ``ratings`` do not keep, worst first."""
    stay = {rating.key for rating in match_ratings(current, ratings).values()}
    return [rating for rating in current if rating.key not in stay]


def mark_of(current):
    """Tells whether a scheme has changed since a page showed it."""
    seen = "|".join(f"{rating.key} {rating.version}" for rating in current)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _name(rating):
    """By which a rating of the old scheme is one of the new; what was never rated always is."""
    is_unrated = rating.kind == RatingKind.NOT_RATED
    return rating.kind, "" if is_unrated else rating.label.casefold()


def _without_exchanges(found, ratings):
    """``found`` without a rating that would take the label of another that stays: no two have one at any moment.

    It leaves the scheme, and a new one with that label stands for it. What was never rated cannot leave: there it is
    the other that does.
    """
    stay = dict(found)
    holders = {rating.label.casefold(): place for place, rating in found.items()}
    for place, rating in found.items():
        holder = holders.get(ratings[place].label.casefold(), place)
        if holder != place:
            stay.pop(holder if rating.kind == RatingKind.NOT_RATED else place, None)
    return stay
