"""What may not be a scheme of ratings, and which ratings stay in one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from partnership.policies.rating_scheme import (
    SAME_ORDER,
    find_problems,
    reason_not_to_order,
    reason_not_to_replace,
)
from partnership.rating_change import leaving_ratings, match_ratings
from partnership.rating_library import LIBRARY, LibraryRating

RED, AMBER, GREEN, DONE, UNRATED = LIBRARY[0].ratings
WHOLE = (RED, AMBER, GREEN, UNRATED)


def of_label(number):
    return replace(AMBER, label=f"Amber {number}")


@pytest.mark.parametrize("scheme", LIBRARY, ids=lambda scheme: scheme.key)
def test_the_library_may_be_used(scheme):
    assert list(find_problems(scheme.ratings)) == []


@pytest.mark.parametrize(
    ("ratings", "row", "field", "sentence"),
    [
        ((replace(RED, label=""), GREEN, UNRATED), 0, "label", "Enter a label for rating 1"),
        ((replace(RED, meaning=""), GREEN, UNRATED), 0, "meaning", "Enter what “Red” means"),
        (
            (RED, replace(AMBER, label="a" * 31), GREEN, UNRATED), 1, "label",
            f"A label must be 30 characters or less; “{'a' * 31}” has 31.",
        ),
        (
            (RED, replace(GREEN, meaning="a" * 1001), UNRATED), 1, "meaning",
            "A meaning must be 200 characters or less; this has 1,001.",
        ),
        ((replace(RED, kind="late"), GREEN, UNRATED), 0, "kind", "Choose a kind from the list."),
        ((replace(RED, colour="puce"), GREEN, UNRATED), 0, "colour", "Choose a colour from the list."),
        ((replace(RED, symbol="heart"), GREEN, UNRATED), 0, "symbol", "Choose a symbol from the list."),
        ((RED, AMBER, UNRATED), None, "", "A scheme needs a rating for what is on track."),
        ((RED, GREEN), None, "", "A scheme needs one rating for what has not been rated."),
        (
            (GREEN, UNRATED, replace(UNRATED, label="Unrated")), None, "",
            "A scheme needs one rating for what has not been rated.",
        ),
        (
            (*map(of_label, range(19)), GREEN, UNRATED), None, "",
            "A scheme can have 20 ratings or fewer. You have 21: remove some.",
        ),
    ],
)  # fmt: skip
def test_one_sentence_for_each_problem(ratings, row, field, sentence):
    (problem,) = find_problems(ratings)
    assert (problem.row, problem.field, problem.sentence) == (row, field, sentence)


def test_twenty_ratings_are_not_too_many():
    assert list(find_problems((*map(of_label, range(18)), GREEN, UNRATED))) == []


def test_both_rows_of_one_label_are_named():
    found = list(find_problems((RED, replace(AMBER, label="RED"), GREEN, UNRATED)))
    assert [(problem.row, problem.field) for problem in found] == [(0, "label"), (1, "label")]


@pytest.mark.parametrize(
    ("orders", "sentence"),
    [((1, 2, 3), ""), ((1, 2, 2), SAME_ORDER), ((1, None, 2), SAME_ORDER), ((), "")],
)
def test_order(orders, sentence):
    assert reason_not_to_order(orders) == sentence


@pytest.mark.parametrize(("label", "may"), [("Green", True), ("Not yet rated", False), ("", False)])
def test_what_was_never_rated_stands_for_nothing(label, may):
    assert (reason_not_to_replace(RED, label, WHOLE) == "") == may


class TestMatch:
    CURRENT = tuple(
        SimpleNamespace(key=key, kind=one.kind, label=one.label)
        for key, one in (("red", RED), ("amber", AMBER), ("green", GREEN), ("not_rated", UNRATED))
    )

    def left(self, *ratings):
        return [rating.key for rating in leaving_ratings(self.CURRENT, ratings)]

    def test_the_same_kind_and_label_stay(self):
        assert self.left(RED, GREEN, replace(UNRATED, label="No rating")) == ["amber"]

    def test_one_that_is_named_stays_with_another_label(self):
        crimson = replace(RED, label="Crimson", stays="red")
        assert self.left(crimson, AMBER, GREEN, UNRATED) == []

    def test_another_kind_is_another_rating(self):
        amber = replace(AMBER, kind="on_track", stays="amber")
        assert self.left(RED, amber, GREEN, UNRATED) == ["amber"]

    def test_of_two_that_exchange_labels_both_leave(self):
        exchanged = (
            replace(RED, label="Amber", stays="red"),
            replace(AMBER, label="Red", stays="amber"),
        )
        assert self.left(*exchanged, GREEN, UNRATED) == ["red", "amber"]

    def test_what_was_never_rated_never_leaves(self):
        unrated = replace(UNRATED, label="Red", stays="not_rated")
        assert self.left(replace(RED, label="Not yet rated", stays="red"), GREEN, unrated) == [
            *("red", "amber")
        ]

    def test_one_rating_is_not_kept_twice(self):
        twice = replace(RED, label="Crimson", stays="red")
        assert match_ratings(self.CURRENT, (twice, replace(twice, label="Scarlet"))).keys() == {0}


def test_a_rating_of_the_library_has_the_fields_of_a_record():
    values = LibraryRating("off_track", "Late", "Late.", "red", "triangle", stays="red").values()
    assert values.keys() == {"kind", "label", "meaning", "colour", "symbol"}
