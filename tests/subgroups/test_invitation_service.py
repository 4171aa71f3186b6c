"""Invitations: sent, sent again, withdrawn."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, recording
from partnership.models import SecurityEvent
from subgroups.models import Invitation, InvitationKey, InvitationSeat
from subgroups.services.invitation import (
    accept_invitation,
    find_invitation,
    invite_all,
    resend_invitation,
    token_digest,
    withdraw_invitation,
)
from tests.helpers.builders import NOW, make_user
from tests.helpers.invitations import WEEK, kinds, refusal


class TestInvite:
    def test_is_one_change_that_names_who_invited(self, people, manager, ask):
        before = Change.objects.count()
        invitation = ask(
            agency=people.council,
            seats=[(people.audit_group, "member"), (people.board, "observer")],
        )
        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert (change.by, change.home_kind, change.partnership) == (
            manager, "partnership", people.partnership,
        )  # fmt: skip
        assert (invitation.sent_at, invitation.expires_at) == (NOW, NOW + WEEK)
        assert [str(seat) for seat in invitation.seats.all()] == [
            "Audit Group, member",
            "Ashshire Executive, observer",
        ]

    def test_mails_the_link_once_all_is_saved(
        self, people, ask, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as waiting:
            ask()
        assert mailoutbox == []
        for deliver in waiting:
            deliver()
        (mail,) = mailoutbox
        assert mail.to == ["jo@charity.example"]
        assert mail.subject == f"Join the business plan of {people.partnership.name}"
        assert f"https://plan.example/{ask.tokens[0]}" in mail.body
        assert "expires on 29 November 2026 at 10:00am" in mail.body

    def test_a_mail_server_that_refuses_is_told_without_the_address(
        self, ask, monkeypatch, caplog, django_capture_on_commit_callbacks
    ):
        def refuse(self):
            raise OSError("jo@charity.example is not known here")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            invitation = ask()
        assert caplog.messages[-1] == f"Invitation {invitation.pk} was not emailed: OSError"
        assert "jo@charity.example" not in caplog.text

    def test_the_token_is_stored_nowhere(self, ask, caplog):
        with caplog.at_level("DEBUG"):
            invitation = ask()
            (token,) = ask.tokens
        assert len(token) > 40
        assert InvitationKey.objects.get().digest == token_digest(token)
        written = json.dumps(
            [list(model.objects.values()) for model in (Invitation, SecurityEvent, Change)]
            + [list(Invitation.history.values()), list(InvitationSeat.history.values())],
            default=str,
        )
        for secret in (token, token_digest(token)):
            assert secret not in written
            assert secret not in caplog.text
        assert "Jo Bloom" in written
        assert invitation.history.get().name == "Jo Bloom"

    def test_is_in_the_security_log(self, people, manager, ask):
        ask(role="executive")
        event = SecurityEvent.objects.get(kind="invited")
        assert (event.by, event.partnership, event.about) == (
            manager, people.partnership, "Jo Bloom, executive",
        )  # fmt: skip

    @pytest.mark.parametrize("role", ["business_manager", "executive", "scrutineer", "member"])
    def test_managers_invite_to_any_role_of_theirs(self, ask, role):
        assert ask(role=role).role == role

    @pytest.mark.parametrize("role", ["chair", "lead", "king", ""])
    def test_an_invitation_to_an_unknown_role_is_refused(self, ask, role):
        with pytest.raises(ValidationError) as refused:
            ask(role=role)
        assert list(refused.value.error_dict) == ["role"]

    def test_nobody_invites_themselves(self, manager, ask):
        assert refusal(ask, email=manager.email.upper(), role="scrutineer") == [
            "You cannot invite yourself. Ask another business manager."
        ]

    def test_a_member_is_not_invited_again(self, people, ask):
        assert refusal(ask, email=people.member.email.upper()) == [
            "This person is already a member. You can change their role on their page."
        ]

    def test_but_a_member_of_another_partnership(self, people, ask):
        assert ask(email=people.outsider.email).email == people.outsider.email

    def test_an_address_has_one_waiting_invitation(self, ask):
        ask()
        assert refusal(ask, email="JO@charity.example") == [
            "This address already has an invitation. Send it again or withdraw it."
        ]

    def test_the_database_holds_it(self, ask):
        again = ask()
        again.pk = None
        again._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=again.sent_by):
            again.save()

    @pytest.mark.parametrize("what", ["agency", "group"])
    def test_nothing_of_another_partnership(self, people, ask, what):
        others = people.elsewhere.people
        values = {
            "agency": {"agency": others.council},
            "group": {"seats": [(others.board, "chair")]},
        }
        sentences = {
            "agency": "Choose an agency of this partnership.",
            "group": "Choose groups of this partnership.",
        }
        assert refusal(ask, **values[what]) == [sentences[what]]
        assert Invitation.objects.count() == 0

    @pytest.mark.parametrize(
        "values",
        [
            {"email": "jo@charity.example\nBcc: all@council.example"},
            {"email": "jo@charity.example\r\nSubject: x"},
            {"name": "Jo\nBcc: all@council.example"},
            {"name": "Jo\r\n\r\nSend your password to us"},
            {"name": "Jo\u2028Bloom"},
            {"email": "no address"},
        ],
    )
    def test_no_lines_for_the_mail_to_carry(self, ask, mailoutbox, values):
        assert len(refusal(ask, **values)) == 1
        assert (Invitation.objects.count(), mailoutbox) == (0, [])

    def test_a_partnership_whose_name_has_lines_makes_one_subject(
        self, people, ask, mailoutbox, django_capture_on_commit_callbacks
    ):
        people.partnership.name = "Ash\r\nBcc: all@council.example"
        with django_capture_on_commit_callbacks(execute=True):
            ask()
        assert mailoutbox[0].subject == "Join the business plan of Ash Bcc: all@council.example"
        assert mailoutbox[0].bcc == []

    def test_all_or_nobody(self, people, manager):
        rows = [
            {"email": "a@charity.example", "name": "A", "role": "member"},
            {"email": people.member.email, "name": "B", "role": "member"},
        ]
        refusal(invite_all, people.partnership, rows, by=manager)
        assert (Invitation.objects.count(), kinds()) == (0, [])
        rows[1]["email"] = "b@charity.example"
        before = Change.objects.count()
        invite_all(people.partnership, rows, by=manager)
        assert (Invitation.objects.count(), Change.objects.count()) == (2, before + 1)


class TestAgainAndWithdrawn:
    def test_a_new_link_and_the_old_one_is_dead(self, manager, ask):
        invitation = ask()
        later = NOW + timedelta(days=9)
        resend_invitation(invitation, by=manager, link=ask.link, at=later)
        old, new = ask.tokens
        assert find_invitation(token_digest(old)) is None
        found = find_invitation(token_digest(new))
        assert (found, found.expires_at) == (invitation, later + WEEK)
        assert found.why_closed(at=later) == ""
        assert kinds() == ["invited", "invited"]

    def test_withdrawing_an_invitation_is_logged(self, manager, ask):
        invitation = withdraw_invitation(ask(), by=manager)
        change = invitation.history.latest().change
        assert (invitation.withdrawn_at, invitation.withdrawn_by) == (change.at, manager)
        assert kinds() == ["invited", "invitation_withdrawn"]

    def test_after_that_neither_again(self, manager, ask):
        invitation = ask()
        withdraw_invitation(invitation, by=manager)
        sentence = ["This invitation has been withdrawn."]
        assert refusal(withdraw_invitation, invitation, by=manager) == sentence
        assert refusal(resend_invitation, invitation, by=manager) == sentence
        assert ask().pk != invitation.pk  # and a person may be invited anew

    def test_an_accepted_invitation_is_not_sent_again(self, people, manager, ask):
        invitation = ask(email=people.outsider.email)
        accept_invitation(invitation, by=people.outsider)
        sentence = ["This invitation has already been accepted."]
        assert refusal(withdraw_invitation, invitation, by=manager) == sentence
        assert refusal(resend_invitation, invitation, by=manager) == sentence

    def test_not_to_somebody_who_is_a_member_by_now(self, people, manager, ask):
        invitation = ask(email=people.outsider.email)
        accept_invitation(invitation, by=people.outsider)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=None, accepted_by=None)
        assert refusal(resend_invitation, invitation, by=manager) == [
            "This person is already a member. You can change their role on their page."
        ]


def test_the_mail_has_no_markup(ask, people, mailoutbox, django_capture_on_commit_callbacks):
    make_user("nobody", "charity")
    with django_capture_on_commit_callbacks(execute=True):
        ask(name="Jo <b>Bloom</b> & sons")
    assert "Jo <b>Bloom</b> & sons" in mailoutbox[0].body  # plain text: not escaped
    assert mailoutbox[0].content_subtype == "plain"
    assert re.findall(r"https?://\S+", mailoutbox[0].body) == [
        f"https://plan.example/{ask.tokens[0]}"
    ]
