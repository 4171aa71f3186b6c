"""Moving the timescale of an action or a priority."""

from datetime import date

import pytest

from partnership.models import Change
from plans.services.timescale import change_timescale
from tests.helpers.builders import action_of, make_plan
from tests.helpers.editing import address, timescale_data


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def data_for(record, **values):
    data = timescale_data(version=record.version, reason="Waiting for the police data.")
    return data | {"agreed_where": "Executive, 12 November 2026"} | values


@pytest.mark.parametrize("noun", ["action", "priority"])
def test_a_move_is_kept_with_its_reason_and_where_it_was_agreed(noun, people, plan, client_as):
    record = getattr(plan, f"{noun}_set").first()
    client_as(people.business_manager).post(address(f"{noun}_timescale", record), data_for(record))
    record.refresh_from_db()
    move = record.timescale_changes.get()
    assert (record.timescale, record.due_on) == ("May 2027", date(2027, 5, 31))
    assert (move.reason, move.agreed_where) == (
        "Waiting for the police data.",
        "Executive, 12 November 2026",
    )
    assert Change.objects.latest("pk").reason == "Waiting for the police data."


def test_a_day_a_month_by_name_and_own_words(people, action, client_as):
    data = data_for(action, kind="date", due_day="5", due_month="May", words="Early May 2027")
    client_as(people.business_manager).post(address("action_timescale", action), data)
    action.refresh_from_db()
    assert (action.due_on, action.due_precision) == (date(2027, 5, 5), "day")
    assert action.timescale == "Early May 2027"


def test_the_page_shows_first_agreed_now_and_each_move(people, action, client_as):
    for month, reason in ((4, "First delay."), (6, "Second delay.")):
        change_timescale(
            action,
            by=people.business_manager,
            reason=reason,
            kind="month",
            due_on=date(2027, month, 1),
            agreed_where="Executive",
        )
    client = client_as(people.business_manager)
    page = client.get(address("action_timescale", action)).content.decode()
    assert "By March 2027" in page
    assert (
        "Slipped from By March 2027 to April 2027 by Business manager, agreed at Executive" in page
    )
    assert page.index("Second delay.") < page.index("First delay.")


def test_in_an_agreed_plan_a_reason_is_asked_for(people, action, client_as):
    client = client_as(people.business_manager)
    page = client.post(address("action_timescale", action), data_for(action, reason=" "))
    assert "Enter a reason for changing the timescale" in page.content.decode()
    assert action.timescale_changes.count() == 0


def test_in_a_draft_no_reason_is_asked_for(people, client_as):
    action = action_of(make_plan(people, agreed=False), "1.1")
    data = timescale_data(version=action.version, reason="")
    client_as(people.business_manager).post(address("action_timescale", action), data)
    action.refresh_from_db()
    assert (action.due_on, action.timescale_changes.count()) == (date(2027, 5, 31), 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due_month": "13"}, "Month must be a real month, 1 to 12"),
        ({"due_month": "Octember"}, "Month must be a real month, 1 to 12"),
        ({"due_month": "0"}, "Month must be a real month, 1 to 12"),
        ({"due_month": ""}, "Date must include a month"),
        ({"due_year": "26"}, "Year must have 4 numbers, like 2026"),
        ({"due_year": "9999"}, "Year must be between 2000 and 2100"),
        ({"due_year": "٢٠٢٧"}, "Year must have 4 numbers, like 2026"),
        ({"kind": "date", "due_day": "32"}, "Day must be a real day of that month"),
        ({"kind": "date", "due_day": "9" * 5000}, "Day must be a real day of that month"),
        ({"kind": "date"}, "Enter the day as well, or choose “In a month”"),
        ({"due_day": "3"}, "Clear the day, or choose “On a day”"),
        ({"due_month": "", "due_year": ""}, "Enter the date, or choose another kind of timescale"),
        ({"kind": "ongoing"}, "Clear the date, or choose a kind other than “Ongoing”"),
        ({"kind": "soon"}, "Kind of timescale: choose one of the options."),
        ({"kind": ""}, "Select a kind of timescale"),
        ({"words": "x" * 1_000_000}, "must be 1,000 characters or less"),
        ({"agreed_where": "x" * 201}, "Where it was agreed must be 200 characters or less"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, action, client_as):
    before = Change.objects.count()
    client = client_as(people.business_manager)
    response = client.post(address("action_timescale", action), data_for(action, **typed))
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (200, before)
    assert "There is a problem" in page
    assert sentence in page


def test_words_that_still_give_the_old_date_are_pointed_out(people, action, client_as):
    old = {"kind": "month", "due_on": date(2027, 4, 1), "words": "Apr 2027"}
    action = change_timescale(action, by=people.business_manager, reason="Late.", **old)
    client = client_as(people.business_manager)
    page = client.post(address("action_timescale", action), data_for(action, words="Apr 2027"))
    assert "This wording still has the old date" in page.content.decode()
    response = client.post(address("action_timescale", action), data_for(action, words="May 2027"))
    assert response.status_code == 302


def test_a_stale_save_shows_both_dates(people, action, client_as):
    data = data_for(action)
    theirs = {"kind": "month", "due_on": date(2027, 9, 1), "reason": "Theirs."}
    change_timescale(action, by=people.business_manager, **theirs)
    client, before = client_as(people.business_manager), Change.objects.count()
    response = client.post(address("action_timescale", action), data)
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (409, before)
    assert '<p class="app-two-texts__words">September 2027</p>' in page
    assert '<p class="app-two-texts__words">May 2027</p>' in page
    action.refresh_from_db()
    second = client.post(address("action_timescale", action), data | {"version": action.version})
    assert second.status_code == 302
    action.refresh_from_db()
    assert action.due_on == date(2027, 5, 31)


@pytest.mark.parametrize("moves", [1, 3])
def test_queries_do_not_grow(moves, people, action, client_as, django_assert_num_queries):
    for month in range(4, 4 + moves):
        due = {"kind": "month", "due_on": date(2027, month, 1)}
        change_timescale(action, by=people.business_manager, reason="Late.", **due)
    client, page = client_as(people.business_manager), address("action_timescale", action)
    with django_assert_num_queries(7):
        client.get(page)


@pytest.mark.parametrize(
    ("words", "kind", "due_on", "told"),
    [
        ("By December 2027", "by_month", date(2027, 12, 31), "Timescale saved."),
        ("Q3 2026/27", "by_month", date(2026, 12, 31), "Timescale saved."),
        ("On-going", "ongoing", None, "Timescale saved."),
        ("TBC depending on the data", "to_be_confirmed", None, "Timescale saved."),
        ("When the team is ready", "none", None, "We could not read all of the timescale"),
        ("31 February 2027", "none", None, "We could not read all of the timescale"),
    ],
)
def test_kind_and_date_are_read_from_the_words(
    people, action, client_as, words, kind, due_on, told
):
    data = data_for(action, kind="read", words=words, due_day="", due_month="", due_year="")
    client = client_as(people.business_manager)
    page = client.post(address("action_timescale", action), data, follow=True).content.decode()
    action.refresh_from_db()
    assert (action.timescale_kind, action.due_on, action.timescale) == (kind, due_on, words)
    assert told in page
    assert ("could not read" in page) is ("could not read" in told)


def test_words_to_be_read_and_a_date_do_not_go_together(people, action, client_as):
    data = data_for(action, kind="read", words="May 2027")
    page = client_as(people.business_manager).post(address("action_timescale", action), data)
    assert "Clear the date, or choose what kind of date it is" in page.content.decode()
    assert action.timescale_changes.count() == 0
