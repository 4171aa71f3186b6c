"""An invitation's link that was used, forwarded, replaced or kept too long; and an acceptance sent again."""

from datetime import timedelta

import pytest

from partnership.models import Membership, SecurityEvent, User
from subgroups.models import Invitation, Seat
from subgroups.services.invitation import invite, resend_invitation, withdraw_invitation
from subgroups.services.people import end_membership
from tests.helpers.builders import NOW

PAGE = "/accounts/invitation/"
ACCOUNT = {"name": "Jo Bloom", "password": "seven green bicycles"}


@pytest.fixture
def tokens():
    return []


@pytest.fixture
def link(tokens):
    return lambda token: tokens.append(token) or token


@pytest.fixture
def invitation(people, link):
    return invite(
        people.partnership, by=people.business_manager, email="jo@new.example", name="Jo",
        role="executive", seats=[(people.board, "chair")], link=link,
    )  # fmt: skip


def opened(client, token):
    client.get(f"{PAGE}{token}/")
    return client


def joined():
    """The numbers of Jo's accounts, memberships, seats and events."""
    return (
        User.objects.filter(email="jo@new.example").count(),
        Membership.objects.filter(user__email="jo@new.example", ended_at=None).count(),
        Seat.objects.filter(holder__email="jo@new.example", ended_at=None).count(),
        SecurityEvent.objects.filter(kind="invitation_accepted").count(),
    )


def test_a_link_sent_on_works_once(invitation, tokens, client_as):
    first, second = opened(client_as(None), tokens[0]), opened(client_as(None), tokens[0])
    assert first.get(PAGE).status_code == second.get(PAGE).status_code == 200
    assert first.post(PAGE, ACCOUNT).status_code == 302
    assert joined() == (1, 1, 1, 1)
    answer = second.post(PAGE, {"name": "Eve", "password": "eight green bicycles"})
    assert answer.status_code == 410
    assert "This invitation has already been accepted" in answer.content.decode()
    assert "_auth_user_id" not in second.session
    assert User.objects.get(email="jo@new.example").check_password(ACCOUNT["password"])
    assert joined() == (1, 1, 1, 1)


def test_an_acceptance_sent_again_joins_nobody(invitation, tokens, client_as):
    client = opened(client_as(None), tokens[0])
    client.post(PAGE, ACCOUNT)
    for again in (client, opened(client, tokens[0]), opened(client_as(None), tokens[0])):
        for _ in range(2):
            assert again.post(PAGE, ACCOUNT).status_code in (404, 410)
    assert joined() == (1, 1, 1, 1)


def test_it_lets_nobody_back_in_whose_membership_ended(people, invitation, tokens, client_as):
    client = opened(client_as(None), tokens[0])
    client.post(PAGE, ACCOUNT)
    user = User.objects.get(email="jo@new.example")
    end_membership(user.memberships.get(), by=people.business_manager)
    assert opened(client, tokens[0]).post(PAGE).status_code == 410
    assert joined() == (1, 0, 0, 1)
    assert client.get("/ashshire/").status_code == 404


def test_one_that_was_replaced_withdrawn_or_kept_too_long(
    people, invitation, tokens, link, client_as, clock
):
    old = opened(client_as(None), tokens[0])
    assert old.get(PAGE).status_code == 200
    resend_invitation(invitation, by=people.business_manager, link=link)
    new = opened(client_as(None), tokens[1])
    assert old.post(PAGE, ACCOUNT).status_code == 404
    clock.at = NOW + timedelta(days=7, seconds=1)
    late = opened(client_as(None), tokens[1])
    assert late.post(PAGE, ACCOUNT).status_code == 410
    clock.at = NOW
    withdraw_invitation(invitation, by=people.business_manager)
    assert new.post(PAGE, ACCOUNT).status_code == 410
    assert joined() == (0, 0, 0, 0)


def test_by_somebody_else_it_is_not_accepted_and_still_works(people, invitation, tokens, client_as):
    thief = opened(client_as(people.outsider), tokens[0])
    typed = ACCOUNT | {"email": people.outsider.email, "role": "business_manager"}
    assert thief.post(PAGE, typed).status_code == 200
    assert people.outsider.memberships.count() == 1
    assert opened(client_as(None), tokens[0]).post(PAGE, ACCOUNT).status_code == 302
    assert joined() == (1, 1, 1, 1)


@pytest.mark.parametrize("digest", [True, False])
def test_what_is_stored_of_a_link_opens_nothing(invitation, tokens, client_as, digest):
    """Neither the digest, for someone who reads the database, nor a forged token."""
    token = Invitation.objects.get().key.digest if digest else tokens[0][:-1] + "_"
    client = opened(client_as(None), token)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, ACCOUNT).status_code == 404
    assert joined() == (0, 0, 0, 0)
