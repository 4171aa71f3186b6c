"""The organisations whose own sign-in an installation trusts: mostly Microsoft Entra tenants."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("id", "name", "server_url", "client_id", "secret")
HERE = {"localhost", "127.0.0.1"}


def tenants(written, *, insecure=False):
    """allauth's settings for the tenants in OPENID_CONNECT; raises ImproperlyConfigured if they are wrong.

    Each has an ``id`` (part of the URL it sends people back to), a ``name`` (on the button), ``server_url``
    (the issuer: https://login.microsoftonline.com/<tenant id>/v2.0), ``client_id`` and ``secret``; and perhaps
    ``domains``: the tenant vouches only for email addresses of these. Without it, an address counts
    if the tenant states that it verified it. ``insecure`` allows http to this machine.
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
    """The origins that sign-in redirects a browser to, such as https://login.microsoftonline.com."""
    addresses = (
        urlsplit(app["settings"]["server_url"]) for app in providers["openid_connect"]["APPS"]
    )
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})
