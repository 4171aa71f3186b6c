"""The page from which the business manager edits the plan, and the page of columns."""

import re

import pytest

from plans.models import Column
from plans.services.measure import add_measure
from plans.services.plan import close_plan
from plans.services.structure import add_part, remove_part
from tests.helpers.builders import action_of, make_action, make_plan
from tests.helpers.editing import address, structure, whole
from tests.helpers.periods import make_period


def test_everything_is_there_in_order_with_its_links(people, plan, client_as):
    whole(plan)
    page = client_as(people.business_manager).get(structure(plan)).content.decode()
    order = [
        "Children are heard",
        "Action 1.1",
        "Action 1.2",
        "Action 1.3",
        "Every child has a say",
    ]
    order += [
        "Empty so far",
        "Voice of the child",
        "Working Together 2023",
        "Train everybody",
        "RAG",
    ]
    assert sorted(order, key=page.index) == order
    for record in (plan.priority_set.first(), plan.objective_set.first(), plan.theme_set.get()):
        name = record._meta.model_name
        assert address(f"{name}_edit", record) in page
        assert address(f"{name}_remove", record) in page
    for action in plan.action_set.all():
        for name in ("action", "action_edit", "action_leads", "action_timescale", "action_remove"):
            assert address(name, action) in page
    assert "Audit Group · By March 2027 · 1 measure" in page
    assert "Objective 2: Empty so far" in page
    assert "Actions not under a priority" in page


def test_measures_of_a_priority_are_edited_here(people, plan, client_as):
    measure = add_measure(
        plan.priority_set.get(), by=people.business_manager, wording="Fewer come back."
    )
    page = client_as(people.business_manager).get(structure(plan)).content.decode()
    assert "Fewer come back." in page
    assert address("measure_edit", measure) in page


def gaps_on(page):
    """What the page says is missing: the address where it is mended and the words, in order."""
    lists = re.findall(r'<ul class="[^"]*app-rows__missing">(.*?)</ul>', page, re.DOTALL)
    return [link for part in lists for link in re.findall(r'href="([^"]+)">([^<]+)<', part)]


def test_what_is_missing_is_beside_each_part_and_leads_to_where_it_is_mended(
    people, plan, client_as
):
    whole(plan)
    bare = make_action(plan, "1.4", leads=[{"words": "Everyone"}], measures=0)
    page = client_as(people.business_manager).get(structure(plan)).text
    second = plan.priority_set.get(number="2")
    links = gaps_on(page)
    assert (f"{address('action_new', plan)}?priority={second.pk}", "No actions") in links
    assert (address("action_timescale", bare), "No timescale") in links
    assert (address("action_measure_new", bare), "No success measure") in links
    assert (address("action_leads", bare), "Lead is not on your lists") in links
    assert address("action_timescale", action_of(plan, "1.1")) not in dict(links)
    assert "1 has something missing" in page


def test_a_closed_plan_says_what_is_missing_without_links(people, plan, client_as):
    make_action(plan, "1.4", leads=[], measures=0)
    close_plan(plan, by=people.business_manager, reason="")
    page = client_as(people.business_manager).get(structure(plan)).text
    assert "<li>No success measure</li>" in page
    assert gaps_on(page) == []


def test_priorities_are_folded_unless_asked_or_alone(people, plan, client_as):
    client, folded, unfolded = (
        client_as(people.business_manager),
        "<details class",
        'govuk-details" open>',
    )
    assert client.get(structure(plan)).text.count(unfolded) == 2  # its priority and its columns
    whole(plan)
    page = client.get(structure(plan)).text
    assert (page.count(folded), page.count(unfolded)) == (4, 0)
    assert client.get(f"{structure(plan)}?unfolded=1").text.count(unfolded) == 4


def test_an_empty_plan_says_what_to_do(people, client_as):
    plan = make_plan(people, actions=0, agreed=False)
    for part in (*plan.objective_set.all(), *plan.priority_set.all()):
        remove_part(part, by=people.business_manager, reason="")
    page = client_as(people.business_manager).get(structure(plan)).content.decode()
    assert "This plan is empty" in page


@pytest.mark.parametrize("actions", [1, 3])
def test_queries_do_not_grow(actions, people, client_as, django_assert_num_queries):
    plan = make_plan(people, actions=actions)
    client, page = client_as(people.business_manager), structure(plan)
    with django_assert_num_queries(23):
        client.get(page)


def test_columns_stand_from_left_to_right(people, plan, client_as):
    page = client_as(people.business_manager).get(address("plan_columns", plan)).content.decode()
    headings = [column.heading for column in plan.column_set.all()]
    assert headings == ["No.", "Action", "Who", "RAG"]
    rows = [page.index(f'<p class="app-rows__title">{heading}</p>') for heading in headings]
    assert rows == sorted(rows)


@pytest.mark.parametrize("columns", [1, 3])
def test_queries_of_the_columns_do_not_grow(
    columns, people, plan, client_as, django_assert_num_queries
):
    for column in list(plan.column_set.all())[columns:]:
        remove_part(column, by=people.business_manager, reason="")
    client, page = client_as(people.business_manager), address("plan_columns", plan)
    with django_assert_num_queries(17):
        client.get(page)


def test_a_column_goes_back_to_the_columns(people, plan, client_as):
    columns = address("plan_columns", plan)
    client = client_as(people.business_manager)
    data = {"heading": "By when", "shows": "timescale", "next": columns}
    assert client.post(address("column_new", plan), data).url == columns
    assert plan.column_set.get(shows="timescale").position == 5


def test_two_columns_can_show_the_same(people, plan, client_as):
    client = client_as(people.business_manager)
    client.post(address("column_new", plan), {"heading": "Status", "shows": "rating"})
    shown = [(column.heading, column.shows) for column in plan.column_set.all()]
    assert shown[-2:] == [("RAG", "rating"), ("Status", "rating")]


def test_the_head_of_the_table_is_shown_as_it_looks(people, plan, client_as):
    page = client_as(people.business_manager).get(address("plan_columns", plan)).content.decode()
    for column in plan.column_set.all():
        assert f">{column.heading}</th>" in page
    assert ("Do what action 1.2 says." in page, "Do what action 1.3 says." in page) == (True, False)


def test_a_column_moves_to_the_left(people, plan, client_as):
    client, columns = client_as(people.business_manager), address("plan_columns", plan)
    last = plan.column_set.last()
    answer = client.post(columns, {"move": f"column-{last.pk}-up"})
    assert answer.url == f"{columns}?moved=column-{last.pk}-up"
    assert [c.heading for c in plan.column_set.all()] == ["No.", "Action", "RAG", "Who"]


def test_a_column_of_another_plan_does_not_move(people, plan, client_as):
    theirs = people.elsewhere.plan.column_set.last()
    client = client_as(people.business_manager)
    page = client.post(address("plan_columns", plan), {"move": f"column-{theirs.pk}-up"})
    assert "This part is no longer in the plan" in page.content.decode()
    theirs.refresh_from_db()
    assert theirs.position == 4


def test_a_column_of_a_reporting_period_or_a_day(people, plan, client_as):
    period, client = make_period(plan), client_as(people.business_manager)
    data = {"heading": "RAG in autumn", "shows": "rating", "period": period.pk}
    client.post(address("column_new", plan), data)
    day = {"as_at_day": "30", "as_at_month": "9", "as_at_year": "2026"}
    client.post(address("column_new", plan), {"heading": "Q2", "shows": "progress"} | day)
    page = client.get(address("plan_columns", plan)).content.decode()
    assert "Rating, Autumn 2026" in page
    assert "Comment on progress, 30 September 2026" in page
    page = client.post(address("column_new", plan), data | day).content.decode()
    assert "Choose a reporting period or a date for the column, not both." in page


def test_a_plan_has_forty_columns_at_most(people, plan, client_as):
    for number in range(36):
        values = {"heading": f"Rating {number}", "shows": "rating"}
        add_part(Column, plan, by=people.business_manager, **values)
    client, sentence = (
        client_as(people.business_manager),
        "A plan can have 40 columns at most. Remove one first.",
    )
    assert sentence in client.get(address("plan_columns", plan)).content.decode()
    assert sentence in client.get(address("column_new", plan)).content.decode()
    page = client.post(address("column_new", plan), {"heading": "41", "shows": "rating"})
    assert (sentence in page.content.decode(), plan.column_set.count()) == (True, 40)
