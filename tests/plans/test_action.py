"""The action page: its facts, its evidence and its timeline."""

import re
from datetime import date

import pytest
from django.urls import reverse

from plans.services.action import revise_action
from plans.services.lead import set_leads
from plans.services.timescale import change_timescale
from tests.helpers.builders import TODAY, action_of, days_ago, make_evidence, make_file, make_update
from tests.helpers.measures import make_counted, make_value


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def address(action):
    return reverse("plans:action", args=["ashshire", action.pk])


def timeline(text):
    return re.findall(r'app-timeline__title">([^<]+)<', text)


def test_tells_what_happened_newest_first(people, plan, action, address, client_as, clock):
    by = people.business_manager
    clock.at = days_ago(4)
    make_update(action, by=people.chair, rating="red", comment="Nobody was heard.", at=days_ago(4))
    clock.at = days_ago(3)
    revise_action(action_of(plan, "1.1"), by=by, wording="Hear everybody.", reason="Too narrow.")
    clock.at = days_ago(2)
    set_leads(action_of(plan, "1.1"), [{"agency": people.police}], by=by, reason="They asked.")
    clock.at = days_ago(1)
    change_timescale(
        action_of(plan, "1.1"),
        by=by,
        reason="Data are late.",
        kind="month",
        due_on=TODAY.replace(year=2027),
        agreed_where="Executive, November",
    )
    text = client_as(people.scrutineer).get(address).text
    titles = timeline(text)
    assert titles == [
        "Timescale moved",
        "Leads changed",
        "Wording changed",
        "Update",
        "Added to the plan",
    ]
    for words in ("Too narrow.", "They asked.", "Data are late.", "Executive, November"):
        assert words in text
    assert "First agreed wording" in text


def test_the_suggestion_is_shown_where_it_differs(people, plan, action, address, client_as):
    change_timescale(
        action,
        by=people.business_manager,
        reason="x",
        kind="month",
        due_on=TODAY.replace(month=10),
    )
    make_update(
        action_of(plan, "1.1"),
        rating="green",
        comment="Fine.",
        reason="Only the minutes are missing.",
    )
    text = client_as(people.member).get(address).text
    assert "The dates suggest" in text
    assert "It was due in October 2026." in text
    assert "Only the minutes are missing." in text


def test_each_measure_has_its_evidence_or_says_it_has_none(people, action, address, client_as):
    assert "No evidence yet" in client_as(people.member).get(address).text
    make_evidence(action, measure=action.measures.first(), text="41 of 60 were told.")
    assert "41 of 60 were told." in client_as(people.member).get(address).text


@pytest.mark.parametrize(
    ("person", "offered"),
    [("business_manager", True), ("chair", True), ("group_member", False), ("scrutineer", False)],
)
def test_the_button_is_for_those_who_may(people, address, client_as, person, offered):
    text = client_as(getattr(people, person)).get(address).text
    assert (">Update progress</a>" in text) == offered


def test_editing_is_offered_to_the_business_manager_alone(people, address, client_as):
    assert "Change the leads" in client_as(people.business_manager).get(address).text
    assert "Change the leads" not in client_as(people.chair).get(address).text


def test_words_with_markup_are_shown_as_typed(people, plan, action, address, client_as):
    revise_action(action, by=people.business_manager, wording='<b onclick="x">bold</b>')
    text = client_as(people.member).get(address).text
    assert "&lt;b onclick=" in text
    assert "<b onclick" not in text


def test_evidence_names_its_file_in_words(people, action, address, client_as):
    make_evidence(action, measure=action.measures.get(), file=make_file("Zoë’s <b>.csv"))
    page = client_as(people.member).get(address).text
    assert ">Download Zoë’s -b-.csv</a>" in page
    assert "(CSV file, 37 bytes)" in page
    assert "with the file Zoë’s -b-.csv" in page  # on the timeline
    assert "Take out" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(people, action, address, client_as, django_assert_num_queries, number):
    for _ in range(number):
        make_update(action, by=people.chair)
        make_evidence(action, measure=action.measures.get(), file=make_file())
    client = client_as(people.member)
    with django_assert_num_queries(30):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_values_of_measures_cost_one_query_more(
    people, action, address, client_as, django_assert_num_queries, number
):
    measure = make_counted(action.measures.get())
    for month in range(1, number + 1):
        make_value(measure, str(month), date(2026, month, 1))
    client = client_as(people.member)
    client.get(address)
    with django_assert_num_queries(31):
        client.get(address)
