"""What confirms the email address of an account, and what does not."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command

from partnership.models import User
from subgroups.services.invitation import accept_with_new_account, invite
from tests.helpers import builders
from tests.helpers.factors import sign_in
from tests.helpers.verification import NEW_PASSWORD, RESET, SENT, move, rows_of


def test_accepting_an_invitation_confirms_the_address(people, client):
    tokens = []
    invitation = invite(
        people.partnership, by=people.business_manager, email="jo@new.example", name="Jo",
        role="member", link=lambda token: tokens.append(token) or token, at=builders.NOW,
    )  # fmt: skip
    person = accept_with_new_account(
        invitation, name="Jo", password=builders.PASSWORD, at=builders.NOW
    )
    assert rows_of(person) == [("jo@new.example", True, True)]
    assert sign_in(client, person).url == "/"


def choose_new_password(client, link):
    form = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def reset_link(client, email):
    client.post(RESET, {"email": email})
    return re.findall(r"http://testserver(/\S+/key/\S+)", mail.outbox[-1].body)[0]


def test_a_link_for_a_new_password(newcomer, client):
    link = reset_link(client, newcomer.email)
    assert [row[2] for row in rows_of(newcomer)] == [False]  # requesting it confirms nothing
    assert choose_new_password(client, link).status_code == 302
    assert rows_of(newcomer) == [(newcomer.email, True, True)]
    assert sign_in(client, newcomer, NEW_PASSWORD).url == "/"


def test_not_one_that_was_mailed_to_another_address(newcomer, client):
    link = reset_link(client, newcomer.email)
    move(newcomer, "moved@ashshire.example")
    assert "This link no longer works" in client.get(link, follow=True).content.decode()
    assert [row[2] for row in rows_of(newcomer)] in ([], [False])


def test_it_goes_to_the_address_of_the_account_however_it_was_typed(newcomer, client):
    """The lower case of the Kelvin sign is a small k."""
    move(newcomer, "kim@ashshire.example")
    client.post(RESET, {"email": "\u212aim@ashshire.example"})
    client.post(RESET, {"email": "KIM@Ashshire.example"})
    assert {address for m in mail.outbox for address in m.to} <= {"kim@ashshire.example"}
    assert mail.outbox != []


def test_changing_the_password_shows_nothing(newcomer, client_as):
    data = {"oldpassword": builders.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client_as(newcomer).post("/accounts/password/change/", data).url == "/accounts/"
    assert rows_of(newcomer) == []


def test_the_persons_at_the_machine_themselves(db, client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW_PASSWORD)
    call_command("createsuperuser", interactive=False, email="Staff@Example.org", name="Staff")
    staff = User.objects.get()
    assert rows_of(staff) == [("staff@example.org", True, True)]
    assert sign_in(client, staff, NEW_PASSWORD).url == "/"


def test_not_just_having_an_account(db, client):
    person = User.objects.create_user("somebody@example.org", NEW_PASSWORD, name="Somebody")
    assert rows_of(person) == []
    assert sign_in(client, person, NEW_PASSWORD).url == SENT


def test_demonstration_accounts_are_confirmed(demo):
    unconfirmed = User.objects.exclude(emailaddress__verified=True)
    assert User.objects.exists()
    assert list(unconfirmed) == []


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db):
    cache.clear()
