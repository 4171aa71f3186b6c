"""What is folded on the page of an action: it opens where an address leads into it, and is printed."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE
from tests.helpers.builders import action_of, days_ago, make_update


@pytest.fixture
def action(plan):
    action = action_of(plan, "1.1")
    for day in range(20, 10, -1):
        make_update(action, comment=f"Day {day}.", at=days_ago(day))
    return action


@pytest.fixture
def address(action):
    return f"/ashshire/actions/{action.pk}/"


def test_opens_where_the_address_leads(page, sign_in, axe, people, action, address):
    sign_in(page, people.chair).set_viewport_size(PHONE)
    page.goto(address)
    expect(page.get_by_text("Day 11.")).to_be_visible()
    expect(page.get_by_text("Day 20.")).to_be_hidden()
    page.get_by_text("earlier entries").click()
    expect(page.get_by_text("Day 20.")).to_be_visible()
    assert axe(page) == []
    page.goto("/ashshire/")
    page.goto(f"{address}#update-{action.updates.order_by('at').first().pk}")
    expect(page.get_by_text("Day 20.")).to_be_in_viewport()


@pytest.mark.parametrize("has_script", [True, False])
def test_prints_what_is_folded(has_script, new_context, sign_in, people, address):
    page = sign_in(new_context(java_script_enabled=has_script).new_page(), people.chair)
    page.goto(address)
    expect(page.get_by_text("Day 20.")).to_be_hidden()
    words = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Day 11." in words
    assert "Day 20." in words
    assert "earlier entries" not in words
    expect(page.get_by_text("Day 20.")).to_be_hidden()
