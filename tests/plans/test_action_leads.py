"""The leads page of an action or a priority: rows chosen from the list or written in words."""

import pytest

from partnership.models import Change
from plans.services.lead import set_leads
from tests.helpers.builders import action_of
from tests.helpers.editing import address, leads_data

EMPTY = ("", "", "lead")


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def leads(record):
    return [(lead.name, lead.role) for lead in record.leads.all()]


def test_the_page_shows_each_lead_and_three_empty_rows(people, action, client_as):
    page = client_as(people.business_manager).get(address("action_leads", action)).content.decode()
    assert page.count("<legend") == 4
    assert f'<option value="group-{people.audit_group.pk}" selected>Audit Group</option>' in page
    for label in ("Groups", "Posts", "Agencies"):
        assert page.count(f'<optgroup label="{label}">') == 4


@pytest.mark.parametrize("noun", ["action", "priority"])
def test_groups_posts_agencies_and_words_in_one_press(noun, people, plan, client_as):
    record = getattr(plan, f"{noun}_set").first()
    data = leads_data(
        record,
        (f"post-{people.adviser.pk}", "", "lead"),
        (f"agency-{people.police.pk}", "", "joint"),
        EMPTY,
        ("", "All schools", "contributes"),
    )
    before = Change.objects.count()
    client_as(people.business_manager).post(
        address(f"{noun}_leads", record), data | {"reason": "The post has moved."}
    )
    expected = [("Professional Adviser", "lead"), ("Ashshire Police", "joint")]
    assert leads(record) == [*expected, ("All schools", "contributes")]
    assert Change.objects.count() == before + 1
    assert Change.objects.latest("pk").reason == "The post has moved."


def test_emptying_removes(people, action, client_as):
    client_as(people.business_manager).post(
        address("action_leads", action), leads_data(action, EMPTY)
    )
    assert leads(action) == []


def test_the_same_leads_leave_no_trace(people, action, client_as):
    data = leads_data(action, (f"group-{people.audit_group.pk}", "", "lead"), EMPTY)
    before = Change.objects.count()
    response = client_as(people.business_manager).post(address("action_leads", action), data)
    assert (response.status_code, Change.objects.count()) == (302, before)


@pytest.mark.parametrize("kind", ["group", "post", "agency"])
def test_another_partnerships_cannot_be_chosen(kind, people, action, client_as):
    theirs = people.elsewhere.people
    foreign = {"group": theirs.audit_group, "post": theirs.adviser, "agency": theirs.police}[kind]
    data = leads_data(action, (f"{kind}-{foreign.pk}", "", "lead"))
    response = client_as(people.business_manager).post(address("action_leads", action), data)
    assert response.status_code == 200
    assert "Lead: choose one of the options." in response.content.decode()
    assert leads(action) == [("Audit Group", "lead")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("group", "Somebody", "lead"), "Lead 1: choose from the list or enter a name, not both"),
        (("", "x" * 1_000_000, "lead"), "“Or enter a name” must be 200 characters or less"),
        (("", "Somebody", "boss"), "Role: choose one of the options."),
    ],
)
def test_bad_rows_are_told_and_change_nothing(row, sentence, people, action, client_as):
    who = f"group-{people.audit_group.pk}" if row[0] else ""
    data = leads_data(action, (who, *row[1:]))
    response = client_as(people.business_manager).post(address("action_leads", action), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert sentence in page
    assert leads(action) == [("Audit Group", "lead")]


def test_a_stale_save_shows_both_lists(people, action, client_as):
    data = leads_data(action, ("", "All schools", "lead"))
    set_leads(action, [{"post": people.adviser}], by=people.business_manager)
    client = client_as(people.business_manager)
    response = client.post(address("action_leads", action), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert '<p class="app-two-texts__words">Professional Adviser, lead</p>' in page
    assert '<p class="app-two-texts__words">All schools, lead</p>' in page
    assert "Business manager saved first, on 22 November 2026 at 10:00am" in page
    assert 'value="All schools"' in page
    action.refresh_from_db()
    client.post(address("action_leads", action), data | {"version": action.version})
    assert leads(action) == [("All schools", "lead")]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(number, people, action, client_as, django_assert_num_queries):
    set_leads(action, [{"words": f"Team {n}"} for n in range(number)], by=people.business_manager)
    client, page = client_as(people.business_manager), address("action_leads", action)
    with django_assert_num_queries(11):
        client.get(page)
