"""Known devices: a signed cookie in each browser that somebody has signed in with.

It admits nobody. It only says that wrong passwords typed elsewhere are not this browser's (sign_in_attempts.py).
"""

import secrets

from django.conf import settings
from django.core import signing

COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
SALT = "partnership.accounts.devices"
AGE = 365 * 24 * 60 * 60  # seconds since the last sign-in
MOST = 5  # accounts that share a browser


def device_of(request, user_pk):
    """The random name that this browser has for an account; "" if the account has never signed in here."""
    return _names(request).get(str(user_pk), "")


def remember_device(request, response, user):
    """Make the browser a known device of ``user``, who has just shown that the account is theirs."""
    names = _names(request)
    name = names.pop(str(user.pk), "") or secrets.token_urlsafe(12)
    latest = dict([*names.items(), (str(user.pk), name)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _names(request):
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
