"""Reads the words of a timescale that only the plan's own period makes a date: “Within 3 months”, “17/18”, “Jul 23”."""

import re

from plans.timescales.dates import MONTHS, NAME, full_year, month_end

COUNTS = {"one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}
FROM_START = re.compile(
    r"within (?:the (?:first )?)?(?P<count>[1-9][0-9]?|one|two|three|six|twelve) (?P<unit>month|year)s?"
    r"|(?:(?:by )?(?:the )?end of )?(?:year|yr) ?(?P<number>[1-9])"
)
YEARS = re.compile(
    r"(?:by |in )?(?:the )?(?:end (?:of )?)?(?P<financial>(?:the )?(?:fy|financial year) ?)?"
    r"(?P<year>(?:20)?[0-9]{2}) ?(?P<sign>[/-]) ?(?P<last>(?:20)?[0-9]{2})"
)
SHORT_MONTH = re.compile(
    rf"(?P<by>by )?(?:in )?(?:the )?(?P<end>end )?(?:of )?{NAME} ?(?P<year>[0-9]{{2}})"
)


def read_from_start(text, starts_on):
    """The last day of the month in which so many months or years from ``starts_on`` are over; None for other words."""
    match = FROM_START.fullmatch(text)
    if match is None or starts_on is None:
        return None
    typed = match["count"] or match["number"]
    months = (COUNTS.get(typed) or int(typed)) * (1 if match["unit"] == "month" else 12)
    # Three months from 1 April end in June
    return month_end(starts_on.year, starts_on.month + months - (starts_on.day == 1))


def read_financial_years(text, starts_on, ends_on):
    """The end of the financial years in “17/18”, “FY 23-24” or “2016 – 19”; None for other words.

    Unless they are called financial, the plan itself must run by financial years and include them. “11/12” may be
    a day, and “2009-11” a month.
    """
    match = YEARS.fullmatch(text)
    if match is None:
        return None
    first, last = full_year(match["year"]), full_year(match["last"])
    due_on = month_end(last, 3)
    if match["financial"]:
        return due_on if last == first + 1 else None
    is_year = (match["sign"] == "-" and len(match["year"]) == 4) or last == first + 1
    may_be_a_month = int(match["last"]) <= 12
    if not is_year or may_be_a_month or last <= first or starts_on is None or ends_on is None:
        return None
    runs_by_them = (starts_on.month, starts_on.day) == (4, 1)
    return due_on if runs_by_them and starts_on.year <= first and due_on <= ends_on else None


def read_short_month(text, starts_on, ends_on):
    """(last day of the month, whether it is “by” it) of “Jul 23” or “By end Oct 25”, if the plan's period has it.

    None for other words. “Jul 23” may be a day too, so a person has to confirm it.
    """
    match = SHORT_MONTH.fullmatch(text)
    if match is None or starts_on is None or ends_on is None:
        return None
    day = month_end(full_year(match["year"]), MONTHS[match["month"]])
    within = starts_on <= day and day.replace(day=1) <= ends_on
    return (day, bool(match["by"] or match["end"])) if within else None
