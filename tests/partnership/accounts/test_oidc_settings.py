"""How an installation lists the organisations that people may sign in through."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.identity_config import tenants

GOOD = {
    "id": "council",
    "name": "Council",
    "server_url": "https://login.microsoftonline.com/1/v2.0/",
    "client_id": "x",
    "secret": "y",
}


def test_tenants_are_read():
    (app,) = tenants([GOOD])["openid_connect"]["APPS"]
    assert app["provider_id"] == "council"
    assert app["settings"] == {
        "server_url": "https://login.microsoftonline.com/1/v2.0",
        "domains": [],
    }


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({}, "must be a JSON list"),
        (["x"], "must be a JSON list"),
        ([GOOD, GOOD], "two tenants have the same id"),
        ([{**GOOD, "secret": ""}], "a tenant lacks secret"),
        ([{**GOOD, "id": "../x"}], "small letters"),
        ([{**GOOD, "server_url": "http://login.example"}], "begins with https"),
        ([{**GOOD, "server_url": "http://localhost"}], "begins with https"),
    ],
)
def test_what_is_wrong_is_said(written, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        tenants(written)
