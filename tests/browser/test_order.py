"""Dragging the parts of a plan to another place, with a mouse and with a finger, beside the buttons."""

import pytest
from playwright.sync_api import expect

from plans.models import Priority
from plans.services.structure import add_part, move_part
from tests.browser.conftest import DESKTOP, PHONE
from tests.helpers.milestones import make_milestone


class Mouse:
    def __init__(self, page):
        self.page = page

    def press(self, x, y):
        self.page.mouse.move(x, y)
        self.page.mouse.down()

    def move(self, x, y):
        self.page.mouse.move(x, y, steps=5)

    def lift(self):
        self.page.mouse.up()


class Finger:
    def __init__(self, page):
        self.send = page.context.new_cdp_session(page).send

    def press(self, x, y):
        self._touch("touchStart", x, y)

    def move(self, x, y):
        self._touch("touchMove", x, y)

    def lift(self):
        self._touch("touchEnd")

    def _touch(self, kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        self.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def take(page, pointer, part):
    """Press on the part's handle and return its middle."""
    handle = page.locator(
        f'[data-part="{part._meta.model_name}-{part.pk}"] .app-order__handle'
    ).first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pointer.press(x, y)
    return x, y


def drag_above(page, pointer, part, other):
    x, _ = take(page, pointer, part)
    row = page.locator(f'[data-part="{other._meta.model_name}-{other.pk}"]')
    pointer.move(x, row.bounding_box()["y"] + 2)
    expect(page.locator(".app-order__line")).to_have_count(1)
    expect(page.locator(".app-order__line")).not_to_have_attribute("hidden", "")


@pytest.fixture
def address(plan):
    return f"/ashshire/plans/{plan.pk}/order/"


@pytest.fixture(params=[(DESKTOP, Mouse), (PHONE, Finger)], ids=["mouse", "finger"])
def manager(request, new_context, sign_in, people):
    """The business manager's page, and what they point with."""
    size, pointer = request.param
    page = new_context(has_touch=pointer is Finger).new_page()
    page.set_viewport_size(size)
    sign_in(page, people.business_manager)
    return page, pointer(page)


def test_an_action_is_dragged_to_the_top(manager, axe, spills, plan, address):
    page, pointer = manager
    first, _, third = plan.action_set.all()
    page.goto(address)
    drag_above(page, pointer, third, first)
    pointer.lift()
    expect(page.get_by_role("status")).to_have_text("Moved: 1.3 is now 1 of 3")
    expect(page.get_by_role("button", name="Move 1.3 down")).to_be_focused()
    expect(page.get_by_role("button", name="Move 1.3 up")).to_have_count(0)
    assert list(plan.action_set.values_list("reference", flat=True)) == ["1.3", "1.1", "1.2"]
    assert axe(page) == []
    assert spills(page) <= 0
    page.keyboard.press("Enter")  # and moves on with the button
    expect(page.locator(".app-order__row--action").first).to_contain_text("1.1")


def test_an_order_that_someone_else_changed_is_shown_anew(manager, axe, people, plan, address):
    page, pointer = manager
    first, second, third = plan.action_set.all()
    page.goto(address)
    move_part(second, by=people.business_manager, up=True)
    drag_above(page, pointer, third, first)
    pointer.lift()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Someone else has changed this")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".app-order__row--action").first).to_contain_text("1.2")
    assert axe(page) == []
    drag_above(page, pointer, third, second)
    pointer.lift()
    expect(page.get_by_role("status")).to_have_text("Moved: 1.3 is now 1 of 3")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def test_without_a_connection_it_returns_to_its_place(manager, plan, address):
    page, pointer = manager
    first, _, third = plan.action_set.all()
    page.goto(address)
    page.context.set_offline(True)
    drag_above(page, pointer, third, first)
    pointer.lift()
    expect(page.get_by_role("status")).to_contain_text("We could not save the new order")
    expect(page.locator(".app-order__row--action").first).to_contain_text("1.1")


def test_escape_leaves_it_where_it_was(manager, plan, address):
    page, pointer = manager
    first, _, third = plan.action_set.all()
    page.goto(address)
    drag_above(page, pointer, third, first)
    page.keyboard.press("Escape")
    pointer.lift()
    expect(page.locator(".app-order__line")).to_have_count(0)
    expect(page.locator(".app-order__row--action").first).to_contain_text("1.1")
    assert list(plan.action_set.values_list("reference", flat=True)) == ["1.1", "1.2", "1.3"]


def test_a_priority_is_dragged_by_its_heading(manager, people, plan, address):
    page, pointer = manager
    other = add_part(Priority, plan, by=people.business_manager, number="2", title="Neglect")
    page.goto(address)
    drag_above(page, pointer, other, plan.priority_set.first())
    expect(page.locator(".app-order__row--action").first).to_be_hidden()  # folded meanwhile
    pointer.lift()
    expect(page.get_by_role("status")).to_contain_text("is now 1 of 2")
    expect(page.locator(".app-order__row--action").first).to_be_visible()
    assert plan.priority_set.first() == other


def test_a_milestone_is_dragged(manager, axe, spills, plan):
    page, pointer = manager
    action = plan.action_set.first()
    for words in ("Procedure agreed", "Staff trained"):
        last = make_milestone(action, words)
    page.goto(f"/ashshire/actions/{action.pk}/milestones/")
    handle = page.locator(f'[data-part="milestone-{last.pk}"] .app-order__handle').bounding_box()
    pointer.press(handle["x"] + 20, handle["y"] + 20)
    pointer.move(handle["x"] + 20, page.locator(".app-order").bounding_box()["y"] + 2)
    pointer.lift()
    expect(page.get_by_role("status")).to_have_text("Moved: Staff trained is now 1 of 2")
    assert axe(page) == []
    assert spills(page) <= 0


def test_without_the_script_there_are_only_buttons(new_context, sign_in, people, address):
    page = sign_in(new_context(java_script_enabled=False).new_page(), people.business_manager)
    page.goto(address)
    expect(page.locator(".app-order__handle")).to_have_count(0)
    page.get_by_role("button", name="Move 1.3 up").click()
    expect(page.locator(".app-order__row--action").nth(1)).to_contain_text("1.3")
