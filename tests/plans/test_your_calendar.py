"""The calendar of what is due: one secret URL a person, and nothing in it but titles and dates."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from partnership.history import recording, revise
from partnership.models import SecurityEvent
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.models import CalendarFeed, ReportingPoint
from plans.services.calendar import create_feed_token
from plans.services.structure import add_part
from subgroups.services.people import end_membership
from tests.helpers.builders import (
    FOUNDED,
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.periods import make_period
from tests.security.test_logs import written  # noqa: F401

PAGE = "/accounts/calendar/"


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def client(people, client_as):
    return client_as(people.lead)


def make_address(client):
    """Click the button; returns the path of the URL that the page shows."""
    answer = client.post(PAGE, {"press": "make"})
    (address,) = re.findall(r"<code>(.+)</code>", answer.text)
    assert address.startswith("http://testserver/accounts/calendar/")
    assert "no-store" in answer["Cache-Control"]
    return urlsplit(address).path


def read(path):
    """The calendar at a URL, read without a session."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def events(path):
    return [
        (str(e["summary"]), e.decoded("dtstart"), str(e["url"])) for e in read(path).walk("VEVENT")
    ]


class TestAddress:
    def test_is_shown_once_and_kept_as_a_digest(self, people, client):
        path = make_address(client)
        token = path.removeprefix(PAGE).removesuffix(".ics")
        assert len(token) == 43  # 32 bytes
        assert token not in client.get(PAGE).text
        assert "Your address was created on 22 November 2026 at 10:00am." in client.get(PAGE).text
        feed = CalendarFeed.objects.get()
        assert feed.person == people.lead
        assert re.fullmatch(r"[0-9a-f]{64}", feed.digest)
        assert token not in str(CalendarFeed.objects.values_list())

    def test_a_new_one_ends_the_old_one(self, client):
        old, new = make_address(client), make_address(client)
        assert Client().get(old).status_code == 404
        assert Client().get(new).status_code == 200

    def test_a_calendar_that_is_switched_off_is_not_found(self, client):
        path = make_address(client)
        page = client.post(PAGE, {"press": "switch off"}, follow=True).text
        assert "Your calendar address has been switched off." in page
        assert "You have no address yet." in page
        assert Client().get(path).status_code == 404

    @pytest.mark.parametrize("data", [{}, {"press": "x"}])
    def test_another_press_does_nothing(self, client, data):
        path = make_address(client)
        assert client.post(PAGE, data).status_code == 200
        assert Client().get(path).status_code == 200

    def test_nobody_elses_is_touched(self, people, client, client_as):
        path = make_address(client)
        make_address(client_as(people.chair))
        client_as(people.member).post(PAGE, {"press": "switch off"})
        assert Client().get(path).status_code == 200

    def test_a_link_elsewhere_presses_nothing(self, client):
        client.get(PAGE, {"press": "make"})
        assert CalendarFeed.objects.count() == 0


class TestSecurityLog:
    def events(self, person):
        events = SecurityEvent.objects.filter(by=person).order_by("pk")
        return [(event.kind, event.about, event.address) for event in events]

    def test_made_renewed_and_switched_off(self, people, client, client_as):
        make_address(client_as(people.chair))
        make_address(client)
        make_address(client)
        client.post(PAGE, {"press": "switch off"})
        assert self.events(people.lead) == [
            ("calendar_made", "", "127.0.0.1"),
            ("calendar_renewed", "", "127.0.0.1"),
            ("calendar_ended", "", "127.0.0.1"),
        ]
        page = client_as(people.business_manager).get("/ashshire/security-log/").text
        for words in ("created", "renewed", "switched off"):
            assert f"Calendar address {words}" in page

    def test_nothing_where_nothing_happened(self, people, client):
        client.get(PAGE)
        client.post(PAGE, {"press": "switch off"})
        make_address(client)
        Client().get(f"{PAGE}{'a' * 43}.ics")
        assert self.events(people.lead) == [("calendar_made", "", "127.0.0.1")]
        assert SecurityEvent.objects.count() == 1

    def test_holds_no_address(self, client):
        token = make_address(client).removeprefix(PAGE).removesuffix(".ics")
        assert token not in str(SecurityEvent.objects.values_list())


class TestThrottle:
    def test_one_address_is_read_sixty_times_an_hour(self, people, client, client_as, clock):
        path, other = make_address(client), make_address(client_as(people.chair))
        assert [Client().get(path).status_code for _ in range(60)] == [200] * 60
        refused = Client().get(path, REMOTE_ADDR="192.0.2.7")
        assert (refused.status_code, refused["Retry-After"], refused.content) == (429, "3600", b"")
        assert Client().get(other).status_code == 200
        clock.at = NOW + timedelta(hours=1)
        assert Client().get(path).status_code == 200

    def test_a_new_address_is_no_way_around_it(self, client):
        path = make_address(client)
        for _ in range(60):
            Client().get(path)
        assert Client().get(make_address(client)).status_code == 429

    def test_many_guesses_are_told_once_and_shut_nobody_out(self, client, caplog):
        path = make_address(client)
        network = "2001:db8:1:2"
        for number in range(105):
            guess = f"{PAGE}{number:043}.ics"
            answer = Client().get(guess, REMOTE_ADDR=f"{network}::{number:x}")
            assert answer.status_code == 404
            Client().get(guess, REMOTE_ADDR=f"2001:db8:1:{number + 3:x}::1")
            Client().get(f"{PAGE}{number}.ics", REMOTE_ADDR="192.0.2.7")
        ours = [
            r.getMessage() for r in caplog.records if r.name == "plans.services.calendar_throttle"
        ]
        assert ours == [f"100 calendar addresses that are none were asked for from {network}::/64"]
        assert Client().get(path, REMOTE_ADDR=f"{network}::1").status_code == 200

    def test_a_flood_writes_nothing(self, client, django_assert_num_queries):
        path = make_address(client)
        for number in range(102):
            Client().get(f"{PAGE}{number:043}.ics")
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(f"{PAGE}{'a' * 43}.ics").status_code == 404
        assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
        with django_assert_num_queries(0):
            assert Client().get(f"{PAGE}x.ics").status_code == 404
        assert Client().get(path).status_code == 200


class TestFeed:
    def test_the_feed_has_what_is_due(self, people, plan, by, client):
        period = make_period(plan)
        action = action_of(plan, "1.2")
        add_part(ReportingPoint, plan, by=by, action=action, due_on=date(2027, 2, 10))
        record = period.returns.get(post=people.adviser)
        root = "http://testserver/ashshire"
        assert events(make_address(client)) == [
            ("ASCP: Action 1.2 Action 1.2", date(2026, 10, 31), f"{root}/actions/{action.pk}/"),
            (
                "ASCP: Return of Professional Adviser, Autumn 2026",
                date(2026, 12, 1),
                f"{root}/returns/{record.pk}/",
            ),
            (
                "ASCP: Report on action 1.2 Action 1.2",
                date(2027, 2, 28),
                f"{root}/actions/{action.pk}/progress/",
            ),
        ]

    def test_is_a_calendar_by_the_standard(self, plan, client):
        calendar = read(make_address(client))
        assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
        (event,) = calendar.walk("VEVENT")
        assert event.decoded("dtstamp") == NOW
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(1)
        assert event["uid"] == f"action-{action_of(plan, '1.2').pk}@ashshire.plan"
        assert calendar.errors == event.errors == []

    def test_the_feed_sets_no_cookie(self, plan, client):
        answer = Client().get(make_address(client))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer.cookies == {}

    @pytest.mark.parametrize(
        "title",
        [
            "Hear, see; and \\ speak",
            "One\nEND:VEVENT\nBEGIN:VALARM",
            "One\r\nATTACH:https://evil.example",
            "Ünïcode " * 20,
        ],
    )
    def test_a_title_adds_no_line_to_the_feed(self, plan, by, client, title):
        title = title.strip()
        revise(action_of(plan, "1.2"), by=by, title=title)
        path = make_address(client)
        ((summary, *_),) = events(path)
        assert summary == f"ASCP: Action 1.2 {title}".replace("\r\n", "\n")
        (event,) = read(path).walk("VEVENT")
        assert "attach" not in event
        assert event.subcomponents == []
        lines = Client().get(path).content.split(b"\r\n")
        assert max(len(line) for line in lines) <= 75

    def test_nothing_that_anybody_said(self, people, plan, client):
        action = action_of(plan, "1.2")
        make_update(action, comment="Canary one", next_steps="Canary two", reason="Canary three")
        make_evidence(action, text="Canary four")
        assert b"anary" not in Client().get(make_address(client)).content

    def test_nothing_complete_nothing_of_drafts_nothing_of_others(self, people, plan, client):
        make_plan(people, agreed=False, title="Next")
        assert len(events(make_address(client))) == 1
        make_update(action_of(plan, "1.2"), rating="complete")
        assert events(make_address(client)) == []

    def test_what_one_no_longer_leads(self, people, plan, by, client):
        path = make_address(client)
        revise(people.adviser, by=by, holder=people.chair)
        assert events(path) == []

    def test_of_several_partnerships(self, people, plan, client):
        there = people.elsewhere.people
        admit(people.lead, there.partnership, by=None, role=Role.MEMBER, since=FOUNDED.date())
        revise(there.adviser, by=there.business_manager, holder=people.lead)
        summaries = {summary for summary, *_ in events(make_address(client))}
        assert summaries == {"ASCP: Action 1.2 Action 1.2", "BSCP: Action 1.2 Action 1.2"}


class TestClosed:
    @pytest.mark.parametrize("token", ["x", "no-token", "a" * 5000, "%00", "%FF", "..", "%2e%2e"])
    def test_an_address_that_is_none(self, people, client, token):
        make_address(client)
        answer = Client().get(f"{PAGE}{token}.ics")
        assert answer.status_code == 404

    def test_the_digest_opens_nothing(self, client):
        make_address(client)
        assert Client().get(f"{PAGE}{CalendarFeed.objects.get().digest}.ics").status_code == 404

    def test_the_feed_of_somebody_who_left_is_not_found(self, people, plan, by, client):
        path = make_address(client)
        end_membership(people.lead.memberships.get(), by=by, reason="Moved on.", at=NOW)
        assert Client().get(path).status_code == 404

    def test_the_feed_leaves_out_a_partnership_that_one_left(self, people, plan, by, client):
        there = people.elsewhere.people
        mine = people.lead.memberships.get()
        admit(people.lead, there.partnership, by=None, role=Role.MEMBER, since=FOUNDED.date())
        path = make_address(client)
        assert len(events(path)) == 1
        end_membership(mine, by=by, reason="Moved on.", at=NOW)
        assert events(path) == []

    def test_after_the_last_day(self, people, by, client, clock):
        revise(people.lead.memberships.get(), by=by, until=TODAY)
        path = make_address(client)
        assert Client().get(path).status_code == 200
        clock.at = days_ago(-1)
        assert Client().get(path).status_code == 404

    def test_the_feed_of_a_closed_account_is_not_found(self, people, client):
        path = make_address(client)
        with recording(by=None):
            people.lead.is_active = False
            people.lead.save(update_fields={"is_active"})
        assert Client().get(path).status_code == 404

    def test_the_feed_takes_no_post(self, client):
        path = make_address(client)
        assert Client().post(path).status_code == 405

    def test_no_log_holds_the_address(self, people, monkeypatch, written):  # noqa: F811
        token = create_feed_token(people.lead, at=NOW)
        path = f"{PAGE}{token}.ics"
        client = Client(raise_request_exception=False)
        assert client.post(path).status_code == 405
        monkeypatch.setattr("plans.views.account.read_calendar", lambda *a, **k: 1 / 0)
        assert client.get(path).status_code == 500
        assert client.get(f"{PAGE}x{token}.ics").status_code == 404
        other = "y" if token[0] == "x" else "x"
        assert client.get(f"{PAGE}{other}{token[1:]}.ics").status_code == 404
        text = written.getvalue()
        assert "/accounts/calendar/<str:token>.ics" in text
        assert "ZeroDivisionError" in text
        assert token not in text
        assert token[1:] not in text
