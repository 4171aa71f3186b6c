"""Counts how often something happens in a time window, over all processes and machines, in the shared cache."""

import hashlib
import ipaddress

from django.core.cache import cache
from django.utils import timezone

from partnership.security_log.record import client_address


def times(what, who, *, within, most):
    """How often ``what`` has happened to ``who`` in this window of ``within`` seconds, this time included.

    Above ``most`` it returns ``most + 1`` and writes nothing, so that a flood costs one read each. Two at the
    same moment may be counted as one.
    """
    moment = timezone.now()
    key = f"times:{what}:{int(moment.timestamp()) // within}:{digest_of(who)}"
    counted = cache.get(key, 0) + 1
    if counted > most + 1:
        return most + 1
    cache.set(key, counted, within)
    return counted


def digest_of(who):
    """What stands for ``who`` in the key of a count: an address may be longer than a key."""
    return hashlib.sha256(str(who).encode()).hexdigest()


def network_of(request):
    """The network a request comes from: an IPv4 address, or the /64 prefix that one customer has in IPv6."""
    address = client_address(request)
    if address is None:
        return "this machine"
    whole = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((whole, 64 if whole.version == 6 else 32), strict=False))
