"""Leads: set as a whole, in one change, and never of another partnership."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, StaleRecord, recording
from plans.models import Lead
from plans.services.lead import set_leads
from tests.helpers.builders import action_of


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def found(action):
    return [(lead.name, lead.role) for lead in action.leads.all()]


def test_exactly_these_in_this_order(people, action, manager):
    set_leads(
        action,
        [
            {"post": people.adviser},
            {"group": people.training_group, "role": "via"},
            {"agency": people.police, "role": "oversees"},
            {"words": "All partner agencies", "role": "contributes"},
        ],
        by=manager,
    )
    assert found(action) == [
        ("Professional Adviser", "lead"),
        ("Training Group", "via"),
        ("Ashshire Police", "oversees"),
        ("All partner agencies", "contributes"),
    ]


def test_is_one_change_however_many(people, action, manager):
    before = Change.objects.count()
    leads = [{"post": people.adviser}, {"agency": people.police, "role": "joint"}]
    set_leads(action, leads, by=manager, reason="Taken over")
    assert Change.objects.count() == before + 1
    rows = Lead.history.filter(change__reason="Taken over")
    assert sorted(row.history_type for row in rows) == ["+", "~"]


def test_touches_only_what_differs(people, action, manager):
    kept = action.leads.get().pk
    before = Lead.history.count()
    set_leads(action, [{"group": people.audit_group}, {"post": people.adviser}], by=manager)
    assert action.leads.first().pk == kept
    assert Lead.history.count() == before + 1


def test_an_action_may_have_no_leads(action, manager):
    set_leads(action, [], by=manager)
    assert found(action) == []


def test_what_was_written_no_longer_holds_once_the_leads_differ(people, action, manager):
    group = {"group": people.audit_group}
    set_leads(action, [group], by=manager, words="Audit Work Group")
    action.refresh_from_db()
    assert action.leads_words == "Audit Work Group"
    set_leads(action, [group], by=manager)
    action.refresh_from_db()
    assert action.leads_words == "Audit Work Group"
    set_leads(action, [{"post": people.adviser}], by=manager)
    action.refresh_from_db()
    assert action.leads_words == ""


def test_a_stale_save_is_refused_though_only_leads_differed(people, action, manager):
    seen = action.version
    set_leads(action, [{"post": people.adviser}], by=people.executive, seen=seen)
    with pytest.raises(StaleRecord):
        set_leads(action, [], by=manager, seen=seen)
    assert found(action) == [("Professional Adviser", "lead")]


def test_a_priority_has_leads_in_the_same_way(people, plan, manager):
    priority = plan.priority_set.get()
    (lead,) = set_leads(priority, [{"group": people.audit_group}], by=manager, words="The group")
    assert (lead.priority, lead.action, lead.plan) == (priority, None, plan)
    priority.refresh_from_db()
    assert priority.leads_words == "The group"


@pytest.mark.parametrize("kind", ["group", "post", "agency"])
def test_of_another_partnership_is_refused(people, action, manager, kind):
    others = people.elsewhere.people
    who = {"group": others.audit_group, "post": others.adviser, "agency": others.council}[kind]
    with pytest.raises(ValidationError) as refused:
        set_leads(action, [{kind: who}], by=manager)
    assert refused.value.messages == [
        "Choose groups, posts, agencies and people in your partnership."
    ]
    assert found(action) == [("Audit Group", "lead")]


def test_of_another_partnership_is_refused_beside_one_of_ones_own(people, action, manager):
    """Or at least refused for naming two: the sentence must not depend on which comes first."""
    lead = {"group": people.audit_group, "post": people.elsewhere.people.adviser}
    with pytest.raises(ValidationError) as refused:
        set_leads(action, [lead], by=manager)
    assert refused.value.messages == [
        "Choose groups, posts, agencies and people in your partnership."
    ]


@pytest.mark.parametrize(
    "names", [[], ["group", "words"], ["group", "post"], ["post", "agency"], ["agency", "person"]]
)
def test_exactly_one_of_five(people, action, manager, names):
    who = {
        "group": people.audit_group,
        "post": people.adviser,
        "agency": people.police,
        "person": people.member,
        "words": "Everybody",
    }
    with pytest.raises(ValidationError) as refused:
        set_leads(action, [{name: who[name] for name in names}], by=manager)
    assert refused.value.messages == ["Choose exactly one of group, post, agency, person or name."]
    assert found(action) == [("Audit Group", "lead")]


def test_the_database_holds_it_too(people, action, manager):
    lead = action.leads.get()
    lead.words = "Everybody as well"
    with pytest.raises(IntegrityError), transaction.atomic(), recording(by=manager):
        lead.save()


def test_a_lead_of_an_action_is_not_one_of_a_priority(plan, action, manager):
    lead = action.leads.get()
    lead.priority = plan.priority_set.get()
    with pytest.raises(ValidationError) as refused:
        lead.full_clean()
    assert refused.value.messages == ["A lead belongs to one action or one priority."]


def test_an_agency_is_called_by_its_short_name(people, action, manager):
    people.police.short_name = "Police"
    with recording(by=manager):
        people.police.save()
    set_leads(action, [{"agency": people.police}], by=manager)
    assert found(action) == [("Police", "lead")]
