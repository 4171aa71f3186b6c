"""Who needs a second factor, and the middleware that stops those who have not used it.

The installation has a rule (settings.SECOND_FACTOR) and so does each partnership: the stricter one applies.
"""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partnership.accounts.factors import (
    SHOWN,
    came_through_provider,
    has_second_factor,
    showed_second_factor,
)
from partnership.editing import unsaved_input
from partnership.models.partnership import SecondFactor
from partnership.permissions import Role

# Pages for setting one up, signing out, and what everyone may read.
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "partnership:style",
    "help",
    "accessibility",
    "privacy",
    "security_txt",
}


def must_show_second_factor(user, *, on):
    """Whether a rule in force on the day ``on`` requires a second factor of this person."""
    if user.is_superuser and settings.SECOND_FACTOR != SecondFactor.NOBODY:
        return True  # installation staff are treated no less strictly than business managers
    if settings.SECOND_FACTOR == SecondFactor.EVERYBODY:
        return True
    return any(
        rule == SecondFactor.EVERYBODY
        or (rule == SecondFactor.BUSINESS_MANAGERS and membership.role == Role.BUSINESS_MANAGER)
        for membership in user.current_memberships(on)
        for rule in (settings.SECOND_FACTOR, membership.partnership.second_factor)
    )


class SecondFactorMiddleware:
    """Redirects people who need a second factor and have not used it to the page for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.second_factor_missing = False
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or came_through_provider(request, user):
            return None
        if not must_show_second_factor(user, on=timezone.localdate()):
            return None
        shown = showed_second_factor(request, user) or request.session.get(SHOWN) == user.pk
        owned = has_second_factor(user)
        if shown and owned:
            return None
        request.second_factor_missing = not owned
        if request.resolver_match.view_name in OPEN:
            return None
        if request.method == "POST":
            unsaved_input.keep(request)
        return redirect(_where_to_show(request) if owned else "mfa_index")


def _where_to_show(request):
    """The page that asks for an existing second factor, for a session that began before it was set up."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    page = next(method["url"] for method in methods if method["id"].startswith("mfa_"))
    wanted = request.get_full_path() if request.method == "GET" else reverse("front_door")
    return f"{page}?{urlencode({'next': wanted})}"
