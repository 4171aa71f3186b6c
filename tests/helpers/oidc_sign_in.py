"""Signs in through an organisation: there, and back with the provider's answer."""

from urllib.parse import urlsplit

import requests
from allauth.socialaccount.models import SocialAccount

from partnership.identity_config import tenants
from partnership.models import User
from tests.helpers.oidc_provider import CLIENT_ID, SECRET

COUNCIL, POLICE = "council", "police"


def trust(settings, running, **more):
    written = [
        {
            "id": name,
            "name": f"Ashshire {name.capitalize()}",
            "server_url": provider.issuer,
            "client_id": CLIENT_ID,
            "secret": SECRET,
            **more,
        }
        for name, provider in running.items()
    ]
    settings.SOCIALACCOUNT_PROVIDERS = tenants(written, insecure=True)


def go_there(client, tenant=COUNCIL, **data):
    """Click the button; returns the provider's URL that the browser is redirected to."""
    return client.post(f"/accounts/organisation/{tenant}/", data).url


def come_back(client, there):
    """Follow the provider's redirect to our page."""
    answer = requests.get(there, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def sign_in(client, tenant=COUNCIL, **data):
    return come_back(client, go_there(client, tenant, **data))


def who(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def counts():
    return User.objects.count(), SocialAccount.objects.count()
