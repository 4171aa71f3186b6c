"""A file of evidence in a real browser: a file field that cannot be refilled, and a download that opens nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.helpers import builders
from tests.helpers.files import PDF, office

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def people(transactional_db):
    return builders.make_people()


@pytest.fixture
def action(people):
    return builders.action_of(builders.make_plan(people), "1.1")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_file_that_was_chosen_is_not_lost(new_context, people, action, sign_in, script):
    """On a phone: after an error the file need not be chosen again, and it is downloaded unchanged."""
    page = new_context(java_script_enabled=script).new_page()
    page.set_viewport_size(PHONE)
    sign_in(page, people.chair)
    page.goto(f"/ashshire/actions/{action.pk}/")
    page.get_by_role("link", name="Add evidence for the measure").click()
    page.get_by_label("What does the evidence show?").fill("18 of 20 were heard.")
    content = office("docx")
    word = {"name": "Minutes.docx", "mimeType": WORD, "buffer": content}
    page.get_by_label("File (optional)").set_input_files([word])
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("What does the evidence show?")).to_have_value("18 of 20 were heard.")
    expect(page.get_by_label("Use “Minutes.docx” (Word document, ")).to_be_checked()
    page.get_by_label("What difference has it made?").check()
    page.get_by_label("What kind of evidence is it?").select_option("audit")
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_text("Evidence for 1.1 saved.")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download Minutes.docx").click()
    assert started.value.suggested_filename == "Minutes.docx"
    assert Path(started.value.path()).read_bytes() == content
    assert action.evidence.get().measure == action.measures.get()


def test_a_file_opened_by_its_address_is_downloaded_too(page, people, action, sign_in):
    file = builders.make_evidence(action, file=builders.make_file("x.pdf", PDF)).file
    sign_in(page, people.member)
    page.goto("/ashshire/")
    with page.expect_download() as started:
        page.evaluate("address => { location.href = address }", f"/ashshire/files/{file.pk}/")
    assert Path(started.value.path()).read_bytes() == PDF
