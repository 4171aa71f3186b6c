"""Whoever opens the link of an invitation: they join, or are told what to do instead."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from subgroups.forms.invitation import NewAccountForm
from subgroups.services.invitation import (
    accept_invitation,
    accept_with_new_account,
    find_invitation,
    has_account,
    invitation_for,
    token_digest,
)
from subgroups.views.pressing import sent

KEY = "invitation"  # in the session: the digest of the link that was opened


@never_cache
def invitation_link(request, token):
    """Take the token out of the address, where a log or another site could read it."""
    request.session[KEY] = token_digest(token)
    return redirect("invitation")


@never_cache
def invitation(request):
    """The page of the invitation whose link was opened in this session, or that waits for who is signed in."""
    invitation = _invitation_of(request)
    why = invitation.why_closed(at=timezone.now()) if invitation else "unknown"
    if why:
        return _page(request, None, why=why, status=404 if why == "unknown" else 410)
    if request.user.is_authenticated:
        return _join(request, invitation)
    if has_account(invitation.email):
        return _page(request, invitation, must_sign_in=True)
    form = NewAccountForm(sent(request), invitation=invitation)
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
    """Whoever confirms their address does so in another browser, perhaps, and signs in there."""
    if KEY in request.session or not request.user.is_authenticated:
        return find_invitation(request.session.get(KEY, ""))
    return invitation_for(request.user, at=timezone.now())


def _join(request, invitation):
    """Somebody who is signed in: they join if the invitation is theirs."""
    theirs = invitation.email == request.user.email.lower()
    if theirs and request.method == "POST":
        try:
            accept_invitation(invitation, by=request.user, request=request)
        except ValidationError:
            return redirect("invitation")  # closed in this moment: the page says why
        request.session.pop(KEY, None)
        messages.success(request, f"Welcome to {invitation.partnership}.")
        return redirect(_home(invitation))
    return _page(request, invitation, theirs=theirs)


def _home(invitation):
    return reverse("reports:home", kwargs={"slug": invitation.partnership.slug})


def _page(request, invitation, *, status=200, **context):
    """Shown as the partnership's own only to those who belong to it."""
    names = {"why": "", "must_sign_in": False, "form": None, "theirs": False}
    context = {**names, "invitation": invitation, **context}
    return render(request, "subgroups/invitation.html", context, status=status)
