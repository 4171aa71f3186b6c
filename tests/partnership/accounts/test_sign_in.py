"""Signing in and out, and choosing a new password after forgetting the old one."""

import re
from datetime import timedelta

import pytest
from allauth.account import app_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.accounts import DEMONSTRATION_PASSWORD
from partnership.models import User
from partnership.urls import account_urls
from tests.helpers import builders
from tests.helpers.factors import give_app

SIGN_IN = "/accounts/sign-in/"
NEW_PASSWORD = "copper lantern thursday"


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
    sentence = "Enter the correct email address and password"

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
    assert "Wait 5 minutes" in response.content.decode()


def test_closed_account_does_not_get_in(people, client):
    with builders.recording(by=None):
        people.member.is_active = False
        people.member.save()
    sign_in(client, people.member.email)

    assert "_auth_user_id" not in client.session


def test_signing_out_says_so(people, client_as):
    client = client_as(people.member)

    assert "Are you sure" in client.get("/accounts/sign-out/").content.decode()
    response = client.post("/accounts/sign-out/", follow=True)

    assert "_auth_user_id" not in client.session
    assert "You have signed out." in response.content.decode()


def test_demonstration_shows_its_accounts(people, client):
    page = client.get(SIGN_IN).content.decode()

    assert people.scrutineer.email in page
    assert DEMONSTRATION_PASSWORD in page
    assert page.index("Ashshire") < page.index("Birchshire")


def test_nobody_else_does(people, client, settings):
    settings.DEMONSTRATION = False
    page = client.get(SIGN_IN).content.decode()

    assert people.scrutineer.email not in page
    assert DEMONSTRATION_PASSWORD not in page


def test_no_account_is_made_by_signing_up(db, client):
    url = reverse("account_signup")
    before = User.objects.count()
    data = {"email": "a@b.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    for response in (client.get(url), client.post(url, data)):
        assert "Ask the business manager of your partnership" in response.content.decode()
    assert User.objects.count() == before


# Passwords


def ask_for_link(client, email):
    response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    assert "Check your email" in response.content.decode()


def test_a_link_for_a_forgotten_password_works_once(people, client):
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

    assert mail.outbox[0].subject == "No account with this email address"
    assert "no.one@ashshire.example" in mail.outbox[0].body


def test_a_person_changes_their_password(people, client_as):
    client = client_as(people.member)
    data = {"oldpassword": builders.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post("/accounts/password/change/", data)

    assert response.url == "/accounts/"
    people.member.refresh_from_db()
    assert people.member.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"oldpassword": "wrong"}, "Enter your correct current password"),
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
    told = {"uidb36": "1", "key": "x-y", "pk": 1, "provider_id": "none"}
    for route in account_urls:
        kwargs = {name: told[name] for name in route.pattern.regex.groupindex}
        url = reverse(route.name, kwargs=kwargs)
        for person in (None, people.member):
            response = client_as(person).get(url, follow=True)
            if (
                response.status_code != 405
            ):  # which a browser never sends: the page only has a button
                assert "govuk-generic-header" in response.content.decode(), (url, person)


def test_nothing_of_allauth_is_on_that_has_no_page():
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert not app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert not app_settings.CHANGE_EMAIL
    assert not app_settings.EMAIL_NOTIFICATIONS


# Rules for passwords


def choose(client, password):
    data = {"oldpassword": builders.PASSWORD, "password1": password, "password2": password}
    return client.post("/accounts/password/change/", data)


@pytest.mark.parametrize("length", [12, 128, 500])
def test_long_passwords_are_welcome(people, client_as, length):
    password = ("copper lantern thursday " * 21)[:length].strip().ljust(length, "!")
    client = client_as(people.member)
    assert choose(client, password).status_code == 302

    again = client_as(None)
    assert sign_in(again, people.member.email, password).status_code == 302


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("password1234", "too common"),
        ("qwertyuiop123", "too common"),
        ("ashshire.example", "too similar to the email address"),
        ("x" * 501, "must be 500 characters or less"),
    ],
)
def test_common_ones_are_not(people, client_as, password, sentence):
    assert sentence in choose(client_as(people.member), password).content.decode()
    people.member.refresh_from_db()
    assert people.member.check_password(builders.PASSWORD)


def test_spaces_and_other_alphabets_count(people, client_as):
    password = "  сіль і хліб на столі  "
    assert choose(client_as(people.member), password).status_code == 302
    assert sign_in(client_as(None), people.member.email, password).status_code == 302


def test_a_password_manager_and_pasting_work(people, client):
    page = client.get(SIGN_IN).content.decode()
    assert 'autocomplete="current-password"' in page
    assert "maxlength" not in page
    assert "onpaste" not in page


def test_an_old_password_is_as_good_as_a_new_one(people, client, clock):
    clock.at += timedelta(days=4_000)
    assert sign_in(client, people.member.email).url == "/"


# What an attacker learns


@pytest.fixture
def hashed(monkeypatch):
    """The number of times a password was hashed, which takes most of the time of signing in."""
    calls = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        calls.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return calls


def test_every_failure_takes_as_long(people, client, hashed):
    """Counted in hashes and queries, not in seconds."""
    closed, without = people.executive, people.scrutineer
    with builders.recording(by=None):
        closed.is_active = False
        closed.save()
        without.set_unusable_password()
        without.save()
    addresses = [
        people.member.email,
        "no.one@ashshire.example",
        closed.email,
        without.email,
    ]
    work = {}
    for address in addresses:
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            sign_in(client, address, "wrong-password")
        asked = [q for q in queries.captured_queries if "partnership_user" in q["sql"]]
        work[address] = (len(hashed), len(asked))
    assert set(work.values()) == {work[people.member.email]}
    assert work[people.member.email][0] == 1


def test_every_failure_looks_the_same(people, client, settings):
    settings.DEMONSTRATION = False  # its page lists the accounts

    def looks(address):
        page = sign_in(client, address, "wrong-password").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(address, "")

    assert looks(people.member.email) == looks("no.one@ashshire.example")


def test_attempts_are_counted_for_all_processes_together(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert cache._max_entries == 100_000  # otherwise trying many addresses would evict counts


def test_without_a_mail_server_the_page_says_so(people, client, monkeypatch, caplog):
    def refuse(*args, **more):
        raise ConnectionRefusedError("mail.example refused member@ashshire.example")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    answers = {}
    for address in (people.member.email, "no.one@ashshire.example"):
        answer = client.post("/accounts/password/reset/", {"email": address})
        page = answer.content.decode()
        assert "We could not send the email. Try again in a few minutes" in page
        assert f'value="{address}"' in page
        answers[address] = answer.status_code
    assert set(answers.values()) == {503}
    assert "ConnectionRefusedError" in caplog.text
    assert "mail.example" not in caplog.text


def test_asking_for_links_is_throttled(people, client):
    answers = [
        client.post("/accounts/password/reset/", {"email": people.member.email}).status_code
        for _ in range(6)
    ]
    assert answers[-1] == 429
    assert len(mail.outbox) <= 5


def test_a_new_password_by_link_is_asked_for_the_second_factor(people, client):
    give_app(people.member)
    ask_for_link(client, people.member.email)
    (link,) = re.findall(r"http://testserver(/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert "_auth_user_id" not in client.session
    assert sign_in(client, people.member.email, NEW_PASSWORD).url == (
        "/accounts/second-factor/sign-in/"
    )
