"""A seal waits for open transactions: their rows have lower ids, and would commit after the seal."""

from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from partnership.history import recording
from partnership.models import Agency
from partnership.seals import write_lock
from partnership.seals.write_lock import highest_ids
from tests.helpers.at_once import on_postgres
from tests.helpers.builders import NOW, make_partnership

AGENCIES = Agency.history.model._meta.label


@pytest.fixture
def half_way(transactional_db):
    """Someone who has changed an agency's name and not committed yet; ``done()`` lets them commit."""
    people, written, go_on = make_partnership(), Event(), Event()

    def write():
        try:
            with recording(by=people.business_manager, at=NOW):
                people.council.name = "Council"
                people.council.save(update_fields={"name"})
                written.set()
                go_on.wait(20)
        finally:
            connections.close_all()

    thread = Thread(target=write, daemon=True)
    thread.start()
    assert written.wait(20)

    def done():
        go_on.set()
        thread.join(20)

    yield done
    done()


@on_postgres
def test_a_seal_waits_for_who_is_half_way(half_way, monkeypatch):
    monkeypatch.setattr(write_lock, "PATIENCE", "100ms")
    with pytest.raises(ValidationError, match="Someone is saving a large change"):
        highest_ids()
    half_way()
    assert highest_ids()[AGENCIES] == Agency.history.latest("history_id").pk


@on_postgres
def test_nobody_is_held_back_afterwards(half_way, monkeypatch):
    monkeypatch.setattr(write_lock, "PATIENCE", "100ms")
    with pytest.raises(ValidationError):
        highest_ids()
    half_way()
    agency = Agency.objects.latest("pk")
    with recording(by=None, at=NOW):
        agency.name = "Police"
        agency.save(update_fields={"name"})
    assert highest_ids()[AGENCIES] == agency.history.latest().pk
