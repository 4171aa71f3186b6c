"""Whether someone may be invited, and an invitation be accepted, sent again or withdrawn now."""

REASONS = {
    "accepted": "This invitation has already been accepted.",
    "withdrawn": "This invitation has been withdrawn.",
    "expired": "This invitation has expired.",
}


def reason_not_to_invite(partnership, email, *, by, on):
    """Makes one query unless it is their own address. A member's role is changed on the member's page."""
    if email == by.email.lower():
        return "You cannot invite yourself. Ask another business manager."
    if partnership.membership_set.lasting(on).filter(user__email__iexact=email).exists():
        return "This person is already a member. You can change their role on their page."
    return ""


def reason_not_to_accept_invitation(invitation, *, at):
    return REASONS.get(invitation.why_closed(at=at), "")


def reason_not_to_withdraw_invitation(invitation):
    return REASONS.get(invitation.why_closed(at=invitation.sent_at), "")  # it may have expired


def reason_not_to_resend(invitation, *, by, on):
    reason = reason_not_to_withdraw_invitation(invitation)
    return reason or reason_not_to_invite(invitation.partnership, invitation.email, by=by, on=on)
