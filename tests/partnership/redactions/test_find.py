"""Finding words: in any case and spacing, as whole words, in one's own partnership, now and in history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.redactions.find import Passage, find_places
from plans.services.action import revise_action
from tests.helpers.builders import NOW, action_of, days_ago, make_update


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Ann Lee", "Then Ann Lee came."),
        ("ann lee", "ANN LEE"),
        ("Ann  Lee", "Ann\nLee"),
        ("Ann\r\nLee", "Ann Lee"),
        ("O'Hara", "Mr O’Hara"),
        ("Lee-Ann", "Lee–Ann"),
        ("“Ann”", 'called "Ann"'),
        ("Élodie", "élodie"),
        ("3.5 (a)", "point 3.5 (a), then"),
        ("Ann", "Ann."),
    ],
)
def test_words_are_found_in_any_case_and_spacing(words, text):
    assert Passage(words).stands_in(text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("Ann", "Annual"), ("Ann", "Joann"), ("Ann Lee", "Ann and Lee"), ("a.c", "abc"), ("Ann", "")],
)
def test_parts_of_words_are_not_found(words, text):
    assert not Passage(words).stands_in(text)


@given(before=st.text("ab c.\n", max_size=5), after=st.text("ab c.\n", max_size=5))
def test_what_is_taken_out_is_gone(before, after):
    passage = Passage("Kim Loe")
    rest = passage.taken_out_of(f"{before} kim  LOE {after}")
    assert "kim" not in rest.lower()
    assert rest == f"{before} [redacted] {after}"


def test_the_extract_is_what_stands_around():
    text = f"{'x' * 100} Kim {'y' * 100}"
    before, words, after = Passage("kim").extract(text)
    assert words == "Kim"
    assert (before, after) == (f"…{'x' * 59} ", f" {'y' * 59}…")


def places(people, words):
    return [(p.name, p.is_now) for p in find_places(people.partnership, Passage(words))]


def test_now_and_before(people, plan):
    action = action_of(plan, "1.1")
    make_update(action, comment="Kim was seen.", at=days_ago(3))
    revise_action(action, by=people.business_manager, title="Help Kim", at=days_ago(2))
    revise_action(action, by=people.business_manager, title="Help", reason="kim", at=NOW)
    assert places(people, "Kim") == [
        ("Action “1.1 Help”: short title", False),
        ("Update of 1.1, 19 November 2026: comment", True),
        ("Change by Business manager, 22 November 2026: reason given", True),
    ]


def test_nothing_of_another_partnership(people, plan):
    make_update(action_of(plan, "1.1"), comment="Kim was seen.")
    other = people.elsewhere.people.partnership
    assert find_places(other, Passage("Kim")) == ()
    assert len(find_places(people.partnership, Passage("Kim"))) == 1


def test_who_wrote_is_no_place(people, plan):
    """The author's name stays beside their text."""
    make_update(action_of(plan, "1.1"), by=people.chair)
    assert not [
        p for p in find_places(people.partnership, Passage("Chair")) if p.field == "by_name"
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_however_many_places(people, plan, number, django_assert_num_queries):
    for _ in range(number):
        make_update(action_of(plan, "1.2"), comment="Kim was seen.")
    with django_assert_num_queries(51):
        assert len(find_places(people.partnership, Passage("Kim"))) == number
