"""The kind of rating that the dates alone suggest for an action, with the reason in one sentence.

People may rate otherwise.

Rules, the first that matches:
1. complete stays complete;
2. not due to start, and its start is past: at risk; not due to start otherwise, on hold or ended: no suggestion, as it
   cannot be late; likewise what has not started yet;
3. due three months ago or longer: off track;
4. due, and the day is past: at risk;
5. a milestone is not done after its day, or was missed and there was no update since: at risk; a report that was due
   was missed or has not come, and there was no update since: at risk;
6. rated, but no update for eight months: at risk;
7. due in the future: on track;
8. otherwise no suggestion.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from partnership.rating_kinds import NOT_RUNNING, WORST_FIRST, RatingKind, is_better
from plans.models.timescale import Precision, date_words, last_day_of
from plans.timescales.rules import has_started

LONG_OVERDUE = timedelta(days=91)
YEAR = timedelta(days=365)
STALE = timedelta(days=240)  # two of the three reporting rounds in a year


@dataclass(frozen=True)
class Suggestion:
    kind: str
    because: str


@dataclass(frozen=True)
class Facts:
    """The input of the rules. Dates; ``points`` are the last days of reports that have not come."""

    kind: str  # of its rating
    due_on: date | None
    due_precision: str
    said_on: date | None
    points: tuple[date, ...] = ()
    # (last day, what it is called, whether it is open) of milestones with a date that are not done
    milestones: tuple[tuple[date, str, bool], ...] = ()
    starts_on: date | None = None
    starts_precision: str = ""


def facts_of(action, points=None):
    """The Facts of an action's record. Two queries at most; ``points`` are its reporting points, if read already."""
    last = action.last_update
    dated = action.timescale_owner
    points = action.reporting_points.all() if points is None else points
    to_come = [point for point in points if point.last_day and not point.received_on]
    return Facts(
        kind=action.rating_kind,
        due_on=dated.due_on,
        due_precision=dated.due_precision,
        said_on=timezone.localdate(last.at) if last else None,
        points=tuple(one.last_day for one in to_come if not one.is_milestone),
        milestones=tuple(
            (one.last_day, str(one), one.is_open) for one in to_come if one.is_milestone
        ),
        starts_on=action.starts_on,
        starts_precision=action.starts_precision,
    )


def suggest_for(action, scheme, *, on, points=None):
    """What the dates suggest for an action, of a kind that its partnership's Scheme has; None for nothing."""
    suggestion = suggest(facts_of(action, points), on=on)
    kind = suggestion and scheme.nearest(suggestion.kind)
    return kind and replace(suggestion, kind=kind)


def suggest(facts, *, on):
    """The Suggestion on the day ``on``, or None if the dates suggest nothing."""
    if facts.kind == RatingKind.COMPLETE:
        return Suggestion(RatingKind.COMPLETE, "It is already complete.")
    if facts.kind == RatingKind.NOT_DUE and _is_start_past(facts, on):
        start = _when(facts.starts_on, facts.starts_precision)
        return Suggestion(RatingKind.AT_RISK, f"It was due to start {start}.")
    if facts.kind in NOT_RUNNING or not has_started(facts.starts_on, on=on):
        return None
    if facts.due_on and facts.due_on < on:
        due = _when(facts.due_on, facts.due_precision)
        if on - facts.due_on >= LONG_OVERDUE:
            return Suggestion(RatingKind.OFF_TRACK, f"It was due {due}, at least 3 months ago.")
        return Suggestion(RatingKind.AT_RISK, f"It was due {due}.")
    late = [
        (day, title)
        for day, title, is_open in facts.milestones
        if day < on and (is_open or facts.said_on is None or facts.said_on < day)
    ]
    if late:
        day, title = min(late)
        due = date_words(day, Precision.MONTH)
        return Suggestion(
            RatingKind.AT_RISK, f"The milestone “{title}” was due in {due} and is not done."
        )
    missed = [
        point
        for point in facts.points
        if point < on and (facts.said_on is None or facts.said_on < point)
    ]
    if missed:
        point = date_words(max(missed), Precision.MONTH)
        return Suggestion(
            RatingKind.AT_RISK, f"There has been no update since a report was due in {point}."
        )
    if since := unconfirmed_since(facts.kind, facts.said_on, on=on):
        return Suggestion(
            RatingKind.AT_RISK, f"There has been no update since {date_words(since)}."
        )
    if facts.due_on:
        return Suggestion(
            RatingKind.ON_TRACK,
            f"It is not due until {date_words(facts.due_on, facts.due_precision)}.",
        )
    return None


def unconfirmed_since(kind, said_on, *, on, is_reviewed_yearly=False):
    """The last confirmation of a rating of this kind, if that is too long before the day ``on``; else None.

    ``said_on`` is the day of the last update, “no change” included. What is complete, has ended, is on hold or is not
    due to start never expires, but some of what is complete is reviewed once a year.
    """
    if is_reviewed_yearly:
        return said_on if said_on and on - said_on >= YEAR else None
    rated = kind not in NOT_RUNNING | {RatingKind.NOT_RATED}
    return said_on if rated and said_on and on - said_on > STALE else None


def _is_start_past(facts, on):
    """Whether the day or the month in which it was to start is over."""
    last_day = last_day_of(facts.starts_on, facts.starts_precision)
    return last_day is not None and last_day < on


def _when(day, precision):
    words = date_words(day, precision)
    return f"in {words}" if precision == Precision.MONTH else f"on {words}"


def is_better_than_suggested(kind, suggestion):
    """Whether a rating of this kind is better than the Suggestion, so that someone says why.

    Complete has its own rule.
    """
    if suggestion is None or kind == RatingKind.COMPLETE:
        return False
    has_direction = kind in WORST_FIRST and suggestion.kind in WORST_FIRST
    return has_direction and is_better(kind, suggestion.kind)


def kinds_with_reason(suggestion, *, lacks_evidence):
    """The kinds that need a reason: those better than suggested, and complete if a measure has no evidence."""
    kinds = {kind for kind in WORST_FIRST if is_better_than_suggested(kind, suggestion)}
    return kinds | {RatingKind.COMPLETE} if lacks_evidence else kinds
