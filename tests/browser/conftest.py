"""Browser tests: Chromium, a server on this machine, signing in, and axe.

A press returns before the server has answered. So what a page shows is always ``expect``-ed, which waits for it,
and what the database holds is asked after the page has said so, or with ``soon``.
"""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

from tests.architecture.sources import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60  # seconds: long enough for a slow machine, and waited for only where a test fails
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": DESKTOP,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture(autouse=True, scope="session")
def patience():
    expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def new_context(new_context):
    """``new_context()``: a browser of one more person, closed after the test."""

    def patient(**options):
        context = new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    return patient


@pytest.fixture(autouse=True)
def answered(live_server, transactional_db):
    """Before the database is emptied, the server answers what closed browsers have still asked for."""
    underway = []

    def begin(**kwargs):
        underway.append(1)

    def end(**kwargs):
        if underway:
            underway.pop()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    try:
        soon(lambda: not underway)
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)


def soon(found):
    """Ask ``found()`` until it answers yes; what it said last."""
    until = time.monotonic() + PATIENCE
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.05)
    return answer


@pytest.fixture
def sign_in(live_server):
    """``sign_in(page, person)``: the page's browser is signed in as that person from now on."""

    def sign_in(page, person):
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sign_in


@pytest.fixture
def axe():
    """``axe(page)``: what axe finds wrong on the page as it stands, one line a finding."""
    source = AXE.read_text(encoding="utf-8")

    def axe(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{violation['id']}: {' '.join(map(str, node['target']))}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return axe


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
def complaints(page):
    """``complaints()``: what the content security policy refused on the page, and what its scripts complained of."""
    told = []
    page.context.add_init_script(WATCH)
    page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))

    def complaints():
        found = page.evaluate(AFTERWARDS)
        found += [t for t in told if not any(quiet in t for quiet in QUIET)]
        told.clear()
        return found

    return complaints


@pytest.fixture
def spills():
    """``spills(page)``: by how many pixels the page is wider than the window."""
    return lambda page: page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
