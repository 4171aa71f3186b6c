"""The organisations whose own sign-in we trust, as an installation names them: Microsoft Entra tenants, mostly."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("id", "name", "server_url", "client_id", "secret")
HERE = {"localhost", "127.0.0.1"}


def tenants(written, *, insecure=False):
    """allauth's settings for the list of tenants in OPENID_CONNECT; ImproperlyConfigured says what is wrong.

    Each has an ``id`` (part of the address it sends people back to), a ``name`` (on the button), ``server_url``
    (the issuer: https://login.microsoftonline.com/<tenant id>/v2.0), ``client_id`` and ``secret``; and perhaps
    ``domains``: the tenant vouches for e-mail addresses of these, and of no others. Without, an address counts
    if the tenant says it has verified it. ``insecure`` allows http to this machine.
    """
    if not isinstance(written, list) or not all(isinstance(tenant, dict) for tenant in written):
        raise ImproperlyConfigured("OPENID_CONNECT must be a JSON list of tenants.")
    ids = [tenant.get("id") for tenant in written]
    if len(set(ids)) < len(ids):
        raise ImproperlyConfigured("OPENID_CONNECT: two tenants have the same id.")
    return {"openid_connect": {"APPS": [_app(tenant, insecure) for tenant in written]}}


def _app(tenant, insecure):
    missing = [key for key in NEEDED if not tenant.get(key)]
    if missing:
        raise ImproperlyConfigured(f"OPENID_CONNECT: a tenant lacks {', '.join(missing)}.")
    if not re.fullmatch(r"[a-z0-9-]{1,30}", tenant["id"]):
        raise ImproperlyConfigured("OPENID_CONNECT: an id has small letters, numbers and hyphens.")
    address = urlsplit(tenant["server_url"])
    if address.scheme != "https" and not (insecure and address.hostname in HERE):
        raise ImproperlyConfigured("OPENID_CONNECT: a server_url begins with https://.")
    return {
        "provider_id": tenant["id"],
        "name": tenant["name"],
        "client_id": tenant["client_id"],
        "secret": tenant["secret"],
        "settings": {
            "server_url": tenant["server_url"].rstrip("/"),
            "domains": [domain.lower() for domain in tenant.get("domains", [])],
        },
    }


def origins(providers):
    """Where signing in through these settings leads a browser: https://login.microsoftonline.com, say."""
    addresses = (
        urlsplit(app["settings"]["server_url"]) for app in providers["openid_connect"]["APPS"]
    )
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})
