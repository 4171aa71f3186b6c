"""Parses a timescale as people write it into a kind and a date exactly as precise as the words are.

Days and months are in British order. What cannot be parsed stays text: nothing is refused or guessed.
The rows of ``DATES`` are tried in order. What a row has matched is blotted out, so that no later row matches a part
of it: “31 February 2024” is an impossible day and does not become February 2024.
"""

import re
import unicodedata
from calendar import month_name
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from plans.models.timescale import Precision, TimescaleKind, end_of_month
from plans.timescales.rules import NOTHING


@dataclass(frozen=True, slots=True)
class ReadTimescale:
    """The result. A dated kind always has its date and precision, other kinds have neither.

    Not understood: the date is kept only if its month is written; a person still has to check the rest.
    """

    kind: TimescaleKind = TimescaleKind.NONE
    due_on: date | None = None  # the last day it runs to; of several dates the latest
    precision: str = ""  # of due_on
    points: tuple[date, ...] = ()  # if several: every date in the order written, with repeats
    is_understood: bool = True


class Named(NamedTuple):
    """A date found in the text."""

    start: int
    day: date
    precision: Precision
    is_end: bool  # the end of something longer than a month: a quarter, a term, a year


# Typing errors that are not another month's name; “Peb 2020” appears in a published plan.
SLIPS = {"sept": 9, "peb": 2, "febuary": 2, "feburary": 2, "janurary": 1, "janury": 1}
SLIPS |= {"agust": 8, "septmber": 9, "setember": 9, "ocotber": 10, "novemeber": 11, "decemeber": 12}
NAMES = {name.lower(): number for number, name in enumerate(month_name) if name}
MONTHS = NAMES | {name[:3]: number for name, number in NAMES.items()} | SLIPS
# School terms end in these months everywhere; the spring term in March or April, depending on the council.
ENDS = {"autumn term": 12, "summer term": 7, "end": 12}

# Pieces of patterns. They match text in lower case with single spaces and no brackets or commas.
NAME = rf"\b(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>[0-9]{1,2})"
NUMBER = r"(?P<month>[0-9]{1,2})"
YEAR = r"(?P<year>20[0-9]{2}|2100)"
SHORT_YEAR = r"(?P<year>20[0-9]{2}|2100|'?[0-9]{2})"
YEARS = r"(?P<year>20[0-9]{2}) ?[/-] ?(?P<next>(?:20)?[0-9]{2})"  # 2021/22, 2021-2022
SHORT_YEARS = r"(?P<year>(?:20)?[0-9]{2}) ?[/-] ?(?P<next>(?:20)?[0-9]{2})"  # and 21/22
QUARTER = r"\b(?:q|qtr|quarter) ?(?P<quarter>[1-4])"
FRESH = r"(?<![\w/.'-])"  # not preceded by a digit or part of a number
OVER = r"(?!\w|[/.:-][0-9])"  # not followed by one
LABEL = r"\b(?:quarter|phase|stage|step|part|priority|objective|action|year|yr|week|item)"


def _year(typed):
    return 2000 + int(typed.lstrip("'")) % 2000


def _month_end(year, month):
    """The last day of a month; the thirteenth month is the next January."""
    return end_of_month(date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1))


def _read_date(match):
    """The day written, or the last day of a month; None if it does not exist."""
    parts = match.groupdict()
    year, month = _year(parts["year"]), MONTHS.get(parts["month"]) or int(parts["month"])
    try:
        if "day" in parts:
            return Named(match.start(), date(year, month, int(parts["day"])), Precision.DAY, False)
        return Named(match.start(), end_of_month(date(year, month, 1)), Precision.MONTH, False)
    except ValueError:
        return None


def _read_financial(match):
    """The end of a quarter of a financial year (April to March), or of the year if no quarter is named."""
    parts = match.groupdict()
    year, quarter = _year(parts["year"]), int(parts.get("quarter") or 4)
    if _year(parts["next"]) != year + 1:
        return None
    return Named(match.start(), _month_end(year, 3 + 3 * quarter), Precision.MONTH, True)


def _read_end(match):
    day = date(_year(match["year"]), ENDS[match["part"]], 31)
    return Named(match.start(), day, Precision.MONTH, True)


DATES = [
    (re.compile(pattern + OVER), read)
    for pattern, read in (
        # Ambiguous: phase 3 March 2021 is not the third of March; October 2021/22 names two years
        (rf"{LABEL} [0-9]{{1,2}}(?= {NAME})", None),
        (rf"(?:{NAME}|\bterm(?: of)?) ?{YEARS}", None),
        # 2025-03-31; 31/03/2025, 31.3.25; 31st of March 2025, 31 Mar '25; March 31st 2025
        (rf"{FRESH}{YEAR}-{NUMBER}-{DAY}", _read_date),
        (rf"{FRESH}{DAY} ?(?P<sign>[/.-]) ?{NUMBER} ?(?P=sign) ?{SHORT_YEAR}", _read_date),
        (rf"{FRESH}{DAY} ?(?:st|nd|rd|th)?[ -]?(?:of )?{NAME}[ -]?{SHORT_YEAR}", _read_date),
        (rf"{NAME} {DAY}(?:st|nd|rd|th)? {YEAR}", _read_date),
        # Autumn term 2024; end of 2023. A year alone may be the calendar year, the council's or the schools'
        (rf"\b(?P<part>{'|'.join(ENDS)})(?: of)? {YEAR}(?! ?[/-] ?[0-9])", _read_end),
        # Q3 2021/22, quarter 3 of 21/22, 2021/22 Q3; the whole of 2021/22
        (rf"{QUARTER} (?:of )?(?:fy ?)?{SHORT_YEARS}", _read_financial),
        (rf"{FRESH}{YEARS} {QUARTER}", _read_financial),
        (rf"{FRESH}{YEARS}", _read_financial),
        # October 2019, Oct-2019; October '19, Oct-19. “March 21” may be a day: its year must be evident; 10/2019
        (rf"{NAME}[ /-]?{YEAR}", _read_date),
        (rf"{NAME}(?: ?'|[/-])(?P<year>[0-9]{{2}})", _read_date),
        (rf"{FRESH}{NUMBER}[/.-]{YEAR}", _read_date),
    )
]

READ, UNREAD = "|", "#"  # the blots: of a date that was parsed, and of one that could not be
SPAN = re.compile(r"(?:\bfrom )?\|+ ?(?:-|to|until|till)(?: the)?(?: end)?(?: of)? ?\|+")
BY = re.compile(
    r"\b(?:(?:(?:to be )?completed? )?by|up to|until|till|not? later than|at the latest"
    r"|(?:before )?(?:the )?end(?: of)?)\b"
)
STATES = {
    TimescaleKind.TO_BE_CONFIRMED: re.compile(
        r"\b(?:t\.?b\.?[cad]\b|to be (?:confirmed|agreed|announced|advised|decided|determined|set)\b)"
    ),
    # What recurs has no last day either; how often stays in the words
    TimescaleKind.ONGOING: re.compile(
        r"\b(?:on[ -]?going|continu(?:ous|ously|al|ally|ing)"
        r"|(?:every|each) (?:\w+ )?(?:week|month|quarter|term|year|meeting)s?"
        r"|(?:once|twice|\w+ times) (?:a|per|each) year"
        r"|(?:(?:[0-9]{1,2}|two|three|four|six|half|twice|bi)[ -]?)?(?:week|month|quarter|term|year)ly"
        r"|(?:bi[ -]?)?annually)\b"
    ),
}
# Words that do not affect a date.
HARMLESS = re.compile(
    r"\b(?:and|in|on|during|the|of|due|dates?|deadline|target|timescale|revised|(?:financial )?year|fy"
    r"|covid(?:[ -]?19)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
)
# Words after which a date is not a due date.
TURNS = re.compile(
    r"\b(?:after|before|from|since|until|not?|was|were|previously|originally|formerly|onwards?"
    r"|start(?:s|ing)?|begin(?:s|ning)?|commencing)\b"
)
# Words, and signs that are more than punctuation (“March 2020?”).
LEFT = re.compile(r"\w+|[^\w\s|,.:;&/*'\"-]")
FROM_START = re.compile(
    r"within (?:the (?:first )?)?(?P<count>[1-9][0-9]?|one|two|three|six|twelve) (?P<unit>month|year)s?"
    r"|(?:(?:by )?(?:the )?end of )?(?:year|yr) ?(?P<number>[1-9])"
)
COUNTS = {"one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}


def read_timescale_words(words, *, starts_on=None):
    """The ReadTimescale of any text. ``starts_on``: the day from which “within 3 months” and “Yr 1” count."""
    text = _plain(words)
    if text in NOTHING:
        return ReadTimescale()
    if match := FROM_START.fullmatch(text):
        return _read_from_start(match, starts_on)
    dates, rest = _named_dates(text)
    states = {kind: found for kind, state in STATES.items() if (found := state.search(rest))}
    if states:
        return _read_state(states, rest, has_dates=bool(dates))
    return _read_dates(dates, rest) if dates else ReadTimescale(is_understood=False)


def _plain(words):
    """Lower case, single spaces, one kind of dash and apostrophe, no brackets, commas or invisible signs."""
    text = unicodedata.normalize("NFKC", re.sub("[‘’´`]", "'", words)).casefold()
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"[\s(),;\[\]•·|]+", " ", text).strip()


def _named_dates(text):
    """The dates in a text, in its order, and the text with them blotted out."""
    dates = []
    for pattern, read in DATES:
        text = pattern.sub(partial(_blot, read, dates), text)
    return sorted(dates), text


def _blot(read, dates, match):
    named = read and read(match)
    if named:
        dates.append(named)
    return (READ if named else UNREAD) * len(match[0])


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
    return ReadTimescale(kind, is_understood=not (has_figures or is_turned))


def _read_dates(dates, rest):
    """Two dates with “to” or a dash between are a period, due when it ends; else each is a point."""
    is_by = False
    if len(dates) == 2 and dates[0].day < dates[1].day and SPAN.search(rest):
        dates, rest, is_by = dates[1:], SPAN.sub("", rest), True
    rest, times = BY.subn(" ", rest)
    left = _left_in(rest)
    # Of mixed days and months, one precision cannot represent both
    is_clear = not left and len({named.precision for named in dates}) == 1
    # Beside a quarter, a term or a year, words not parsed may name a part of it
    if TURNS.search(left) or (not is_clear and any(named.is_end for named in dates)):
        return ReadTimescale(is_understood=False)
    last = max(dates, key=lambda named: (named.day, named.precision == Precision.DAY))
    kind, points = TimescaleKind.MONTH, ()
    if len({(named.day, named.precision) for named in dates}) > 1:
        kind, points = TimescaleKind.SEVERAL, tuple(named.day for named in dates)
    elif last.precision == Precision.DAY:
        kind = TimescaleKind.DATE
    elif is_by or times or last.is_end:
        kind = TimescaleKind.BY_MONTH
    return ReadTimescale(kind, last.day, last.precision, points, is_clear)


def _read_from_start(match, starts_on):
    """Due at the end of the month in which that many months or years from ``starts_on`` are over."""
    if starts_on is None:
        return ReadTimescale(is_understood=False)
    typed = match["count"] or match["number"]
    months = (COUNTS.get(typed) or int(typed)) * (1 if match["unit"] == "month" else 12)
    # Three months from 1 April end in June
    due_on = _month_end(starts_on.year, starts_on.month + months - (starts_on.day == 1))
    return ReadTimescale(TimescaleKind.BY_MONTH, due_on, Precision.MONTH)
