"""Plans in the admin: a record stays in one plan, a save is one change, and append-only records stay so."""

from datetime import date

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from plans.models import (
    Action,
    Evidence,
    Lead,
    Objective,
    Plan,
    ProgressUpdate,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from tests.helpers import builders
from tests.helpers.admin_pages import address, errors_of, new_row, press, typed

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both


@pytest.fixture
def action(plan):
    return plan.action_set.get(reference="1.1")


@pytest.fixture
def draft(people):
    """A second plan of the same partnership, whose records could be mixed with the first's."""
    return builders.make_plan(people, agreed=False, title="Next plan")


def rows_of(change):
    """Every history row of a change, as (model, kind) pairs."""
    models = [Action, Lead, SuccessMeasure, Evidence, ReportingPoint, ProgressUpdate, Plan]
    return sorted(
        (model.__name__, row.history_type)
        for model in models
        for row in model.history.filter(change=change)
    )


# Choices


def test_choices_are_of_the_same_plan_and_partnership(plan, draft, people, action, client_as):
    page = client_as(people.business_manager).get(address(action, "change"))

    form = page.context["adminform"].form
    inlines = {one.formset.prefix: one.formset for one in page.context["inline_admin_formsets"]}
    lead = inlines["leads"].empty_form
    assert set(form.fields["priority"].queryset) == set(plan.priority_set.all())
    assert set(form.fields["follows"].queryset) == set(plan.action_set.all())
    assert set(lead.fields["group"].queryset) == {
        people.board,
        people.audit_group,
        people.training_group,
    }
    assert {value for value, _ in lead.fields["agency"].choices} == {
        "",
        people.council.pk,
        people.police.pk,
    }
    evidence = inlines["evidence"].empty_form
    assert set(evidence.fields["measure"].queryset) == set(action.measures.all())


def test_add_form_offers_own_plans_that_are_open(plan, people, client_as):
    closed = builders.make_closed_plan(people)
    page = client_as(people.business_manager).get(address(Action, "add"))

    plans = set(page.context["adminform"].form.fields["plan"].queryset)
    assert plan in plans
    assert closed not in plans
    assert people.elsewhere.plan not in plans


# Hand-made posts


@pytest.mark.parametrize("field", ["group", "post", "agency"])
def test_lead_of_another_partnership_is_refused(people, action, client_as, field):
    client = client_as(people.business_manager)
    others = people.elsewhere.people
    foreign = {"group": others.audit_group, "post": others.adviser, "agency": others.council}
    data = new_row(
        typed(client, address(action, "change")),
        "leads",
        role="joint",
        position="2",
        **{field: foreign[field].pk},
    )

    response = client.post(address(action, "change"), data)

    assert f"leads.{field}" in errors_of(response)
    assert action.leads.count() == 1


@pytest.fixture
def of_both(people):
    """The business manager of two partnerships."""
    from partnership.services.partnership import admit

    admit(
        people.business_manager,
        people.elsewhere.people.partnership,
        by=None,
        role="business_manager",
        since=date(2026, 1, 1),
    )
    return people.business_manager


def test_lead_of_another_own_partnership_is_refused(of_both, people, action, client_as):
    client = client_as(of_both)
    foreign = people.elsewhere.people.audit_group
    data = new_row(
        typed(client, address(action, "change")),
        "leads",
        role="joint",
        position="2",
        group=foreign.pk,
    )

    in_row = client.post(address(action, "change"), data)
    on_page = client.post(
        address(Lead, "add"),
        {"action": action.pk, "role": "joint", "position": "2", "group": foreign.pk},
    )

    assert "leads.group" in errors_of(in_row)
    assert errors_of(on_page) == {"group": ["Choose one from the same partnership."]}
    assert Lead.objects.filter(group=foreign, plan=action.plan).count() == 0


def test_parts_of_another_plan_are_refused(people, plan, draft, action, client_as):
    client = client_as(people.business_manager)
    priority, other = draft.priority_set.get(), draft.action_set.first()

    changed = press(client, action, priority=priority.pk, follows=other.pk)
    added = client.post(
        address(Action, "add"),
        {
            "plan": plan.pk,
            "reference": "9",
            "title": "T",
            "wording": "W",
            "position": "9",
            "timescale_kind": "none",
            "priority": priority.pk,
            "follows": other.pk,
        },
    )

    assert set(errors_of(changed)) == {"priority", "follows"}
    same = ["Choose one from the same plan."]
    assert errors_of(added) == {"priority": same, "follows": same}


def test_evidence_is_of_a_measure_of_its_action(people, plan, action, client_as):
    client = client_as(people.business_manager)
    measure = plan.action_set.get(reference="1.2").measures.get()

    response = client.post(
        address(Evidence, "add"),
        {
            "action": action.pk,
            "measure": measure.pk,
            "question": "how_much",
            "source": "audit",
            "found_on": "2026-11-01",
            "text": "Found.",
        },
    )

    assert errors_of(response) == {
        "measure": ["Choose a measure of this action, its priority or its objective."]
    }


def test_action_does_not_follow_itself(people, action, client_as):
    response = press(client_as(people.business_manager), action, follows=action.pk)

    assert errors_of(response) == {"follows": ["A record cannot refer to itself."]}


def test_lead_without_parent_is_a_form_error(people, plan, client_as):
    response = client_as(people.business_manager).post(
        address(Lead, "add"), {"role": "lead", "position": "1", "words": "Somebody"}
    )

    assert errors_of(response) == {"__all__": ["A lead belongs to one action or one priority."]}


def test_reference_twice_is_a_form_error(people, plan, action, client_as):
    client = client_as(people.business_manager)
    told = {"__all__": ["The plan already has an action with this reference."]}

    assert errors_of(press(client, action, reference="1.2")) == told
    added = client.post(
        address(Action, "add"),
        {
            "plan": plan.pk,
            "reference": "1.2",
            "title": "T",
            "wording": "W",
            "position": "9",
            "timescale_kind": "none",
        },
    )
    assert errors_of(added) == told


# One save, one change


def test_action_and_its_parts_are_one_change(people, action, client_as):
    client = client_as(people.business_manager)
    before = Change.objects.count()
    data = typed(client, address(action, "change"))
    data |= {"title": "Renamed", "change_reason": "As the board asked."}
    data = new_row(data, "leads", role="contributes", position="2", agency=people.police.pk)
    data = new_row(
        data,
        "evidence",
        measure="",
        question="how_much",
        source="audit",
        found_on="2026-11-01",
        text="Ten cases.",
        link="",
    )

    response = client.post(address(action, "change"), data)

    assert response.status_code == 302, errors_of(response)
    assert Change.objects.count() == before + 1
    change = Change.objects.first()
    assert rows_of(change) == [("Action", "~"), ("Evidence", "+"), ("Lead", "+")]
    assert (change.by, change.reason, change.through, change.where) == (
        people.business_manager,
        "As the board asked.",
        "admin",
        "admin:plans_action_change",
    )
    assert (change.home_kind, change.home_id) == ("plan", action.plan_id)
    assert action.evidence.get().by == people.business_manager
    assert action.leads.last().plan == action.plan


def test_added_action_joins_its_plan(people, plan, client_as):
    client = client_as(people.business_manager)

    response = client.post(
        address(Action, "add"),
        {
            "plan": plan.pk,
            "reference": "9",
            "title": "T",
            "wording": "W",
            "position": "9",
            "timescale_kind": "month",
            "due_on": "2027-02-10",
            "due_precision": "month",
            "change_reason": "New.",
        },
    )

    action = plan.action_set.get(reference="9")
    assert response.url == address(action, "change")
    assert (action.due_on, action.first_due_on) == (date(2027, 2, 28), date(2027, 2, 28))
    assert action.first_wording == "W"


# What is read-only


def test_what_pages_add_to_is_only_looked_at(people, action, client_as):
    client = client_as(people.business_manager)
    update = builders.make_update(action)
    press(client, action, due_on="2027-06-30", change_reason="Later.")
    for record in (update, TimescaleChange.objects.get()):
        assert client.get(address(record, "change")).status_code == 200
        assert client.post(address(record, "change"), {"reason": "X"}).status_code == 403
        assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
        assert client.get(address(type(record), "add")).status_code == 403
        assert client.get(address(record, "history")).status_code == 200


def test_rating_and_status_cannot_be_posted(people, plan, action, client_as):
    client = client_as(people.business_manager)

    press(client, action, rating="green", first_wording="Mine", title="Renamed")
    press(client, plan, status="closed", agreed_where="Nowhere", title="Renamed")

    action.refresh_from_db()
    plan.refresh_from_db()
    assert (action.rating, action.title) == ("not_rated", "Renamed")
    assert action.first_wording == "Do what action 1.1 says."
    assert (plan.status, plan.title) == ("agreed", "Renamed")
    assert plan.agreed_where == "Executive, 20 April 2026"


def test_closed_plan_is_only_looked_at(people, client_as):
    client = client_as(people.business_manager)
    closed = builders.make_closed_plan(people)
    action = closed.action_set.first()

    for record in (closed, action, action.leads.get(), action.measures.get()):
        assert client.get(address(record, "change")).status_code == 200
        assert client.post(address(record, "change"), {"title": "X"}).status_code == 403
    assert (
        client.post(address(action, "delete"), {"post": "yes", "change_reason": "X"}).status_code
        == 403
    )
    added = client.post(
        address(Lead, "add"), {"action": action.pk, "role": "lead", "position": "5", "words": "X"}
    )
    assert errors_of(added) == {
        "__all__": ["This plan is closed. You can read it but you cannot change it."]
    }


# Queries


@pytest.mark.parametrize("number", [1, 3])
def test_an_action_asks_the_same_with_one_row_and_with_three(
    people, plan, client_as, django_assert_num_queries, number
):
    leads = [{"agency": people.police}, {"agency": people.council}, {"group": people.audit_group}]
    action = builders.make_action(plan, "2.1", leads=leads[:number], measures=number)
    client = client_as(people.business_manager)
    client.get(address(action, "change"))
    with django_assert_num_queries(29):
        assert client.get(address(action, "change")).status_code == 200


def test_lists_ask_the_same_with_few_and_with_many(
    people, plan, client_as, django_assert_num_queries
):
    client = client_as(people.business_manager)

    def ask():
        for model, count in LISTS.items():
            with django_assert_num_queries(count):
                assert client.get(address(model, "changelist")).status_code == 200

    LISTS = {Action: 8, Lead: 8, SuccessMeasure: 8, Objective: 8}
    client.get(reverse("admin:index"))
    ask()
    for number in range(3):
        builders.make_action(plan, f"2.{number}", leads=[{"agency": people.police}])
    ask()


def test_action_page_asks_the_same_with_few_and_with_many_rows(people, plan, action, client_as):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(people.business_manager)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address(action, "change"))
        return len(asked)

    client.get(address(action, "change"))
    few = queries()
    with recording(by=people.business_manager):
        for number in range(4):
            action.leads.create(plan=plan, words=f"Person {number}")
            action.measures.create(plan=plan, wording=f"Measure {number}")
    assert queries() == few
