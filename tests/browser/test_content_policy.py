"""The content security policy in a real browser: no page violates it, and no script has errors."""

import pytest
from playwright.sync_api import Error

from partnership.models import User
from partnership.worker import run_all
from plans.models import Plan
from tests.browser.conftest import soon
from tests.helpers.hostile import pages


@pytest.fixture
def watched(page, complaints):
    """``watched(address)``: what the browser refused or reported there."""

    def watched(address):
        try:
            page.goto(address)
        except Error as error:
            assert "Download is starting" in error.message  # noqa: PT017 - a file is not a page
            return []
        return complaints()

    return watched


def test_a_violation_would_be_seen(page, house, sign_in, watched, live_server):
    """Inline script, inline style, foreign image, eval: each is refused and reported."""
    sign_in(page, house.people.member)
    assert watched("/ashshire/") == []
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend",
                "<p style='color:red'></p><img src='http://127.0.0.1:9/x.png'><b onclick='x()'></b>");
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const form = document.createElement("form");
            form.action = "http://127.0.0.1:9/"; form.method = "post";
            document.body.append(form);
            form.submit();
        }"""
    )

    def refused():
        return {violation.split(":")[0] for violation in page.evaluate("window.violations")}

    asked = {"style-src-attr", "img-src", "script-src-elem", "form-action"}
    assert soon(lambda: refused() >= asked), refused()
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("key", ["business_manager", "nobody"])
def test_no_page_breaks_it(page, house, sign_in, watched, key, live_server):
    """The admin, and pages without a person; test_every_page.py covers people's pages."""
    if key != "nobody":
        sign_in(page, getattr(house.people, key))
    listed = dict(pages(house, in_admin=key != "nobody"))
    found = {name: watched(address) for name, address in listed.items()}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) > 60


def test_a_pdf_is_downloaded_without_a_violation(page, live_demo, sign_in, watched, live_server):
    plan = Plan.objects.get(partnership__slug="exampleshire")
    sign_in(page, User.objects.get(email="business.manager@exampleshire.example"))
    assert watched(f"/exampleshire/plans/{plan.pk}/") == []
    assert watched(f"/exampleshire/plans/{plan.pk}/downloads/") == []
    page.locator("a[href*='plan.pdf']").first.click()
    run_all()
    with page.expect_download() as download:
        page.get_by_text("Download your file").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert page.evaluate("window.violations") == []
