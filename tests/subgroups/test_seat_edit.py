"""Seats from the page of their group: for a person, for a title alone, from one day until another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnership.models import SecurityEvent
from subgroups.models import Seat
from subgroups.services.seat import add_seat, change_seat, end_seat
from tests.helpers.builders import TODAY


def page(name, record):
    return reverse(f"subgroups:{name}", args=["ashshire", record.pk])


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def values_of(**values):
    return {"holder": "", "role": "member", "title": "", "agency": "", "places": "1", **values}


def told(partnership):
    events = SecurityEvent.objects.filter(partnership=partnership, kind="role_changed")
    return list(events.order_by("pk").values_list("about", flat=True))


def test_gives_a_person_a_seat_and_logs_it(people, client):
    values = values_of(holder=people.member.pk, role="deputy", until_day="3", until_month="1")
    values |= {"until_year": "2027", "agency": people.council.pk}
    answer = client.post(page("group_seat_new", people.audit_group), values)
    assert answer.url == page("group", people.audit_group)
    seat = Seat.objects.get(holder=people.member)
    assert (seat.role, seat.agency, f"{seat.until}") == ("deputy", people.council, "2027-01-03")
    assert told(people.partnership) == [f"{people.member}, now deputy chair of Audit Group"]


def test_gives_a_title_a_seat_without_a_person(people, client):
    values = values_of(title="Head of Safeguarding", places="2")
    client.post(page("group_seat_new", people.audit_group), values)
    assert Seat.objects.get(title="Head of Safeguarding").places == 2
    assert told(people.partnership) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Enter a person, or the title of the representative."),
        ({"holder": "chair"}, "already has a seat on this group."),
        ({"holder": "outsider"}, "Person: choose one of the options."),
        ({"title": "Head", "role": "king"}, "Seat: choose one of the options."),
        (
            {"title": "Head", "since_day": "2", "since_month": "2", "since_year": "2026",
             "until_day": "1", "until_month": "2", "until_year": "2026"},
            "A seat cannot end before it begins.",
        ),
    ],
)  # fmt: skip
def test_refuses_with_a_sentence(people, client, values, sentence):
    before = Seat.objects.count()
    if "holder" in values:
        values = values | {"holder": getattr(people, values["holder"]).pk}
    answer = client.post(page("group_seat_new", people.audit_group), values_of(**values))
    assert sentence in answer.text
    assert Seat.objects.count() == before


def test_changes_a_seat_and_logs_the_role(people, client):
    seat = people.audit_group.seats.get(holder=people.group_member)
    values = values_of(holder=people.group_member.pk, role="joint_chair", version=seat.version)
    assert client.post(page("seat_edit", seat), values).url == page("group", people.audit_group)
    seat.refresh_from_db()
    assert seat.role == "joint_chair"
    assert told(people.partnership) == [
        f"{people.group_member}, no longer member of Audit Group",
        f"{people.group_member}, now joint chair of Audit Group",
    ]


def test_a_conflict_shows_both(people, client):
    seat = people.audit_group.seats.get(holder=people.group_member)
    typed = values_of(holder=people.group_member.pk, title="Mine", version=seat.version)
    same = {"holder": seat.holder, "agency": None}
    change_seat(seat, by=people.business_manager, title="Theirs", **same)
    answer = client.post(page("seat_edit", seat), typed)
    assert (answer.status_code, "Theirs" in answer.text) == (409, True)


def test_a_seat_that_ended_stays_as_it_was(people, client):
    seat = people.audit_group.seats.get(holder=people.group_member)
    end_seat(seat, by=people.business_manager)
    assert "This seat has already ended." in client.get(page("seat_edit", seat)).text
    values = values_of(holder=people.group_member.pk, title="Again", version=seat.version)
    client.post(page("seat_edit", seat), values)
    seat.refresh_from_db()
    assert seat.title == ""


def test_the_page_of_the_group_lists_seats_still_to_begin(people, client):
    later = TODAY + timedelta(days=9)
    by = people.business_manager
    add_seat(people.audit_group, by=by, title="Head of the future", since=later)
    text = client.get(page("group", people.audit_group)).text
    assert text.index("Head of the future") < text.index("Add a seat")
    assert "Member from 1 December 2026" in text
