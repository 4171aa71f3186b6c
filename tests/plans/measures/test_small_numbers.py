"""Small numbers of people: which are not printed, and that no share gives them away."""

from decimal import Decimal

import pytest

from plans.measures.numbers import Figure, make_figure
from plans.measures.small_numbers import public_words


@pytest.mark.parametrize(
    ("value", "words"),
    [("0", ""), ("1", "fewer than 5"), ("4", "fewer than 5"), ("5", ""), ("250", "")],
)
def test_a_number_below_the_threshold_is_not_printed(value, words):
    assert public_words(Figure(Decimal(value)), "children", 5) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (make_figure(None, 3, 74), "fewer than 5 of 74"),
        (make_figure(None, 71, 74), "all but fewer than 5 of 74"),
        (make_figure(None, 2, 4), "a share of fewer than 5"),
        (Figure(Decimal(4), None, 74), "fewer than 5 of 74"),  # 4% of 74 is 3
        (Figure(Decimal(96), None, 74), "all but fewer than 5 of 74"),
        (make_figure(None, 0, 74), ""),
        (make_figure(None, 74, 74), ""),
        (make_figure(None, 40, 74), ""),
        (Figure(Decimal(4)), ""),  # of how many, nobody knows
    ],
)
def test_a_share_does_not_give_it_away(figure, words):
    assert public_words(figure, "%", 5) == words


def test_a_threshold_of_one_prints_everything():
    figures = [(Figure(Decimal(1)), "children"), (make_figure(None, 1, 2), "%")]
    assert [public_words(figure, unit, 1) for figure, unit in figures] == ["", ""]


@pytest.mark.parametrize("denominator", range(1, 40))
def test_no_small_number_is_in_what_is_printed(denominator):
    for numerator in range(denominator + 1):
        small = [n for n in (numerator, denominator - numerator, denominator) if 0 < n < 5]
        words = public_words(make_figure(None, numerator, denominator), "%", 5)
        assert bool(words) is bool(small)
        assert "%" not in words
