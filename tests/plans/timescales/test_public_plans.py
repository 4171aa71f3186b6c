"""Timescales of public plans: each is read as a person reads it, or is left in its words (``facts/timescales.csv``).

A row has the right kind and date, and how far the parser may get: “whole”; “check”, if a part was read and the date
is kept to be checked; “check words”, if the date written is not kept; “offer”, if a person confirms it; or “words”.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from plans.models import TimescaleKind
from plans.timescales.parse import ReadTimescale, read_timescale_words

FACTS = Path(__file__).parents[2] / "facts/timescales.csv"
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
IN_PART = ReadTimescale(is_understood=False, needs_check=True)


def read(row):
    period = (date.fromisoformat(row[name]) for name in ("plan_start", "plan_end"))
    return read_timescale_words(
        row["text"], **dict(zip(("starts_on", "ends_on"), period, strict=True))
    )


def due(reading):
    return (str(reading.due_on or ""), reading.precision)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"]) for row in ROWS])
def test_is_read_as_far_as_its_words_say(row):
    found, right = read(row), (row["right_due"], row["precision"])
    match row["reading"]:
        case "whole":
            assert (found.is_understood, found.needs_check) == (True, False)
            assert (found.kind, *due(found)) == (row["right_kind"], *right)
        case "check":
            assert (found.is_understood, found.needs_check, due(found)) == (False, True, right)
        case "offer":
            assert (found.kind, due(found)) == (TimescaleKind.NONE, ("", ""))
            assert (found.offer.kind, *due(found.offer)) == (row["right_kind"], *right)
        case "check words":
            assert found == IN_PART
        case "words":
            assert found == ReadTimescale(is_understood=False)


def test_each_way_of_reading_is_among_the_rows():
    found = [row["reading"] for row in ROWS]
    assert {way: found.count(way) for way in found} == {
        "whole": 40,
        "check": 12,
        "check words": 7,
        "offer": 6,
        "words": 24,
    }


@pytest.mark.parametrize(
    ("words", "starts_on", "ends_on", "is_read"),
    [
        ("17/18", date(2016, 4, 1), date(2019, 3, 31), True),
        ("17/18", date(2018, 4, 1), date(2019, 3, 31), False),  # before the plan
        ("17/18", date(2016, 1, 1), date(2019, 12, 31), False),  # by calendar years
        ("11/12", date(2010, 4, 1), date(2013, 3, 31), False),  # the eleventh of December
        ("2016-19", date(2016, 4, 1), date(2018, 3, 31), False),  # after the plan
        ("2009-11", date(2008, 4, 1), date(2012, 3, 31), False),  # November 2009
        ("FY 17/18", None, None, True),
    ],
)
def test_short_years_are_those_of_the_plan(words, starts_on, ends_on, is_read):
    found = read_timescale_words(words, starts_on=starts_on, ends_on=ends_on)
    assert found.is_understood == is_read


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_offered"),
    [
        (date(2023, 4, 1), date(2024, 3, 31), True),
        (date(2023, 7, 15), date(2023, 7, 20), True),
        (date(2023, 8, 1), date(2024, 3, 31), False),
        (date(2022, 4, 1), date(2023, 6, 30), False),
        (None, None, False),
    ],
)
def test_a_short_month_is_offered_if_the_plan_has_it(starts_on, ends_on, is_offered):
    found = read_timescale_words("Jul 23", starts_on=starts_on, ends_on=ends_on)
    assert (found.kind, found.is_understood) == (TimescaleKind.NONE, False)
    assert (found.offer is not None) == is_offered
