"""Passkeys in a real browser, with Chromium's virtual authenticator."""

import re

import pytest
from playwright.sync_api import expect

from partnership.accounts.factors import FULL_KINDS
from tests.browser.conftest import DESKTOP, PHONE
from tests.helpers import builders

PAGES = [
    "/accounts/",
    "/accounts/second-factor/",
    "/accounts/second-factor/app/add/",
    "/accounts/recovery-codes/",
    "/accounts/recovery-codes/new/",
    "/accounts/passkeys/",
    "/accounts/passkeys/add/",
    "/accounts/confirm/",
    "/accounts/sessions/",
    "/accounts/organisation/cancelled/",
    "/ashshire/security-log/",
]


@pytest.fixture
def person(people):
    return people.business_manager


@pytest.fixture
def key(page):
    """The browser's virtual authenticator, which approves everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def type_password(page, person):
    page.goto("/accounts/sign-in/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(builders.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("/accounts/sign-in/"))


def add_passkey(page, *, alone):
    page.goto("/accounts/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(builders.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the passkey").fill("Work phone")
    if alone:
        page.get_by_label("Sign in with this passkey only").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/sign-in/")


def test_a_passkey_after_the_password(page, person, key):
    type_password(page, person)
    add_passkey(page, alone=False)
    assert person.authenticator_set.filter(type__in=FULL_KINDS).count() == 1
    sign_out(page)

    type_password(page, person)
    page.wait_for_url("**/second-factor/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/ashshire/")


def test_a_passkey_instead_of_the_password(page, person, key):
    type_password(page, person)
    add_passkey(page, alone=True)
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/ashshire/")


def test_a_passkey_that_is_not_known(page, person, key):
    page.goto("/accounts/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    expect(page.get_by_label("Email address")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_pages_to_look_after_an_account(page, person, key, axe, spills, viewport):
    page.set_viewport_size(viewport)
    type_password(page, person)
    add_passkey(page, alone=True)
    for address in PAGES:
        page.goto(address)
        assert (axe(page), spills(page)) == ([], 0), address
    sign_out(page)
    type_password(page, person)
    page.wait_for_url("**/second-factor/sign-in/")
    assert (axe(page), spills(page)) == ([], 0)
