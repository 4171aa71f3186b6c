"""Signing in, by e-mail address. Nobody signs up: accounts are made by a business manager."""

from datetime import datetime

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from partnership.forms import PlainForm
from partnership.models import Membership

# Of every demonstration account; the sign-in page shows it, and only where DEMONSTRATION is set.
DEMONSTRATION_PASSWORD = "safeguarding-demo-2026"

LAST_VISIT = "last_visit"  # in the session: when the person signed in the time before

NEW_PASSWORD_HINT = (
    "At least 12 characters: three words that do not belong together are a good start."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your business manager.",
        "email_password_mismatch": "The e-mail address or the password is not right",
        "enter_current_password": "This is not your current password",
        "too_many_login_attempts": "Too many attempts to sign in. Wait a few minutes and try again",
    }
    # Everything else that allauth would say is plain from the page that follows.
    sentences = {
        "account/messages/logged_out.txt": "You have signed out.",
        "account/messages/password_changed.txt": "Your password has been changed.",
        "account/messages/password_set.txt": "Your password has been set.",
    }

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        """Sign in; the session keeps when the person was here before, which signing in overwrites."""
        before = user.last_login
        super().login(request, user)
        request.session[LAST_VISIT] = before.isoformat() if before else ""

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        message = message or self.sentences.get(message_template)
        if message and request.user.is_authenticated:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def format_email_subject(self, subject):
        return subject

    def get_password_change_redirect_url(self, request):
        return reverse("front_door")


def last_visit(request):
    """The day on which this person signed in the time before, or None."""
    before = request.session.get(LAST_VISIT)
    return timezone.localdate(datetime.fromisoformat(before)) if before else None


class Relabelled:
    """Our labels and hints in place of allauth's; no placeholders: those go when needed."""

    labels = {
        "login": "E-mail address",
        "email": "E-mail address",
        "password": "Password",
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": NEW_PASSWORD_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels[name]
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainForm, Relabelled, forms.LoginForm):
    pass


class ResetPasswordForm(PlainForm, Relabelled, forms.ResetPasswordForm):
    hints = {"email": "The one you sign in with."}


class ResetPasswordKeyForm(PlainForm, Relabelled, forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(PlainForm, Relabelled, forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainForm, Relabelled, forms.SetPasswordForm):
    pass


def demonstration_accounts():
    """Partnership → its people, [(name, e-mail address, roles)], for the sign-in page."""
    running = Membership.objects.running(timezone.localdate()).filter(
        user__email__endswith=".example", user__is_active=True
    )
    accounts = {}
    for membership in running.select_related("partnership", "user").order_by(
        "partnership__name", "pk"
    ):
        people = accounts.setdefault(membership.partnership, {})
        people.setdefault(membership.user, []).append(membership.get_role_display())
    return {
        partnership: [(user.name, user.email, ", ".join(roles)) for user, roles in people.items()]
        for partnership, people in accounts.items()
    }
