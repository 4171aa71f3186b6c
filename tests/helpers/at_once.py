"""Several people who press at the same moment, each with a connection of their own: on PostgreSQL.

SQLite lets one write after another; there a copy that is out of date stands for the second window.
"""

import time
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write after another"
)
PATIENCE = 20  # seconds


def at_once(*presses, held):
    """What each press (a call without arguments) returned, or the sentences that refused it.

    The row of ``held`` is locked until all of them wait for a lock: none is done before another has begun.
    """
    outcomes = [None] * len(presses)

    def run(number, press):
        try:
            outcomes[number] = press()
        except ValidationError as refusal:
            outcomes[number] = refusal.messages
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(presses)]
    with transaction.atomic():
        type(held).objects.select_for_update(of=("self",)).get(pk=held.pk)
        for thread in threads:
            thread.start()
        waiting = _wait_for(len(presses))
    for thread in threads:
        thread.join(PATIENCE)
    assert waiting == len(presses), "They did not all come to the lock."
    return outcomes


def _wait_for(number):
    """Wait until so many connections to this database wait for a lock; how many do."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot()"
            )  # else it stands still in a transaction
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            (waiting,) = cursor.fetchone()
        if waiting >= number:
            break
        time.sleep(0.05)
    return waiting
