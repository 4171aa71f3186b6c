"""A partnership's scheme of ratings: what its own words are for a kind, and how two of its ratings compare.

It takes records or frozen facts of ratings alike: each has ``key``, ``kind``, ``label``, ``severity``, ``is_retired``
and ``replaced_by``.
"""

from functools import cached_property

from partnership.rating_kinds import WORST_FIRST, is_better


class Scheme:
    """All ratings of one partnership at one moment, those that have left the scheme included."""

    def __init__(self, ratings, *, at=None):
        """The scheme of now, or that of the moment ``at`` (of records only)."""
        self._by_key = {rating.key: rating for rating in ratings}
        self._at = at

    def __iter__(self):
        """All of them, retired ones included."""
        return iter(self._by_key.values())

    def get(self, key):
        """The rating with this key, in the scheme or retired."""
        return self._by_key[key]

    def has(self, key):
        """Whether a rating with this key is in the scheme now."""
        return any(rating.key == key for rating in self.ratings)

    @cached_property
    def ratings(self):
        """Those in the scheme, worst first."""
        ratings = self._by_key.values()
        if self._at is None:
            return worst_first(ratings)
        then = (rating for rating in ratings if rating.is_in_force(at=self._at))
        return tuple(sorted(then, key=lambda rating: rating.severity))

    def of(self, *kinds):
        """Those in the scheme that are of one of these kinds, worst first."""
        return tuple(rating for rating in self.ratings if rating.kind in kinds)

    def words(self, *kinds):
        """“Amber/red or Amber/green”: the labels of these kinds; "" if the scheme has none of them."""
        return words_of(self.ratings, *kinds)

    def nearest(self, kind):
        """The kind itself if the scheme has a rating of it, else the nearest worse kind that it has; None if none."""
        has = {rating.kind for rating in self.ratings}
        worse = WORST_FIRST[: WORST_FIRST.index(kind) + 1] if kind in WORST_FIRST else (kind,)
        return next((one for one in reversed(worse) if one in has), None)

    def direction(self, before, now):
        """“better” or “worse” from one key to the next; "" if either has no direction or they are equal.

        A rating that has left the scheme counts as the one that replaced it: a new scheme makes nothing better.
        """
        before, now = self._in_force(before), self._in_force(now)
        if before is None or now is None or before is now:
            return ""
        if before.kind not in WORST_FIRST or now.kind not in WORST_FIRST:
            return ""
        if before.kind != now.kind:
            return "better" if is_better(now.kind, before.kind) else "worse"
        if before.is_retired or now.is_retired:  # orders of two schemes do not compare
            return ""
        return "better" if now.severity > before.severity else "worse"

    def _in_force(self, key):
        rating = self._by_key.get(key)
        while rating is not None and rating.replaced_by:
            rating = self._by_key[rating.replaced_by]
        return rating


def worst_first(ratings):
    """Those of ``ratings`` that are in the scheme, in the partnership's order of severity."""
    return tuple(sorted((r for r in ratings if not r.is_retired), key=lambda r: r.severity))


def words_of(ratings, *kinds):
    """The labels of those of ``ratings`` that are of these kinds, joined for a sentence; "" if there is none."""
    *labels, last = [rating.label for rating in ratings if rating.kind in kinds] or [""]
    return f"{', '.join(labels)} or {last}" if labels else last
