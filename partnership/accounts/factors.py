"""Second factors: how their secrets are kept, and how allauth asks for one after the password."""

import base64
import hashlib
import secrets

import qrcode
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.safestring import mark_safe
from qrcode.image.svg import SvgPathImage

# The kinds that count as second factors; recovery codes only replace one of them.
FULL_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

SHOWN = "second_factor_of"  # in the session: the user whose second factor was set up in it


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts secrets with SECRET_KEY (or its fallbacks) and words the errors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code, or try again with a new one",
    }

    def get_totp_issuer(self):
        return "Safeguarding plans"

    def build_totp_svg(self, url):
        return mark_safe(qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode"))

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def encrypt(self, text):
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret; if its key no longer exists, a random one that no code matches."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _lock():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"second factors:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor, unless the person signed in through an organisation we trust."""

    def handle(self):
        if came_through_provider(self.request, self.login.user):
            return None, True
        return super().handle()


def came_through_provider(request, user):
    """Whether this person signed in to this session through a trusted organisation."""
    return "socialaccount" in _methods(request, user)


def showed_second_factor(request, user):
    """Whether a code or a passkey was used in this session."""
    return "mfa" in _methods(request, user)


def _methods(request, user):
    return {record.get("method") for record in get_authentication_records(request, user)}


def has_second_factor(user):
    return Authenticator.objects.filter(user=user, type__in=FULL_KINDS).exists()


def way_in(request, user):
    """How this session was signed in to, in words for the security log."""
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    if last.get("method") == "socialaccount":
        return f"through {last.get('provider', '')}"
    if last.get("passwordless"):
        return "with a passkey"
    words = {"password": "with a password", "mfa": "with a password and a second factor"}
    return words.get(last.get("method"), "")
