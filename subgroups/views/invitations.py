"""The business manager's pages of invitations: send, send again, withdraw."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import redirect_saved, submit_form, submitted_data
from subgroups.forms.people import InvitationForm
from subgroups.models import Invitation
from subgroups.policies.invitation import reason_not_to_resend, reason_not_to_withdraw_invitation
from subgroups.services.invitation import invite, resend_invitation, withdraw_invitation
from subgroups.views.redirects import PEOPLE, invitation_address, redirect_refused


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def invitation_new(request, partnership):
    form = InvitationForm(submitted_data(request), partnership=partnership)
    link = invitation_address(request)
    if submit_form(
        form,
        lambda: invite(partnership, **form.values(), by=request.user, link=link, request=request),
    ):
        return _redirect_after_sending(request, form.saved, "An invitation")
    return render(request, "subgroups/invitation_new.html", {"form": form})


@requires(Permission.MANAGE_PARTNERSHIP, on=Invitation)
def invitation_resend(request, invitation):
    if request.method == "POST":
        link = invitation_address(request)
        try:
            again = resend_invitation(invitation, by=request.user, link=link, request=request)
        except ValidationError as refusal:
            return redirect_refused(request, refusal)
        return _redirect_after_sending(request, again, "A new link")
    reason = reason_not_to_resend(invitation, by=request.user, on=timezone.localdate())
    context = {"invitation": invitation, "reason_against": reason}
    return render(request, "subgroups/invitation_resend.html", context)


@requires(Permission.MANAGE_PARTNERSHIP, on=Invitation)
def invitation_withdraw(request, invitation):
    if request.method == "POST":
        try:
            withdraw_invitation(invitation, by=request.user, request=request)
        except ValidationError as refusal:
            return redirect_refused(request, refusal)
        return redirect_saved(
            request, f"The invitation of {invitation} has been withdrawn.", PEOPLE
        )
    context = {
        "invitation": invitation,
        "reason_against": reason_not_to_withdraw_invitation(invitation),
    }
    return render(request, "subgroups/invitation_withdraw.html", context)


def _redirect_after_sending(request, invitation, what):
    """Show that it was emailed, or that the mail server refused it and what to do."""
    if not invitation.mail_failed:
        return redirect_saved(request, f"{what} has been sent to {invitation.email}.", PEOPLE)
    sentence = (
        f"{invitation} is invited, but we could not send the email to {invitation.email}. "
        "Try sending it again later. If it fails again, tell the people who run this website."
    )
    return redirect_refused(request, ValidationError(sentence))
