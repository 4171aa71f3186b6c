"""Texts are stored without signs that no text has, whatever way they came in."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.text import clean_text
from plans.models import Action
from plans.services.action import revise_action
from tests.helpers.builders import action_of
from tests.helpers.editing import address

EVERY_SIGN = [chr(number) for number in range(sys.maxunicode + 1)]
BREAKS = ["\r\n", "\r", "\n", "\v", "\f", "\u2028", "\u2029"]


@pytest.mark.parametrize("sign", BREAKS)
def test_line_breaks_become_line_feeds(sign):
    assert clean_text(f"One{sign}two") == "One\ntwo"


def test_of_all_signs_those_that_are_no_text_go():
    """Unicode's controls (Cc) and surrogates (Cs), and the 66 that it keeps for no character."""
    gone = {sign for sign in EVERY_SIGN if clean_text(sign) == ""}
    controls = {sign for sign in EVERY_SIGN if unicodedata.category(sign) in ("Cc", "Cs")}
    nothing = {chr(number) for number in range(0xFDD0, 0xFDF0)}
    nothing |= {
        chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
    }
    assert len(nothing) == 66
    assert gone == (controls | nothing) - {"\t", *BREAKS}


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029"))
)
def test_other_text_stays_as_it_is(text):
    assert clean_text(text) == text


@given(st.text())
def test_a_clean_text_is_clean(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_a_service_stores_clean_text(people, plan):
    action = action_of(plan, "1.1")
    revise_action(action, by=people.business_manager, wording="Do\vthis\x07.\ufffe")
    row = Action.history.filter(id=action.pk).latest()
    assert (
        Action.objects.at_address(slug="ashshire", pk=action.pk).get().wording,
        row.wording,
    ) == (
        "Do\nthis.",
        "Do\nthis.",
    )


def test_a_page_stores_clean_text(people, plan, client_as):
    action = action_of(plan, "1.1")
    data = {name: getattr(action, name) or "" for name in ("reference", "title", "note", "version")}
    data |= {
        "wording": "First line\vsecond line\x0c\x1f",
        "position": action.position,
        "reason": "",
    }
    data |= {"priority": action.priority_id, "objective": "", "importance": "", "follows": ""}
    response = client_as(people.business_manager).post(address("action_edit", action), data)
    assert response.status_code == 302
    action.refresh_from_db()
    assert action.wording == "First line\nsecond line"
