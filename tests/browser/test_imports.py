"""A business manager brings a plan in from a file, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from partnership.worker import run_all
from plans.models import Plan
from tests.browser.conftest import DESKTOP, PHONE, soon
from tests.facts.example_files import FILES

WORD = next(path for path in FILES if path.name == "word-per-priority.docx")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_a_word_file_to_the_agreed_plan(page, sign_in, people, size):
    """Twelve presses, without typing but for one name and where the plan was agreed."""
    page.set_viewport_size(size)
    sign_in(page, people.business_manager)
    page.goto("/ashshire/plans/")
    page.get_by_role("link", name="Import a plan from").click()
    page.get_by_role("link", name="Import a plan from a file").click()
    page.get_by_label("Choose a file").set_input_files(WORD)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_role("heading", name="Reading your file")).to_be_visible()
    run_all()
    expect(page.get_by_role("heading", name="Check what was read")).to_be_visible()
    expect(page.get_by_text("3 priorities, 12 actions, 18 measures")).to_be_visible()

    page.get_by_text("As it is in the file: 1.1").click()
    expect(page.get_by_text("What will we do?").first).to_be_visible()
    page.get_by_role("button", name="Leave out 2.4").click()
    expect(page.get_by_text("3 priorities, 11 actions")).to_be_visible()
    page.get_by_role("button", name="Include again 2.4").click()
    expect(page.get_by_text("3 priorities, 12 actions")).to_be_visible()

    page.get_by_role("link", name="Who the leads are").click()
    page.get_by_label("“Q & P”").select_option(label="Audit Group")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Names saved.")).to_be_visible()
    page.get_by_role("link", name="Change 1.2").click()
    page.get_by_label("Leads").fill("Audit Group")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Action saved.")).to_be_visible()

    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_label("Title of the plan")).to_have_value("Business Plan 2026-27")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("12 actions brought in.")).to_be_visible()
    page.get_by_role("link", name="Record that the plan is agreed").click()
    page.get_by_role("button", name=re.compile("agreed|Agree")).click()
    expect(page.get_by_text("The plan is agreed.")).to_be_visible()
    plan = soon(lambda: Plan.objects.filter(title="Business Plan 2026-27", status="agreed").first())
    assert plan.action_set.get(reference="1.2").leads.get().group == people.audit_group


def test_a_table_is_pasted_with_its_lists(page, sign_in, people):
    """What the clipboard has as HTML is sent; what is edited afterwards is sent as text."""
    sign_in(page, people.business_manager)
    page.goto("/ashshire/plans/imports/new/")
    html = "<table><tr><th>Action<th>Lead</tr><tr><td>Ask them<td>Board</tr></table>"
    paste = """(box, html) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData("text/html", html)
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }))
        box.value = "Action Lead"
        box.dispatchEvent(new Event("input", { bubbles: true }))
    }"""
    box = page.get_by_label("Or paste the table")
    box.evaluate(paste, html)
    expect(page.locator("#id_pasted_html")).to_have_value(html)
    box.fill("Edited")
    expect(page.locator("#id_pasted_html")).to_have_value("")
