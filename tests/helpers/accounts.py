"""The pages of accounts and invitations, each with a visitor who can use it.

Left out of ``hostile.pages``: they show little to a client that is merely signed in. Here each has a visitor
with what it requires: a link from an email, a password typed recently, an app or a passkey.
"""

import copy
import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, CollectedClientData

from partnership.models import User
from subgroups.services.invitation import invite
from tests.helpers.addresses import ADDRESSES
from tests.helpers.builders import NOW, PASSWORD
from tests.helpers.factors import confirm, give_app, sign_in
from tests.helpers.hostile import NO_PAGES, forms_of

# Without a form or input: these redirect, do not return a page, or end a session.
LEFT_OUT = NO_PAGES | {
    "front_door",  # redirects to the person's partnership
    "invitation_link",  # redirects to the page without the link's secret in its URL
    "calendar_feed",  # has a secret URL, and is not a page: tests/plans/test_your_calendar.py
    "openid_connect_login",  # redirects to an organisation: tests/partnership/accounts/test_oidc.py
    "openid_connect_callback",
    "mfa_login_webauthn",  # takes JSON: test_requests.py::test_a_passkey_that_is_none_is_refused
    "mfa_download_recovery_codes",
}


def give_passkey(user, name="Phone"):
    """A passkey whose public key is real, so that allauth can read it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(b"\0" * 16, b"a passkey's number", key)
    data = AuthenticatorData.create(b"\0" * 32, AuthenticatorData.FLAG.AT, 0, made)
    told = CollectedClientData.create("webauthn.create", b"challenge", "https://plan.example")
    number = websafe_encode(made.credential_id)
    credential = {
        "id": number,
        "rawId": number,
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": False}},
        "response": {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(
                cbor.encode({"fmt": "none", "authData": data, "attStmt": {}})
            ),
        },
    }
    return Authenticator.objects.create(
        user=user, type="webauthn", data={"name": name, "credential": credential}
    )


class Visitors:
    """Who visits which page: ``named["mfa_index"]`` is its address and the cookies of who can use it."""

    def __init__(self, house):
        self.people = house.people
        self.named = {}
        for name in ("account_login", "account_signup", "account_reset_password"):
            self.named[name] = (reverse(name), Client())
        for name in ("account_reset_password_done", "account_reset_password_from_key_done"):
            self.named[name] = (reverse(name), Client())
        for name in (
            "account_inactive", "account_email_verification_sent", "socialaccount_login_cancelled",
        ):  # fmt: skip
            self.named[name] = (reverse(name), Client())
        self._with_links()
        self._with_a_password()
        self._with_a_second_factor()
        # Cookies alone, so that a world can keep them.
        self.named = {name: (there, client.cookies) for name, (there, client) in self.named.items()}

    def __iter__(self):
        return iter(self.named.items())

    def _with_links(self):
        client = Client()
        client.post(reverse("account_reset_password"), {"email": self.people.group_member.email})
        link = re.search(r"https?://\S+/key/\S+", mail.outbox[-1].body)[0]
        landed = client.get(urlsplit(link).path)  # which removes the key from the URL
        self.named["account_reset_password_from_key"] = (landed.url, client)
        unconfirmed = User.objects.create_user("kim@ashshire.example", PASSWORD, name="Kim")
        client = Client()
        sign_in(client, unconfirmed)
        link = re.search(r"https?://\S+/address/confirm/\S+", mail.outbox[-1].body)[0]
        self.named["account_confirm_email"] = (urlsplit(link).path, client)
        tokens = []
        invite(
            self.people.partnership, by=self.people.business_manager, email="jo@new.example",
            name="Jo", role="member", link=lambda token: tokens.append(token) or token, at=NOW,
        )  # fmt: skip
        client = Client()
        client.get(reverse("invitation_link", kwargs={"token": tokens[0]}))
        self.named["invitation"] = (reverse("invitation"), client)

    def _with_a_password(self):
        client = Client()
        sign_in(client, self.people.member)
        confirm(client)
        elsewhere = Client()
        sign_in(elsewhere, self.people.member)
        session = self.people.member.usersession_set.latest("pk")
        for name in (
            "account_change_password", "account_reauthenticate", "your_account",
            "your_emails", "your_calendar", "usersessions_list", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn",
            "mfa_add_webauthn",
        ):  # fmt: skip
            self.named[name] = (reverse(name), client)
        self.named["session_end"] = (reverse("session_end", kwargs={"pk": session.pk}), client)
        without = User.objects.create_user("sso@ashshire.example", name="By her organisation")
        client = Client()
        client.force_login(without)
        self.named["account_set_password"] = (reverse("account_set_password"), client)

    def _with_a_second_factor(self):
        person = self.people.executive
        client = Client()
        sign_in(client, person)
        confirm(client)
        give_app(person)
        RecoveryCodes.activate(person)
        passkey = give_passkey(person)
        session = client.session
        session["account_authentication_methods"] = [
            *session["account_authentication_methods"],
            {
                "method": "mfa",
                "at": session["account_authentication_methods"][-1]["at"],
                "type": "totp",
            },
        ]
        session.save()
        for name in (
            "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_reauthenticate_webauthn",
        ):  # fmt: skip
            self.named[name] = (reverse(name), client)
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            self.named[name] = (reverse(name, kwargs={"pk": passkey.pk}), client)
        half_way = Client()
        sign_in(half_way, person)
        self.named["mfa_authenticate"] = (reverse("mfa_authenticate"), half_way)

    @contextmanager
    def at(self, name, **more):
        """A visitor at that page whose changes are rolled back: (address, client)."""
        address, cookies = self.named[name]
        cache.clear()
        fresh = Client(**more)
        fresh.cookies = copy.deepcopy(cookies)
        with transaction.atomic():
            yield address, fresh
            transaction.set_rollback(True)
        mail.outbox.clear()

    def form(self, name):
        """The main form of the page; None if it has none."""
        with self.at(name) as (address, client):
            page = client.get(address).content.decode()
        ours = [f for f in forms_of(page) if f.method == "post"]
        ours = [f for f in ours if "sign-out" not in f.action]
        return next((f for f in ours if f.texts), ours[-1] if ours else None)

    def forms(self):
        """(URL name, form) of every page that has one."""
        found = [(name, self.form(name)) for name in self.named]
        return [(name, form) for name, form in found if form is not None]


def of_accounts():
    """The names of every URL that ``hostile.pages`` leaves out, or visits with someone who cannot use it."""
    ours = {
        name
        for name, page in ADDRESSES.items()
        if name
        and not name.startswith("admin:")
        and "slug" not in page.told
        and page.view.__module__.split(".")[0] in ("allauth", "partnership", "subgroups", "plans")
    }
    return {name for name in ours if "/accounts/" in where(name)}


def where(name):
    told = ADDRESSES[name].told
    values = {"pk": 1, "token": "x", "provider_id": "x", "uidb36": "1", "key": "x"}
    return reverse(name, kwargs={part: values[part] for part in told})
