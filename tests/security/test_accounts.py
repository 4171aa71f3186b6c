"""The pages of accounts and invitations, attacked as those of a partnership are: see ``accounts.Visitors``."""

import pytest

from partnership.models import Membership, User
from tests.helpers import builders
from tests.helpers.accounts import LEFT_OUT, of_accounts
from tests.helpers.hostile import IMAGE, RAW, SCRIPT
from tests.security.test_hand_made import EXTRA
from tests.security.test_requests import DEEP, EVIL, HUGE, NEXT

WITH_BOXES = {
    "account_login",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "invitation",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_edit_webauthn",
}


@pytest.fixture
def visitors(visitors_world):
    return visitors_world


def raw_in(answer):
    return [canary for canary in RAW if canary in answer.content.decode()]


def standing():
    """The rights that no one may give themselves here."""
    users = User.objects.order_by("pk").values_list("pk", "email", "is_staff", "is_superuser")
    roles = Membership.objects.order_by("pk").values_list("user", "partnership", "role", "ended_at")
    return list(users), list(roles)


def test_every_account_page_is_met_by_somebody(visitors):
    assert of_accounts() - set(visitors.named) == LEFT_OUT & of_accounts()
    assert {name for name, form in visitors.forms() if form.texts} == WITH_BOXES


@pytest.mark.engine_free
def test_what_is_typed_is_words(visitors):
    for name, form in visitors.forms():
        for words in (SCRIPT, IMAGE):
            with visitors.at(name) as (address, client):
                answer = client.post(address, form.sent(**dict.fromkeys(form.texts, words)))
                assert answer.status_code < 500, name
                assert raw_in(answer) == [], name
                for there, _ in visitors.named.values():  # including pages that may show it later
                    assert raw_in(client.get(there)) == [], (name, there)


@pytest.mark.engine_free
def test_a_name_of_markup_is_stored_and_is_words(visitors):
    """Otherwise the tests above could pass because nothing was stored."""
    for name, box in (("mfa_edit_webauthn", "name"), ("invitation", "name")):
        with visitors.at(name) as (address, client):
            typed = {box: SCRIPT, "password": "seven green bicycles"}
            assert client.post(address, typed).status_code == 302
            shown = "/ashshire/" if name == "invitation" else "/accounts/passkeys/"
            page = client.get(shown).content.decode()
            assert "&lt;script&gt;alert(1)" in page
            assert SCRIPT not in page


@pytest.mark.engine_free
def test_what_is_asked_for_in_an_address_is_words(visitors):
    names = ("next", "q", "email", "login", "code", "key", "error", "state", "process")
    for name, _ in visitors:
        for words in (SCRIPT, IMAGE):
            with visitors.at(name) as (address, client):
                answer = client.get(address, dict.fromkeys(names, words), HTTP_REFERER=words)
                assert answer.status_code < 500, name
                assert raw_in(answer) == [], name


def test_megabytes_in_a_box_are_refused_with_a_sentence(visitors):
    before = standing()
    for name, form in visitors.forms():
        for box in form.texts:
            with visitors.at(name) as (address, client):
                typed = form.sent(**{box: "x" * 1_000_000})
                page = client.post(address, typed, follow=True)
                assert page.status_code == 200, (name, box)
                # The second name is in a message on the next page.
                sentences = ("There is a problem", "Enter a valid JSON.")
                assert any(words in page.content.decode() for words in sentences), (name, box)
                assert standing() == before


@pytest.mark.parametrize(
    "words",
    ["a\0b", "\ud800".encode("utf-8", "surrogatepass"), *HUGE, *DEEP],
    ids=lambda w: str(w[:9]),
)
def test_odd_input_breaks_nothing(visitors, words):
    before = standing()
    for name, form in visitors.forms():
        with visitors.at(name) as (address, client):
            answer = client.post(address, form.sent(**dict.fromkeys(form.texts, words)))
            assert answer.status_code < 500, name
            if name != "invitation":  # where it may be a person's name, and a password
                assert standing() == before, name


@pytest.mark.engine_free
@pytest.mark.parametrize("wanted", NEXT)
def test_nobody_is_sent_elsewhere(visitors, wanted):
    for name, _ in visitors:
        form = visitors.form(name)
        typed = {"next": wanted, "password": builders.PASSWORD}
        with visitors.at(name) as (address, client):
            answers = [client.get(address, {"next": wanted}, HTTP_REFERER=wanted)]
            sent = form.sent(**typed) if form else typed
            answers.append(client.post(f"{address}?next={wanted}", sent, HTTP_REFERER=wanted))
        for answer in answers:
            assert answer.status_code < 500, name
            there = answer.get("Location", "/")
            assert EVIL not in there.partition("?")[0], (name, there)
            assert there.startswith("/"), name
            assert not there.startswith(("//", "/\\")), name
            assert f'href="{wanted}' not in answer.content.decode(), name


@pytest.mark.engine_free
def test_signing_in_leads_on_to_pages_of_ours(visitors):
    """Otherwise the tests above could pass because nothing redirects."""
    with visitors.at("account_login") as (address, client):
        typed = {"login": visitors.people.member.email, "password": builders.PASSWORD}
        assert client.post(f"{address}?next=/help/", typed).url == "/help/"
    for wanted in NEXT:
        with visitors.at("account_login") as (address, client):
            answer = client.post(f"{address}?next={wanted}", typed | {"next": wanted})
            assert answer.url == "/"


@pytest.mark.engine_free
def test_every_post_asks_for_the_token_of_its_session(visitors):
    """Every form that changes something: sign-up and its confirmation change nothing."""
    before = standing()
    for name, _ in visitors:
        with visitors.at(name, enforce_csrf_checks=True) as (address, client):
            answer = client.post(address, {"csrfmiddlewaretoken": "a" * 64})
            assert answer.status_code == 403, name
            assert standing() == before


@pytest.mark.engine_free
def test_boxes_that_the_form_has_not_are_not_taken(visitors):
    before = standing()
    for name, form in visitors.forms():
        with visitors.at(name) as (address, client):
            client.post(address, form.sent(**EXTRA | {"email": "eve@evil.example"}))
            assert standing() == before, name


@pytest.mark.engine_free
def test_a_passkey_or_session_of_somebody_else_is_nowhere(visitors, house, client_as):
    """By their ids, on the pages of another person who typed a password just now."""
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        theirs, _ = visitors.named[name]
        with visitors.at("mfa_index") as (_, client):
            for answer in (client.get(theirs), client.post(theirs, {"name": "Mine"})):
                assert answer.status_code == 404
    session, _ = visitors.named["session_end"]
    assert client_as(house.people.outsider).post(session).status_code == 404
    assert house.people.executive.authenticator_set.get(type="webauthn").data["name"] == "Phone"
    assert house.people.member.usersession_set.count() == 2
