"""The content security policy in a real browser: nothing on any page breaks it, and no script complains."""

import pytest
from playwright.sync_api import Error

from partnership.models import User
from plans.models import Plan
from tests.browser.conftest import soon
from tests.security.hostile import pages

pytestmark = pytest.mark.drawn

# Before anything else of a page runs, so that its own first script is seen too.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
# What scripts do once a page has loaded, as the admin's for dates do, is drawn first.
AFTERWARDS = """() => new Promise((told) =>
    requestAnimationFrame(() => setTimeout(() => told(window.violations), 0)))"""
# What is no complaint: a page that answers 403 or 404, and advice to whoever wrote a form.
QUIET = ("Failed to load resource", "verbose:")


@pytest.fixture
def watched(page):
    """``watched(address)``: what the browser refused or complained of there."""
    told = []
    page.context.add_init_script(WATCH)
    page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))

    def watched(address):
        told.clear()
        try:
            page.goto(address)
        except Error as error:
            assert "Download is starting" in error.message  # noqa: PT017 - a file is no page
            return told
        found = page.evaluate(AFTERWARDS)
        return found + [t for t in told if not any(quiet in t for quiet in QUIET)]

    return watched


def test_a_violation_would_be_seen(page, house, sign_in, watched, live_server):
    """Inline script, inline style, foreign image, eval: each is refused, and told."""
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


@pytest.mark.parametrize("key", ["business_manager", "scrutineer", "nobody"])
def test_no_page_breaks_it(page, house, sign_in, watched, key, live_server):
    if key != "nobody":
        sign_in(page, getattr(house.people, key))
    listed = dict(pages(house))
    if key == "business_manager":
        listed |= dict(pages(house, in_admin=True))
    found = {name: watched(address) for name, address in listed.items()}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) > 60


def test_a_pdf_is_downloaded(page, live_demo, sign_in, watched, live_server):
    plan = Plan.objects.get(partnership__slug="exampleshire")
    sign_in(page, User.objects.get(email="business.manager@exampleshire.example"))
    assert watched(f"/exampleshire/plans/{plan.pk}/") == []
    with page.expect_download() as download:
        page.locator("a[href$='plan.pdf']").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert page.evaluate("window.violations") == []
