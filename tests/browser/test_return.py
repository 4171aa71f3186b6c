"""The group return in real browsers: two at once, a session that expires while typing, a phone, a keyboard."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from plans.models import Draft
from plans.services.period import open_period
from tests.browser.conftest import DESKTOP, PHONE, soon
from tests.helpers import builders
from tests.helpers.milestones import make_milestone

DAYS = {
    "leads_by": builders.TODAY,
    "chairs_by": builders.TODAY + timedelta(7),
    "freezes_on": builders.TODAY + timedelta(14),
}


@pytest.fixture
def action(people, plan):
    action = builders.action_of(plan, "1.1")
    builders.make_update(action, rating="amber", comment="Half read.", at=builders.days_ago(30))
    return action


@pytest.fixture
def address(people, action):
    period = open_period(
        action.plan, by=people.business_manager, name="Autumn", at=builders.days_ago(1), **DAYS
    )
    return f"/ashshire/returns/{period.returns.get(group=people.audit_group).pk}/"


def begin(page, address, action):
    page.goto(address)
    page.locator(f"#a{action.pk}-update > summary").click()
    return page.locator(f"#id_a{action.pk}-comment")


def save(page, action, rating):
    page.get_by_label(rating, exact=True).check()
    page.get_by_role("button", name=f"Save and continue ({action.reference})").click()


def saved(page):
    expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()


def said(action):
    return [(u.rating, u.comment) for u in action.updates.order_by("pk")]


@pytest.mark.both_engines
def test_two_browsers_on_one_return(new_context, sign_in, people, action, address):
    """The second to save sees the first update, with their own input kept; then both are saved."""
    first = sign_in(new_context().new_page(), people.chair)
    second = sign_in(new_context().new_page(), people.business_manager)
    begin(first, address, action).fill("All forty read.")
    begin(second, address, action).fill("Two files are lost.")
    save(second, action, "Red")
    saved(second)
    save(first, action, "Amber")
    expect(
        first.get_by_text("Business manager added an update while you were writing:")
    ).to_be_visible()
    expect(first.get_by_text("Two files are lost.").first).to_be_visible()
    expect(first.locator(f"#id_a{action.pk}-comment")).to_have_value("All forty read.")
    assert said(action)[1:] == [("red", "Two files are lost.")]
    first.get_by_role("button", name="Save and continue (1.1)").click()
    saved(first)
    assert said(action)[1:] == [("red", "Two files are lost."), ("amber", "All forty read.")]


def test_a_session_that_ends_mid_sentence(page, sign_in, people, action, address):
    """Earlier input is saved as a draft; input sent after the session ended is restored at the next sign-in."""
    box = begin(sign_in(page, people.chair), address, action)
    box.fill("Thirty of forty")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert Draft.objects.get().comment == "Thirty of forty"
    page.context.clear_cookies(name="__Host-sessionid")
    page.context.clear_cookies(name="sessionid")
    box.press_sequentially(" are read")
    expect(page.get_by_text("You may have been signed out")).to_be_visible()
    save(page, action, "Amber")
    page.get_by_label("Email address").fill(people.chair.email)
    page.get_by_role("textbox", name="Password").fill(builders.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{address}")
    box = page.locator(f"#id_a{action.pk}-comment")
    expect(box).to_have_value("Thirty of forty are read")
    assert len(said(action)) == 1
    save(page, action, "Amber")
    saved(page)
    assert said(action)[1] == ("amber", "Thirty of forty are read")
    assert Draft.objects.count() == 0


def test_another_device_goes_on(new_context, sign_in, people, action, address):
    one = sign_in(new_context().new_page(), people.chair)
    begin(one, address, action).fill("On the train")
    expect(one.get_by_text("Draft saved")).to_be_visible()
    one.context.close()
    other = sign_in(new_context().new_page(), people.chair)
    other.goto(address)
    expect(other.locator(f"#id_a{action.pk}-comment")).to_have_value("On the train")


def test_a_milestone_that_is_ticked_is_kept_by_itself(page, sign_in, people, action, address):
    milestone = make_milestone(action, "Staff trained")
    begin(sign_in(page, people.chair), address, action)
    page.get_by_label("Staff trained").check()
    page.locator(f"#id_a{action.pk}-done_on_{milestone.pk}_day").fill("2")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("Staff trained")).to_be_checked()
    expect(page.locator(f"#id_a{action.pk}-done_on_{milestone.pk}_day")).to_have_value("2")


def test_turning_away_keeps_what_was_typed(page, sign_in, people, action, address):
    """A draft is saved when a link is clicked, without waiting for the pause."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    begin(sign_in(page, people.chair), address, action).fill("Gone at on")
    asked.clear()
    page.get_by_role("link", name="Home").first.click()
    expect(page).to_have_url(re.compile("/ashshire/$"))
    assert asked[0].endswith(f"/actions/{action.pk}/draft/"), "The draft leaves before the press."
    assert soon(lambda: Draft.objects.filter(comment="Gone at on").exists())
    page.goto(address)
    expect(page.locator(f"#id_a{action.pk}-comment")).to_have_value("Gone at on")


def test_putting_the_phone_away_keeps_what_was_typed(page, sign_in, people, action, address):
    begin(sign_in(page, people.chair), address, action).fill("Gone at once")
    page.close()
    assert soon(lambda: Draft.objects.filter(comment="Gone at once").exists())


def test_by_keyboard_the_enter_key_says_nothing_in_anybodys_name(
    page, sign_in, people, action, address
):
    begin(sign_in(page, people.chair), address, action)
    page.get_by_label("Green", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Drafts saved.")).to_be_visible()
    assert len(said(action)) == 1
    assert Draft.objects.get().rating == "green"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_is_sound_with_errors_too(page, sign_in, axe, spills, people, action, address, size):
    page.set_viewport_size(size)
    begin(sign_in(page, people.chair), address, action)
    save(page, action, "Red")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert axe(page) == []
    assert spills(page) == 0


def test_a_return_is_filled_in_without_a_script(new_context, sign_in, people, action, address):
    page = sign_in(new_context(java_script_enabled=False).new_page(), people.chair)
    begin(page, address, action).fill("Read.")
    page.get_by_role("button", name="Save drafts", exact=True).last.click()
    expect(page.get_by_text("Drafts saved.")).to_be_visible()
    expect(page.locator(f"#id_a{action.pk}-comment")).to_have_value("Read.")
    save(page, action, "Amber")
    saved(page)
    page.get_by_label("Note with the return (optional)").fill("All said.")
    page.get_by_role("button", name="Submit the return").click()
    expect(page.get_by_text("Submitted by Chair on")).to_be_visible()
    assert said(action)[1] == ("amber", "Read.")
