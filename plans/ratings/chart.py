"""An action's ratings and due dates on one time axis, as numbers of days that a template draws."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from partnership.rating_kinds import RatingKind


@dataclass(frozen=True)
class Span:
    """A rating that lasted for some days; ``start`` counts from the chart's first day."""

    start: int
    days: int
    rating: str  # its key
    since: date


@dataclass(frozen=True)
class SchemeMove:
    """A new scheme of ratings gave the action the rating that stands for its own."""

    at: datetime
    rating: str  # its key


@dataclass(frozen=True)
class ChartPoint:
    """A due date that was set; ``day`` counts from the chart's first day."""

    day: int
    on: date
    is_last: bool


@dataclass(frozen=True)
class Picture:
    starts_on: date
    days: int  # from the first day to the last of today and all due dates
    today: int
    spans: tuple[Span, ...]
    marks: tuple[ChartPoint, ...]


def build_chart(*, starts_on, updates, due_dates, on, moves=()):
    """The Picture from ``starts_on`` (a date) until the day ``on`` or the last of ``due_dates``; None without a rating.

    ``updates`` are ProgressUpdates and ``moves`` SchemeMoves, in any order; ``due_dates`` are dates in the order in
    which they were set.
    """
    said = sorted(updates, key=lambda update: (update.at, update.pk))
    if not said:
        return None
    starts_on = min(starts_on, timezone.localdate(said[0].at), *due_dates)
    days = max((max(on, *due_dates, starts_on) - starts_on).days, 1)
    last = len(due_dates) - 1
    return Picture(
        starts_on=starts_on,
        days=days,
        today=(on - starts_on).days,
        spans=tuple(_spans(sorted([*said, *moves], key=lambda turn: turn.at), starts_on, on)),
        marks=tuple(
            ChartPoint((due - starts_on).days, due, n == last) for n, due in enumerate(due_dates)
        ),
    )


def _spans(given, starts_on, on):
    """One span for each rating, lasting until the next; a repeated rating extends its span."""
    turns = [(starts_on, RatingKind.NOT_RATED.value)]
    for turn in given:
        _, rating_before = turns[-1]
        if turn.rating != rating_before:
            turns.append((timezone.localdate(turn.at), turn.rating))
    ends = [day for day, _ in turns[1:]] + [on]
    for (since, rating), until in zip(turns, ends, strict=True):
        if until > since or until == on == since:
            yield Span((since - starts_on).days, max((until - since).days, 1), rating, since)
