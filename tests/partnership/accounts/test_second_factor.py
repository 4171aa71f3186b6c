"""Second factors: setting one up, and signing in with one."""

from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from partnership.accounts.factors import MFAAdapter
from tests.helpers.factors import (
    ADD_APP,
    CODE_PAGE,
    REMOVE_APP,
    SECRET,
    code_of,
    codes_of,
    confirm,
    set_up_app,
    sign_in,
    signed_in,
    wrong_code,
)

pytestmark = pytest.mark.usefixtures("commits_at_once")


# Setting one up


def test_sets_up_an_app_and_gets_recovery_codes(people, client):
    sign_in(client, people.member)
    assert client.get(ADD_APP).url == f"/accounts/confirm/?next={quote(ADD_APP, safe='')}"
    assert confirm(client).status_code == 302
    secret = set_up_app(client)

    assert len(set(codes_of(client))) == 10
    client.post("/accounts/sign-out/")
    assert sign_in(client, people.member).url == CODE_PAGE
    assert not signed_in(client)
    assert client.get("/accounts/").status_code == 302
    client.post(CODE_PAGE, {"code": code_of(secret, ahead=1)})
    assert signed_in(client)


def test_nobody_keeps_another_from_it_by_asking_for_a_new_password(people, client, client_as):
    """Their address stays confirmed."""
    client_as(None).post("/accounts/password/reset/", {"email": people.member.email})
    assert people.member.emailaddress_set.get().verified is True
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    assert Authenticator.objects.filter(user=people.member, type="totp").count() == 1


def test_a_wrong_code_sets_nothing_up(people, client):
    sign_in(client, people.member)
    confirm(client)
    client.get(ADD_APP)
    page = client.post(ADD_APP, {"code": "000000"}).content.decode()

    assert "Check the code, or try again with a new one" in page
    assert not Authenticator.objects.exists()


def test_the_wrong_password_does_not_confirm(people, client):
    sign_in(client, people.member)
    page = confirm(client, "wrong").content.decode()

    assert "Enter your correct password" in page
    assert client.get(ADD_APP).status_code == 302


def test_secrets_are_not_stored_in_the_clear(people, client):
    sign_in(client, people.member)
    confirm(client)
    secret = set_up_app(client)
    stored = {factor.type: str(factor.data) for factor in Authenticator.objects.all()}

    assert set(stored) == {"totp", "recovery_codes"}
    assert secret not in stored["totp"]


def test_an_old_key_still_opens_and_a_lost_one_fits_nothing(people, settings):
    locked = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert MFAAdapter().decrypt(locked) == SECRET

    settings.SECRET_KEY_FALLBACKS = []
    lost = MFAAdapter().decrypt(locked)
    assert lost not in {SECRET, ""}
    assert lost != MFAAdapter().decrypt(locked)


def test_its_owner_is_told_by_mail(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)

    (message,) = mail.outbox
    assert message.to == [people.member.email]
    assert "An authenticator app was added to your account." in message.body
    assert "22 November 2026 at 10:00am" in message.body


# Signing in with one


def test_the_password_alone_is_not_enough(guarded, client):
    assert sign_in(client, guarded, next="/ashshire/agencies/").url == CODE_PAGE
    assert not signed_in(client)
    assert "One more step" in client.get(CODE_PAGE).content.decode()
    response = client.post(CODE_PAGE, {"code": code_of()})
    assert response.url == "/ashshire/agencies/"


def test_a_wrong_code_is_refused(guarded, client):
    sign_in(client, guarded)
    page = client.post(CODE_PAGE, {"code": wrong_code()}).content.decode()

    assert "Check the code, or try again with a new one" in page
    assert not signed_in(client)


def test_guessing_codes_is_stopped(guarded, client):
    sign_in(client, guarded)
    for _ in range(5):
        client.post(CODE_PAGE, {"code": wrong_code()})
    page = client.post(CODE_PAGE, {"code": code_of()}).content.decode()

    assert "Too many attempts" in page
    assert not signed_in(client)


def test_a_code_signs_in_once_only(guarded, client, client_as):
    code = code_of()
    for expected in (True, False):
        browser = client_as(None)
        sign_in(browser, guarded)
        browser.post(CODE_PAGE, {"code": code})
        assert signed_in(browser) is expected


def test_a_recovery_code_works_once(people, client, client_as):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    code = codes_of(client)[3]
    for expected in (True, False):
        browser = client_as(None)
        sign_in(browser, people.member)
        browser.post(CODE_PAGE, {"code": code})
        assert signed_in(browser) is expected
    assert len(codes_of(client)) == 9


def test_new_recovery_codes_end_the_old(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    old = codes_of(client)
    client.post("/accounts/recovery-codes/new/")

    assert not set(old) & set(codes_of(client))
    downloaded = client.get("/accounts/recovery-codes/download/")
    assert downloaded["Content-Disposition"].startswith("attachment")
    assert set(codes_of(client)) <= set(downloaded.content.decode().split())


def test_removing_it_takes_the_recovery_codes_along(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    assert "Remove the authenticator app" in client.get(REMOVE_APP).content.decode()
    client.post(REMOVE_APP)

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "credential", ["", "[]", "1", "{}", '{"id": "x"}', '{"response": []}', "\x00", '"a"']
)
def test_made_up_passkeys_are_refused(guarded, client, client_as, credential):
    sign_in(client, guarded)
    response = client.post(CODE_PAGE, {"credential": credential})
    assert response.status_code == 200
    assert not signed_in(client)

    browser = client_as(None)
    browser.post("/accounts/passkeys/sign-in/", {"credential": credential})
    assert not signed_in(browser)


def test_a_made_up_passkey_is_not_added(people, client):
    sign_in(client, people.member)
    confirm(client)
    for credential in ("[]", "{}", '{"response": {"clientDataJSON": "x"}}'):
        client.get("/accounts/passkeys/add/")
        page = client.post("/accounts/passkeys/add/", {"name": "x", "credential": credential})
        assert page.status_code == 200
    assert not Authenticator.objects.exists()
