"""Fixtures for all tests: a stopped clock, no network, people of every role, the demonstration.

Which tests run on PostgreSQL too: all that ask for a database, but for those marked ``engine_free``. The test of a
page, named after it as ``tests/plans/test_action_edit.py`` is, has that mark by itself: what a page makes of its rows
is the same on each engine, what it stands on (services, policies, what reads a subject) has tests of its own that run
on both, and tests/test_access.py opens every page on both. A page that searches, filters or orders in SQL of its own
says so with ``pytestmark = pytest.mark.both_engines``.
"""

import gc
import os
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.helpers import builders, planting, worlds
from tests.helpers.addresses import ADDRESSES

HERE = Path(__file__).parent
LOCAL = {"localhost", "127.0.0.1", "::1"}
PAGES = {name.rpartition(":")[2] for name in ADDRESSES if name}


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not look through it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """Mark what asks for a database, and what proves nothing more on a second one. Sort by world."""
    for item in items:
        if "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
            # Before any other fixture: pytest-django's own savepoint is nested in the world.
            item.fixturenames.insert(0, "world")
            if is_of_page(item.path) and not item.get_closest_marker("both_engines"):
                item.add_marker(pytest.mark.engine_free)
    items.sort(key=worlds.place)


def is_of_page(path):
    """Whether a file of tests is that of a page: in the folder of its app, under the name of its URL."""
    return path.parent.parent == HERE and path.stem.removeprefix("test_") in PAGES


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database; before it is dropped, what a browser test's server left connected is cut off."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        planting.share_in(tmp_path_factory.getbasetemp().parent)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stands still at NOW; ``clock.at = …`` sets it. All code asks ``timezone.now()``."""
    return _stop(monkeypatch)


def _stop(monkeypatch):
    class Clock:
        at = builders.NOW

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Refuse connections to anywhere but this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"A test tried to reach {address[0]}: tests use no network.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def open_worlds(django_db_setup, django_db_blocker):
    """The worlds that this process has open (tests/helpers/worlds.py)."""
    opened = worlds.Worlds()
    yield opened
    with django_db_blocker.unblock():
        opened.enter(())


@pytest.fixture
def world(request, open_worlds, django_db_blocker):
    """The worlds that the test starts from, and no others, are there; the first fixture of each test."""
    with django_db_blocker.unblock():
        open_worlds.enter(worlds.worlds_of(request.node) or ())
    return open_worlds


@pytest.fixture
def people_world(db, world):
    return world.take("people_world")


@pytest.fixture
def plan_world(people_world, world):
    return world.take("plan_world", people_world)


@pytest.fixture
def sealed_world(plan_world, world):
    world.take("sealed_world", plan_world)


@pytest.fixture
def house_world(people_world, world):
    return world.take("house_world", people_world)


@pytest.fixture
def sessions_world(house_world, world):
    return world.take("sessions_world", house_world)


@pytest.fixture
def visitors_world(house_world, world):
    return world.take("visitors_world", house_world)


@pytest.fixture
def people(people_world):
    """The people of Ashshire (``builders.People``), beside Birchshire whose records could leak."""
    return people_world


@pytest.fixture
def plan(plan_world):
    """Ashshire's agreed plan: 1.1 led by the Audit Group, 1.2 by the lead's post, 1.3 not."""
    return plan_world


@pytest.fixture
def house(house_world):
    """Ashshire and Birchshire with at least one record of every kind (``addresses.furnish``)."""
    return house_world


@pytest.fixture
def visitor(sessions_world):
    """``visitor(person)`` is a client in which that person of the house is signed in already."""

    def visitor(person):
        client = Client()
        if person is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions_world[person.pk]
        return client

    return visitor


@pytest.fixture
def client_as():
    """``client_as(person)`` is a client signed in as that person; ``client_as(None)`` as nobody."""

    def client_as(person):
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return client_as


@pytest.fixture(scope="module")
def demo(django_db_setup):
    """The six demonstration partnerships, a world that tests and fixtures of modules only read."""


@pytest.fixture
def live_demo(transactional_db):
    """The six demonstration partnerships, for a test whose database is emptied after it."""
    planting.plant_demonstration()
