"""Timescales as people write them: all of the published plans, a table of others, and invariants."""

import json
from datetime import date
from pathlib import Path

import pytest

from plans.models import Precision, TimescaleKind
from plans.models.timescale import end_of_month
from plans.timescales.parse import ReadTimescale, read_timescale_words

FIXTURES = Path(__file__).parents[3] / "fixtures"
PLANS = ("exampleshire", "gloucestershire", "greenwich", "nottingham", "surrey")
NOT_UNDERSTOOD = ReadTimescale(is_understood=False)
PART = {"is_understood": False, "needs_check": True}
PART_ALONE = ReadTimescale(**PART)  # nothing of it is kept as a date
ONGOING = ReadTimescale(TimescaleKind.ONGOING)
TO_BE_CONFIRMED = ReadTimescale(TimescaleKind.TO_BE_CONFIRMED)


def month(year, number):
    return end_of_month(date(year, number, 1))


def in_month(year, number, **kwargs):
    return ReadTimescale(TimescaleKind.MONTH, month(year, number), Precision.MONTH, **kwargs)


def by_month(year, number, **kwargs):
    return ReadTimescale(TimescaleKind.BY_MONTH, month(year, number), Precision.MONTH, **kwargs)


def on_day(*parts, **kwargs):
    return ReadTimescale(TimescaleKind.DATE, date(*parts), Precision.DAY, **kwargs)


def several(*months, **kwargs):
    days = tuple(month(*parts) for parts in months)
    return ReadTimescale(TimescaleKind.SEVERAL, max(days), Precision.MONTH, days, **kwargs)


def every(rhythm):
    return ReadTimescale(TimescaleKind.ONGOING, rhythm=rhythm)


# The published plans


def published():
    """Every timescale in words in a plan of the fixtures, once a plan."""
    for name in PLANS:
        plan = json.loads((FIXTURES / f"{name}.json").read_text())["plan"]
        scales = [record.get("timescale") for record in plan["priorities"] + plan["actions"]]
        distinct = {json.dumps(scale): scale for scale in scales if scale and scale["words"]}
        for scale in distinct.values():
            yield pytest.param(scale, id=f"{name} {', '.join(scale['words'])}")


def month_of(due):
    return due and month(*map(int, due.split("-")))


@pytest.mark.parametrize("scale", list(published()))
def test_published_plans_are_read_as_their_fixtures_say(scale):
    """No exceptions. Only which measure a point belongs to is in a fixture and not in its words."""
    read = read_timescale_words("\n".join(scale["words"]))
    assert (read.kind, read.due_on, read.is_understood) == (
        scale["kind"],
        month_of(scale["due"]),
        True,
    )
    assert read.precision == ("month" if scale["due"] else "")
    assert read.points == tuple(month_of(point["due"]) for point in scale["points"])


def test_the_published_plans_have_what_is_read_above():
    """Otherwise the test above could pass without timescales: Gloucestershire has none in words."""
    found = [param.id.split()[0] for param in published()]
    assert {name: found.count(name) for name in PLANS} == {
        "exampleshire": 2,
        "gloucestershire": 0,
        "greenwich": 14,
        "nottingham": 15,
        "surrey": 1,
    }


# Others


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ReadTimescale()),
        (" \n\u00a0", ReadTimescale()),
        ("N/A", ReadTimescale()),
        # months
        ("Oct 2019", in_month(2019, 10)),
        ("Sept. 2019", in_month(2019, 9)),
        ("October, 2019", in_month(2019, 10)),
        ("Febuary 2020", in_month(2020, 2)),
        ("October '19", in_month(2019, 10)),
        ("October ’19", in_month(2019, 10)),
        ("Oct-19", in_month(2019, 10)),
        ("10/2019", in_month(2019, 10)),
        ("(in MAY\u00a0 2020)", in_month(2020, 5)),
        ("By December 2019", by_month(2019, 12)),
        ("by end of December 2019", by_month(2019, 12)),
        ("End Dec 2019", by_month(2019, 12)),
        ("to be completed by the end of March 2020", by_month(2020, 3)),
        ("no later than March 2020", by_month(2020, 3)),
        ("before the end of March 2020", by_month(2020, 3)),
        # days, in British order
        ("31/03/2025", on_day(2025, 3, 31)),
        ("4/3/2025", on_day(2025, 3, 4)),
        ("31st March 2025", on_day(2025, 3, 31)),
        ("by Monday the 31st of March, 2025.", on_day(2025, 3, 31)),
        ("31.3.25", on_day(2025, 3, 31)),
        ("31-Mar-25", on_day(2025, 3, 31)),
        ("2025-03-31", on_day(2025, 3, 31)),
        ("March 31st, 2025", on_day(2025, 3, 31)),
        ("29 February 2024", on_day(2024, 2, 29)),
        # longer than a month: due at the end; financial years run from April to March
        ("Q3 2021/22", by_month(2021, 12)),
        ("Quarter 2 2022-23", by_month(2022, 9)),
        ("Quarter 4 of 2022–2023", by_month(2023, 3)),
        ("2021/22 Q1", by_month(2021, 6)),
        ("Q3 21/22", by_month(2021, 12)),
        ("2019-20", by_month(2020, 3)),
        ("end of financial year 2019/20", by_month(2020, 3)),
        ("by the end of 2023", by_month(2023, 12)),
        ("by the end of 2023 / 24", by_month(2024, 3)),
        ("end of autumn term 2024", by_month(2024, 12)),
        ("Summer term 2024", by_month(2024, 7)),
        ("April 2020 – March 2021", by_month(2021, 3)),
        ("from 1 April 2020 to the end of March 2021", by_month(2021, 3)),
        ("1 April 2020 to 31 March 2021", on_day(2021, 3, 31)),
        ("1 April 2026 - 15 June 2026", on_day(2026, 6, 15)),
        ("1 April 2026-15 June 2026", on_day(2026, 6, 15)),
        ("between 29 November 2021 and 3 December 2021", on_day(2021, 12, 3)),
        ("16-18 March 2020", on_day(2020, 3, 18)),
        ("16th to 18th March 2020", on_day(2020, 3, 18)),
        ("on or before 31 October 2021", on_day(2021, 10, 31)),
        ("To be completed March 2026", in_month(2026, 3)),
        ("Revised: March 2026", in_month(2026, 3)),
        ("by end FY 23-24", by_month(2024, 3)),
        # several
        ("June 2019 Oct 2019 Feb 2020", several((2019, 6), (2019, 10), (2020, 2))),
        ("March 2020 and September 2020", several((2020, 3), (2020, 9))),
        ("Oct 2020/Mar 2020", several((2020, 10), (2020, 3))),
        ("Oct 2020 - Mar 2020", several((2020, 10), (2020, 3))),
        ("by March 2020 (end of March 2020)", by_month(2020, 3)),
        # without a date
        ("On-going", ONGOING),
        ("Ongoing", ONGOING),
        ("on going – reviewed at each meeting", ONGOING),
        ("Continuous", ONGOING),
        ("Annually", every("yearly")),
        ("6 monthly", every("half_yearly")),
        ("twice a year", every("half_yearly")),
        ("On a monthly basis", every("monthly")),
        ("at least termly", every("termly")),
        ("Every fortnight", every("fortnightly")),
        ("Ongoing, every quarter", every("quarterly")),
        ("bi-monthly", ONGOING),  # twice a month, or every two months
        ("every meeting", ONGOING),
        ("TBC", TO_BE_CONFIRMED),
        ("T.B.C.", TO_BE_CONFIRMED),
        ("Date to be agreed", TO_BE_CONFIRMED),
        ("TBC depending on National Panel publish date", TO_BE_CONFIRMED),
        ("Revised (Covid-19) TBC", TO_BE_CONFIRMED),
    ],
)
def test_words_are_read_as_the_timescale_they_mean(words, expected):
    assert read_timescale_words(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        # ambiguous
        "end of term",
        "end of spring term 2024",  # March or April, depending on Easter and the council
        "autumn term 2024/25",
        "Spring 2024",
        "Immediate",
        "ASAP",
        "2023",
        "by 2023",
        "Q3",
        "Q3 2021",  # of the calendar or the financial year
        "2020-2023",
        "17/18",
        "Jul 23",
        "Q2 2005",
        "October 2021/22",
        "October '21/22",
        "Oct 19",  # the nineteenth, or 2019
        "March",
        "1999",
        "Within 3 months",
        "Yr 1",
        # no such day or month
        "31 February 2024",
        "31/02/2024",
        "1/31/2025",
        "2025-02-30",
        "13/2020",
        "00/2020",
        "29 February 2023",
        # the word is there, but does not mean when
        "not ongoing",
        "TBC, then ongoing",
        "when the ongoing inquiry ends",
    ],
)
def test_what_is_nobodys_to_guess_stays_words(words):
    assert read_timescale_words(words) == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "words",
    [
        # the date in the words is not the due date
        "Not before March 2020",
        "before March 2020",
        "Prior to March 2024",
        "from March 2020",
        "w/c commencing 3 March 2020",
        "Within 3 months of July 2026",
        "Completed March 2026",
        "As at June 2015",
        "PROGRESS at MARCH 2014",
        "March 2026 (revised December 2025)",
        "December 2015\nAmended September 2016",
        # a part of a year
        "academic year 2024/25",
        "H1 2021/22",
        "first quarter of 2021/22",
    ],
)
def test_a_date_that_is_not_the_due_date_is_left_in_the_words_to_check(words):
    assert read_timescale_words(words) == PART_ALONE


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("December 2019 (subject to funding)", in_month(2019, 12, **PART)),
        ("March 2020?", in_month(2020, 3, **PART)),
        ("mid-March 2020", in_month(2020, 3, **PART)),
        ("March and September 2020", in_month(2020, 9, **PART)),
        ("22/23 May 2026", on_day(2026, 5, 23, **PART)),
        ("22nd and 23rd of May 2026", on_day(2026, 5, 23, **PART)),
        ("Phase 3 March 2021", in_month(2021, 3, **PART)),
        ("by June 2020 or 31 February 2021", by_month(2020, 6, **PART)),
        (
            "June 2019, Oct 2019 and when the board meets",
            several((2019, 6), (2019, 10), **PART),
        ),
        ("TBC, was March 2020", ReadTimescale("to_be_confirmed", **PART)),
        ("Ongoing until March 2021", ReadTimescale("ongoing", **PART)),
        ("Ongoing until the panel reports", ReadTimescale("ongoing", **PART)),
    ],
)
def test_what_is_written_beside_words_not_understood_stands(words, expected):
    assert read_timescale_words(words) == expected


def test_days_and_months_mixed_are_flagged():
    """One precision cannot represent that of these two dates only the first has a day."""
    read = read_timescale_words("15 March 2025 and June 2025")
    assert read == ReadTimescale(
        TimescaleKind.SEVERAL,
        date(2025, 6, 30),
        Precision.MONTH,
        (date(2025, 3, 15), date(2025, 6, 30)),
        **PART,
    )


@pytest.mark.parametrize(
    ("words", "starts_on", "expected"),
    [
        ("Within 3 months", date(2020, 4, 1), by_month(2020, 6)),
        ("within three months", date(2020, 4, 15), by_month(2020, 7)),
        ("Within the first 12 months", date(2020, 1, 1), by_month(2020, 12)),
        ("within one year", date(2020, 4, 1), by_month(2021, 3)),
        ("Yr 1", date(2020, 4, 1), by_month(2021, 3)),
        ("By the end of Year 3", date(2020, 4, 1), by_month(2023, 3)),
        ("within 3 months of publication", date(2020, 4, 1), NOT_UNDERSTOOD),
    ],
)
def test_what_counts_from_a_start_that_is_known(words, starts_on, expected):
    assert read_timescale_words(words, starts_on=starts_on) == expected
