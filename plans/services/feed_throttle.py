"""Limits how often a data feed is read, and records the tokens that are refused."""

import logging

from partnership.accounts.throttling import network_of, times
from partnership.models import Partnership, SecurityEvent
from partnership.security_log.record import record_event

logger = logging.getLogger(__name__)

HOUR, DAY = 3600, 86400  # seconds
READS = 1_000  # an hour, with one token: every table, every few minutes
GUESSES = 30  # an hour, from one network
REFUSED = SecurityEvent.Kind.FEED_REFUSED


def is_token_read_too_often(token):
    """Count one reading with the token; whether there were too many in this hour."""
    return times("feed_read", token.pk, within=HOUR, most=READS) > READS


def note_refused(token, request):
    """Record, once a day, that a token was used which has expired, was revoked, or is another partnership's."""
    if times("feed_refused", token.pk, within=DAY, most=1) == 1:
        record_event(REFUSED, partnership=token.partnership, about=token.name, request=request)


def is_guess_too_many(slug, request):
    """Count one unknown token; whether there were too many from its network in this hour.

    The first, and the one that is too many, are in the log of the partnership whose feed was asked for.
    """
    network = network_of(request)
    count = times("feed_unknown", network, within=HOUR, most=GUESSES)
    if count in (1, GUESSES):
        whose = Partnership.objects.filter(slug=slug).first()
        about = "an unknown token" if count == 1 else f"{GUESSES} unknown tokens in an hour"
        record_event(REFUSED, partnership=whose, about=about, request=request)
    if count == GUESSES:
        logger.warning("%s unknown tokens of data feeds were sent from %s", GUESSES, network)
    return count > GUESSES
