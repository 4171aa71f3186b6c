"""allauth's forms, with our widgets and texts."""

from allauth.account import forms
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.accounts.factors import MFAAdapter
from partnership.forms.base import PlainForm
from partnership.models import SecurityEvent
from partnership.security_log.record import record_event

NEW_PASSWORD_HINT = "Use at least 12 characters, for example 3 unrelated words."


class Relabelled:
    """Replaces allauth's labels and hints, and drops placeholders, which disappear when people need them."""

    labels = {
        "login": "Email address",
        "email": "Email address",
        "password": "Password",
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "Repeat new password",
        "code": "Code",
        "credential": "Passkey",
        "name": "Name of the passkey",
        "passwordless": "Sign in with this passkey only, without my password",
    }
    hints = {"password1": NEW_PASSWORD_HINT}
    required = {
        "login": "Enter an email address",
        "email": "Enter an email address",
        "password": "Enter your password",
        "oldpassword": "Enter your current password",
        "password1": "Enter a new password",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels[name]
            field.help_text = self.hints.get(name, "")
            if name in self.required:
                field.error_messages["required"] = self.required[name]
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"class": "govuk-input--width-10", "spellcheck": False}


class SignInForm(PlainForm, Relabelled, forms.LoginForm):
    pass


class ResetPasswordForm(PlainForm, Relabelled, forms.ResetPasswordForm):
    hints = {"email": "The email address you sign in with."}


class ResetPasswordKeyForm(PlainForm, Relabelled, forms.ResetPasswordKeyForm):
    @transaction.atomic
    def save(self):
        """Save, and confirm the address: the link was emailed to it and stops working if the address changes."""
        super().save()
        self.user.confirm_address()


class ChangePasswordForm(PlainForm, Relabelled, forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainForm, Relabelled, forms.SetPasswordForm):
    pass


class ReauthenticateForm(PlainForm, Relabelled, forms.ReauthenticateForm):
    pass


class Watched:
    """Logs a wrong code or passkey in the security log."""

    def clean_code(self):
        return self._watched(super().clean_code)

    def clean_credential(self):
        return self._watched(super().clean_credential)

    def _watched(self, check):
        try:
            return check()
        except ValidationError:
            self._record_failure()
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            # No browser sends this: allauth parses a passkey's answer before it has validated its shape.
            self._record_failure()
            raise MFAAdapter().validation_error("incorrect_code") from fault

    def _record_failure(self):
        record_event(
            SecurityEvent.Kind.SIGN_IN_FAILED,
            by=self.user,
            about="wrong second factor" if self.user else "wrong passkey",
            request=MFAAdapter().request,
        )


class AuthenticateForm(Watched, PlainForm, Relabelled, mfa.AuthenticateForm):
    pass


class CodeReauthenticateForm(Watched, PlainForm, Relabelled, mfa.ReauthenticateForm):
    pass


class AuthenticatePasskeyForm(Watched, PlainForm, Relabelled, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeySignInForm(Watched, PlainForm, Relabelled, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(
    Watched, PlainForm, Relabelled, webauthn.ReauthenticateWebAuthnForm
):
    pass


class AddPasskeyForm(PlainForm, Relabelled, webauthn.AddWebAuthnForm):
    line_limit = 100
    hints = {
        "name": "A name you will recognise, for example “Work phone”.",
        "passwordless": "The passkey must then ask for your fingerprint, face or PIN.",
    }

    def clean(self):
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            raise MFAAdapter().validation_error("incorrect_code") from fault


class EditPasskeyForm(PlainForm, Relabelled, webauthn.EditWebAuthnForm):
    line_limit = 100


class ActivateTOTPForm(PlainForm, Relabelled, totp.ActivateTOTPForm):
    hints = {"code": "The 6 numbers that the app is showing."}


class DeactivateTOTPForm(PlainForm, Relabelled, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(PlainForm, Relabelled, recovery.GenerateRecoveryCodesForm):
    pass
