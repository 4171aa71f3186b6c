"""The page of an invitation link: people join, or read what to do instead."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from partnership.saving import submitted_data
from subgroups.forms.invitation import NewAccountForm
from subgroups.policies.invitation import reason_not_to_accept_invitation
from subgroups.services.invitation import (
    accept_invitation,
    accept_with_new_account,
    find_invitation,
    has_account,
    invitation_for,
    token_digest,
)

KEY = "invitation"  # in the session: the digest of the link that was opened


@never_cache
def invitation_link(request, token):
    """Move the token from the URL, where a log or another site could read it, to the session."""
    request.session[KEY] = token_digest(token)
    return redirect("invitation")


@never_cache
def invitation(request):
    """The page of the invitation whose link was opened in this session, or that is open for the signed-in user."""
    invitation, now = _invitation_of(request), timezone.now()
    why = invitation.why_closed(at=now) if invitation else "unknown"
    if why:
        reason = reason_not_to_accept_invitation(invitation, at=now) if invitation else ""
        status = 410 if invitation else 404
        return _page(request, None, why=why, reason_against=reason, status=status)
    if request.user.is_authenticated:
        return _join(request, invitation)
    if has_account(invitation.email):
        return _page(request, invitation, must_sign_in=True)
    form = NewAccountForm(submitted_data(request), invitation=invitation)
    if form.is_bound and form.is_valid():
        try:
            user = accept_with_new_account(invitation, request=request, **form.values())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            del request.session[KEY]
            return perform_login(
                request, user, email_verification="none", redirect_url=_home(invitation)
            )
    return _page(request, invitation, form=form)


def _invitation_of(request):
    """The session's invitation, or the user's: an address may be confirmed, and signed in with, in another browser."""
    if KEY in request.session or not request.user.is_authenticated:
        return find_invitation(request.session.get(KEY, ""))
    return invitation_for(request.user, at=timezone.now())


def _join(request, invitation):
    """Join as the signed-in user, if the invitation is theirs."""
    theirs = invitation.email == request.user.email.lower()
    if theirs and request.method == "POST":
        try:
            accept_invitation(invitation, by=request.user, request=request)
        except ValidationError:
            return redirect("invitation")  # closed meanwhile: the page says why
        request.session.pop(KEY, None)
        messages.success(request, f"Welcome to {invitation.partnership}.")
        return redirect(_home(invitation))
    return _page(request, invitation, theirs=theirs)


def _home(invitation):
    return reverse("reports:home", kwargs={"slug": invitation.partnership.slug})


def _page(request, invitation, *, status=200, **context):
    """Render the page, with the partnership's layout only for its members."""
    names = {"why": "", "must_sign_in": False, "form": None, "theirs": False}
    context = {**names, "invitation": invitation, **context}
    return render(request, "subgroups/invitation.html", context, status=status)
