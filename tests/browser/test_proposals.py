"""A chair proposes another date on a phone; the business manager decides by keyboard; the chair sees the decision."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.helpers import builders

REASON = "The police data comes in the summer."


def sound(page, axe, spills):
    assert axe(page) == []
    assert spills(page) <= 0


def test_proposed_on_a_phone_and_decided_by_keyboard(
    new_context, sign_in, axe, spills, people, plan
):
    action = builders.action_of(plan, "1.1")
    chair = sign_in(new_context().new_page(), people.chair)
    chair.set_viewport_size(PHONE)
    chair.goto(f"/ashshire/actions/{action.pk}/")
    chair.get_by_role("link", name="Propose a change").click()
    chair.get_by_role("link", name="Timescale").click()
    chair.get_by_label("New timescale").fill("June 2027")
    chair.get_by_role("button", name="Send proposal").click()
    expect(chair.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(chair.get_by_label("New timescale")).to_have_value("June 2027")
    sound(chair, axe, spills)
    chair.get_by_label("Why do you propose this?").fill(REASON)
    chair.get_by_role("button", name="Send proposal").click()
    expect(chair.get_by_text("Proposal sent.")).to_be_visible()
    sound(chair, axe, spills)

    manager = sign_in(new_context().new_page(), people.business_manager)
    manager.set_viewport_size(DESKTOP)
    manager.goto("/ashshire/")
    link = manager.get_by_role("link", name="1.1 Action 1.1: timescale")
    link.focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("heading", name="Decide on a proposal: timescale")).to_be_visible()
    expect(manager.get_by_text(REASON)).to_be_visible()
    sound(manager, axe, spills)
    boxes = manager.get_by_role("group", name="Kind of timescale")
    expect(boxes).to_be_hidden()
    manager.get_by_label("Accept with changes").check()
    expect(boxes).to_be_visible()
    sound(manager, axe, spills)
    manager.get_by_label("Accept", exact=True).focus()
    manager.keyboard.press("Space")
    manager.get_by_role("button", name="Save decision").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_text("Accepted: Timescale of 1.1.")).to_be_visible()

    chair.goto("/ashshire/")
    expect(chair.get_by_role("heading", name="Your proposals")).to_be_visible()
    expect(chair.locator(".app-proposal").get_by_text("Accepted")).to_be_visible()
    action.refresh_from_db()
    assert action.timescale == "June 2027"


@pytest.mark.both_engines
def test_two_who_decide_at_once(new_context, sign_in, people, plan):
    """The second to decide is shown the first decision, and nothing is done twice."""
    from_phone = sign_in(new_context().new_page(), people.chair)
    action = builders.action_of(plan, "1.1")
    from_phone.goto(f"/ashshire/actions/{action.pk}/propose/wording/")
    from_phone.get_by_label("Wording").fill("Do more.")
    from_phone.get_by_label("Why do you propose this?").fill(REASON)
    from_phone.get_by_role("button", name="Send proposal").click()
    expect(from_phone.get_by_text("Proposal sent.")).to_be_visible()
    proposal = action.proposals.get()
    address = f"/ashshire/proposals/{proposal.pk}/decide/"
    first = sign_in(new_context().new_page(), people.business_manager)
    second = sign_in(new_context().new_page(), people.business_manager)
    first.goto(address)
    second.goto(address)
    first.get_by_label("Accept", exact=True).check()
    first.get_by_role("button", name="Save decision").click()
    expect(first.get_by_text("Accepted: Wording of 1.1.")).to_be_visible()
    second.get_by_label("Your comment").fill("No.")
    second.get_by_label("Decline").check()
    second.get_by_role("button", name="Save decision").click()
    expect(
        second.get_by_text("Business manager has already decided on this proposal: ")
    ).to_be_visible()
    expect(second.get_by_text("Your comment was: No.")).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.decision == "accepted"
