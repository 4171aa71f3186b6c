"""The title of a plan and the period it runs for, from the text before its first table."""

import re
from datetime import date, timedelta
from itertools import takewhile

from plans.importing.tables import Paragraph, Table
from plans.timescales.dates import MONTHS
from plans.timescales.parse import read_timescale_words

MONTH_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))


def _day_pattern(end):
    day = rf"(?:(?P<{end}_day>\d{{1,2}})(?:st|nd|rd|th)? )?"
    return rf"{day}(?P<{end}_month>{MONTH_NAME})\.? (?P<{end}_year>20\d\d)"


SPAN = re.compile(
    rf"{_day_pattern('from')} ?(?:to|-|until|and) ?{_day_pattern('to')}", re.IGNORECASE
)
YEARS = re.compile(
    r"(?<![\d/.])(?P<first>20\d\d) ?(?:-|/|to) ?(?P<last>(?:20)?\d\d)(?![\d/.-]\d|\d)"
)
DAYS = re.compile(
    r"(?P<from>\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d) ?(?:to|-|until) ?(?P<to>\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d)"
)
LOOK_AT = 40  # paragraphs
MOST_TITLES = 8  # rows above the head of a table
LEAST_COLUMNS = 3  # of a head


def read_period(blocks):
    """(first day, last day) of the plan, or (None, None): “April 2026 to March 2027”, “2026-27”.

    Years alone are financial years, as partnerships' plans run by them.
    """
    texts = [_plain(text) for text in _texts(blocks)]
    for text in texts:
        if match := SPAN.search(text):
            starts_on, ends_on = _day(match, "from"), _day(match, "to")
            if starts_on and ends_on and starts_on < ends_on:
                return starts_on, ends_on
    for text in texts:
        if match := DAYS.search(text):
            days = [read_timescale_words(match[end]).due_on for end in ("from", "to")]
            if all(days) and days[0] < days[1]:
                return tuple(days)
    for text in texts:
        if match := YEARS.search(text):
            first, last = int(match["first"]), int(match["last"])
            last += first // 100 * 100 if last < 100 else 0
            if first < last <= first + 10:
                return date(first, 4, 1), date(last, 3, 31)
    return None, None


def read_title(blocks):
    """The first heading that says what the document is: the one that names a plan, else the first."""
    texts = [text for text in _texts(blocks) if len(text) <= 150]
    named = [
        text for text in texts if re.search(r"\b(?:plan|tracker|strategy)\b", text, re.IGNORECASE)
    ]
    return (named or texts or [""])[0]


def _texts(blocks):
    """Paragraphs before the first table of more than one column, and what stands above a sheet's head."""
    found = []
    for block in blocks[:LOOK_AT]:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            above = takewhile(lambda row: len(row.filled) < LEAST_COLUMNS, block.rows[:MOST_TITLES])
            found.extend(cell.text for row in above for cell in row.filled)
    return found


def _plain(text):
    return " ".join(re.sub("[‐-―−]", "-", text).split())


def _day(match, end):
    month, year = MONTHS[match[f"{end}_month"].lower()], int(match[f"{end}_year"])
    try:
        if match[f"{end}_day"]:
            return date(year, month, int(match[f"{end}_day"]))
    except ValueError:
        return None
    if end == "from":
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
