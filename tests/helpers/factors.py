"""Second factors in tests: codes as an authenticator app makes them (RFC 6238), and signing in with them."""

import base64
import hashlib
import hmac
import re
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from partnership.history import recording
from tests.helpers import builders

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/accounts/sign-in/"
CODE_PAGE = "/accounts/second-factor/sign-in/"
SET_UP = "/accounts/second-factor/"
ADD_APP = "/accounts/second-factor/app/add/"
REMOVE_APP = "/accounts/second-factor/app/remove/"
CODES = "/accounts/recovery-codes/"


def code_of(secret=SECRET, *, ahead=0):
    """The code that an app shows now, or ``ahead`` half minutes later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def wrong_code(secret=SECRET):
    near = {code_of(secret, ahead=n) for n in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222") if code not in near)


def give_app(user, secret=SECRET):
    return Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(secret)})


def sign_in(client, user, password=builders.PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def sign_in_with_code(client, user, secret=SECRET):
    sign_in(client, user)
    return client.post(CODE_PAGE, {"code": code_of(secret)})


def confirm(client, password=builders.PASSWORD):
    """Reauthenticate with the password."""
    return client.post("/accounts/confirm/", {"password": password})


def set_up_app(client):
    """Set up an app on the page: read the key, type the code; returns the key."""
    page = client.get(ADD_APP).content.decode()
    secret = re.search(r'app-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    response = client.post(ADD_APP, {"code": code_of(secret)})
    assert response.url == CODES
    return secret


def codes_of(client):
    return re.findall(r'app-key">(\d{8})<', client.get(CODES).content.decode())


def signed_in(client):
    return "_auth_user_id" in client.session


def ask_for(partnership, rule):
    with recording(by=None):
        partnership.second_factor = rule
        partnership.save()
