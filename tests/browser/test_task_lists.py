"""The lists of tasks on a phone: the state beside a long name stays whole."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.helpers.writing import make_report, write


def test_a_state_is_not_broken_within_a_word(page, sign_in, spills, people, plan):
    report = make_report(plan)
    write(report, "voice", "We listened.")
    sign_in(page, people.business_manager).set_viewport_size(PHONE)
    page.goto(f"/ashshire/reports/{report.pk}/")
    state = page.locator(".govuk-task-list__status").get_by_text("Written", exact=True)
    expect(state).to_be_visible()
    lines = state.evaluate(
        "one => { const words = document.createRange(); words.selectNodeContents(one);"
        " return words.getClientRects().length; }"
    )
    assert lines == 1
    assert spills(page) <= 0
