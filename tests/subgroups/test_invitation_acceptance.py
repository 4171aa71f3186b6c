"""Invitations that are accepted: once, in time, by the person invited."""

from datetime import timedelta

import pytest

from partnership.history import Change
from partnership.models import Membership, User
from partnership.permissions import Role
from subgroups.models import Invitation, Seat
from subgroups.services.invitation import (
    accept_invitation,
    accept_with_new_account,
    withdraw_invitation,
)
from tests.helpers.at_once import at_once, on_postgres
from tests.helpers.builders import NOW, TODAY
from tests.helpers.invitations import PASSWORD, WEEK, kinds, refusal


class TestAccept:
    def test_with_an_account_one_belongs_to_both(self, people, ask):
        person = people.outsider
        invitation = ask(
            email=person.email, role="executive", agency=people.council,
            seats=[(people.board, "deputy")],
        )  # fmt: skip
        before = Change.objects.count()
        membership = accept_invitation(invitation, by=person)

        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert (change.by, change.reason) == (person, "")
        assert (membership.role, membership.agency, membership.since) == (
            "executive", people.council, TODAY,
        )  # fmt: skip
        seat = Seat.objects.get(holder=person, group=people.board)
        assert (seat.role, seat.agency, seat.since) == ("deputy", people.council, TODAY)
        fresh = User.objects.get(pk=person.pk)
        assert people.partnership.roles_of(fresh, on=TODAY) == {Role.EXECUTIVE}
        assert people.elsewhere.people.partnership.roles_of(fresh, on=TODAY) == {
            Role.BUSINESS_MANAGER
        }
        assert people.board.roles_of(fresh, on=TODAY) == {Role.EXECUTIVE, Role.CHAIR}
        assert kinds() == ["invited", "invitation_accepted"]

    def test_accepting_makes_an_account(self, ask):
        user = accept_with_new_account(ask(), name="Josephine Bloom", password=PASSWORD)
        assert (user.email, user.name, user.check_password(PASSWORD)) == (
            "jo@charity.example", "Josephine Bloom", True,
        )  # fmt: skip
        assert (user.is_staff, user.is_superuser) == (False, False)
        assert [(m.role, m.since) for m in user.memberships.all()] == [("member", TODAY)]
        address = user.emailaddress_set.get()
        assert (address.email, address.verified, address.primary) == (user.email, True, True)
        assert Change.objects.first().by == user

    @pytest.mark.parametrize(
        ("after", "closed"),
        [(WEEK - timedelta(microseconds=1), ""), (WEEK, "expired"), (WEEK * 2, "expired")],
    )
    def test_for_seven_days_and_no_moment_longer(self, people, ask, after, closed):
        invitation = ask(email=people.outsider.email)
        assert invitation.why_closed(at=NOW + after) == closed
        if closed:
            assert refusal(accept_invitation, invitation, by=people.outsider, at=NOW + after) == [
                "This invitation has expired."
            ]
            assert people.outsider.memberships.count() == 1
        else:
            accept_invitation(invitation, by=people.outsider, at=NOW + after)
            assert people.outsider.memberships.count() == 2

    def test_only_once_though_both_had_it_open(self, people, ask):
        invitation = ask(email=people.outsider.email)
        one, two = (Invitation.objects.get(pk=invitation.pk) for _ in range(2))
        accept_invitation(one, by=people.outsider)
        assert two.why_closed(at=NOW) == ""  # as the second window still shows
        assert refusal(accept_invitation, two, by=people.outsider) == [
            "This invitation has already been accepted."
        ]
        assert people.outsider.memberships.count() == 2
        assert kinds().count("invitation_accepted") == 1

    @on_postgres
    @pytest.mark.django_db(transaction=True)
    def test_only_once_though_two_press_at_once(self, people, ask):
        invitation = ask(
            email=people.outsider.email, role="executive", seats=[(people.board, "deputy")]
        )
        one, two = (Invitation.objects.get(pk=invitation.pk) for _ in range(2))
        outcomes = at_once(
            lambda: accept_invitation(one, by=people.outsider),
            lambda: accept_invitation(two, by=people.outsider),
            held=invitation,
        )
        joined = [outcome for outcome in outcomes if isinstance(outcome, Membership)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, list)]
        assert len(joined) == 1
        assert refused == [["This invitation has already been accepted."]]
        assert list(people.partnership.membership_set.filter(user=people.outsider)) == joined
        assert Seat.objects.filter(holder=people.outsider, group=people.board).count() == 1
        assert kinds().count("invitation_accepted") == 1

    @on_postgres
    @pytest.mark.django_db(transaction=True)
    def test_one_account_though_two_press_at_once(self, ask):
        invitation = ask()
        one, two = (Invitation.objects.get(pk=invitation.pk) for _ in range(2))
        outcomes = at_once(
            lambda: accept_with_new_account(one, name="Jo", password=PASSWORD),
            lambda: accept_with_new_account(two, name="Jo", password=PASSWORD),
            held=invitation,
        )
        made = [outcome for outcome in outcomes if isinstance(outcome, User)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, list)]
        assert refused == [["This invitation has already been accepted."]]
        assert list(User.objects.filter(email=invitation.email)) == made
        assert kinds().count("invitation_accepted") == 1

    def test_two_new_accounts_of_one_link(self, ask):
        invitation = ask()
        one, two = (Invitation.objects.get(pk=invitation.pk) for _ in range(2))
        accept_with_new_account(one, name="Jo", password=PASSWORD)
        assert refusal(accept_with_new_account, two, name="Eve", password=PASSWORD) == [
            "This invitation has already been accepted."
        ]
        assert not User.objects.filter(name="Eve").exists()

    def test_a_withdrawn_invitation_is_not_accepted(self, people, manager, ask):
        invitation = ask(email=people.outsider.email)
        stale = Invitation.objects.get(pk=invitation.pk)
        withdraw_invitation(invitation, by=manager)
        assert refusal(accept_invitation, stale, by=people.outsider) == [
            "This invitation has been withdrawn."
        ]
        assert people.outsider.memberships.count() == 1

    def test_not_by_somebody_else(self, people, ask):
        assert refusal(accept_invitation, ask(), by=people.outsider) == [
            "This invitation was sent to a different email address."
        ]
        assert people.outsider.memberships.count() == 1

    def test_capital_letters_are_no_other_address(self, people, ask):
        invitation = ask(email=people.outsider.email.upper())
        assert accept_invitation(invitation, by=people.outsider).user == people.outsider

    def test_no_second_account_for_an_address(self, people, ask):
        invitation = ask(email=people.outsider.email)
        assert refusal(accept_with_new_account, invitation, name="Eve", password=PASSWORD) == [
            "There is already an account with this email address. Sign in to accept."
        ]
        assert not people.outsider.check_password(PASSWORD)

    def test_who_has_the_role_by_now_keeps_one_membership(self, people, ask):
        invitation = ask(email=people.outsider.email)
        other = ask(email="other@charity.example")
        assert other.pk != invitation.pk
        accept_invitation(invitation, by=people.outsider)
        again = ask.tokens  # a second one cannot be sent to a member
        assert len(again) == 2
        assert (
            Membership.objects.filter(user=people.outsider, partnership=people.partnership).count()
            == 1
        )
