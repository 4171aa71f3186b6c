"""Parses a timescale as people write it into a kind and a date exactly as precise as the words are.

What cannot be parsed stays text: nothing is refused or guessed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from plans.models.timescale import Precision, TimescaleKind
from plans.timescales.dates import UNREAD, find_dates
from plans.timescales.plan_period import (
    read_financial_years,
    read_from_start,
    read_short_month,
)
from plans.timescales.rhythms import RECURRING, rhythm_of
from plans.timescales.rules import NOTHING


@dataclass(frozen=True, slots=True)
class ReadTimescale:
    """The result. A dated kind always has its date and precision, other kinds have neither.

    Not understood: the date is kept only if it is written in the words; a person still has to check the rest.
    """

    kind: TimescaleKind = TimescaleKind.NONE
    due_on: date | None = None  # the last day it runs to; of several dates the latest
    precision: str = ""  # of due_on
    points: tuple[date, ...] = ()  # if several: every date in the order written, with repeats
    is_understood: bool = True
    needs_check: bool = False  # read in part: the words name a date or a state, and more
    rhythm: str = ""  # how often what is ongoing recurs, if the words say it: a Rhythm value
    offer: "ReadTimescale | None" = None  # what the words may mean, for a person to confirm


PART = {"is_understood": False, "needs_check": True}

SPAN = re.compile(
    r"(?:\bfrom )?\|+ ?(?:-|to|until|till)(?: the)?(?: end)?(?: of)? ?\|+|\bbetween \|+ and \|+"
)
BY = re.compile(
    r"\b(?:(?:(?:to be )?completed? )?by|up to|until|till|not? later than|at the latest|on or before"
    r"|(?:before )?(?:the )?end(?: of)?)\b"
)
STATES = {
    TimescaleKind.TO_BE_CONFIRMED: re.compile(
        r"\b(?:t\.?b\.?[cad]\b|to be (?:confirmed|agreed|announced|advised|decided|determined|set)\b)"
    ),
    # What recurs has no last day either; how often stays in the words
    TimescaleKind.ONGOING: re.compile(
        r"\b(?:on[ -]?going|continu(?:ous|ously|al|ally|ing)"
        rf"|{RECURRING})\b"
    ),
}
# Words that do not affect a date.
HARMLESS = re.compile(
    r"\b(?:to be completed|for completion|and|in|on|during|the|of|due|dates?|deadline|target|timescale"
    r"|revised|(?:financial )?year|fy"
    r"|covid(?:[ -]?19)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
)
# Words after which a date is not a due date: it is another's, or what is over, or where a period begins.
TURNS = re.compile(
    r"\b(?:after|before|prior|within|from|since|until|not?|was|were|previously|originally|formerly"
    r"|onwards?|start(?:s|ing)?|begin(?:s|ning)?|commencing)\b"
)
PAST = re.compile(
    r"\b(?:completed|achieved|done|closed|delivered|finished|ended|progress|position|as (?:at|of)"
    r"|amended|updated|reviewed|approved|extended|moved|deferred|delayed)\b"
)
REVISED = re.compile(
    r"\brevised\b"
)  # of two dates one is the old one, and the words do not say which
# Words before the month or day in which something starts.
STARTS = re.compile(
    r"^(?:not (?:to )?(?:be )?(?:(?:start|begin)(?:ed)? )?before|from"
    r"|(?:to )?(?:start|begin)(?:s|ing)?|commenc(?:es?|ing))\b"
)
# Words, and signs that are more than punctuation (“March 2020?”).
LEFT = re.compile(r"\w+|[^\w\s|,.:;&/*'\"-]")


def read_timescale_words(words, *, starts_on=None, ends_on=None):
    """The ReadTimescale of any text.

    ``starts_on`` is the day from which “within 3 months” and “Yr 1” count. With ``ends_on`` it is the plan's period,
    by which “17/18” is read and “Jul 23” is offered as July 2023.
    """
    text = _plain(words)
    if text in NOTHING:
        return ReadTimescale()
    due_on = read_from_start(text, starts_on) or read_financial_years(text, starts_on, ends_on)
    if due_on:
        return ReadTimescale(TimescaleKind.BY_MONTH, due_on, Precision.MONTH)
    if short := read_short_month(text, starts_on, ends_on):
        kind = TimescaleKind.BY_MONTH if short[1] else TimescaleKind.MONTH
        offer = ReadTimescale(kind, short[0], Precision.MONTH)
        return ReadTimescale(is_understood=False, offer=offer)
    dates, rest = find_dates(text)
    states = {kind: found for kind, state in STATES.items() if (found := state.search(rest))}
    if states:
        return _read_state(states, rest, has_dates=bool(dates))
    return _read_dates(dates, rest) if dates else ReadTimescale(is_understood=False)


def read_date_words(words):
    """(last day, precision) if the words are one month or day and nothing else; None if not."""
    dates, rest = find_dates(_plain(words))
    if len(dates) != 1 or not dates[0].is_whole or UNREAD in rest or _left_in(rest):
        return None
    return dates[0].day, dates[0].precision


def read_start_words(words):
    """(first day, precision) of what is not to start before one month or day; None if the words say anything else."""
    dates, rest = find_dates(STARTS.sub("", _plain(words)))
    if len(dates) != 1 or UNREAD in rest or _left_in(rest):
        return None
    (named,) = dates
    if named.is_end or not named.is_whole:
        return None
    is_month = named.precision == Precision.MONTH
    return named.day.replace(day=1) if is_month else named.day, named.precision


def _plain(words):
    """Lower case, single spaces, one kind of dash and apostrophe, no brackets, commas or invisible signs."""
    text = unicodedata.normalize("NFKC", re.sub("[‘’´`]", "'", words)).casefold()
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"[\s(),;\[\]•·|]+", " ", text).strip()


def _left_in(text):
    return " ".join(LEFT.findall(HARMLESS.sub(" ", text)))


def _read_state(states, rest, *, has_dates):
    """Ongoing or to be confirmed: understood if it is the only one and there is no date or number beside it.

    “TBC” may have a condition around it; but “ongoing” counts only at the start of the words.
    """
    kind, found = next(iter(states.items()))
    left = [_left_in(rest[: found.start()]), _left_in(rest[found.end() :])]
    is_ongoing = kind == TimescaleKind.ONGOING
    if len(states) > 1 or (is_ongoing and left[0]):
        return ReadTimescale(is_understood=False)
    has_figures = has_dates or re.search(f"[0-9{UNREAD}]", " ".join(left))
    is_turned = is_ongoing and TURNS.search(left[1])
    rhythm = (rhythm_of(found[0]) or rhythm_of(rest)) if is_ongoing else ""
    return ReadTimescale(kind, rhythm=rhythm, **PART if has_figures or is_turned else {})


def _read_dates(dates, rest):
    """Two dates with “to” or a dash between are a period, due when it ends; else each is a point."""
    is_by = False
    if len(dates) == 2 and dates[0].day < dates[1].day and SPAN.search(rest):
        dates, rest, is_by = dates[1:], SPAN.sub("", rest), True
    rest, times = BY.subn(" ", rest)
    left = _left_in(rest)
    is_revised = len({named.day for named in dates}) > 1 and REVISED.search(rest)
    # Of mixed days and months, one precision cannot represent both
    is_clear = not left and len({named.precision for named in dates}) == 1
    is_clear = is_clear and all(named.is_whole for named in dates)
    # Beside a quarter, a term or a year, words not parsed may name a part of it
    is_part = not is_clear and any(named.is_end for named in dates)
    if is_part or is_revised or TURNS.search(left) or PAST.search(left):
        return ReadTimescale(**PART)
    last = max(dates, key=lambda named: (named.day, named.precision == Precision.DAY))
    kind, points = TimescaleKind.MONTH, ()
    if len({(named.day, named.precision) for named in dates}) > 1:
        kind, points = TimescaleKind.SEVERAL, tuple(named.day for named in dates)
    elif last.precision == Precision.DAY:
        kind = TimescaleKind.DATE
    elif is_by or times or last.is_end:
        kind = TimescaleKind.BY_MONTH
    return ReadTimescale(kind, last.day, last.precision, points, **{} if is_clear else PART)
