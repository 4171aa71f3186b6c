"""The page behind an invitation's link, as those who open it meet it."""

from datetime import timedelta

import pytest

from partnership.models import SecurityEvent, User
from subgroups.models import Invitation
from subgroups.services.invitation import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from tests.builders import NOW

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
    """The page, once the link's redirect has taken the token out of the address."""
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
        ({"name": "Jo\nBcc: x"}, "A name stands on one line"),
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
    # A hand-made POST makes no second account and sets no password.
    client.post(PAGE, {"name": "Eve", "password": "seven green bicycles"})
    assert User.objects.filter(email__iexact=people.outsider.email).count() == 1
    assert people.outsider.memberships.count() == 1

    client.force_login(people.outsider)
    assert f"Join as {people.outsider.name}" in client.get(PAGE).content.decode()
    assert people.outsider.memberships.count() == 1  # looking is not joining
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

    def test_used(self, people, ask, tokens, client_as):
        accept_invitation(ask(email=people.outsider.email), by=people.outsider)
        for client in (client_as(None), client_as(people.outsider), client_as(people.member)):
            status, page = self.page(client, tokens[0])
            assert (status, "This invitation has been used" in page) == (410, True)
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
        assert ("This invitation has run out" in page) is (status == 410)

    def test_a_joined_window_sends_again(self, ask, tokens, client_as):
        """Replayed from the history of a browser that has joined with it."""
        ask()
        client = client_as(None)
        follow(client, tokens[0])
        client.post(PAGE, ACCOUNT)
        response = client.post(PAGE, ACCOUNT)
        assert response.status_code == 404
        assert User.objects.filter(name="Jo Bloom").count() == 1
