"""A freeze requests a seal: it is made at once if that is quick, and otherwise by the timer, within a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from partnership.history import revise
from partnership.models import Change, OwedSeal, Seal
from partnership.services import seal as seals
from partnership.services.owed_seal import owed_of, seal_now, why_by_timetable
from partnership.services.seal import TooMuchToSeal, make_seal
from plans.services.period import freeze_period, open_period
from tests.helpers.builders import NOW, TODAY, days_ago
from tests.helpers.sealing import problems, seal

ADDRESS = reverse("partnership:seals", kwargs={"slug": "ashshire"})
SAYS = "Business manager froze a reporting period on 21 November 2026 at 10:00"


@pytest.fixture
def period(people, plan):
    days = dict.fromkeys(("leads_by", "chairs_by", "freezes_on"), TODAY)
    return open_period(plan, by=people.business_manager, name="Autumn", at=days_ago(2), **days)


@pytest.fixture
def freeze(people, period, django_capture_on_commit_callbacks):
    def freeze():
        with django_capture_on_commit_callbacks(execute=True):
            freeze_period(period, by=people.business_manager, at=days_ago(1))

    return freeze


@pytest.fixture
def much(monkeypatch):
    """More history than is sealed during a request."""
    monkeypatch.setattr(seals, "MOST_WHILE_WAITING", 10)


def test_a_freeze_is_sealed_at_once_with_its_own_rows(people, period, freeze):
    freeze()
    made = Seal.objects.get()
    assert (made.partnership, made.why, made.made_at) == (people.partnership, "freeze", days_ago(1))
    assert (made.by, made.reason) == (people.business_manager, "")
    assert made.covered(Change._meta.label) >= period.history.latest().change_id
    assert made.covered(type(period.history.latest())._meta.label) == period.history.latest().pk
    assert problems(people) == []
    assert not OwedSeal.objects.exists()


def test_a_freeze_does_not_wait_for_a_long_history(people, freeze, much):
    freeze()
    assert not Seal.objects.exists()
    (owed,) = owed_of(people.partnership)
    assert (owed.why, owed.change.by) == ("freeze", people.business_manager)


def test_the_timetable_makes_what_is_owed_and_says_why(people, freeze, much):
    freeze()
    call_command("seal_history")
    made = people.partnership.seals.get()
    assert (made.why, made.reason, made.by_name) == ("freeze", SAYS, "The installation")
    assert made.made_at == NOW
    assert problems(people) == []
    assert not OwedSeal.objects.exists()


def test_the_next_is_the_timetables_own(people, freeze, much):
    freeze()
    call_command("seal_history")
    assert why_by_timetable(people.partnership) == {"why": "schedule"}
    assert why_by_timetable(None) == {"why": "schedule"}


def test_only_a_seal_of_the_same_partnership_pays_it(people, freeze, much):
    freeze()
    seal(people.elsewhere.people)
    make_seal(None, by=None, why=Seal.Why.SCHEDULE, at=NOW)
    assert len(owed_of(people.partnership)) == 1
    seal(people)
    assert owed_of(people.partnership) == []


def test_what_is_paid_is_not_sealed_again(people, freeze, much):
    freeze()
    (owed,) = owed_of(people.partnership)
    seal(people)
    assert seal_now(owed.change) is None
    assert Seal.objects.count() == 1


def test_a_seal_that_fails_stays_owed(people, freeze, monkeypatch, caplog):
    def refuse():
        raise ValidationError("Someone is saving a large change just now.")

    monkeypatch.setattr(seals, "highest_ids", refuse)
    freeze()
    assert len(owed_of(people.partnership)) == 1
    assert "waits: Someone is saving a large change" in caplog.text


def test_a_seal_that_breaks_leaves_the_freeze_and_the_note(people, period, freeze, monkeypatch):
    def explode(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(seals, "highest_ids", explode)
    freeze()  # Django logs the error
    period.refresh_from_db()
    assert period.is_frozen
    assert len(owed_of(people.partnership)) == 1


# The limit


def rows_of(partnership):
    """The number of rows that its first seal covers."""
    made = make_seal(partnership, by=None, why=Seal.Why.SCHEDULE, at=NOW)
    number = made.rows
    made.blocks.all().delete()
    made.delete()
    return number


@pytest.mark.parametrize(("spare", "waits"), [(0, False), (-1, True)])
def test_as_many_rows_as_one_may_wait_for(people, plan, monkeypatch, spare, waits):
    monkeypatch.setattr(seals, "MOST_WHILE_WAITING", rows_of(people.partnership) + spare)
    told = {"by": None, "why": Seal.Why.SCHEDULE, "at": NOW, "hurried": True}
    if waits:
        with pytest.raises(TooMuchToSeal, match="rows of history are new"):
            make_seal(people.partnership, **told)
        assert not Seal.objects.exists()
    else:
        assert make_seal(people.partnership, **told).number == 1


def test_rows_of_others_do_not_count(people, plan, monkeypatch):
    """Birchshire has as many as Ashshire."""
    monkeypatch.setattr(seals, "MOST_WHILE_WAITING", rows_of(people.partnership))
    assert make_seal(people.partnership, by=None, why="schedule", at=NOW, hurried=True)


def test_rows_that_are_sealed_do_not_count(people, plan, monkeypatch):
    seal(people)
    revise(people.council, by=people.business_manager, name="Council", at=NOW)
    monkeypatch.setattr(seals, "MOST_WHILE_WAITING", 10)
    assert make_seal(people.partnership, by=None, why="schedule", at=NOW, hurried=True).rows < 10


@pytest.mark.parametrize("hurried", [False, True])
def test_little_is_not_counted(people, plan, django_assert_num_queries, hurried):
    """If even the new rows of all partnerships are few, which is usual, no table is counted."""
    seal(people)
    revise(people.council, by=people.business_manager, name="Council", at=NOW)
    with django_assert_num_queries(111 if connection.vendor == "postgresql" else 107):
        make_seal(people.partnership, by=None, why="schedule", at=NOW, hurried=hurried)


# What people see


def test_the_page_of_seals_says_what_is_owed(people, freeze, much, client_as, clock):
    freeze()
    clock.at = days_ago(1) + timedelta(days=1)
    page = client_as(people.scrutineer).get(ADDRESS).content.decode()
    assert f"{SAYS}. Its seal will follow within a day." in page
    clock.at += timedelta(seconds=1)
    page = client_as(people.scrutineer).get(ADDRESS).content.decode()
    assert "Its seal is overdue" in page
    call_command("seal_history")
    page = client_as(people.scrutineer).get(ADDRESS).content.decode()
    assert "Its seal" not in page
    assert f"{SAYS}. " in page


def test_another_partnership_is_not_told(people, freeze, much, client_as):
    freeze()
    address = reverse("partnership:seals", kwargs={"slug": "birchshire"})
    assert "Its seal" not in client_as(people.outsider).get(address).content.decode()


def test_who_freezes_is_told_that_the_seal_follows(people, period, much, client_as):
    address = reverse("plans:period_freeze", args=["ashshire", period.pk])
    client = client_as(people.business_manager)
    response = client.post(address, {"version": period.version}, follow=True)
    assert "Autumn is frozen. A snapshot of the plan was saved. Its seal follows within a day." in (
        response.content.decode()
    )


def test_nobody_waits_for_a_seal_by_hand_either(people, plan, much, client_as):
    address = reverse("partnership:seal_new", args=["ashshire"])
    page = client_as(people.scrutineer).post(address, {"reason": "Before the inspection"})
    assert "More than 10 rows of history are new" in page.content.decode()
    assert not Seal.objects.exists()
