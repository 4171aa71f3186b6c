"""Reports due on an action: ticked off by the update that is the report, or by the business manager."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from plans.models import ReportingPoint
from plans.reminders.due_items import read_due_items
from plans.services.reporting_point import expect_report, miss_report, receive_report
from plans.services.structure import add_part
from tests.helpers.builders import TODAY, action_of, make_update, manager_of
from tests.helpers.editing import address


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def manager(people):
    return people.business_manager


def make_point(action, due_on=date(2026, 10, 31), **values):
    """A report of the action, by default due in October 2026."""
    by = manager_of(action)
    return add_part(ReportingPoint, action.plan, by=by, action=action, due_on=due_on, **values)


class TestService:
    @pytest.mark.parametrize(
        ("day", "outcome"),
        [
            (date(2026, 10, 1), "received"),
            (date(2026, 10, 31), "received"),
            (date(2026, 11, 1), "late"),
        ],
    )
    def test_received_in_time_or_late(self, manager, action, day, outcome):
        point = receive_report(make_point(action), by=manager, received_on=day)
        assert (point.outcome, point.received_on, point.marked_by) == (outcome, day, manager)

    def test_a_report_is_not_received_on_a_future_day(self, manager, action):
        with pytest.raises(ValidationError, match="must be today or in the past"):
            receive_report(make_point(action), by=manager, received_on=date(2026, 11, 23))

    def test_missed_only_once_its_day_has_passed(self, manager, action):
        assert miss_report(make_point(action), by=manager).outcome == "missed"
        with pytest.raises(ValidationError, match="after its due date"):
            miss_report(make_point(action, due_on=TODAY), by=manager)

    def test_what_was_noted_is_changed_with_a_reason_only(self, manager, action):
        point = miss_report(make_point(action), by=manager)
        with pytest.raises(ValidationError, match="Enter a reason for the change"):
            expect_report(point, by=manager)
        point = expect_report(point, by=manager, reason="It lay in the post.")
        assert (point.outcome, point.marked_at) == ("", None)


class TestUpdate:
    def test_an_update_ticks_off_the_report_that_it_is(self, people, action):
        point, later = make_point(action), make_point(action, due_on=date(2027, 6, 30))
        make_update(action, by=people.chair, reports=[point])
        assert [p.outcome for p in action.reporting_points.all()] == ["late", ""]
        assert later.is_open

    def test_of_another_action_is_refused(self, people, plan, action):
        other = make_point(action_of(plan, "1.2"))
        with pytest.raises(ValidationError, match="of this action"):
            make_update(action, by=people.chair, reports=[other])
        assert action.updates.count() == 0

    def test_what_was_ticked_off_meanwhile_stays(self, people, manager, action):
        point = make_point(action)
        receive_report(point, by=manager, received_on=date(2026, 10, 5))
        make_update(action, by=people.chair, reports=[point])
        point.refresh_from_db()
        assert (point.outcome, point.received_on) == ("received", date(2026, 10, 5))

    def test_the_page_offers_what_is_due_about_now_and_ticks_the_latest(
        self, people, action, client_as
    ):
        past, soon = make_point(action), make_point(action, due_on=date(2026, 12, 31))
        make_point(action, due_on=date(2027, 6, 30))
        page = client_as(people.chair).get(address("action_progress", action)).content.decode()
        ticks = [line for line in page.splitlines() if 'name="reports"' in line]
        assert ["checked" in line for line in ticks] == [False, True]
        assert "December 2026" in page
        assert "June 2027" not in page
        sent = {"rating": "green", "comment": "Read.", "reports": [past.pk], "reason": "Late data."}
        sent |= {"seen": "0", "submission": "6f3c4a1e-93f5-4a55-9f2b-7a3f6f9f1c11"}
        client_as(people.chair).post(address("action_progress", action), sent)
        assert [p.outcome for p in (past, soon) if p.refresh_from_db() is None] == ["late", ""]

    def test_sent_twice_it_is_one_update(self, people, action, client_as):
        point = make_point(action)
        sent = {
            "rating": "green",
            "comment": "Read.",
            "reason": "The data came late.",
            "reports": [point.pk],
            "submission": "6f3c4a1e-93f5-4a55-9f2b-7a3f6f9f1c11",
        }
        client = client_as(people.chair)
        for _ in range(2):
            assert client.post(address("action_progress", action), sent).status_code == 302
        assert action.updates.count() == 1


class TestPage:
    def test_notes_the_day(self, people, action, client_as):
        point = make_point(action)
        sent = {"version": point.version, "outcome": "came"}
        sent |= {"received_on_day": "2", "received_on_month": "11", "received_on_year": "2026"}
        client_as(people.business_manager).post(address("reporting_point", point), sent)
        point.refresh_from_db()
        assert (point.outcome, point.received_on) == ("late", date(2026, 11, 2))

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"outcome": "came"}, "Enter the date you received the report"),
            (
                {
                    "outcome": "missed",
                    "received_on_day": "2",
                    "received_on_month": "11",
                    "received_on_year": "2026",
                },
                "Clear the date",
            ),
        ],
    )
    def test_says_what_does_not_fit(self, people, action, client_as, sent, sentence):
        point = make_point(action)
        response = client_as(people.business_manager).post(
            address("reporting_point", point), sent | {"version": point.version}
        )
        assert sentence in response.content.decode()
        point.refresh_from_db()
        assert point.is_open

    def test_a_late_save_shows_what_was_noted_meanwhile(self, people, manager, action, client_as):
        point = make_point(action)
        receive_report(point, by=manager, received_on=date(2026, 10, 5))
        sent = {"version": point.version, "outcome": "missed"}
        response = client_as(manager).post(address("reporting_point", point), sent)
        assert response.status_code == 409
        point.refresh_from_db()
        assert point.outcome == "received"

    def test_the_action_says_what_came_and_what_did_not(self, people, action, client_as):
        make_point(action)
        page = client_as(people.member).get(address("action", action)).content.decode()
        assert "not received" in page
        receive_report(
            action.reporting_points.get(),
            by=people.business_manager,
            received_on=date(2026, 11, 2),
        )
        page = client_as(people.member).get(address("action", action)).content.decode()
        assert "received late, 2 November 2026" in page


def test_what_is_ticked_off_is_due_no_more(people, manager, action):
    point = make_point(action)
    titles = [due.kind for due in read_due_items(people.partnership, on=TODAY)]
    assert titles.count("point") == 1
    miss_report(point, by=manager)
    assert "point" not in [due.kind for due in read_due_items(people.partnership, on=TODAY)]
