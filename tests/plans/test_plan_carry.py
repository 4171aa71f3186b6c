"""Starting a plan from the one before it: what is carried on, how it is numbered, and where its story is."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.models import Change
from partnership.services.agency import succeed_agency
from plans.models import Action, CoreActivity, Plan, Priority
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.structure import add_part
from tests.helpers.builders import TODAY, action_of, make_action, make_plan, make_update
from tests.helpers.carrying import carry, carry_data, make_next_plan
from tests.helpers.editing import address, plan_data, structure


@pytest.fixture
def new_plan(people, plan):
    return make_next_plan(people, plan)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def test_what_was_agreed_is_copied_and_nothing_of_how_it_went(people, plan, new_plan):
    make_update(action_of(plan, "1.1"))
    add_measure(plan.priority_set.get(), by=people.business_manager, wording="Fewer come back.")
    before = Change.objects.count()
    copy, *_ = carry(new_plan, plan, people)
    assert Change.objects.count() == before + 1
    old, copy = action_of(plan, "1.1"), Action.objects.get(pk=copy.pk)
    for name in ("title", "wording", "timescale", "due_on", "timescale_kind", "importance"):
        assert getattr(copy, name) == getattr(old, name)
    assert (copy.carried_from, copy.rating, copy.last_update, copy.first_wording) == (
        old,
        "not_rated",
        None,
        "",
    )
    assert [lead.name for lead in copy.leads.all()] == ["Audit Group"]
    assert [measure.wording for measure in copy.measures.all()] == ["Measure 1 of 1.1"]
    assert copy.driver_links.get().driver.plan == new_plan
    assert copy.theme_links.get().theme.name == "Voice of the child"
    assert copy.priority.measures.get().wording == "Fewer come back."
    assert [column.heading for column in new_plan.column_set.all()] == [
        "No.",
        "Action",
        "Who",
        "RAG",
    ]
    assert plan.action_set.count() == 3


def test_a_date_to_check_and_a_rhythm_go_along(people, plan, new_plan):
    words = {"words": "Within 3 months of July 2026", "due_on": date(2026, 7, 1)}
    make_action(plan, "1.8", timescale={"kind": "month", "needs_check": True, **words})
    make_action(plan, "1.9", timescale={"kind": "ongoing", "rhythm": "termly"})
    first, second = carry(new_plan, plan, people, "1.8", "1.9")
    assert (first.needs_check, first.timescale_words) == (True, words["words"])
    assert second.rhythm == "termly"


def test_numbers_begin_anew_without_gaps_or_stay(people, plan, new_plan):
    assert [a.reference for a in carry(new_plan, plan, people, "1.1", "1.3")] == ["1.1", "1.2"]
    with pytest.raises(ValidationError, match=r"already has 1\.2"):
        carry(new_plan, plan, people, "1.2", renumber=False)
    assert new_plan.action_set.count() == 2


def test_kept_numbers_stay(people, plan, new_plan):
    kept = carry(new_plan, plan, people, "1.1", "1.3", renumber=False)
    assert [action.reference for action in kept] == ["1.1", "1.3"]


def test_an_old_priority_becomes_another_or_none(people, plan, new_plan):
    by = people.business_manager
    other = add_part(Priority, new_plan, by=by, number="4", title="Neglect")
    old = plan.priority_set.get()
    [copy] = carry(new_plan, plan, people, "1.1", priorities={old.pk: other})
    assert (copy.priority, copy.reference) == (other, "4.1")
    [copy] = carry(new_plan, plan, people, "1.2", priorities={old.pk: None})
    assert copy.priority is None
    assert [one.number for one in new_plan.priority_set.all()] == ["4"]


def test_who_leads_can_be_another_or_nobody(people, plan, new_plan):
    leaders = {
        ("group", people.audit_group.pk): {"group": people.training_group},
        ("post", people.adviser.pk): None,
    }
    first, second, third = carry(new_plan, plan, people, leaders=leaders)
    assert [lead.name for lead in first.leads.all()] == ["Training Group"]
    assert second.leads.count() == 0
    assert third.leads.get().group == people.training_group


def test_two_leads_that_become_one_are_one(people, plan, new_plan):
    both = [{"group": people.audit_group}, {"group": people.training_group}]
    set_leads(action_of(plan, "1.1"), both, by=people.business_manager)
    leaders = {("group", people.audit_group.pk): {"group": people.training_group}}
    [copy] = carry(new_plan, plan, people, "1.1", leaders=leaders)
    assert copy.leads.get().group == people.training_group


def test_carried_actions_come_after_those_there_are(people, plan, new_plan):
    make_action(new_plan, "1", position=7)
    carry(new_plan, plan, people, "1.1", "1.2")
    assert list(new_plan.action_set.order_by("position").values_list("position", flat=True)) == [
        7,
        8,
        9,
    ]
    assert new_plan.action_set.order_by("position").first().reference == "1"


def test_an_answer_about_a_leader_stays_with_the_leader(people, plan, new_plan, client):
    """Another one who comes first by name, after the page was opened, must not get it."""
    one = action_of(plan, "1.1")
    (lead,) = one.leads.all()
    sent = carry_data(plan, one, **{f"leader_group_{lead.group_id}": "nobody"})
    set_leads(action_of(plan, "1.3"), [{"words": "A first name"}], by=people.business_manager)
    words = action_of(plan, "1.3").leads.get()
    field = next(
        name for name in _fields(client, plan, new_plan) if name.startswith("leader_words")
    )
    address_ = address("plan_carry", new_plan)
    client.post(f"{address_}?from={plan.pk}", sent | {field: "same"})
    assert words.words == "A first name"
    assert new_plan.action_set.get(carried_from=one).leads.count() == 0


def _fields(client, plan, new_plan):
    page = client.get(f"{address('plan_carry', new_plan)}?from={plan.pk}").text
    return re.findall(r'name="([^"]+)"', page)


def test_an_action_is_carried_on_once(people, plan, new_plan):
    carry(new_plan, plan, people, "1.3")
    with pytest.raises(ValidationError, match=r"1\.3 has already been carried on as 1\.1"):
        carry(new_plan, plan, people)
    assert new_plan.action_set.count() == 1


def test_only_a_draft_takes_actions_on(people, plan):
    agreed = make_plan(people, actions=0, title="Agreed plan")
    with pytest.raises(ValidationError, match="into a draft"):
        carry(agreed, plan, people)
    assert agreed.action_set.count() == 0


def test_nothing_crosses_to_another_partnership(people, plan, new_plan):
    elsewhere = people.elsewhere.plan
    assert elsewhere.action_set.exists()
    with pytest.raises(ValidationError, match="same partnership"):
        carry(new_plan, elsewhere, people)


def test_a_new_plan_starts_from_the_one_before(people, plan, client):
    page = client.get(address("plan_new", people.partnership)).content.decode()
    assert f'<option value="{plan.pk}" selected>' in page
    for part, value in {
        "starts_on_day": 1,
        "starts_on_month": 4,
        "starts_on_year": 2029,
        "ends_on_year": 2032,
    }.items():
        assert re.search(rf'name="{part}"[^>]* value="{value}"', page)
    data = plan_data(title="Next plan", start="carry", previous=plan.pk)
    response = client.post(address("plan_new", people.partnership), data)
    new = Plan.objects.get(title="Next plan")
    assert (response.url, new.previous) == (address("plan_carry", new), plan)


def test_starting_from_a_plan_needs_the_plan(people, plan, client):
    data = plan_data(title="Next plan", start="carry")
    page = client.post(address("plan_new", people.partnership), data).content.decode()
    assert "Select the plan before" in page
    assert Plan.objects.filter(partnership=people.partnership).count() == 1


def test_unfinished_actions_are_ticked(plan, new_plan, client):
    done, begun = action_of(plan, "1.1"), action_of(plan, "1.2")
    make_update(done, rating="complete")
    make_update(begun, rating="red")
    page = client.get(address("plan_carry", new_plan)).content.decode()
    boxes = {line.split('value="')[1].split('"')[0]: "checked" in line
             for line in page.splitlines() if 'name="actions"' in line}  # fmt: skip
    assert boxes[str(done.pk)] is False
    assert boxes[str(begun.pk)] is True


def test_the_page_carries_on_what_is_ticked(people, plan, new_plan, client):
    add_part(CoreActivity, plan, by=people.business_manager, wording="Train people")
    data = carry_data(plan, action_of(plan, "1.1"), core_activities="on")
    response = client.post(address("plan_carry", new_plan), data)
    assert response.url == structure(new_plan)
    assert new_plan.action_set.get().carried_from == action_of(plan, "1.1")
    assert new_plan.coreactivity_set.get().wording == "Train people"
    assert "1 action carried on." in client.get(response.url).content.decode()
    again = client.post(address("plan_carry", new_plan), data).content.decode()
    assert "Action 1.1 has already been carried on as 1.1." in again
    assert "(already carried on as 1.1)" in again


def test_nothing_ticked_is_told(plan, new_plan, client):
    page = client.post(address("plan_carry", new_plan), carry_data(plan)).content.decode()
    assert "Choose at least one action to carry on" in page
    assert new_plan.action_set.count() == 0


def test_an_agency_that_was_replaced_gives_its_lead_to_its_successor(
    people, plan, new_plan, client
):
    by = people.business_manager
    set_leads(action_of(plan, "1.1"), [{"agency": people.police}], by=by)
    succeed_agency(people.police, by=by, successor=people.council, since=TODAY)
    page = client.get(address("plan_carry", new_plan)).content.decode()
    assert f"Replaced by {people.council}." in page
    assert f'<option value="agency-{people.council.pk}" selected>' in page


def test_both_actions_link_to_each_other(people, plan, new_plan, client, client_as):
    make_update(action_of(plan, "1.1"), comment="Twenty cases were read.")
    [copy] = carry(new_plan, plan, people, "1.1")
    old = action_of(plan, "1.1")
    page = client.get(address("action", copy)).content.decode()
    assert f'href="{address("action", old)}#timeline"' in page
    assert "Twenty cases were read." in page
    link = f'href="{address("action", copy)}"'
    assert link in client.get(address("action", old)).content.decode()
    assert link not in client_as(people.member).get(address("action", old)).content.decode()


@pytest.mark.parametrize("actions", [1, 3])
def test_queries_do_not_grow(actions, people, client, django_assert_num_queries):
    old = make_plan(people, actions=actions)
    new = make_plan(people, actions=0, agreed=False, title="Next plan")
    page = f"{address('plan_carry', new)}?from={old.pk}"
    with django_assert_num_queries(23):
        client.get(page)


@pytest.mark.parametrize("actions", [1, 3])
def test_what_is_copied_is_read_once_for_all_actions(actions, people):
    old = make_plan(people, actions=actions)
    new = make_plan(people, actions=0, agreed=False, title="Next plan")
    with CaptureQueriesContext(connection) as asked:
        carry(new, old, people, *(f"1.{number + 1}" for number in range(actions)))
    tables = (
        "plans_successmeasure",
        "plans_actiondriver",
        "plans_actiontheme",
        "plans_actionpriority",
    )
    reads = [q["sql"] for q in asked if q["sql"].startswith("SELECT")]
    counted = {table: sum(f'FROM "{table}"' in sql for sql in reads) for table in tables}
    assert counted == dict.fromkeys(tables, 1)
