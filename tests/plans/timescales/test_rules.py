"""The rule for whose date an action has, on plain values. tests/plans/test_inheritance.py holds every reader to it."""

from datetime import date

import pytest

from plans.timescales.rules import has_own_timescale, is_overdue

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "words", "due_on", "expected"),
    [
        ("date", "", DAY, True),
        ("none", "", DAY, True),
        ("none", "Phase 3", None, True),
        ("none", "n/a", None, True),
        ("ongoing", "", None, True),
        ("to_be_confirmed", "", None, True),
        ("none", "", None, False),
        ("none", " \r\n\t ", None, False),
    ],
)
def test_an_action_that_says_when_does_not_share_its_priority_s_date(kind, words, due_on, expected):
    assert has_own_timescale(kind, words, due_on) is expected


@pytest.mark.parametrize(
    ("due_on", "is_open", "expected"),
    [
        (date(2026, 11, 21), True, True),
        (DAY, True, False),
        (date(2026, 11, 21), False, False),
        (None, True, False),
    ],
)
def test_only_what_is_open_and_past_its_day_is_overdue(due_on, is_open, expected):
    assert is_overdue(due_on, is_open=is_open, on=DAY) is expected
