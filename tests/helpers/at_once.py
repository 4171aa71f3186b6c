"""Concurrent requests of several people, each with a connection of their own.

On PostgreSQL it is known when each waits for a lock, so that every order can be forced. SQLite lets one write after
another, and does not show who waits.
"""

import time
from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write after another"
)
PATIENCE = 20  # seconds


class Person(Thread):
    """A person who makes one request: ``outcome`` is its result, or the sentences that refused it."""

    def __init__(self, press, *, commit=None):
        super().__init__(daemon=True)
        self.press, self.commit = press, commit
        self.outcome, self.written = None, Event()
        self.start()

    def run(self):
        try:
            if self.commit is None:
                self.outcome = self.press()
            else:
                self._stay_open()
        except ValidationError as refusal:
            self.outcome = refusal.messages
        except BaseException as error:
            self.outcome = error
            raise
        finally:
            self.written.set()
            connections.close_all()

    @transaction.atomic
    def _stay_open(self):
        self.outcome = self.press()
        self.written.set()
        assert self.commit.wait(PATIENCE)

    def wait(self):
        """The outcome, once the thread has ended."""
        self.join(PATIENCE)
        assert not self.is_alive(), "Somebody waits for ever."
        return self.outcome


def in_turn(first, *presses):
    """The outcomes of all: ``first`` has written and not committed when the others begin, one after another."""
    commit = Event()
    people = [Person(first, commit=commit)]
    assert people[0].written.wait(PATIENCE)
    for press in presses:
        people.append(Person(press))
        wait_until_held_back(people)
    commit.set()
    return [person.wait() for person in people]


def wait_until_held_back(people):
    """On PostgreSQL, wait until each of ``people`` who is not done waits for a lock."""
    if connection.vendor == "postgresql":
        _wait_for(lambda: sum(not person.written.is_set() for person in people))


def at_once(*presses, held):
    """The result of each press (a call without arguments), or the sentences that refused it.

    The row of ``held`` is locked until all of them wait for a lock: none finishes before another has begun.
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
        waiting = _wait_for(lambda: len(presses))
    for thread in threads:
        thread.join(PATIENCE)
    assert waiting == len(presses), "They did not all come to the lock."
    return outcomes


def _wait_for(number):
    """Wait until ``number()`` connections to this database wait for a lock; returns how many do."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot()"
            )  # otherwise the statistics stay as at the first query
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            (waiting,) = cursor.fetchone()
        if waiting >= number():
            break
        time.sleep(0.02)
    return waiting
