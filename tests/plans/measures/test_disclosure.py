"""Numbers beside a small one are not all published: nobody can work the small one out."""

from datetime import date
from decimal import Decimal
from itertools import count, product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.measures.disclosure import MOST, find_withheld
from plans.measures.numbers import PERCENT
from plans.measures.series import WITHHELD, Readers, make_series
from plans.measures.small_numbers import public_words

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
THRESHOLD = 5


def counting(*numbers, unit="children", on=SEPTEMBER, people=True, of=None):
    """A SeriesFacts for each number, with the ids of their values from 1 on."""
    aims = dict.fromkeys(("baseline", "baseline_on", "target", "target_on"))
    aims |= {"baseline_precision": "", "target_precision": "", "wanted": ""}
    measure = SimpleNamespace(unit=unit, counts_people=people, **aims)
    made = []
    for pk, number in zip(count(1), numbers):
        value = Decimal(number) * 100 / of if of else Decimal(number)
        numerator = number if of else None
        row = SimpleNamespace(
            pk=pk, on=on, precision="month", value=value, numerator=numerator, denominator=of,
            source="", evidence_id=None,
        )  # fmt: skip
        made.append(make_series(measure, [row]))
    return made


def withheld(series):
    """The numbers that are withheld."""
    found = find_withheld([series], THRESHOLD)
    values = [value for one in series for value in one.values]
    return [int(v.numerator or v.value) for v in values if v.pk in found]


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((3, 12, 15), [15]),  # 15 - 12 = 3
        ((12, 15, 3), [15]),
        ((3, 4, 7), [7]),  # both are small, but 7 leaves only 3 and 4
        ((3, 12, 15, 20, 35), [15, 35]),  # 35 - 20 = 15
        ((3, 12, 16), []),  # no sum of the others
        ((8, 12, 20), []),  # none of them is small
        ((0, 12, 12), []),  # 0 is nobody
        ((3, 15), []),
    ],
)
def test_the_total_beside_a_small_part(numbers, hidden):
    assert withheld(counting(*numbers)) == hidden


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((3, 12, 25), [12]),  # all of them are “of 40”
        ((3, 37), []),  # “fewer than 5 of 40” and “all but fewer than 5 of 40” say the same
        ((3, 12, 20), []),  # together they are not 40
        ((10, 30), []),
    ],
)
def test_the_parts_of_what_percentages_are_of(numbers, hidden):
    assert withheld(counting(*numbers, unit=PERCENT, of=40)) == hidden


def test_small_parts_that_are_all_of_it_leave_no_number():
    assert withheld(counting(3, 4, unit=PERCENT, of=7)) == [3, 4]


def test_a_total_of_another_day_or_of_no_people_says_nothing():
    september, october = counting(3, 12), counting(0, 0, 15, on=OCTOBER)
    assert find_withheld([[*september, *october]], THRESHOLD) == set()
    assert withheld(counting(3, 12, 15, people=False)) == []
    assert find_withheld([counting(3, 12), counting(0, 0, 15)], THRESHOLD) == set()


def test_of_very_many_none_is_published():
    numbers = (3, *range(100, 100 + MOST))
    assert withheld(counting(*numbers)) == list(numbers[1:])


def test_published_pages_say_so_and_draw_no_line():
    part, other, total = counting(3, 12, 15)
    readers = Readers(OCTOBER, THRESHOLD, is_public=True, withheld=frozenset({3}))
    assert total.words(readers) == f"{WITHHELD[0].upper()}{WITHHELD[1:]} in September"
    assert other.words(readers) == "12 children in September"
    assert part.words(readers) == "Fewer than 5 children in September"
    assert total.words(Readers(OCTOBER, THRESHOLD)) == "15 children in September"


@given(st.lists(st.integers(1, 30), min_size=2, max_size=4), st.booleans())
def test_no_small_part_follows_from_what_is_printed(parts, is_share):
    """Every small number could have been another one, with the same numbers printed."""
    total = sum(parts)
    shares, numbers = counting(*parts, unit=PERCENT, of=total), counting(*parts, total)
    series = shares if is_share else numbers
    found = find_withheld([series], THRESHOLD)
    values = [one.last for one in series][: len(parts)]
    is_total_known = total >= THRESHOLD and (
        any(v.pk not in found for v in values) if is_share else len(parts) + 1 not in found
    )
    possible = [_possible(value, series[0].unit, found) for value in values]
    solutions = [some for some in product(*possible) if not is_total_known or sum(some) == total]
    for place, number in enumerate(parts):
        if number < THRESHOLD and not (is_share and 0 < total - number < THRESHOLD):
            assert len({some[place] for some in solutions}) > 1


def _possible(value, unit, found):
    """The numbers that a reader thinks possible."""
    number = int(value.numerator or value.value)
    if value.pk in found:
        return range(1, 60)
    words = public_words(value.figure, unit, THRESHOLD)
    if not words:
        return [number]
    of = value.denominator
    return range(of - 4, of) if words.startswith("all but") else range(1, THRESHOLD)
