"""Reads a table of the feeds page by page, each page after the key of the last row before it.

Rows are ordered by what never changes, so that none is missed or read twice while others are added or removed.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from django.db.models import Max, Q

from partnership.models import RatingDefinition
from partnership.tables import Kind
from plans.feeds.table import FeedScope, FeedTable

PAGE = 1_000  # rows: what is in memory at a time


@dataclass(frozen=True)
class FeedPage:
    rows: tuple[dict, ...]  # values by names of columns
    next: tuple | None  # the key of the last row, if there are more


@dataclass(frozen=True)
class FeedReading:
    """One table as one reader gets it: all rows, or those that have changed after the moment ``since``."""

    table: FeedTable
    scope: FeedScope
    since: datetime | None = None

    @cached_property
    def _ratings(self):
        """Key → RatingDefinition."""
        found = RatingDefinition.objects.filter(partnership=self.scope.partnership)
        return MappingProxyType({rating.key: rating for rating in found})

    @cached_property
    def _ratings_changed_at(self):
        history = RatingDefinition.history.filter(partnership=self.scope.partnership)
        return history.aggregate(last=Max("history_date"))["last"]

    def page(self, after=None, *, most=PAGE):
        """The FeedPage of up to ``most`` rows after the one with the key ``after``.

        One query, and the first time two more for a table with ratings.
        """
        where = _after(self.table.key, after) if after else Q()
        if self.since is not None:
            where &= Q(changed_at__gt=self.since)
        at = self._ratings_changed_at if self.table.has_ratings else None
        found = self.table.read(self.scope, where, ratings_changed_at=at)
        rows = list(found[: most + 1])
        last = tuple(rows[most - 1][name] for name in self.table.key) if len(rows) > most else None
        return FeedPage(tuple(map(self._shown, rows[:most])), last)

    def pages(self):
        """All pages, one after another."""
        page = self.page()
        yield page
        while page.next:
            page = self.page(page.next)
            yield page

    def _shown(self, row):
        return {column.name: self._value(column, row) for column in self.table.columns}

    def _value(self, column, row):
        values = [row[source] for source in column.sources]
        if column.show is not None:
            return column.show(*values)
        return self._ratings.get(values[0]) if column.kind == Kind.RATING else values[0]


def _after(names, key):
    """The condition of rows that come after ``key``, the values of the fields ``names``."""
    (name, *others), (value, *rest) = names, key
    later = Q(**{f"{name}__gt": value})
    return later | Q(**{name: value}) & _after(others, rest) if others else later


def last_change_at(partnership):
    """The moment of the partnership's last change that can be seen now; None if there is none.

    Each change is later than those before it, and is seen whole: so what is read after this has everything until this
    moment, and whoever asks for what has changed since then misses nothing.
    """
    return partnership.changes.aggregate(last=Max("at"))["last"]
