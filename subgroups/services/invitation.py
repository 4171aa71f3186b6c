"""Invitations: sent, sent again, withdrawn, accepted. Only the email contains a link's token."""

import hashlib
import logging
import secrets

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from partnership.history import recording, revise
from partnership.models import SecurityEvent, User
from partnership.policies import refuse
from partnership.policies.agency import reason_not_to_name_agency
from partnership.security_log.record import record_event
from partnership.services.partnership import admit
from subgroups.models import Invitation, InvitationKey, InvitationSeat, Seat
from subgroups.policies.invitation import (
    reason_not_to_accept_invitation,
    reason_not_to_invite,
    reason_not_to_resend,
    reason_not_to_withdraw_invitation,
)
from subgroups.services.seat import give_seat

logger = logging.getLogger(__name__)

Kind = SecurityEvent.Kind


def token_digest(token):
    """What is stored of a token: no one can make a link from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(digest):
    """The Invitation whose token has this digest; None for none."""
    found = Invitation.objects.filter(key__digest=digest)
    return found.select_related("partnership", "agency").first()


def invitation_for(user, *, at):
    """The newest open Invitation for ``user`` at the moment ``at``, found without its link; None for none.

    It was emailed to their address, and the address is confirmed.
    """
    if not user.has_confirmed_address:
        return None
    waiting = Invitation.objects.waiting().filter(
        email=user.email.lower(), sent_at__gt=at - Invitation.LASTS
    )
    return waiting.select_related("partnership", "agency").order_by("-sent_at", "-pk").first()


def invite(
    partnership, *, by, email, name, role, agency=None, seats=(), link=None, at=None, request=None
):
    """Invite someone; ``seats`` are (Group, Seat.SeatRole) given on acceptance.

    ``link(token)`` is the absolute URL of the page that accepts it; without it nothing is emailed.
    """
    with recording(partnership, by=by, at=at) as change:
        email = email.strip().lower()
        on = timezone.localdate(change.at)
        refuse(reason_not_to_invite(partnership, email, by=by, on=on), field="email")
        _refuse_strangers(partnership, agency, seats)
        invitation = Invitation(
            partnership=partnership,
            email=email,
            name=name,
            role=role,
            agency=agency,
            sent_at=change.at,
            sent_by=by,
        )
        invitation.full_clean()
        invitation.save()
        for group, seat_role in seats:
            seat = InvitationSeat(invitation=invitation, group=group, role=seat_role)
            seat.full_clean()
            seat.save()
        _send(invitation, link)
        record_event(
            Kind.INVITED, by=by, partnership=partnership, about=_named(invitation),
            request=request, at=change.at,
        )  # fmt: skip
    return invitation


def invite_all(partnership, rows, *, by, link=None, at=None, request=None):
    """Invite everyone in ``rows`` (arguments of ``invite``), or no one if one is refused."""
    with recording(partnership, by=by, reason="People invited from a file", at=at):
        return [invite(partnership, by=by, link=link, request=request, **row) for row in rows]


def resend_invitation(invitation, *, by, link=None, at=None, request=None):
    """Send it again, with a new link for seven more days. The old link stops working."""
    with recording(invitation, by=by, at=at) as change:
        current = Invitation.objects.locked(invitation)
        refuse(reason_not_to_resend(current, by=by, on=timezone.localdate(change.at)))
        current = revise(current, by=by, sent_at=change.at, sent_by=by)
        _send(current, link)
        record_event(
            Kind.INVITED, by=by, partnership=current.partnership, about=_named(current),
            request=request, at=change.at,
        )  # fmt: skip
    return current


def withdraw_invitation(invitation, *, by, at=None, request=None):
    """Withdraw an invitation: its link stops working."""
    with recording(invitation, by=by, at=at) as change:
        current = Invitation.objects.locked(invitation)
        refuse(reason_not_to_withdraw_invitation(current))
        current = revise(current, by=by, withdrawn_at=change.at, withdrawn_by=by)
        record_event(
            Kind.INVITATION_WITHDRAWN, by=by, partnership=current.partnership,
            about=_named(current), request=request, at=change.at,
        )  # fmt: skip
    return current


def accept_invitation(invitation, *, by, at=None, request=None):
    """Join the partnership as ``by``, whose email address it was sent to; returns the Membership."""
    with recording(invitation, by=by, at=at) as change:
        current = _open(invitation, at=change.at)
        if current.email != by.email.lower():
            raise ValidationError("This invitation was sent to a different email address.")
        revise(current, by=by, accepted_at=change.at, accepted_by=by)
        on = timezone.localdate(change.at)
        membership = _admitted(current, by, on=on)
        taken = set(Seat.objects.running(on).filter(holder=by).values_list("group", flat=True))
        for seat in current.seats.select_related("group__partnership"):
            if seat.group_id not in taken:
                give_seat(
                    seat.group, by=by, holder=by, agency=current.agency, role=seat.role, since=on
                )
        record_event(
            Kind.INVITATION_ACCEPTED, by=by, partnership=current.partnership,
            about=_named(current), request=request, at=change.at,
        )  # fmt: skip
    return membership


def accept_with_new_account(invitation, *, name, password, at=None, request=None):
    """Make the account that the invitation is for, and join; returns the User.

    ``password`` has been checked by the form. Opening the link confirms the address.
    """
    with transaction.atomic():
        current = _open(invitation, at=at or timezone.now())
        if has_account(current.email):
            raise ValidationError(
                "There is already an account with this email address. Sign in to accept."
            )
        try:
            with recording(None, by=None, at=at):
                user = User.objects.create_user(current.email, password, name=name)
        except IntegrityError:  # made by another invitation at the same moment
            raise ValidationError(
                "There is now an account with this email address. Sign in to accept."
            ) from None
        user.confirm_address()
        accept_invitation(current, by=user, at=at, request=request)
    return user


def has_account(email):
    return User.objects.filter(email__iexact=email).exists()


def _refuse_strangers(partnership, agency, seats):
    """Refuse an agency or groups of another partnership."""
    refuse(reason_not_to_name_agency(agency, partnership.pk), field="agency")
    if any(group.partnership_id != partnership.pk for group, _ in seats):
        raise ValidationError("Choose groups of this partnership.")
    if len({group.pk for group, _ in seats}) != len(seats):
        raise ValidationError("Choose one seat on each group.")


def _open(invitation, *, at):
    """The row locked, if its link works at the moment ``at``."""
    current = Invitation.objects.locked(invitation)
    refuse(reason_not_to_accept_invitation(current, at=at))
    return current


def _admitted(invitation, user, *, on):
    """Their membership in the offered role: an existing one, or a new one."""
    mine = invitation.partnership.membership_set.lasting(on).filter(user=user)
    return mine.filter(role=invitation.role).first() or admit(
        user,
        invitation.partnership,
        by=user,
        role=invitation.role,
        agency=invitation.agency,
        since=on,
    )


def _named(invitation):
    return f"{invitation.name}, {invitation.get_role_display().lower()}"


def _send(invitation, link):
    """Give the invitation a new token, and email it after the commit."""
    token = secrets.token_urlsafe(32)
    InvitationKey.objects.update_or_create(
        invitation=invitation, defaults={"digest": token_digest(token)}
    )
    if link is None:
        return
    body = render_to_string(
        "subgroups/email/invitation.txt", {"invitation": invitation, "address": link(token)}
    )
    name = " ".join(invitation.partnership.name.split())
    message = EmailMessage(f"Join the business plan of {name}", body, to=[invitation.email])

    def deliver():
        try:
            message.send()
        except OSError as error:  # the mail server's reply may quote the address
            invitation.mail_failed = True
            logger.error("Invitation %s was not emailed: %s", invitation.pk, type(error).__name__)

    transaction.on_commit(deliver)
