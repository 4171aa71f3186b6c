"""The page behind an invitation's link, as its recipients see it."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import mail

from partnership.models import SecurityEvent, User
from subgroups.models import Invitation
from subgroups.services.invitation import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from tests.helpers.builders import NOW, PASSWORD

PAGE = "/accounts/invitation/"
ACCOUNT = {"name": "Jo Bloom", "password": "seven green bicycles"}


@pytest.fixture
def tokens():
    return []


@pytest.fixture
def ask(people, tokens):
    def ask(email="jo@charity.example", **values):
        values = {"name": "Jo Bloom", "role": "member", **values}
        return invite(
            people.partnership, by=people.business_manager, email=email, link=ask.link, **values
        )

    ask.link = lambda token: tokens.append(token) or token
    return ask


def follow(client, token):
    """The page, after the link's redirect has removed the token from the URL."""
    response = client.get(f"{PAGE}{token}/")
    assert (response.status_code, response.url) == (302, PAGE)
    assert "no-store" in response["Cache-Control"]
    return client.get(PAGE)


def test_somebody_new_chooses_name_and_password_and_is_signed_in(people, ask, tokens, client_as):
    ask()
    client = client_as(None)
    page = follow(client, tokens[0])
    assert page.status_code == 200
    assert "Join Ashshire Safeguarding Children Partnership" in page.content.decode()
    before = client.session.session_key
    response = client.post(PAGE, ACCOUNT)
    assert (response.status_code, response.url) == (302, "/ashshire/")
    assert client.session.session_key != before
    assert "invitation" not in client.session
    user = User.objects.get(email="jo@charity.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/ashshire/plans/").status_code == 200
    assert client.get("/birchshire/plans/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "password1234"}, "too common"),
        ({"password": "jo@charity.example"}, "too similar"),
        ({"password": ""}, "</span> Choose a password"),
        ({"name": ""}, "Enter your name"),
        ({"name": "Jo\nBcc: x"}, "Enter the name on one line"),
    ],
)
def test_what_is_typed_is_checked(ask, tokens, client_as, typed, sentence):
    ask()
    client = client_as(None)
    follow(client, tokens[0])
    page = client.post(PAGE, {**ACCOUNT, **typed})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="jo@charity.example").exists()


def test_mass_assignment_gives_nothing(people, ask, tokens, client_as):
    ask()
    client = client_as(None)
    follow(client, tokens[0])
    extra = {
        "email": "eve@evil.example", "role": "business_manager", "is_staff": "on",
        "is_superuser": "on", "partnership": people.elsewhere.people.partnership.pk,
    }  # fmt: skip
    client.post(PAGE, {**ACCOUNT, **extra})
    user = User.objects.get(name="Jo Bloom")
    assert (user.email, user.is_staff, user.is_superuser) == ("jo@charity.example", False, False)
    assert [(m.partnership, m.role) for m in user.memberships.all()] == [
        (people.partnership, "member")
    ]


def test_who_has_an_account_signs_in_first(people, ask, tokens, client_as):
    ask(email=people.outsider.email)
    client = client_as(None)
    page = follow(client, tokens[0]).content.decode()
    assert f'href="/accounts/sign-in/?next={PAGE}"' in page
    assert "Choose a password" not in page
    # A hand-made POST creates no second account and sets no password.
    client.post(PAGE, {"name": "Eve", "password": "seven green bicycles"})
    assert User.objects.filter(email__iexact=people.outsider.email).count() == 1
    assert people.outsider.memberships.count() == 1

    client.force_login(people.outsider)
    assert f"Join as {people.outsider.name}" in client.get(PAGE).content.decode()
    assert people.outsider.memberships.count() == 1  # viewing is not joining
    response = client.post(PAGE)
    assert (response.status_code, response.url) == (302, "/ashshire/")
    assert client.get("/ashshire/plans/").status_code == 200
    home = client.get("/ashshire/plans/").content.decode()
    assert "Switch partnership" in home


def test_somebody_else_who_is_signed_in_cannot_take_it(people, ask, tokens, client_as):
    ask()
    client = client_as(people.outsider)
    page = follow(client, tokens[0]).content.decode()
    assert f"You are signed in as {people.outsider.email}" in page
    assert client.post(PAGE).status_code == 200
    assert people.outsider.memberships.count() == 1
    assert Invitation.objects.get().accepted_at is None


class TestLinksThatDoNotWork:
    def page(self, client, token):
        response = follow(client, token)
        return response.status_code, response.content.decode()

    def test_unknown_ones_say_the_same_to_everybody(self, people, ask, client_as):
        ask(email=people.outsider.email)
        pages = set()
        for token in ("no-such-token", "x" * 500, "%00"):
            status, page = self.page(client_as(None), token)
            assert status == 404
            assert "This link does not work" in page
            assert people.partnership.name not in page
            pages.add(page)
        assert len(pages) == 1
        assert client_as(None).get(PAGE).content.decode() in pages

    def test_the_one_before_the_newest(self, people, ask, tokens, client_as):
        resend_invitation(ask(), by=people.business_manager, link=ask.link)
        old, new = tokens
        assert self.page(client_as(None), old)[0] == 404
        assert self.page(client_as(None), new)[0] == 200

    def test_a_used_link_no_longer_works(self, people, ask, tokens, client_as):
        accept_invitation(ask(email=people.outsider.email), by=people.outsider)
        for client in (client_as(None), client_as(people.outsider), client_as(people.member)):
            status, page = self.page(client, tokens[0])
            assert (status, "This invitation has already been accepted" in page) == (410, True)
            assert people.outsider.email not in page.replace("app-account", "")
            assert client.post(PAGE, ACCOUNT).status_code == 410
        assert SecurityEvent.objects.filter(kind="invitation_accepted").count() == 1

    def test_withdrawn_while_the_page_was_open(self, people, ask, tokens, client_as):
        invitation = ask()
        client = client_as(None)
        assert self.page(client, tokens[0])[0] == 200
        withdraw_invitation(invitation, by=people.business_manager)
        response = client.post(PAGE, ACCOUNT)
        assert response.status_code == 410
        assert "This invitation has been withdrawn" in response.content.decode()
        assert not User.objects.filter(email="jo@charity.example").exists()

    @pytest.mark.parametrize(
        ("after", "status"),
        [(timedelta(days=7) - timedelta(seconds=1), 200), (timedelta(days=7), 410)],
    )
    def test_after_seven_days(self, ask, tokens, client_as, clock, after, status):
        ask()
        clock.at = NOW + after
        found, page = self.page(client_as(None), tokens[0])
        assert found == status
        assert ("This invitation has expired" in page) is (status == 410)

    def test_a_joined_window_sends_again(self, ask, tokens, client_as):
        """Replayed from the history of a browser in which the person has joined."""
        ask()
        client = client_as(None)
        follow(client, tokens[0])
        client.post(PAGE, ACCOUNT)
        response = client.post(PAGE, ACCOUNT)
        assert response.status_code == 404
        assert User.objects.filter(name="Jo Bloom").count() == 1


class TestWhoseAddressIsNotConfirmed:
    """They have an old account, and must first confirm that the email address is theirs."""

    SIGN_IN = "/accounts/sign-in/?next=/accounts/invitation/"

    @pytest.fixture
    def person(self, people):
        person = people.elsewhere.people.member
        person.emailaddress_set.all().delete()
        return person

    @pytest.fixture
    def mailed(self, person, ask, tokens, client):
        """The link that is sent when they sign in from the invitation's page."""
        ask(person.email)
        page = follow(client, tokens[0]).text
        assert f'href="{self.SIGN_IN}"' in page
        response = self.sign_in(client, person, self.SIGN_IN)
        assert response.url == "/accounts/address/sent/"
        assert (
            'href="/accounts/sign-in/?next=/accounts/invitation/"' in client.get(response.url).text
        )
        (link,) = re.findall(r"http://testserver(\S+)", mail.outbox[-1].body)
        return link

    def sign_in(self, client, person, address):
        data = {"login": person.email, "password": PASSWORD, "next": "/accounts/invitation/"}
        return client.post(address, data)

    def test_is_led_back_to_it_in_the_same_browser(self, person, mailed, client):
        back = client.post(mailed.partition("?")[0])  # as in an older email
        assert unquote(back.url) == self.SIGN_IN
        assert self.sign_in(client, person, back.url).url == PAGE
        assert "Join as Member" in client.get(PAGE).text
        assert client.post(PAGE).url == "/ashshire/"

    def test_and_in_another_where_the_mail_was_read(self, people, person, mailed, client_as):
        phone = client_as(None)
        assert "Confirm email address" in phone.get(mailed).text
        back = phone.post(mailed)
        assert unquote(back.url) == self.SIGN_IN
        assert self.sign_in(phone, person, back.url).url == PAGE
        assert "Join Ashshire Safeguarding Children Partnership" in phone.get(PAGE).text
        assert phone.post(PAGE).url == "/ashshire/"
        assert person.memberships.filter(partnership=people.partnership).count() == 1

    def test_a_page_of_somebody_else_is_never_gone_to(self, person, client):
        for page in ("https://evil.example/", "//evil.example", "/" + "x" * 500):
            data = {"login": person.email, "password": PASSWORD, "next": page}
            client.post("/accounts/sign-in/", data)
        assert "evil" not in mail.outbox[0].body
        assert "next" not in mail.outbox[0].body
        link = re.findall(r"http://testserver(\S+)", mail.outbox[0].body)[0]
        assert client.post(f"{link}?next=https://evil.example/").url == "/accounts/sign-in/"

    def test_nothing_waits_for_an_address_that_is_not_confirmed(self, person, ask, client_as):
        ask(person.email)
        client = client_as(person)
        assert client.get(PAGE).status_code == 404
        person.confirm_address()
        assert client.get(PAGE).status_code == 200

    @pytest.mark.parametrize("days", [6, 7])
    def test_nor_once_it_has_run_out(self, person, ask, client_as, clock, days):
        ask(person.email)
        person.confirm_address()
        clock.at = NOW + timedelta(days)
        assert client_as(person).get(PAGE).status_code == (200 if days < 7 else 404)

    def test_nor_for_anybody_else_nor_once_withdrawn(self, people, person, ask, client_as):
        invitation = ask(person.email)
        person.confirm_address()
        assert client_as(people.elsewhere.people.chair).get(PAGE).status_code == 404
        withdraw_invitation(invitation, by=people.business_manager)
        assert client_as(person).get(PAGE).status_code == 404
