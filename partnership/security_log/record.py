"""Writes the security log: a row for the partnership to read, and a line of JSON for whoever runs the machine."""

import json
import logging

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnership.models import SecurityEvent

logger = logging.getLogger("partnership.security_log.record")


def record_event(kind, *, by=None, partnership=None, about="", request=None, at=None):
    """Add one event: a SecurityEvent.Kind, who (a User or None), where, and about whom or what.

    ``about`` names a record or a kind of file, never input. Without a partnership, an event of
    a person appears in the log of each partnership they belong to.
    """
    event = SecurityEvent.objects.create(
        at=at or timezone.now(),
        kind=kind,
        by=by,
        by_name=by.name if by else "",
        partnership=partnership,
        about=about[:200],
        address=client_address(request),
    )
    line = {
        "at": event.at.isoformat(),
        "event": event.kind,
        "by": by.pk if by else None,
        "partnership": partnership.slug if partnership else None,
        "record": event.pk,
        "address": event.address,
    }
    logger.info(json.dumps(line))
    return event


def client_address(request):
    """The client's address, past as many proxies as the installation trusts (TRUSTED_PROXIES)."""
    try:
        return get_adapter().get_client_ip(request) if request else None
    except PermissionDenied:  # none is known: a socket of this machine
        return None
