"""The security log: which events are recorded, and who reads it."""

import json
import logging
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from partnership.history import recording
from partnership.models import SecurityEvent, User
from partnership.security_log.record import record_event
from partnership.services.partnership import admit
from tests.helpers import builders
from tests.helpers.factors import sign_in

pytestmark = pytest.mark.both_engines  # it filters

PAGE = "/ashshire/security-log/"
NEW_PASSWORD = "copper lantern thursday"


def page_of(client, **asked):
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def manager(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def lines(monkeypatch):
    """The output of the machine's log, as the handler of the settings writes it."""
    handler = logging.getLogger("partnership.security_log.record").handlers[0]
    written = []
    monkeypatch.setattr(handler, "emit", lambda record: written.append(handler.format(record)))
    return written


def told(user=None):
    events = SecurityEvent.objects.filter(by=user).order_by("pk")
    return [(event.kind, event.about) for event in events]


# What is recorded


def test_coming_and_going(people, client):
    sign_in(client, people.member)
    client.post("/accounts/sign-out/")

    assert told(people.member) == [("signed_in", "with a password"), ("signed_out", "")]
    event = SecurityEvent.objects.earliest("pk")
    assert (event.by_name, event.address, event.partnership) == (
        people.member.name,
        "127.0.0.1",
        None,
    )


def test_a_wrong_password_is_told_with_its_owner(people, client):
    sign_in(client, people.member, "wrong-but-secret")
    assert told(people.member) == [("sign_in_failed", "wrong password")]


def test_an_unknown_address_is_told_without_it(people, client, lines):
    data = {"login": "no.one@ashshire.example", "password": "wrong-but-secret"}
    client.post("/accounts/sign-in/", data)

    assert told(None) == [("sign_in_failed", "wrong password")]
    (event,) = SecurityEvent.objects.all()
    stored = json.dumps({f.name: str(getattr(event, f.name)) for f in event._meta.fields})
    for typed in data.values():
        assert typed not in stored
        assert typed not in "".join(lines)


def test_changing_the_password(people, client_as):
    data = {"oldpassword": builders.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client_as(people.member).post("/accounts/password/change/", data)
    assert told(people.member) == [("password_changed", "")]


def test_failing_to_confirm(people, client_as):
    client_as(people.member).post("/accounts/confirm/", {"password": "wrong"})
    assert told(people.member) == [("sign_in_failed", "wrong password")]


def test_one_line_of_json_an_event(people, client, lines):
    sign_in(client, people.member, "wrong")
    sign_in(client, people.member)

    parsed = [json.loads(line) for line in lines]
    assert [(line["event"], line["by"]) for line in parsed] == [
        ("sign_in_failed", people.member.pk),
        ("signed_in", people.member.pk),
    ]
    assert parsed[0]["at"] == "2026-11-22T10:00:00+00:00"
    assert people.member.email not in "".join(lines)
    assert people.member.name not in "".join(lines)


# Who reads it


def test_the_manager_reads_their_partnerships_events(people, manager):
    partnership = people.partnership
    record_event("exported", by=people.executive, partnership=partnership, about="the plan as CSV")
    record_event("exported", by=people.outsider, partnership=people.elsewhere.people.partnership)
    page = page_of(manager)

    assert "the plan as CSV" in page
    assert page.count("Data downloaded</strong>") == 1
    assert "22 November 2026" in page
    assert "10:00am" in page


def test_and_the_sign_ins_of_their_members(people, manager, client):
    sign_in(client, people.chair)
    sign_in(client, people.outsider)
    record_event("sign_in_failed", about="nobody's")
    page = page_of(manager)

    assert page.count("Signed in</strong>") == 1
    assert f"· {people.chair.name} ·" in page
    assert "nobody&#39;s" not in page


def test_not_what_happened_before_or_after_they_were_members(people, manager):
    with recording(by=None):
        membership = people.member.memberships.get()
        membership.ended_at = builders.NOW - timedelta(days=2)
        membership.save()
    founded = membership.since
    for days, about in ((-1, "then a member"), (-3, "still a member"), (0, "no longer one")):
        at = builders.NOW + timedelta(days=days)
        record_event("signed_in", by=people.member, about=about, at=at)
    before = datetime(founded.year, founded.month, founded.day, 12, tzinfo=UTC)
    record_event("signed_in", by=people.member, about="not yet one", at=before - timedelta(days=1))
    page = page_of(manager)

    assert "still a member" in page
    for about in ("then a member", "no longer one", "not yet one"):
        assert about not in page


def test_somebody_in_two_partnerships_is_told_to_both(people, client_as):
    admit(
        people.chair,
        people.elsewhere.people.partnership,
        by=None,
        role="member",
        since=builders.FOUNDED.date(),
    )
    record_event("signed_in", by=people.chair, about="told to both")
    for person, slug in ((people.business_manager, "ashshire"), (people.outsider, "birchshire")):
        page = client_as(person).get(f"/{slug}/security-log/").content.decode()
        assert page.count("told to both") == 1


@pytest.mark.parametrize("key", ["executive", "scrutineer", "chair", "member"])
def test_nobody_else_reads_it(people, client_as, key):
    assert client_as(getattr(people, key)).get(PAGE).status_code == 403


def test_it_is_found_under_manage(people, manager):
    assert f'href="{PAGE}"' in manager.get("/ashshire/manage/").content.decode()


# Filters


@pytest.fixture
def three_days(people):
    for day, kind, person in (
        (20, "signed_in", people.chair),
        (21, "exported", people.executive),
        (22, "signed_in", people.member),
    ):
        at = datetime(2026, 11, day, 9, tzinfo=UTC)
        record_event(kind, by=person, partnership=people.partnership, about=f"on the {day}", at=at)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({}, {20, 21, 22}),
        ({"kind": "signed_in"}, {20, 22}),
        ({"since_day": "21", "since_month": "11", "since_year": "2026"}, {21, 22}),
        ({"until_day": "21", "until_month": "11", "until_year": "2026"}, {20, 21}),
        ({"kind": "redacted"}, set()),
    ],
)
def test_the_log_is_filtered_by_day(people, manager, three_days, asked, days):
    page = page_of(manager, **asked)
    assert {day for day in (20, 21, 22) if f"on the {day}" in page} == days


def test_filter_by_person(people, manager, three_days):
    page = page_of(manager, person=people.executive.pk)
    assert "on the 21" in page
    assert "on the 20" not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "x"},
        {"person": "x"},
        {"person": "9" * 30},
        {"since_day": "99", "since_month": "1", "since_year": "2026"},
        {"before": "x"},
        {"before": "9" * 40},
        {"kind": "\x00"},
    ],
)
def test_nonsense_is_no_error(people, manager, three_days, asked):
    assert "Security log" in page_of(manager, **asked)


def test_people_of_elsewhere_cannot_be_asked_for(people, manager):
    page = page_of(manager, person=people.outsider.pk)
    assert "There is a problem" in page
    assert f'value="{people.outsider.pk}"' not in page


def test_every_event_is_on_one_of_the_pages(people, manager):
    for number in range(120):
        record_event("exported", partnership=people.partnership, about=f"number {number:03}.")
    seen, before = [], [""]
    while before:
        page = page_of(manager, before=before[0])
        seen += [n for n in range(120) if f"number {n:03}." in page]
        before = re.findall(r"[?&]before=(\d+)", page)
    assert sorted(seen) == list(range(120))


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_asks_the_same_with_one_event_and_with_three(
    people, manager, number, django_assert_num_queries
):
    for _ in range(number):
        record_event("signed_in", by=people.member)
    # session, person, memberships with partnership, the people of the filter, the log
    with django_assert_num_queries(5):
        page = page_of(manager)
    assert page.count("Signed in</strong>") == number


# The admin


def test_installation_staff_read_all_of_it_and_change_none(people, client_as):
    record_event("sign_in_failed", about="nobody's")
    event = SecurityEvent.objects.get()
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    client = client_as(staff)

    listed = client.get("/admin/partnership/securityevent/").content.decode()
    assert "nobody&#x27;s" in listed
    assert client.get("/admin/partnership/securityevent/add/").status_code == 403
    client.post(f"/admin/partnership/securityevent/{event.pk}/change/", {"about": "other"})
    client.post(f"/admin/partnership/securityevent/{event.pk}/delete/", {"post": "yes"})
    assert SecurityEvent.objects.get(pk=event.pk).about == "nobody's"


def test_business_managers_do_not_read_it_there(people, manager):
    assert manager.get("/admin/partnership/securityevent/").status_code == 403


def test_dates_are_days_of_the_partnership(people, manager):
    """Half past midnight of a summer's day in London is the day before in UTC."""
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    record_event("exported", partnership=people.partnership, about="at night", at=at)
    day = date(2026, 7, 1)
    asked = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    assert "at night" in page_of(manager, **asked)
