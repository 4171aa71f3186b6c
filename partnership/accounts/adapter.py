"""allauth's account adapter: our messages, our rules, and the events for the security log."""

import logging
from datetime import datetime
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from partnership.accounts.devices import remember_device
from partnership.accounts.factors import SHOWN, has_second_factor, way_in
from partnership.accounts.sign_in_attempts import count_attempt, forget_attempts
from partnership.days import start_of
from partnership.models import SecurityEvent, User
from partnership.security_log.record import record_event

logger = logging.getLogger(__name__)

GOING_TO = (
    "going_to"  # in the session: the page they signed in for, before their address was confirmed
)
LONGEST_PAGE = 200  # of the address of such a page
LAST_VISIT = "last_visit"  # in the session: when the person last signed in on an earlier day

ADDED, REMOVED = SecurityEvent.Kind.SECOND_FACTOR_ADDED, SecurityEvent.Kind.SECOND_FACTOR_REMOVED
# What allauth notifies people of → the event to log as well (a password's change is logged already),
# and the sentence of the email to the account's owner.
NOTICES = {
    "password_changed": (None, "The password of your account was changed."),
    "password_reset": (
        None,
        "A new password was chosen for your account, using a link we emailed.",
    ),
    "password_set": (None, "A password was chosen for your account."),
    "totp_activated": (ADDED, "An authenticator app was added to your account."),
    "totp_deactivated": (REMOVED, "The authenticator app was removed from your account."),
    "webauthn_added": (ADDED, "A passkey was added to your account."),
    "webauthn_removed": (REMOVED, "A passkey was removed from your account."),
    "recovery_codes_generated": (ADDED, "New recovery codes were created for your account."),
}
FACTORS = {
    "totp_activated": "authenticator app",
    "totp_deactivated": "authenticator app",
    "webauthn_added": "passkey",
    "webauthn_removed": "passkey",
    "recovery_codes_generated": "recovery codes",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your business manager.",
        "email_password_mismatch": "Enter the correct email address and password",
        "enter_current_password": "Enter your correct current password",
        "incorrect_password": "Enter your correct password",
        "too_many_login_attempts": "Too many attempts to sign in. Wait a few minutes, then try again",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again",
    }
    # All other messages of allauth are left out: the next page makes them clear.
    sentences = {
        "account/messages/logged_out.txt": "You have signed out.",
        "account/messages/password_changed.txt": "Your password has been changed.",
        "account/messages/password_set.txt": "Your password has been set.",
        "mfa/messages/totp_activated.txt": "The authenticator app has been added.",
        "mfa/messages/totp_deactivated.txt": "The authenticator app has been removed.",
        "mfa/messages/webauthn_added.txt": "The passkey has been added.",
        "mfa/messages/webauthn_removed.txt": "The passkey has been removed.",
        "usersessions/messages/sessions_logged_out.txt": "You have been signed out everywhere else.",
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Whether people may be sent on to ``url``; never to what is no address, at which allauth fails."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_login_stages(self):
        """allauth's stages, with our rule about who needs a second factor."""
        ours = {
            "allauth.mfa.stages.AuthenticateStage": (
                "partnership.accounts.factors.SecondFactorStage"
            )
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request, user):
        """Sign in, and keep in the session when the person last signed in before today.

        A visit is a day: who signs in again after lunch still sees what is new since their visit before.
        """
        today = start_of(timezone.localdate())
        visits = SecurityEvent.objects.filter(by=user, kind=SecurityEvent.Kind.SIGNED_IN)
        before = visits.filter(at__lt=today).aggregate(at=Max("at"))["at"]
        super().login(request, user)
        request.session[LAST_VISIT] = before.isoformat() if before else ""
        kind = SecurityEvent.Kind.SIGNED_IN
        record_event(kind, by=user, about=way_in(request, user), request=request)

    def post_login(self, request, user, **about):
        response = super().post_login(request, user, **about)
        remember_device(request, response, user)
        return response

    def logout(self, request):
        record_event(SecurityEvent.Kind.SIGNED_OUT, by=request.user, request=request)
        super().logout(request)

    def pre_authenticate(self, request, **credentials):
        """Count the attempt by our own rule. allauth takes it back if the password is right."""
        self._login_failed_rl_usage = count_attempt(request, credentials.get("email", "").lower())
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request, **credentials):
        forget_attempts(request, credentials.get("email", "").lower())

    def authentication_failed(self, request, **credentials):
        """Log the failure, with the account's owner if there is one and never with the input."""
        owner = User.objects.filter(email=credentials.get("email", "").lower()).first()
        kind = SecurityEvent.Kind.SIGN_IN_FAILED
        record_event(kind, by=owner, about="wrong password", request=request)

    def respond_email_verification_sent(self, request, user):
        """Handle a correct password or passkey of an account whose address is not confirmed."""
        kind = SecurityEvent.Kind.SIGN_IN_FAILED
        record_event(kind, by=user, about="email address not confirmed", request=request)
        request.session[GOING_TO] = _going_to(request)
        return super().respond_email_verification_sent(request, user)

    def get_email_confirmation_url(self, request, emailconfirmation):
        """Return the link with the page the person was going to: email is often read in another browser."""
        return _leading_to(
            super().get_email_confirmation_url(request, emailconfirmation), _going_to(request)
        )

    def way_back(self, request):
        """The sign-in URL for after the confirmation, with the page the person was going to."""
        kept = request.session.pop(GOING_TO, "")
        return _leading_to(reverse("account_login"), _going_to(request) or kept)

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        """Email the link. The next page is the same whether or not the email could be sent."""
        try:
            super().send_confirmation_mail(request, emailconfirmation, signup)
        except OSError as error:  # the mail server's reply may quote the address
            whose = emailconfirmation.email_address.user_id
            logger.error("Account %s was not emailed its link: %s", whose, type(error).__name__)

    @transaction.atomic
    def confirm_email(self, request, email_address):
        """Confirm the link's EmailAddress; whether it is still the account's and was not confirmed before."""
        owner = User.objects.select_for_update().get(pk=email_address.user_id)
        waiting = owner.emailaddress_set.filter(pk=email_address.pk, verified=False)
        if not waiting.filter(email=owner.email.lower()).exists():
            return False
        owner.confirm_address()
        return True

    def send_password_reset_mail(self, user, email, context):
        """Email the account's own address, not the typed one: using the link confirms it."""
        super().send_password_reset_mail(user, user.email, context)

    def set_password(self, user, password):
        super().set_password(user, password)
        record_event(SecurityEvent.Kind.PASSWORD_CHANGED, by=user, request=self.request)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Log a change to how a person signs in, and notify the account's owner."""
        name = template_prefix.rpartition("/")[2]
        if name not in NOTICES:
            return
        kind, sentence = NOTICES[name]
        if kind:
            record_event(kind, by=user, about=FACTORS[name], request=self.request)
        self._mark_session(kind, user)
        words = {"user": user, "sentence": sentence, "at": timezone.now()}
        transaction.on_commit(
            # The change is kept whether or not the email can be sent.
            lambda: self.send_mail("account/email/notice", user.email, words),
            robust=True,
        )

    def _mark_session(self, kind, user):
        """Mark the session: setting up a second factor counts as showing it, removing the last one undoes that."""
        if kind == ADDED:
            self.request.session[SHOWN] = user.pk
        elif kind == REMOVED and not has_second_factor(user):
            self.request.session.pop(SHOWN, None)

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
        if message and (request.user.is_authenticated or level == messages.ERROR):
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def format_email_subject(self, subject):
        return subject

    def get_password_change_redirect_url(self, request):
        return reverse("your_account")


def _going_to(request):
    """The page on this site that a request names as its next; "" for none."""
    page = get_next_redirect_url(request) or ""
    return page if len(page) <= LONGEST_PAGE else ""


def _leading_to(url, page):
    return f"{url}?{urlencode({'next': page})}" if page else url


def last_visit(request):
    """The day of this person's visit before today's, or None."""
    before = request.session.get(LAST_VISIT)
    return timezone.localdate(datetime.fromisoformat(before)) if before else None
