"""How two ratings of a partnership compare, and its own words for a kind."""

from types import SimpleNamespace

import pytest

from partnership.rating_scheme import Scheme

# key, kind, label, order; then whether it has left the scheme, and what replaced it.
RATINGS = (
    ("red", "off_track", "Red", 0),
    ("amber_red", "at_risk", "Amber/red", 1),
    ("amber_green", "at_risk", "Amber/green", 2),
    ("green", "on_track", "Green", 3),
    ("closed", "complete", "Closed", 4),
    ("hold", "on_hold", "On hold", 5),
    ("not_rated", "not_rated", "Not rated", 6),
    ("amber", "at_risk", "Amber", 1, True, "amber_red"),
    ("orange", "at_risk", "Orange", 0, True, ""),
)


def rating(key, kind, label, severity, is_retired=False, replaced_by=""):
    return SimpleNamespace(
        key=key, kind=kind, label=label, severity=severity, is_retired=is_retired,
        replaced_by=replaced_by,
    )  # fmt: skip


def scheme(*keys):
    return Scheme(rating(*row) for row in reversed(RATINGS) if not keys or row[0] in keys)


def test_its_ratings_are_in_its_order_without_those_that_left():
    assert [one.key for one in scheme().ratings] == [row[0] for row in RATINGS[:7]]
    assert scheme().has("red")
    assert not scheme().has("amber")
    assert scheme().get("amber").label == "Amber"


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ("red", "amber_red", "better"),
        ("green", "red", "worse"),
        ("green", "green", ""),
        ("amber_red", "amber_green", "better"),
        ("amber_green", "amber_red", "worse"),
        ("closed", "green", "worse"),
        # What is neither good nor bad
        ("not_rated", "green", ""),
        ("red", "not_rated", ""),
        ("red", "hold", ""),
        ("hold", "closed", ""),
        ("", "red", ""),
        # Those that have left the scheme
        ("amber", "amber_red", ""),
        ("amber", "amber_green", "better"),
        ("amber", "red", "worse"),
        ("orange", "amber_green", ""),
        ("orange", "green", "better"),
    ],
)
def test_direction(before, now, way):
    assert scheme().direction(before, now) == way


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["off_track"], "Red"),
        (["at_risk"], "Amber/red or Amber/green"),
        (["off_track", "at_risk"], "Red, Amber/red or Amber/green"),
        (["ended"], ""),
    ],
)
def test_its_words_for_a_kind(kinds, words):
    assert scheme().words(*kinds) == words


@pytest.mark.parametrize(
    ("keys", "kind", "nearest"),
    [
        ((), "at_risk", "at_risk"),
        (("red", "green"), "at_risk", "off_track"),
        (("red", "green"), "complete", "on_track"),
        (("green", "closed"), "at_risk", None),
        (("green", "hold"), "on_hold", "on_hold"),
        (("green", "red"), "on_hold", None),
    ],
)
def test_a_kind_that_it_lacks_is_the_nearest_worse_one(keys, kind, nearest):
    assert scheme(*keys).nearest(kind) == nearest
