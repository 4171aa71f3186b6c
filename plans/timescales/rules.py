"""Whose date an action has: its own, or its priority's if it has no timescale at all (decision 0062).

Each rule is a function of plain values, with the equivalent condition for a QuerySet of actions beside it.
This module imports no model, so that models can use it too.
"""

import re
from datetime import timedelta

from django.db.models import Case, Q, When

NO_TIMESCALE = "none"  # the kind for no timescale, or one that could not be parsed

BLANK = " \t\r\n"

# What people write, in lower case, for no timescale.
NOTHING = {"", "-", ".", "n/a", "na", "nil", "none", "not applicable", "no timescale"}


def has_own_timescale(kind, words, due_on):
    """Whether an action has a timescale of its own: a kind, a date or words, even if the words contain no date."""
    return kind != NO_TIMESCALE or due_on is not None or bool(words.strip(BLANK))


def is_understood(kind, words, due_on, needs_check=False):
    """False if a timescale is only words that could not be read as a date, as ongoing or as to be confirmed.

    What was read in part has a gap of its own: it needs to be checked.
    """
    is_nothing = words.strip(BLANK).lower() in NOTHING
    return kind != NO_TIMESCALE or due_on is not None or is_nothing or needs_check


def has_started(starts_on, *, on):
    """Whether the start of an action (its first day, or None) has come on the day ``on``."""
    return starts_on is None or starts_on <= on


def is_overdue(due_on, *, is_open, on, starts_on=None):
    """Whether something due by ``due_on`` (a date or None) is late on the day ``on``: only while it is open.

    An action is not late before its start, which may be after the date of its priority.
    """
    return is_open and due_on is not None and due_on < on and has_started(starts_on, on=on)


def overdue_from(due_on, *, is_open, starts_on=None):
    """The first day on which ``is_overdue`` is true; None if that is never so."""
    if not is_open or due_on is None:
        return None
    day_after = due_on + timedelta(days=1)
    return max(day_after, starts_on) if starts_on else day_after


def due_before(on):
    """The condition of ``is_overdue`` on actions that are open, for a QuerySet with ``due``: see DUE_ON."""
    return Q(due__lt=on) & (Q(starts_on=None) | Q(starts_on__lte=on))


WITHOUT_OWN_TIMESCALE = Q(
    timescale_kind=NO_TIMESCALE, due_on=None, timescale_words__regex=rf"^[{BLANK}]*$"
)

# The date that applies to an action of a QuerySet; null if there is none.
DUE_ON = Case(When(WITHOUT_OWN_TIMESCALE, then="priority__due_on"), default="due_on")

WRITES_NOTHING = rf"^[{BLANK}]*({'|'.join(map(re.escape, sorted(NOTHING - {''})))})?[{BLANK}]*$"


def _says_nothing(prefix=""):
    """Condition: no kind and no date, and words, if any, that mean no timescale."""
    return Q(
        **{
            f"{prefix}timescale_kind": NO_TIMESCALE,
            f"{prefix}due_on": None,
            f"{prefix}timescale_words__iregex": WRITES_NOTHING,
        }
    )


def _is_not_understood(prefix=""):
    without = Q(
        **{
            f"{prefix}timescale_kind": NO_TIMESCALE,
            f"{prefix}due_on": None,
            f"{prefix}needs_check": False,
        }
    )
    return without & ~Q(**{f"{prefix}timescale_words__iregex": WRITES_NOTHING})


# The timescale that applies to an action is none, or is words alone that contain no date. One that was read in part
# and has to be checked is neither.
SAYS_NOTHING = _says_nothing() & (
    ~WITHOUT_OWN_TIMESCALE | Q(priority=None) | _says_nothing("priority__")
)
NOT_UNDERSTOOD = _is_not_understood() | WITHOUT_OWN_TIMESCALE & _is_not_understood(
    "priority__"
) & Q(priority__isnull=False)
NEEDS_CHECK = Q(needs_check=True) | WITHOUT_OWN_TIMESCALE & Q(priority__needs_check=True)
