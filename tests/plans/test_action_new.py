"""Adding an action with its leads and measures on one page, and another one after it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from partnership.models import Change
from plans.models import Priority
from plans.services.structure import add_part
from tests.helpers.builders import action_of
from tests.helpers.editing import address, new_action_data


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def test_leads_and_measures_are_saved_with_it_as_one_change(people, plan, client):
    data = new_action_data(measures="• More are heard.\n\n- Fewer wait.\r\n100% - all of them")
    group = f"group-{people.audit_group.pk}"
    data |= {"who_0": group, "role_0": "lead", "words_1": "The designated nurse", "role_1": "joint"}
    before = Change.objects.count()
    client.post(address("action_new", plan), data)
    action = action_of(plan, "9.9")
    assert [m.wording for m in action.measures.all()] == [
        "More are heard.",
        "Fewer wait.",
        "100% - all of them",
    ]
    assert action.measures.first().first_wording == "More are heard."
    assert [(lead.name, lead.role) for lead in action.leads.all()] == [
        ("Audit Group", "lead"),
        ("The designated nurse", "joint"),
    ]
    assert Change.objects.count() == before + 1


def test_the_next_number_is_suggested_for_the_place(plan, client):
    priority = plan.priority_set.get()
    page = client.get(f"{address('action_new', plan)}?priority={priority.pk}").content.decode()
    assert 'name="reference" type="text" value="1.4"' in page
    anywhere = client.get(address("action_new", plan)).content.decode()
    assert 'value="1.4"' not in anywhere


def test_without_a_number_it_takes_the_next_one_of_the_place_chosen(people, plan, client):
    other = add_part(Priority, plan, by=people.business_manager, number="2", title="Neglect")
    for number in (1, 2):
        data = new_action_data(reference="", priority=other.pk, title=f"Number {number}")
        client.post(address("action_new", plan), data)
        assert action_of(plan, f"2.{number}").title == f"Number {number}"


def test_save_and_add_another_opens_the_form_for_the_same_place(plan, client):
    priority, objective = plan.priority_set.get(), plan.objective_set.get()
    data = new_action_data(reference="", priority=priority.pk, objective=objective.pk)
    back = address("plan", plan)
    response = client.post(address("action_new", plan), data | {"another": "yes", "next": back})
    asked = parse_qs(urlsplit(response.url).query)
    assert asked == {
        "priority": [f"{priority.pk}"],
        "objective": [f"{objective.pk}"],
        "next": [back],
    }
    page = client.get(response.url).content.decode()
    assert "Action 1.4 added." in page
    assert 'value="1.5"' in page
    assert f'name="next" value="{back}"' in page


def test_a_lead_from_the_list_and_a_name_are_not_both_taken(people, plan, client):
    both = {"who_0": f"group-{people.audit_group.pk}", "words_0": "Somebody", "measures": "Kept."}
    page = client.post(address("action_new", plan), new_action_data(**both)).content.decode()
    assert "Lead 1: choose from the list or enter a name, not both" in page
    assert ">\nKept.</textarea>" in page or ">Kept.</textarea>" in page
    assert plan.action_set.count() == 3


def test_a_folded_field_with_an_error_is_open(plan, client):
    fold = '<details class="govuk-details" open>'
    assert fold not in client.get(address("action_new", plan)).content.decode()
    data = new_action_data(importance="huge")
    assert fold in client.post(address("action_new", plan), data).content.decode()


def test_a_refusal_writes_nothing(plan, client):
    before = Change.objects.count()
    data = new_action_data(reference="1.1", measures="More are heard.", words_0="The nurse")
    page = client.post(address("action_new", plan), data).content.decode()
    assert "The plan already has an action with this reference." in page
    assert Change.objects.count() == before


@pytest.mark.parametrize(("words", "kind"), [("", "none"), ("By December 2027", "by_month")])
def test_the_timescale_is_read_from_its_words_unless_told_otherwise(words, kind, plan, client):
    page = client.get(address("action_new", plan)).content.decode()
    assert 'value="read" checked' in page
    client.post(
        address("action_new", plan),
        new_action_data(kind="read", due_month="", due_year="", words=words),
    )
    assert action_of(plan, "9.9").timescale_kind == kind
