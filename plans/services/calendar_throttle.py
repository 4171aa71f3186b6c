"""Limits how often a calendar feed is read, and records guesses of its secret URL."""

import logging

from partnership.accounts.throttling import network_of, times
from plans.services.calendar import is_well_formed_token

logger = logging.getLogger(__name__)

HOUR = 3600  # seconds
READS = 60  # an hour: several devices of one person, each every five minutes
GUESSES = 100  # an hour, from one network


def is_read_too_often(person):
    """Count one reading of the person's calendar; whether there were too many in this hour."""
    return times("calendar_read", person.pk, within=HOUR, most=READS) > READS


def note_unknown(request, token):
    """Count an unknown token, and log a warning when the limit is exceeded. Malformed tokens are not guesses."""
    if not is_well_formed_token(token):
        return
    network = network_of(request)
    if times("calendar_unknown", network, within=HOUR, most=GUESSES) == GUESSES:
        logger.warning(
            "%s calendar addresses that are none were asked for from %s", GUESSES, network
        )
