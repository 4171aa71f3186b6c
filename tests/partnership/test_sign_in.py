"""Signing in and out, and choosing a new password when the old one is forgotten."""

import re

import pytest
from allauth.account import app_settings
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from partnership.accounts import DEMONSTRATION_PASSWORD
from partnership.models import User
from partnership.urls import account_urls
from tests import builders

SIGN_IN = "/accounts/sign-in/"
NEW_PASSWORD = "copper lantern thursday"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


def sign_in(client, email, password=builders.PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_signs_in_and_goes_home(people, client):
    response = sign_in(client, people.member.email)

    assert response.status_code == 302
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(people.member.pk)


def test_case_of_the_address_does_not_matter(people, client):
    assert sign_in(client, people.member.email.upper()).status_code == 302


def test_goes_where_the_person_was_going(people, client):
    page = client.get(f"{SIGN_IN}?next=/ashshire/agencies/").content.decode()
    assert '<input type="hidden" name="next" value="/ashshire/agencies/">' in page

    assert sign_in(client, people.member.email, next="/ashshire/agencies/").url == (
        "/ashshire/agencies/"
    )


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_goes_nowhere_else(people, client, evil):
    assert sign_in(client, people.member.email, next=evil).url == "/"
    page = client.post("/accounts/sign-out/", {"next": evil})
    assert page.url == "/"


@pytest.mark.parametrize("password", ["wrong", "a\x00b", "x" * 5_000])
def test_wrong_password_is_one_sentence_and_keeps_the_address(people, client, password):
    response = sign_in(client, people.member.email, password)
    page = response.content.decode()

    assert response.status_code == 200
    assert page.count("govuk-error-summary__list") == 1
    assert f'value="{people.member.email}"' in page
    assert password not in page
    assert "_auth_user_id" not in client.session


def test_unknown_address_is_told_the_same(people, client):
    sentence = "The e-mail address or the password is not right"

    assert sentence in sign_in(client, people.member.email, "wrong").content.decode()
    assert sentence in sign_in(client, "no.one@ashshire.example").content.decode()


def test_guessing_is_stopped(people, client):
    for _ in range(10):
        sign_in(client, people.member.email, "wrong")
    response = sign_in(client, people.member.email)

    assert "_auth_user_id" not in client.session
    assert "Too many attempts to sign in" in response.content.decode()


def test_too_many_requests_are_told_to_wait(people, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, people.member.email, "wrong")
    response = sign_in(client, people.member.email)

    assert response.status_code == 429
    assert "Wait five minutes" in response.content.decode()


def test_closed_account_does_not_get_in(people, client):
    with builders.recording(by=None):
        people.member.is_active = False
        people.member.save()
    sign_in(client, people.member.email)

    assert "_auth_user_id" not in client.session


def test_signs_out(people, client_as):
    client = client_as(people.member)

    assert "Are you sure" in client.get("/accounts/sign-out/").content.decode()
    response = client.post("/accounts/sign-out/", follow=True)

    assert "_auth_user_id" not in client.session
    assert "You have signed out." in response.content.decode()


def test_demonstration_shows_its_accounts(people, client):
    page = client.get(SIGN_IN).content.decode()

    assert people.scrutineer.email in page
    assert page.count(DEMONSTRATION_PASSWORD) == 1
    assert page.index("Ashshire") < page.index("Birchshire")


def test_nobody_else_does(people, client, settings):
    settings.DEMONSTRATION = False
    page = client.get(SIGN_IN).content.decode()

    assert people.scrutineer.email not in page
    assert DEMONSTRATION_PASSWORD not in page


def test_nobody_signs_up(db, client):
    url = reverse("account_signup")
    before = User.objects.count()
    data = {"email": "a@b.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    for response in (client.get(url), client.post(url, data)):
        assert "Ask the business manager of your partnership" in response.content.decode()
    assert User.objects.count() == before


# Passwords


def ask_for_link(client, email):
    response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    assert "Check your e-mail" in response.content.decode()


def test_forgotten_password(people, client):
    ask_for_link(client, people.member.email)
    (message,) = mail.outbox
    assert message.subject == "Choose a new password"
    assert message.to == [people.member.email]
    assert f"Hello {people.member.name}," in message.body
    (link,) = re.findall(r"http://testserver(/\S+)", message.body)

    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    form = page.redirect_chain[-1][0]
    done = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "Your password has been changed" in done.content.decode()

    assert sign_in(client, people.member.email, NEW_PASSWORD).status_code == 302
    client.post("/accounts/sign-out/")
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_name_in_a_mail_is_not_escaped(people, client):
    with builders.recording(by=None):
        people.member.name = "Siân O'Neill & co"
        people.member.save()
    ask_for_link(client, people.member.email)

    assert "Hello Siân O'Neill & co," in mail.outbox[0].body


def test_unknown_address_learns_it_by_mail_alone(people, client):
    ask_for_link(client, "no.one@ashshire.example")

    assert mail.outbox[0].subject == "No account with this e-mail address"
    assert "no.one@ashshire.example" in mail.outbox[0].body


def test_changes_password(people, client_as):
    client = client_as(people.member)
    data = {"oldpassword": builders.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post("/accounts/password/change/", data)

    assert response.url == "/"
    people.member.refresh_from_db()
    assert people.member.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"oldpassword": "wrong"}, "This is not your current password"),
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password2": "another lantern"}, "You must type the same password each time."),
    ],
)
def test_bad_new_password_is_refused(people, client_as, data, sentence):
    good = {"oldpassword": builders.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client_as(people.member).post("/accounts/password/change/", good | data)

    assert sentence in response.content.decode()
    people.member.refresh_from_db()
    assert people.member.check_password(builders.PASSWORD)


def test_account_without_a_password_chooses_one(people, client_as):
    people.member.set_unusable_password()
    with builders.recording(by=None):
        people.member.save()
    client = client_as(people.member)
    response = client.get("/accounts/password/change/")
    assert response.url == "/accounts/password/set/"

    assert "Choose a password" in client.get(response.url).content.decode()
    client.post(response.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    people.member.refresh_from_db()
    assert people.member.check_password(NEW_PASSWORD)


def test_every_page_is_in_our_looks(people, client_as):
    for route in account_urls:
        kwargs = {"uidb36": "1", "key": "x-y"} if "uidb36" in str(route.pattern) else {}
        url = reverse(route.name, kwargs=kwargs)
        for person in (None, people.member):
            response = client_as(person).get(url, follow=True)
            assert "govuk-generic-header" in response.content.decode(), (url, person)


def test_nothing_of_allauth_is_on_that_has_no_page():
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert app_settings.EMAIL_VERIFICATION == "none"
    assert not app_settings.EMAIL_NOTIFICATIONS
