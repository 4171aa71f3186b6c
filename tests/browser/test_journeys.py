"""The main journeys from sign-in to the end, in a real browser."""

import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from partnership.models import User
from partnership.worker import run_all
from plans.models import ProgressUpdate
from tests.browser.conftest import PHONE
from tests.helpers.builders import PASSWORD, action_of, make_update

PROGRESS = "Update progress"
COMMENT = "What has happened, and what difference has it made?"


@pytest.fixture
def live_plan(live_server, people, plan):
    """Ashshire with its plan, behind a live server."""
    return plan


def typed_in(page, person):
    """Sign in with the form."""
    page.goto("/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/ashshire/$"))


def open_progress(page, plan, reference):
    page.goto(f"/ashshire/actions/{action_of(plan, reference).pk}/progress/")


def said(plan, reference):
    return [(u.rating, u.comment) for u in action_of(plan, reference).updates.all()]


def test_chair_updates_an_action_on_a_phone(page, people, live_plan):
    """From signing in to the next action: nothing to search for, nothing typed twice."""
    page.set_viewport_size(PHONE)
    typed_in(page, people.chair)
    page.get_by_role("link", name=re.compile(r"1\.1")).first.click()
    expect(page.get_by_role("heading", name=PROGRESS)).to_be_visible()
    page.get_by_label("Amber").check()
    page.get_by_role("button", name="Save update").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label(COMMENT)).to_be_focused()
    page.get_by_label(COMMENT).fill("Late data from the police.")
    page.get_by_role("button", name="Save update").click()

    expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
    assert said(live_plan, "1.1") == [("amber", "Late data from the police.")]


def test_no_change_in_one_press(page, people, live_plan, sign_in):
    make_update(action_of(live_plan, "1.1"), comment="Twelve read.")
    sign_in(page, people.chair)
    open_progress(page, live_plan, "1.1")
    expect(page.get_by_text("Twelve read.")).to_be_visible()
    page.get_by_role("button", name="No change since last time").click()
    expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
    assert said(live_plan, "1.1") == [("green", ""), ("green", "Twelve read.")]


@pytest.mark.both_engines
def test_pressed_twice_in_a_hurry_is_said_once(page, people, live_plan, sign_in):
    sign_in(page, people.chair)
    open_progress(page, live_plan, "1.1")
    page.get_by_label("Green").check()
    page.get_by_role("button", name="Save update").dblclick()
    expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
    assert said(live_plan, "1.1") == [("green", "")]


def test_business_manager_downloads_the_plan_and_the_report(
    page, live_demo, sign_in, live_server, tmp_path
):
    sign_in(page, User.objects.get(email="business.manager@exampleshire.example"))
    page.goto("/exampleshire/plan/")
    page.get_by_role("link", name="Download", exact=True).first.click()
    expect(page.get_by_role("heading", name="Download the plan")).to_be_visible()
    plan = downloaded(page, page.get_by_role("link", name="As a list (PDF)"), tmp_path)
    page.goto("/exampleshire/reports/")
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("report", re.IGNORECASE)
    ).first.click()
    report = downloaded(page, page.get_by_text("Download PDF", exact=True).first, tmp_path)
    for name, text in (plan, report):
        assert name.startswith("exampleshire")
        assert name.endswith(".pdf")
        assert "Exampleshire" in text


def downloaded(page, link, directory):
    """(file name, text of its first pages) of a PDF behind a link."""
    link.click()
    expect(page.get_by_role("heading", name="Making your file")).to_be_visible()
    run_all()
    with page.expect_download() as started:
        page.get_by_text("Download your file").click()
    path = directory / started.value.suggested_filename
    started.value.save_as(path)
    return path.name, "".join(sheet.extract_text() for sheet in PdfReader(path).pages[:4])


def test_scrutineer_finds_the_change_in_sentences(page, people, live_plan, sign_in):
    make_update(
        action_of(live_plan, "1.1"), by=people.chair, rating="red", comment="Nobody was heard."
    )
    sign_in(page, people.scrutineer)
    page.goto("/ashshire/")
    page.get_by_role("navigation").get_by_role("link", name="Changes").click()
    story = page.get_by_role("listitem").filter(has_text="1.1").filter(has_text="Chair").first
    expect(story).to_contain_text("Red")
    names = re.compile(r"\b(rated_at|last_update|action_id|pk)\b")
    expect(page.get_by_role("main")).not_to_contain_text(names)


class TestKeyboard:
    def press_until(self, page, name, *, key="Tab", most=80):
        """Press a key until the focused element has this name."""
        for _ in range(most):
            page.keyboard.press(key)
            if name in page.evaluate(FOCUSED):
                return
        raise AssertionError(f"The focus never came to “{name}”.")

    def test_skip_link_comes_first_and_leads_to_the_content(self, page, people, live_plan, sign_in):
        sign_in(page, people.chair)
        page.goto("/ashshire/plan/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#main-content$"))
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)

    def test_filters_the_plan_by_keyboard(self, page, people, live_plan, sign_in):
        make_update(action_of(live_plan, "1.3"), rating="red", comment="x")
        page.set_viewport_size(PHONE)
        sign_in(page, people.chair)
        page.goto("/ashshire/plan/")
        self.press_until(page, "Filter the actions")
        page.keyboard.press("Enter")
        self.press_until(page, "Rating")
        page.keyboard.type("Red")
        self.press_until(page, "Apply filter")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"rating=red"))
        expect(page.get_by_role("link", name=re.compile(r"1\.3"))).to_be_visible()
        expect(page.get_by_role("link", name=re.compile(r"1\.1"))).to_have_count(0)

    def test_updates_an_action_by_keyboard(self, page, people, live_plan, sign_in):
        sign_in(page, people.chair)
        open_progress(page, live_plan, "1.1")
        self.press_until(page, "Red")
        page.keyboard.press("Space")
        self.press_until(page, COMMENT)
        page.keyboard.type("Typed without a mouse.")
        self.press_until(page, "Save update")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
        assert said(live_plan, "1.1") == [("red", "Typed without a mouse.")]


FOCUSED = """() => {
  const element = document.activeElement
  const labels = [...(element.labels || [])].map(label => label.innerText)
  return [...labels, element.innerText || ''].join(' ')
}"""


class TestSessionThatEnds:
    """A session that ends in another tab while someone types."""

    def type_and_be_signed_out(self, page, people, plan):
        open_progress(page, plan, "1.1")
        page.get_by_label("Red").check()
        page.get_by_label(COMMENT).fill("Half an hour of typing.")
        other = page.context.new_page()
        other.goto("/ashshire/")
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        other.close()
        page.get_by_role("button", name="Save update").click()

    def test_nothing_is_saved_and_the_page_says_what_to_do(self, page, people, live_plan, sign_in):
        sign_in(page, people.chair)
        self.type_and_be_signed_out(page, people, live_plan)
        expect(page).to_have_url(re.compile("/accounts/sign-in/"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(re.compile("sign in|back", re.IGNORECASE)).first).to_be_visible()
        assert said(live_plan, "1.1") == []

    def test_what_was_typed_is_there_after_signing_in_again(self, page, people, live_plan, sign_in):
        sign_in(page, people.chair)
        self.type_and_be_signed_out(page, people, live_plan)
        page.get_by_label("Email address").fill(people.chair.email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_label(COMMENT)).to_have_value("Half an hour of typing.")
        expect(page.get_by_label("Red")).to_be_checked()
        page.get_by_role("button", name="Save update").click()
        expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
        assert said(live_plan, "1.1") == [("red", "Half an hour of typing.")]


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False, "viewport": PHONE}

    def test_updates_an_action_without_a_script(self, page, people, live_plan):
        typed_in(page, people.chair)
        open_progress(page, live_plan, "1.1")
        page.get_by_label("Red").check()
        page.get_by_role("button", name="Save update").click()
        expect(page.get_by_text("There is a problem")).to_be_visible()
        page.get_by_label(COMMENT).fill("Without a script.")
        page.get_by_role("button", name="Save update").click()
        expect(page.get_by_text("Update for 1.1 saved.")).to_be_visible()
        assert said(live_plan, "1.1") == [("red", "Without a script.")]

    def test_filter_and_navigation(self, page, people, live_plan):
        typed_in(page, people.chair)
        page.get_by_role("navigation").get_by_role("link", name="Plan").first.click()
        page.get_by_text("Filter the actions").click()
        page.get_by_label("Rating").select_option("not_rated")
        page.get_by_role("button", name="Apply filter").click()
        expect(page).to_have_url(re.compile(r"rating=not_rated"))

    def test_evidence_can_be_reached(self, page, people, live_plan):
        typed_in(page, people.chair)
        open_progress(page, live_plan, "1.1")
        page.get_by_text("Add evidence").click()
        expect(page.get_by_label("What does the evidence show?")).to_be_visible()


@pytest.mark.both_engines
def test_two_people_edit_one_action_and_both_texts_are_kept(
    new_context, people, live_plan, sign_in
):
    """Two browsers opened the same page; the second is shown both texts and loses nothing."""
    address = f"/ashshire/actions/{action_of(live_plan, '1.1').pk}/edit/"
    first, second = (new_context().new_page() for _ in range(2))
    for page in (first, second):
        sign_in(page, people.business_manager)
        page.goto(address)
    first.get_by_label("Short title").fill("What the first wrote")
    first.get_by_role("button", name=re.compile("Save")).first.click()
    expect(first).not_to_have_url(re.compile("/edit/"))
    second.get_by_label("Short title").fill("What the second wrote")
    second.get_by_role("button", name=re.compile("Save")).first.click()
    assert action_of(live_plan, "1.1").title == "What the first wrote"
    main = second.get_by_role("main")
    expect(main).to_contain_text("What the first wrote")
    expect(second.get_by_label("Short title")).to_have_value("What the second wrote")


@pytest.mark.both_engines
def test_two_chairs_update_at_once_and_both_are_heard(new_context, people, live_plan, sign_in):
    pages = [new_context().new_page() for _ in range(2)]
    for page, person in zip(pages, (people.chair, people.business_manager), strict=True):
        sign_in(page, person)
        open_progress(page, live_plan, "1.1")
        page.get_by_label("Red").check()
        page.get_by_label(COMMENT).fill(f"Said by {person.name}.")
    first, second = pages
    first.get_by_role("button", name="Save update").click()
    expect(first.get_by_text("Update for 1.1 saved.")).to_be_visible()
    second.get_by_role("button", name="Save update").click()
    expect(second.get_by_text("Chair added an update while you were writing:")).to_be_visible()
    expect(second.get_by_label(COMMENT)).to_have_value("Said by Business manager.")
    second.get_by_role("button", name="Save update").click()
    expect(second.get_by_text("Update for 1.1 saved.")).to_be_visible()
    comments = ProgressUpdate.objects.filter(action__reference="1.1").values_list(
        "comment", flat=True
    )
    assert sorted(comments) == ["Said by Business manager.", "Said by Chair."]
