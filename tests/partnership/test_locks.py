"""The lock of a partnership's changes, and the moment that a change takes under it."""

from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from partnership import locks
from partnership.history import Change, NotRecording, recording, revise
from partnership.locks import PartnershipBusy, lock_seals
from partnership.models import Agency, User
from partnership.redactions.find import Passage
from partnership.services.agency import add_agency
from partnership.services.redaction import redact
from tests.helpers.at_once import PATIENCE, Person, in_turn, on_postgres, wait_until_held_back
from tests.helpers.builders import NOW, make_partnership, make_user

TICK = timedelta(microseconds=1)
BUSY = "Someone else is saving a large change just now. Try again in a minute."


def rename(people, name, **told):
    return revise(people.council, by=people.business_manager, name=name, **told)


def moments(partnership):
    made = Change.objects.filter(partnership=partnership, at__gte=NOW).order_by("pk")
    return list(made.values_list("at", flat=True))


# The moment


def test_a_change_is_later_than_the_one_before_though_the_clock_stands_still(people):
    for name in ("One", "Two", "Three"):
        rename(people, name)
    assert moments(people.partnership) == [NOW, NOW + TICK, NOW + 2 * TICK]


def test_a_change_is_later_than_the_one_before_though_the_clock_was_put_back(people, clock):
    rename(people, "One")
    clock.at = NOW - timedelta(hours=1)
    rename(people, "Two")
    assert moments(people.partnership) == [NOW, NOW + TICK]


def test_the_changes_of_another_partnership_move_nothing(people):
    rename(people, "One")
    rename(people.elsewhere.people, "One")
    assert moments(people.elsewhere.people.partnership) == [NOW]


def test_a_moment_that_is_given_is_taken(people):
    rename(people, "One")
    rename(people, "Two", at=NOW)
    assert moments(people.partnership) == [NOW, NOW]


def test_parts_of_one_change_have_one_moment(people):
    with recording(people.partnership, by=people.business_manager) as change:
        rename(people, "One")
        rename(people, "Two")
        assert change.at == NOW
    assert moments(people.partnership) == [NOW]


def test_no_moment_before_it_is_known_what_the_change_is_about(people):
    with recording(by=people.business_manager) as change:
        with pytest.raises(NotRecording, match="Open the change on what it is about"):
            _ = change.at
        people.council.name = "One"
        people.council.save(update_fields={"name"})
        assert change.at == NOW


def test_a_change_in_two_partnerships_has_a_moment_in_each(people):
    other = people.elsewhere.people
    rename(other, "One")
    with recording(people.council, other.council, by=people.business_manager):
        rename(people, "Two")
        rename(other, "Two")
    assert moments(people.partnership) == [NOW]
    assert moments(other.partnership) == [NOW, NOW + TICK]


def test_a_part_that_is_undone_takes_its_lock_and_its_moment_along(people):
    other = people.elsewhere.people
    with recording(people.council, by=people.business_manager) as change:
        with pytest.raises(ValidationError):
            _undone(other)
        assert set(change.moments) == {people.partnership.pk}


def _undone(people):
    with recording(people.council, by=people.business_manager) as change:
        assert people.partnership.pk in change.moments
        raise ValidationError("No")


def test_an_account_belongs_to_no_partnership(people):
    make_user("somebody", "nowhere")
    assert Change.objects.filter(partnership=None).latest("pk").at is not None


# The lock, with a connection each


@pytest.fixture
def founded(transactional_db):
    return make_partnership()


@pytest.fixture
def patience(monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", "100ms")


def found_agency(people):
    told = {"name": "Charity", "sector": "voluntary", "standing": "relevant"}
    return add_agency(people.partnership, by=people.business_manager, **told)


def while_half_way(press, meanwhile):
    """What ``meanwhile()`` returns while another person's change is written and not committed."""
    commit = Event()
    person = Person(press, commit=commit)
    assert person.written.wait(PATIENCE)
    try:
        return meanwhile()
    finally:
        commit.set()
        person.wait()


@on_postgres
def test_whoever_waits_too_long_is_told_so_and_nothing_is_written(founded, patience):
    def meanwhile():
        with pytest.raises(PartnershipBusy, match=BUSY):
            found_agency(founded)

    while_half_way(partial(rename, founded, "One"), meanwhile)
    assert not Agency.objects.filter(name="Charity").exists()
    assert found_agency(founded) in Agency.objects.filter(name="Charity")


@on_postgres
def test_the_patience_is_that_lock_alone(founded):
    with recording(founded.council, by=None), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@on_postgres
def test_nobody_waits_for_another_partnership(founded, patience):
    other = make_partnership("birchshire")
    while_half_way(partial(rename, founded, "One"), lambda: rename(other, "Two"))
    assert other.partnership.agency_set.filter(name="Two").exists()


@on_postgres
def test_who_holds_a_later_partnership_does_not_wait_for_an_earlier_one(founded):
    """Each of two people holds what the other wants: one gives up at once, and the other continues."""
    other = make_partnership("birchshire")
    by = founded.business_manager

    def meanwhile():
        with (
            recording(other.council, by=by),
            pytest.raises(PartnershipBusy),
            recording(founded.council, by=by),
        ):
            raise AssertionError("Two hold the lock at once.")

    while_half_way(partial(rename, founded, "One"), meanwhile)


def test_several_partnerships_are_locked_in_the_order_of_their_ids(founded):
    """Whichever is named first: two people who name them in opposite orders do not deadlock."""
    other, begun, go_on = make_partnership("birchshire"), Event(), Event()
    by = founded.business_manager

    def forwards():
        with recording(founded.council, by=by):
            begun.set()
            assert go_on.wait(PATIENCE)
            with recording(other.council, by=by):
                rename(other, "One")

    def backwards():
        with recording(other.council, founded.council, by=by):
            rename(other, "Two")

    first = Person(forwards)
    assert begun.wait(PATIENCE)
    second = Person(backwards)
    wait_until_held_back([second])
    go_on.set()
    assert [first.wait(), second.wait()] == [None, None]


@on_postgres
def test_a_redaction_that_waits_for_a_seal_holds_up_nobody(founded):
    """It takes the lock of seals before that of changes."""
    by, passage = founded.business_manager, Passage("Ashshire Council")

    @transaction.atomic
    def seal():
        lock_seals(founded.partnership.pk)

    def take_out():
        return redact(founded.partnership, by=by, passage=passage, keys=(), reason="A name")

    done = in_turn(seal, take_out, lambda: rename(founded, "One").name)
    assert done[1:] == [["The words no longer appear in any of these places."], "One"]


@on_postgres
def test_the_admin_waits_too_and_says_so(founded, patience, client_as):
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    client = client_as(staff)
    page = reverse("admin:partnership_agency_change", args=[founded.council.pk])
    answer = while_half_way(partial(rename, founded, "One"), lambda: client.post(page, follow=True))
    assert BUSY in answer.content.decode()
