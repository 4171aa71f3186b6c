"""Finds the dates in a text of a timescale, each exactly as precise as it is written.

Days and months are in British order. The rows of ``DATES`` are tried in order. What a row has matched is blotted out,
so that no later row matches a part of it: “31 February 2024” is an impossible day and does not become February 2024.
"""

import re
from calendar import month_name
from datetime import date
from functools import partial
from typing import NamedTuple

from plans.models.timescale import Precision, end_of_month


class Named(NamedTuple):
    """A date found in the text."""

    start: int
    day: date
    precision: Precision
    is_end: bool  # the end of something longer than a month: a quarter, a term, a year
    is_whole: bool = True  # False for one of two days written together: “22/23 May 2026”


# Typing errors that are not another month's name; “Peb 2020” appears in a published plan.
SLIPS = {"sept": 9, "peb": 2, "febuary": 2, "feburary": 2, "janurary": 1, "janury": 1}
SLIPS |= {"agust": 8, "septmber": 9, "setember": 9, "ocotber": 10, "novemeber": 11, "decemeber": 12}
NAMES = {name.lower(): number for number, name in enumerate(month_name) if name}
MONTHS = NAMES | {name[:3]: number for name, number in NAMES.items()} | SLIPS
# School terms end in these months everywhere; the spring term in March or April, depending on the council.
ENDS = {"autumn term": 12, "summer term": 7, "end": 12}

# Pieces of patterns. They match text in lower case with single spaces and no brackets or commas.
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
NAME = rf"\b(?P<month>{MONTH})\.?"
DAY = r"(?P<day>[0-9]{1,2})"
ORDINAL = r"(?:st|nd|rd|th)?"
NUMBER = r"(?P<month>[0-9]{1,2})"
YEAR = r"(?P<year>20[0-9]{2}|2100)"
SHORT_YEAR = r"(?P<year>20[0-9]{2}|2100|'?[0-9]{2})"
YEARS = r"(?P<year>20[0-9]{2}) ?[/-] ?(?P<next>(?:20)?[0-9]{2})"  # 2021/22, 2021-2022
SHORT_YEARS = r"(?P<year>(?:20)?[0-9]{2}) ?[/-] ?(?P<next>(?:20)?[0-9]{2})"  # and 21/22
QUARTER = r"\b(?:q|qtr|quarter) ?(?P<quarter>[1-4])"
FRESH = r"(?<![\w/.'-])"  # not preceded by a digit or part of a number
OVER = r"(?!\w|[/.:-][0-9])"  # not followed by one
LABEL = r"\b(?:quarter|phase|stage|step|part|priority|objective|action|year|yr|week|item)"

DAY_NOT_READ = rf"(?<![0-9'])[0-9]{{1,2}} ?{ORDINAL}[ -]?(?:of )?{NAME}[ /-]?{SHORT_YEAR}"

READ, UNREAD = "|", "#"  # the blots: of a date that was parsed, and of one that could not be


def full_year(typed):
    return 2000 + int(typed.lstrip("'")) % 2000


def month_end(year, month):
    """The last day of a month; the thirteenth month is the next January."""
    return end_of_month(date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1))


def _read_date(match):
    """The day written, or the last day of a month; None if it does not exist."""
    parts = match.groupdict()
    year, month = full_year(parts["year"]), MONTHS.get(parts["month"]) or int(parts["month"])
    try:
        if "day" in parts:
            return Named(match.start(), date(year, month, int(parts["day"])), Precision.DAY, False)
        return Named(match.start(), end_of_month(date(year, month, 1)), Precision.MONTH, False)
    except ValueError:
        return None


def _read_days(match):
    """The later of two days of a month: “16 to 18” is a period, due when it ends; “16/18” is read in part."""
    named = _read_date(match)
    if named is None or not 0 < int(match["first"]) < named.day.day:
        return None
    return named._replace(is_whole=match["between"] in ("-", "to"))


def _read_financial(match):
    """The end of a quarter of a financial year (April to March), or of the year if no quarter is named."""
    parts = match.groupdict()
    year, quarter = full_year(parts["year"]), int(parts.get("quarter") or 4)
    if full_year(parts["next"]) != year + 1:
        return None
    return Named(match.start(), month_end(year, 3 + 3 * quarter), Precision.MONTH, True)


def _read_end(match):
    day = date(full_year(match["year"]), ENDS[match["part"]], 31)
    return Named(match.start(), day, Precision.MONTH, True)


DATES = [
    (re.compile(pattern if pattern is DAY_NOT_READ else pattern + OVER), read)
    for pattern, read in (
        # Ambiguous: phase 3 March 2021 is not the third of March; October 2021/22 names two years
        (rf"{LABEL} [0-9]{{1,2}}(?= {NAME})", None),
        (rf"(?:{NAME}|\bterm(?: of)?) ?{YEARS}(?! ?{ORDINAL}(?: of)? ?(?:{MONTH})\b)", None),
        # 16-18 March 2025, 22/23 May 2025
        (
            rf"{FRESH}(?P<first>[0-9]{{1,2}}){ORDINAL} ?(?P<between>-|to|/|&|and|or) ?"
            rf"{DAY}{ORDINAL} ?(?:of )?{NAME} ?{YEAR}",
            _read_days,
        ),
        # 2025-03-31; 31/03/2025, 31.3.25; 31st of March 2025, 31 Mar '25; March 31st 2025
        (rf"{FRESH}{YEAR}-{NUMBER}-{DAY}", _read_date),
        (rf"{FRESH}{DAY} ?(?P<sign>[/.-]) ?{NUMBER} ?(?P=sign) ?{SHORT_YEAR}", _read_date),
        (rf"{FRESH}{DAY} ?{ORDINAL}[ -]?(?:of )?{NAME}[ -]?{SHORT_YEAR}", _read_date),
        (rf"{NAME} {DAY}{ORDINAL} {YEAR}", _read_date),
        # A day that could not be read: the month alone is not what is written
        (DAY_NOT_READ, None),
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


# “1 April 2026-15 June 2026”: the dash is between two dates, not inside the year “2026-15”.
TIGHT_SPAN = re.compile(rf"(?<=20[0-9]{{2}})-(?=[0-9]{{1,2}}{ORDINAL} ?(?:of )?(?:{MONTH})\b)")


def find_dates(text):
    """The dates in a text, in its order, and the text with them blotted out."""
    dates, text = [], TIGHT_SPAN.sub(" - ", text)
    for pattern, read in DATES:
        text = pattern.sub(partial(_blot, read, dates), text)
    return sorted(dates), text


def _blot(read, dates, match):
    named = read and read(match)
    if named:
        dates.append(named)
    return (READ if named else UNREAD) * len(match[0])
