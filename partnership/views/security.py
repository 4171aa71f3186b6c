"""Pages of one's own account (sign-in methods and sessions) and of the partnership's security log."""

from allauth.account.views import LogoutView
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from partnership.accounts.identity_providers import TenantAdapter
from partnership.accounts.sessions import sessions_of
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.security_log.read import log_of


class SignOutView(LogoutView):
    """allauth's. Pages that the browser keeps for going back are deleted with the session."""

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@login_required
def your_account(request):
    factors = list(request.user.authenticator_set.all())
    context = {"kinds": {factor.type for factor in factors}, "sessions": sessions_of(request)}
    return render(request, "account/your_account.html", context)


@login_required
def usersessions_list(request):
    """Show one's sessions; on POST, end all the others."""
    sessions = sessions_of(request)
    if request.method != "POST":
        return render(request, "usersessions/usersession_list.html", {"sessions": sessions})
    sessions_adapter().end_sessions([session for session, _, here in sessions if not here])
    messages.success(request, "You have been signed out everywhere else.")
    return redirect("usersessions_list")


@login_required
def session_end(request, pk):
    if request.method != "POST":  # the person returned here by signing in again
        return redirect("usersessions_list")
    session = get_object_or_404(request.user.usersession_set, pk=pk)
    if session.is_current():
        return redirect("account_logout")
    sessions_adapter().end_sessions([session])
    messages.success(request, "That session has been signed out.")
    return redirect("usersessions_list")


def openid_connect_login(request, provider_id):
    return _through(OAuth2LoginView, request, provider_id)


def openid_connect_callback(request, provider_id):
    return _through(OAuth2CallbackView, request, provider_id)


def _through(step, request, provider_id):
    """Run one step of signing in through a tenant, and handle a tenant that cannot be reached."""
    adapter = TenantAdapter(request, provider_id)
    try:
        return step.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as fault:
        raise Http404 from fault
    except OAuth2Error as fault:
        return render_authentication_error(request, adapter.get_provider(), exception=fault)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def security_log(request, partnership):
    context = log_of(partnership, request.GET)
    return render(request, "partnership/security_log.html", context)
