"""Locks that serialise work within one partnership: changing records, and sealing the history.

Everything that a change reads, checks and writes belongs to one partnership. So the lock of its changes, taken before
any row is locked, is the only one that writers of a partnership wait for: they cannot deadlock, whichever rows they
lock afterwards and in whichever order. Readers never wait. If both locks are needed, that of seals comes first.

SQLite needs neither: its transactions are immediate, and so one at a time already.
"""

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

PATIENCE = "15s"  # before a web server gives up on a request that waits
CHANGES, SEALS = (
    20_261_126,
    20_261_127,
)  # distinct from other applications' locks in the same database
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a wait that took longer than lock_timeout

# Sets the timeout for this lock alone, and restores the previous value.
WAIT = """
WITH before AS MATERIALIZED (SELECT current_setting('lock_timeout') AS patience)
SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s, %s),
       set_config('lock_timeout', patience, true)
FROM before
"""


class PartnershipBusy(ValidationError):
    """Someone else has held the lock for too long; nothing was written."""

    def __init__(self):
        super().__init__("Someone else is saving a large change just now. Try again in a minute.")


def lock_changes(partnership, *, wait=True):
    """Keep others from changing anything in a partnership (its id) until the transaction ends.

    Without ``wait`` the lock must be free at once: for a caller that holds the lock of a partnership with a higher id,
    since two callers could otherwise wait for each other. Raises PartnershipBusy.
    """
    _lock(CHANGES, partnership, wait=wait)


def lock_seals(partnership):
    """Keep others from sealing or redacting the history of a partnership (its id) until the transaction ends.

    Raises PartnershipBusy.
    """
    _lock(SEALS, partnership)


def _lock(kind, partnership, *, wait=True):
    if connection.vendor != "postgresql":
        return
    key = [kind, partnership % 2**31]
    with connection.cursor() as cursor:
        if wait:
            _wait_for(cursor, key)
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", key)
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise PartnershipBusy


def _wait_for(cursor, key):
    try:
        cursor.execute(WAIT, [PATIENCE, *key])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise PartnershipBusy from error
        raise
