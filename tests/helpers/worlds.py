"""Worlds: the records that many tests start from, made once a process in a transaction that stays open.

A world may rest on another: the plan of Ashshire on its people. Each is a transaction, nested in that of the world it
rests on, and pytest-django's own transaction for each test is nested in the innermost: what a test does is rolled
back, and the world is there for the next. ``place`` puts the tests of one world behind each other.

A test that commits (``transactional_db``, a browser's server, a second thread or process) finds no world open: its
records are planted for it alone, and the database is emptied after it.
"""

import pickle

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from partnership.models import User
from tests.helpers import accounts, addresses, builders, planting, sealing


def _make_people():
    return planting.plant("people", builders.make_people)


def _make_plan(people):
    return planting.plant("plan", lambda: builders.make_plan(people), into=["people"])


def _make_house(people):
    return planting.plant("house", lambda: addresses.furnish(people), into=["people"])


def _sign_in_people(house):
    """The session of each of the people who may visit a page: their id → its key."""
    sessions = {}
    for person in [*vars(house.people).values(), house.people.outsider]:
        if isinstance(person, User):
            client = Client()
            client.force_login(person)
            sessions[person.pk] = client.session.session_key
    return sessions


# The fixture that asks for a world → how it is made, and the world it is made of. Outermost first.
WORLDS = {
    "demo": (planting.plant_demonstration, None),
    "people_world": (_make_people, None),
    "plan_world": (_make_plan, "people_world"),
    "sealed_world": (sealing.make_seals, "plan_world"),
    "house_world": (_make_house, "people_world"),
    "sessions_world": (_sign_in_people, "house_world"),
    "visitors_world": (accounts.Visitors, "house_world"),
}


class Worlds:
    """The worlds that are open now, outermost first: a stack of transactions."""

    def __init__(self):
        self._open = []  # (name, its transaction, what was made, pickled)

    @property
    def names(self):
        return tuple(name for name, _, _ in self._open)

    def enter(self, names):
        """Leave the worlds that ``names`` does not begin with, and make those that are not open.

        A test that lets go of the connection, as a file that is answered does, takes all worlds with it.
        """
        while self._open and (
            connection.closed_in_transaction or self.names != names[: len(self._open)]
        ):
            self._leave()
        for name in names[len(self._open) :]:
            self._make(name)

    def take(self, name, *of):
        """What was made of a world, a copy of its own for each test; made now unless it is open."""
        for opened, _, made in self._open:
            if opened == name:
                return pickle.loads(made)
        make, _ = WORLDS[name]
        return make(*of)

    def _make(self, name):
        make, base = WORLDS[name]
        atomic = transaction.atomic()
        atomic.__enter__()
        with pytest.MonkeyPatch.context() as patch:  # no test has stopped the clock yet
            patch.setattr(timezone, "now", lambda: builders.NOW)
            made = make(*([self.take(base)] if base else []))
        self._open.append((name, atomic, pickle.dumps(made)))

    def _leave(self):
        _, atomic, _ = self._open.pop()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def worlds_of(item):
    """The worlds a test starts from, outermost first; None where it commits."""
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or {"transactional_db", "live_server"} & {*item.fixturenames}:
        return None
    return tuple(name for name in WORLDS if name in item.fixturenames)


def place(item):
    """Where a test comes in the order: those without database, then world by world, then those that commit."""
    if not item.get_closest_marker("database"):
        return (0,)
    worlds = worlds_of(item)
    if worlds is None:
        return (2,)
    return (1, *(list(WORLDS).index(name) for name in worlds))
