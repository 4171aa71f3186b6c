"""No one signs in with a password or a passkey before confirming the email address of their account."""

import logging
import re
import time
from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from partnership.accounts.forms import PasskeySignInForm
from partnership.history import recording
from partnership.models import SecurityEvent, User
from plans.models import Plan
from tests.helpers import builders
from tests.helpers.factors import CODE_PAGE, code_of, give_app, sign_in
from tests.helpers.verification import PASSKEY, SENT, is_signed_in, mailed_link, move, rows_of

GONE = "This link does not work"


# Accounts that are not confirmed yet


def test_the_right_password_alone_is_not_enough(newcomer, client):
    response = sign_in(client, newcomer, follow=True)
    assert response.url == SENT
    assert not is_signed_in(client)
    page = client.get(SENT).content.decode()
    assert "Check your email" in page
    assert newcomer.email not in page
    assert client.get("/ashshire/").status_code == 302


def test_the_mail_has_one_link_and_no_other(newcomer, client):
    sign_in(client, newcomer)
    (message,) = mail.outbox
    assert message.subject == "Confirm your email address"
    assert message.to == [newcomer.email]
    assert f"Hello {newcomer.name}," in message.body
    assert message.body.count("http") == 1  # no other link


def test_a_name_brings_no_header_into_it(newcomer, client):
    with recording(by=None):
        newcomer.name = "A\r\nBcc: x@evil.example"
        newcomer.save()
    sign_in(client, newcomer)
    sent = mail.outbox[0].message()
    assert (sent["Bcc"], mail.outbox[0].recipients()) == (None, [newcomer.email])


def test_pressing_the_button_confirms_it_and_leads_to_sign_in(newcomer, client, client_as):
    link = mailed_link(client, newcomer)
    elsewhere = client_as(None)  # the email is read on a phone
    page = elsewhere.get(link).content.decode()
    assert "Confirm your email address" in page
    assert newcomer.email in page
    assert rows_of(newcomer) == [(newcomer.email, False, False)]

    done = elsewhere.post(link, follow=True)
    assert done.redirect_chain == [("/accounts/sign-in/", 302)]
    assert "Email address confirmed." in done.content.decode()
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert rows_of(newcomer) == [(newcomer.email, True, True)]
    assert sign_in(client, newcomer).url == "/"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_the_link_does_not_use_it_up(newcomer, client, method):
    """As mail scanners do."""
    link = mailed_link(client, newcomer)
    for _ in range(3):
        getattr(client, method)(link)
    assert sign_in(client, newcomer).url == SENT
    assert client.post(link).url == "/accounts/sign-in/"


def test_confirming_asks_for_the_token_of_the_session(newcomer, client, client_as):
    link = mailed_link(client, newcomer)
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(link).status_code == 403
    assert sign_in(client, newcomer).url == SENT


def test_the_second_factor_is_still_asked_after_it(newcomer, client):
    give_app(newcomer)
    client.post(mailed_link(client, newcomer))
    assert client.get(CODE_PAGE).status_code == 302  # nothing continues by itself
    assert sign_in(client, newcomer).url == CODE_PAGE
    assert not is_signed_in(client)
    client.post(CODE_PAGE, {"code": code_of()})
    assert is_signed_in(client)


def test_nor_is_a_code_enough(newcomer, client):
    give_app(newcomer)
    assert sign_in(client, newcomer).url == SENT
    client.post(CODE_PAGE, {"code": code_of()})
    assert not is_signed_in(client)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_passkey_is_no_way_round(newcomer, client, monkeypatch, confirmed):
    key = Authenticator.objects.create(user=newcomer, type="webauthn", data={})
    monkeypatch.setattr(PasskeySignInForm, "clean_credential", lambda form: key)
    if confirmed:
        newcomer.confirm_address()
    response = client.post("/accounts/passkeys/sign-in/", PASSKEY)
    assert response.url == ("/" if confirmed else SENT)
    assert is_signed_in(client) is confirmed
    assert len(mail.outbox) == (0 if confirmed else 1)


def test_what_was_typed_is_brought_back_after_it(people, plan, client):
    action = builders.action_of(Plan.objects.get(pk=plan.pk), "1.1")
    page = reverse("plans:action_progress", args=["ashshire", action.pk])
    client.force_login(people.chair)
    seal = re.search(r'name="seal" value="([^"]+)"', client.get(page).text)[1]
    client.logout()
    client.post(page, {"rating": "amber", "comment": "Half an hour of typing.", "seal": seal})
    people.chair.emailaddress_set.all().delete()
    client.post(mailed_link(client, people.chair))
    sign_in(client, people.chair)
    assert "Half an hour of typing." in client.get(page).text


def test_whoever_is_signed_in_already_stays_so(newcomer, people, client, client_as):
    """Even if they open another person's link."""
    link = mailed_link(client, newcomer)
    other = client_as(people.executive)
    assert other.get(link).status_code == 200
    other.post(link)
    assert other.session["_auth_user_id"] == str(people.executive.pk)
    assert rows_of(newcomer) == [(newcomer.email, True, True)]
    assert client_as(newcomer).get("/accounts/").status_code == 200


def test_an_unconfirmed_sign_in_is_in_the_security_log(newcomer, client):
    sign_in(client, newcomer)
    (event,) = SecurityEvent.objects.filter(kind="sign_in_failed")
    assert (event.by, event.about) == (newcomer, "email address not confirmed")


# The email


def test_one_mail_in_three_minutes(newcomer, client, client_as):
    link = mailed_link(client, newcomer)
    for _ in range(4):
        assert sign_in(client_as(None), newcomer).url == SENT
    assert len(mail.outbox) == 1
    assert client.post(link).url == "/accounts/sign-in/"
    assert app_settings.RATE_LIMITS["confirm_email"] == "1/180s/key"


def test_a_mail_that_cannot_be_sent_is_no_error_page(newcomer, client, monkeypatch, caplog):
    def down(self, messages):
        raise OSError(f"{newcomer.email} is not known here")

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    with caplog.at_level(logging.ERROR):
        assert sign_in(client, newcomer).url == SENT
    told = [r.getMessage() for r in caplog.records if r.name == "partnership.accounts.adapter"]
    assert told == [f"Account {newcomer.pk} was not emailed its link: OSError"]


# Invalid links


@pytest.mark.parametrize("key", ["x", "1:2:3", "%00", "٣", "x" * 5_000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_key_confirms_nothing(newcomer, client, key, method):
    response = getattr(client, method)(f"/accounts/address/confirm/{key}/")
    assert response.status_code == 404
    assert GONE in response.content.decode()
    assert rows_of(newcomer) == []


def test_a_key_confirms_once_and_is_gone_then(newcomer, client):
    link = mailed_link(client, newcomer)
    client.post(link)
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 404
        assert GONE in response.content.decode()


@pytest.mark.parametrize(("days", "works"), [(2.9, True), (3.1, False)])
def test_a_key_works_for_three_days(newcomer, client, monkeypatch, days, works):
    link = mailed_link(client, newcomer)
    later = time.time() + timedelta(days=days).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == (200 if works else 404)
    client.post(link)
    assert rows_of(newcomer)[0][2] is works


def test_a_key_of_an_address_that_is_no_longer_theirs(newcomer, client):
    link = mailed_link(client, newcomer)
    move(newcomer, "moved@ashshire.example")
    assert GONE in client.get(link).content.decode()
    assert client.post(link).status_code == 404
    newcomer.refresh_from_db()
    assert newcomer.email == "moved@ashshire.example"
    assert rows_of(newcomer) == []


def test_an_address_that_changes_in_the_moment_of_pressing(newcomer, client, monkeypatch):
    """After the key was read and before it is used."""
    link = mailed_link(client, newcomer)
    read = EmailConfirmationHMAC.from_key

    def slowly(key):
        confirmation = read(key)
        move(User.objects.get(pk=newcomer.pk), "moved@ashshire.example")
        return confirmation

    monkeypatch.setattr(EmailConfirmationHMAC, "from_key", slowly)
    assert client.post(link).status_code == 404
    newcomer.refresh_from_db()
    assert newcomer.email == "moved@ashshire.example"
    assert rows_of(newcomer) == []


# What a stranger learns


def test_a_wrong_password_is_answered_as_ever(newcomer, client):
    response = sign_in(client, newcomer, "wrong")
    assert response.status_code == 200
    assert "Enter the correct email address and password" in response.content.decode()
    assert mail.outbox == []


def test_the_page_is_the_same_for_everybody(newcomer, client, client_as):
    def looks(client):
        return re.sub(r'value="\w{64}"', "", client.get(SENT).content.decode())

    sign_in(client, newcomer)
    assert looks(client) == looks(client_as(None))


def test_a_closed_account_is_sent_no_mail(newcomer, client):
    with recording(by=None):
        newcomer.is_active = False
        newcomer.save()
    assert sign_in(client, newcomer).url == "/accounts/closed/"
    assert mail.outbox == []


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db):
    cache.clear()


def test_the_sign_in_page_says_what_this_is_and_who_chairs_what(demo, client, settings):
    settings.DEMONSTRATION = True
    page = client.get("/accounts/sign-in/").content.decode()
    assert "business plans of safeguarding partnerships and boards" in page
    assert "Chair of Audit" in page or "Chair of Quality" in page
    assert 'data-account="executive@exampleshire.example"' in page
