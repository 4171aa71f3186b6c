"""How often a password may be tried.

A stranger's wrong passwords are counted by network, by network and address together, and by address alone. Known
devices and sessions have a count of their own, so that nobody is locked out of the browser they use
(docs/decisions/0070).
"""

from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache

from partnership.accounts.devices import device_of
from partnership.accounts.jobs import send_attempts_notice
from partnership.accounts.throttling import digest_of, network_of
from partnership.models import SecurityEvent, User
from partnership.security_log.record import record_event

# Wrong passwords, in allauth's notation. The count of an address alone is as slow over an hour as five in five
# minutes; it takes at least four networks to reach it.
RATES = {
    "network": "10/m/key",
    "network_and_address": "5/5m/key,15/h/key",
    "address": "60/h/key",
    "device": "5/5m/key",
}
QUIET = 6 * 60 * 60  # seconds without a refused attempt, after which the owner is told again


@dataclass(frozen=True)
class Attempt:
    """One try of a password, counted before it is checked."""

    usages: tuple

    def rollback(self):
        """Do not count it after all: the password was right."""
        for usage in self.usages:
            usage.rollback()


def count_attempt(request, email):
    """The Attempt; or None if there were too many, and the account's owner is told by email."""
    keys = _keys(request, email)
    usages = []
    for action, key in keys.items():
        usage = ratelimit.consume(
            request, app="partnership", action=f"sign_in:{action}", config=_config(), key=key
        )
        if usage is None:
            _tell_owner(request, email)
            return None
        usages.append(usage)
    return Attempt(tuple(usages))


def forget_attempts(request, email):
    """Begin to count anew: the owner has proved with a link that the address is theirs."""
    for action in ("network_and_address", "address"):
        key = _stranger_keys(request, email)[action]
        ratelimit.clear(
            request, app="partnership", action=f"sign_in:{action}", config=_config(), key=key
        )


def _config():
    return {f"sign_in:{action}": rates for action, rates in RATES.items()}


def _keys(request, email):
    """What an attempt counts for, by kind of count. Where one of them refuses it, those after it do not count it."""
    if request.user.is_authenticated and request.user.email.lower() == email:
        return {"device": f"session of {request.user.pk}"}
    owner = User.objects.filter(email=email).values_list("pk", flat=True).first()
    if device := device_of(request, owner):
        return {"device": device}
    return _stranger_keys(request, email)


def _stranger_keys(request, email):
    network = network_of(request)
    return {
        "network": network,
        "network_and_address": f"{network} {email}",
        "address": email,
    }


def _tell_owner(request, email):
    """Note a burst of attempts once: in the security log, and by a job that emails the owner.

    The work is the same for an address without an account, so that the time of the answer does not say which it is.
    """
    key = f"attempts:{digest_of(email)}"
    has_been_told = cache.get(key)
    cache.set(key, True, QUIET)
    if has_been_told:
        return
    owner = User.objects.filter(email=email, is_active=True).first()
    kind = SecurityEvent.Kind.SIGN_IN_FAILED
    record_event(kind, by=owner, about="too many wrong passwords", request=request)
    send_attempts_notice.enqueue(
        partnership=None,
        by=None,
        title="Email about attempts to sign in",
        parameters={
            "owner": owner.pk if owner else None,
            "site": request.build_absolute_uri("/").rstrip("/"),
        },
    )
