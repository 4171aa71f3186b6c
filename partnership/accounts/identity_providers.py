"""Signing in through one's own organisation (OpenID Connect), for people who already have an account.

allauth trusts a token that came directly from the provider; here its signature, issuer, audience and
nonce are checked as well. It creates no accounts, and of what the organisation knows nothing is stored
but its id for the person.
"""

import hashlib

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.shortcuts import render

from partnership.models import SecurityEvent, User
from partnership.security_log.record import record_event

CLOCKS_APART = 60  # seconds by which the provider's clock may differ
CLAIMS = ["iss", "aud", "exp", "iat", "sub", "nonce"]


def tenant_names():
    """(id, name) of each organisation that the sign-in page offers."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [(app["provider_id"], app["name"]) for app in apps]


def nonce_for(code_verifier):
    """A nonce known only to the session that began the sign-in, which keeps the verifier."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class TenantAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to one tenant, and accepts only tokens that it signed for this sign-in."""

    nonce = None

    @property
    def openid_config(self):
        try:
            config = super().openid_config
            issuer, keys = config["issuer"], config["jwks_uri"]
        except (requests.RequestException, ValueError, KeyError, TypeError) as fault:
            raise OAuth2Error("The provider does not say how to reach it.") from fault
        expected = self.get_provider().app.settings["server_url"]
        if not keys or issuer.rstrip("/") != expected:
            raise OAuth2Error("The provider is another than the one configured.")
        return config

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        self.nonce = nonce_for(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request, app, token, **kwargs):
        claims = self._claims(app, kwargs["response"].get("id_token"))
        return self.get_provider().sociallogin_from_response(request, claims)

    def _claims(self, app, id_token):
        try:
            claims = jwt.decode(
                id_token or "",
                self._key(id_token or ""),
                algorithms=["RS256"],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_APART,
                options={"require": CLAIMS},
            )
        except (jwt.PyJWTError, requests.RequestException, ValueError, TypeError) as fault:
            raise OAuth2Error("The token is not good.") from fault
        if claims["nonce"] != self.nonce or not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OAuth2Error("The token is of another sign-in.")
        return claims

    def _key(self, id_token):
        """The provider's public key that the token names as its own."""
        number = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        key = next((key for key in keys if key.key_id == number), None)
        if key is None:
            raise OAuth2Error("The token is signed with no key of the provider's.")
        return key.key


class TenantProvider(OpenIDConnectProvider):
    oauth2_adapter_class = TenantAdapter

    def get_pkce_params(self):
        params = generate_code_challenge()
        return {**params, "nonce": nonce_for(params["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request):
        """Take only the next page from the URL: no scope, no other process."""
        asked = super().get_redirect_from_request_kwargs(request)
        return {"process": "login", "next_url": asked.get("next_url")}

    def extract_email_addresses(self, data):
        """The address in the claims, verified only if this tenant may vouch for it.

        Entra lets a tenant's administrator write any address into an account and does not say whether it was
        verified. So a tenant is limited to its own domains, or must state that it verified the address.
        """
        domains = self.app.settings["domains"]
        addresses = super().extract_email_addresses(data)
        for address in addresses:
            if domains:
                domain = address.email.rpartition("@")[2].lower()
                denied = data.get("email_verified") not in (None, True)
                address.verified = domain in domains and not denied
            else:
                said = (data.get("email_verified"), data.get("xms_edov"))
                address.verified = any(word is True for word in said)
        return addresses

    def extract_extra_data(self, data):
        return {}


class SocialAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        found = super().get_provider(request, provider, client_id)
        return TenantProvider(request, app=found.app)

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Find this person's account. Without one, show an error; nothing is created."""
        if sociallogin.is_existing:
            _confirm_address(sociallogin)
            return
        owner = account_owner(sociallogin)
        if owner is None:
            name = sociallogin.provider.app.name
            record_event(
                SecurityEvent.Kind.SIGN_IN_FAILED, about=f"no account, {name}", request=request
            )
            page = render(request, "socialaccount/refused.html", {"name": name}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.account.user = sociallogin.user = owner
        sociallogin.account.save()
        _confirm_address(sociallogin)

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        kind = SecurityEvent.Kind.SIGN_IN_FAILED
        record_event(kind, about=f"not let in by {provider.app.name}", request=request)


def vouched_for(sociallogin):
    """The email addresses that the tenant gives for this person."""
    return {address.email.lower() for address in sociallogin.email_addresses if address.verified}


def _confirm_address(sociallogin):
    """Confirm the account's address if the tenant vouches for it: no email is needed then."""
    if sociallogin.user.email.lower() in vouched_for(sociallogin):
        sociallogin.user.confirm_address()


def account_owner(sociallogin):
    """The account with an email address that the tenant vouches for; None if there is none.

    Someone who signed in through this tenant before is recognised by its id for them: another person who was given
    a leaver's address does not get into the leaver's account.
    """
    emails = vouched_for(sociallogin)
    owner = User.objects.filter(email__in=emails).first() if emails else None
    tenant = sociallogin.account.provider
    if owner and SocialAccount.objects.filter(user=owner, provider=tenant).exists():
        return None
    return owner
