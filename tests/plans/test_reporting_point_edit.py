"""Adding, moving and removing a report that is due on an action."""

from datetime import date

import pytest

from plans.models import ReportingPoint
from plans.services.plan import close_plan
from plans.services.reporting_point import add_reporting_point, change_reporting_point, miss_report
from tests.helpers.builders import action_of
from tests.helpers.editing import address

DUE = date(2026, 10, 31)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def point(people, action):
    return add_reporting_point(
        action, by=people.business_manager, due_on=DUE, due_precision="month"
    )


def values_of(day=DUE, **values):
    parts = {f"due_on_{name}": getattr(day, name) for name in ("day", "month", "year")}
    return {"due_precision": "month", "timescale_words": "", "measure": "", **parts, **values}


def test_adds_one_about_a_measure_after_the_others(people, action, point, client):
    measure = action.measures.get()
    sent = values_of(date(2027, 3, 1), measure=measure.pk, timescale_words="spring")
    answer = client.post(address("reporting_point_new", action), sent)
    assert answer.status_code == 302
    added = action.reporting_points.last()
    assert (added.measure, added.timescale_words, added.due_on) == (
        measure,
        "spring",
        date(2027, 3, 1),
    )
    assert added.position > point.position
    page = client.get(address("action", action)).text
    assert "Report due spring" in page
    assert address("reporting_point_edit", added) in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_on_day": "32"}, "Due must be a real date."),
        ({"due_precision": "year"}, "choose one of the options."),
        ({"timescale_words": "x" * 501}, "must be 500 characters or less"),
    ],
)
def test_refuses_with_a_sentence(action, client, values, sentence):
    answer = client.post(address("reporting_point_new", action), values_of(**values))
    assert sentence in answer.text
    assert ReportingPoint.objects.filter(action=action).count() == 0


def test_takes_no_measure_of_another_action(plan, action, client):
    other = action_of(plan, "1.2")
    sent = values_of(measure=other.measures.get().pk)
    assert client.post(address("reporting_point_new", action), sent).status_code == 200
    assert action.reporting_points.count() == 0


def test_a_manager_moves_the_date_of_a_report(people, point, client):
    sent = values_of(date(2026, 12, 5), due_precision="day", version=point.version)
    client.post(address("reporting_point_edit", point), sent)
    point.refresh_from_db()
    assert (point.due_on, point.due_precision) == (date(2026, 12, 5), "day")


def test_a_conflict_shows_both(people, point, client):
    sent = values_of(timescale_words="Mine", version=point.version)
    change_reporting_point(point, by=people.business_manager, timescale_words="Theirs")
    answer = client.post(address("reporting_point_edit", point), sent)
    assert (answer.status_code, "Theirs" in answer.text) == (409, True)


def test_a_manager_removes_a_report(action, point, client):
    sent = {"version": point.version, "reason": "Not needed"}
    assert client.post(address("reporting_point_remove", point), sent).status_code == 302
    assert action.reporting_points.count() == 0


def test_what_is_recorded_stays(people, action, point, client):
    miss_report(point, by=people.business_manager)
    point.refresh_from_db()
    for name in ("reporting_point_edit", "reporting_point_remove"):
        sent = values_of(date(2027, 1, 1), version=point.version, reason="Late")
        page = client.get(address(name, point)).text
        assert "recorded as missed" in page
        assert f'href="{address("reporting_point", point)}">Record the report</a>' in page
        assert client.post(address(name, point), sent).status_code == 200
    assert action.reporting_points.get().due_on == DUE


def test_the_page_that_removes_one_names_it_once(point, client):
    page = client.get(address("reporting_point_remove", point)).text
    assert page.count('<div class="govuk-inset-text">') == 1
    assert f"Report due {point}" in page


def test_not_of_a_closed_plan(people, plan, action, point, client):
    close_plan(plan, by=people.business_manager, reason="Over")
    for name in ("reporting_point_edit", "reporting_point_remove"):
        shown = client.get(address(name, point)).text
        assert "This plan is closed" in shown
        assert "Record the report" not in shown
        assert '<button type="submit" class="govuk-button' not in shown.split("<main")[1]
    page = client.get(address("action", action)).text
    assert address("reporting_point_new", action) not in page
    client.post(address("reporting_point_new", action), values_of())
    assert action.reporting_points.count() == 1
