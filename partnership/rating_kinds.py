"""The kinds of rating. All logic asks a rating's kind; its label, colour and key are for people alone."""

from django.db import models

LABEL_LENGTH = 30  # of a rating of any kind: it is in tables and charts
MEANING_LENGTH = 200


class RatingKind(models.TextChoices):
    """How an action is going. The first four go from worst to best; the others are neither good nor bad."""

    OFF_TRACK = "off_track", "Off track"
    AT_RISK = "at_risk", "At risk"
    ON_TRACK = "on_track", "On track"
    COMPLETE = "complete", "Complete"
    NOT_DUE = "not_due", "Not due to start"
    ON_HOLD = "on_hold", "On hold"
    ENDED = "ended", "Ended without being done"
    NOT_RATED = "not_rated", "Not yet rated"


# From worst to best: the kinds that say how well it is going. The others have no direction.
WORST_FIRST = (
    RatingKind.OFF_TRACK,
    RatingKind.AT_RISK,
    RatingKind.ON_TRACK,
    RatingKind.COMPLETE,
)
BEHIND = frozenset({RatingKind.OFF_TRACK, RatingKind.AT_RISK})
GOOD = frozenset({RatingKind.ON_TRACK, RatingKind.COMPLETE})
# Nothing more is asked of these.
CLOSED = frozenset({RatingKind.COMPLETE, RatingKind.ENDED})
# These are never overdue.
WAITING = frozenset({RatingKind.NOT_DUE, RatingKind.ON_HOLD})
NOT_RUNNING = CLOSED | WAITING
NEEDS_COMMENT = BEHIND | {RatingKind.ON_HOLD, RatingKind.ENDED}


def is_better(kind, than):
    """Whether ``kind`` is better than the kind ``than``; both are of WORST_FIRST."""
    return WORST_FIRST.index(kind) > WORST_FIRST.index(than)
