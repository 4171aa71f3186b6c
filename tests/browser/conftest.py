"""Browser tests: Chromium, a live server, signing in, and axe.

A click returns before the server has answered. So what a page shows is always ``expect``-ed, which waits for it,
and the database is only read after the page has confirmed, or with ``soon``.
"""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection
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
PATIENCE = 60  # seconds: long enough for a slow machine, and only reached if a test fails
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    """On both engines only where two browsers, or two presses, meet in the database."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("both_engines"):
                item.add_marker(pytest.mark.engine_free)


@pytest.fixture(scope="session")
def playwright(request, open_worlds, django_db_blocker):
    """Playwright, which takes another database connection than what runs before and after it.

    It leaves an event loop running, and Django gives code inside a loop connections of its own. So the worlds are
    closed, and their connection, both before the loop starts and before it stops; otherwise a test that comes after
    those of the browser opens worlds that the end of the run, without a loop, does not find.
    """
    _leave_database(open_worlds, django_db_blocker)
    yield request.getfixturevalue("playwright")
    _leave_database(open_worlds, django_db_blocker)


def _leave_database(worlds, blocker):
    with blocker.unblock():
        worlds.enter(())
        connection.close()


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
    """``new_context()``: a browser of another person, closed after the test."""

    def patient(**options):
        context = new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    return patient


@pytest.fixture(autouse=True)
def answered(live_server, transactional_db):
    """Before the database is emptied, the server finishes the requests of closed browsers."""
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
    """Call ``found()`` until it is true; returns its last result."""
    until = time.monotonic() + PATIENCE
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.05)
    return answer


@pytest.fixture
def sign_in(live_server):
    """``sign_in(page, person)``: sign in the page's browser as that person."""

    def sign_in(page, person):
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sign_in


@pytest.fixture
def axe(request):
    """``axe(page)``: axe's findings on the page in its present state, one line each."""
    source = AXE.read_text(encoding="utf-8")
    if "page" in request.fixturenames:  # half a megabyte, sent once instead of once a page
        request.getfixturevalue("context").add_init_script(source)

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


# Runs before anything else of a page, so that its first script is observed too.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
# Wait until scripts have rendered what they add after loading, such as the admin's date pickers.
AFTERWARDS = """() => new Promise((told) =>
    requestAnimationFrame(() => setTimeout(() => told(window.violations), 0)))"""
# Not complaints: a page that answers 403 or 404, and advice for developers about forms.
QUIET = ("Failed to load resource", "verbose:")


@pytest.fixture
def complaints(page):
    """``complaints()``: violations of the content security policy on the page, and errors of its scripts."""
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
    """``spills(page)``: the number of pixels by which the page is wider than the window."""
    return lambda page: page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
