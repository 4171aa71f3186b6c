"""The plan page: everything on it, its filters, and the same number of queries whatever its size."""

import re

import pytest
from django.urls import reverse

from partnership.change import recording
from partnership.models import RatingDefinition
from plans.services.action import revise_action
from plans.services.lead import set_leads
from plans.services.plan import create_plan
from plans.services.timescale import change_timescale
from tests.helpers.builders import TODAY, action_of, make_action, make_plan, make_update

pytestmark = pytest.mark.both_engines  # it filters


@pytest.fixture
def address(plan):
    return reverse("plans:plan", args=["ashshire", plan.pk])


def references(text, plan):
    """References of the actions whose blocks are on the page, in order."""
    found = {text.find(f'">{a.title}</a>'): a.reference for a in plan.action_set.all()}
    return [reference for place, reference in sorted(found.items()) if place >= 0]


def test_says_how_the_plan_stands_in_numbers_and_words(people, plan, address, client_as):
    make_update(action_of(plan, "1.1"), rating="red", comment="Late.")
    text = client_as(people.member).get(address).text
    assert "3 actions: 1 red, 2 not yet rated" in text
    assert "“" not in text or "Late." in text
    assert references(text, plan) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("rating=red", ["1.1"]),
        ("rating=not_rated", ["1.2", "1.3"]),
        ("q=1.2", ["1.2"]),
        ("q=nothing+like+it", []),
        ("importance=high&rating=red", None),
        ("gap=never_rated", ["1.2", "1.3"]),
        ("gap=no_lead", []),
        ("timescale=slipped", ["1.3"]),
        # Invalid values show everything, and never fail.
        ("rating=purple", []),
        ("timescale=%00&gap=x", ["1.1", "1.2", "1.3"]),
        # A record that does not exist matches nothing.
        ("priority=abc", []),
        ("group=99999999999999999999999999", []),
        ("lead=post-", []),
        ("lead=user-1", []),
        ("theme=%27%22%3E", []),
    ],
)
def test_filters(people, plan, address, client_as, query, shown):
    make_update(action_of(plan, "1.1"), rating="red", comment="Late.")
    third = action_of(plan, "1.3")
    change_timescale(
        third, by=people.business_manager, reason="x", kind="month", due_on=TODAY, agreed_where=""
    )
    change_timescale(
        action_of(plan, "1.3"),
        by=people.business_manager,
        reason="Police data are late.",
        kind="month",
        due_on=TODAY.replace(year=TODAY.year + 1),
    )
    response = client_as(people.member).get(f"{address}?{query}")
    assert response.status_code == 200
    if shown is not None:
        assert references(response.text, plan) == shown


def test_filters_by_who_leads_even_where_the_priority_names_them(people, plan, address, client_as):
    group = people.training_group
    shared = make_action(plan, "9.1")
    set_leads(shared, [], by=people.business_manager)
    set_leads(shared.priority, [{"group": group}], by=people.business_manager)
    text = client_as(people.member).get(f"{address}?group={group.pk}").text
    assert references(text, plan) == ["1.3", "9.1"]


def test_each_tag_takes_its_filter_away_and_keeps_the_others(people, address, client_as):
    text = client_as(people.member).get(f"{address}?rating=not_rated&q=action").text
    assert f'href="{address}?q=action"' in text
    assert f'href="{address}?rating=not_rated"' in text
    assert f'href="{address}?rating=not_rated&amp;q=action&amp;view=published"' in text


def test_as_published_prints_the_partnerships_own_headings(people, plan, address, client_as):
    text = client_as(people.member).get(f"{address}?view=published").text
    for column in plan.column_set.all():
        assert f">{column.heading}</th>" in text


def test_moves_of_a_date_stand_beside_it(people, plan, address, client_as):
    for year in (1, 2):
        change_timescale(
            action_of(plan, "1.1"),
            by=people.business_manager,
            reason="Late.",
            kind="by_month",
            due_on=TODAY.replace(year=TODAY.year + year),
        )
    text = client_as(people.member).get(address).text
    assert "By November 2028, moved twice (was" in text


def test_a_draft_is_read_by_those_who_prepare_it_alone(people, client_as):
    draft = make_plan(people, agreed=False)
    address = reverse("plans:plan", args=["ashshire", draft.pk])
    assert client_as(people.member).get(address).status_code == 404
    assert client_as(people.chair).get(address).status_code == 404
    for person in (people.business_manager, people.executive, people.scrutineer):
        assert client_as(person).get(address).status_code == 200


@pytest.mark.parametrize("slug", ["birchshire", "nowhere"])
def test_another_partnerships_address_does_not_open_it(people, plan, client_as, slug):
    address = reverse("plans:plan", args=[slug, plan.pk])
    assert client_as(people.business_manager).get(address).status_code == 404
    assert client_as(people.outsider).get(address).status_code == 404


def test_an_empty_plan_says_what_to_do_next(people, client_as):
    plan = create_plan(
        people.partnership,
        by=people.business_manager,
        title="Next",
        period="2029",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    address = reverse("plans:plan", args=["ashshire", plan.pk])
    assert "Add priorities and actions" in client_as(people.business_manager).get(address).text
    assert "The business manager adds" in client_as(people.executive).get(address).text


class TestCurrent:
    def test_leads_to_the_plan_that_runs(self, people, plan, client_as):
        make_plan(people, agreed=False, title="A draft for later")
        response = client_as(people.business_manager).get("/ashshire/plan/")
        assert response["Location"] == reverse("plans:plan", args=["ashshire", plan.pk])

    def test_says_so_where_there_is_none(self, people, client_as):
        text = client_as(people.business_manager).get("/ashshire/plan/").text
        assert "There is no plan yet" in text
        assert "Start a new plan" in text
        assert "Start a new plan" not in client_as(people.member).get("/ashshire/plan/").text


@pytest.mark.parametrize("actions", [1, 3, 30])
@pytest.mark.parametrize("query", ["", "?rating=not_rated&theme=x", "?view=published"])
def test_at_most_fifteen_queries(people, client_as, django_assert_num_queries, actions, query):
    plan = make_plan(people, actions=actions)
    for action in plan.action_set.all():
        make_update(action, rating="red", comment="Late.")
    client = client_as(people.member)
    with django_assert_num_queries(15):
        client.get(reverse("plans:plan", args=["ashshire", plan.pk]) + query)


def test_a_page_that_was_shown_before_shows_what_has_changed_since(people, client_as):
    """Blocks of actions are remembered by their facts: by every one, or a page would go on saying the old ones."""
    plan = make_plan(people)
    action = action_of(plan, "1.1")
    client, address = (
        client_as(people.business_manager),
        reverse("plans:plan", args=["ashshire", plan.pk]),
    )
    assert "Amber" not in blocks_of(client.get(address))
    make_update(action, rating="amber", comment="Half of the cases were read.")
    assert "Half of the cases were read." in blocks_of(client.get(address))
    revise_record(
        RatingDefinition.objects.get(partnership=people.partnership, kind="at_risk"),
        people,
        label="At risk",
    )
    assert "At risk" in blocks_of(client.get(address))
    revise_action(action, by=people.business_manager, title="Another title")
    assert "Another title" in blocks_of(client.get(address))
    revise_record(people.audit_group, people, name="Quality Group")
    assert "Quality Group" in blocks_of(client.get(address))


def blocks_of(response):
    """The list of actions of a plan page."""
    return "".join(re.findall(r'<ol class="app-blocks">.*?</ol>', response.text, re.DOTALL))


def revise_record(record, people, **values):
    with recording(record, by=people.business_manager):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
