"""Agreeing a plan and closing it, each after a confirmation."""

from datetime import timedelta

import pytest

from plans.gaps import BY_KEY, OUTSIDE
from plans.models import Priority
from plans.services.plan import revise_plan
from plans.services.structure import add_part, remove_part
from tests.helpers.builders import action_of, make_action, make_plan
from tests.helpers.editing import address, theirs


def test_agreeing_keeps_wording_and_dates_as_first_agreed(people, client_as):
    plan = make_plan(people, agreed=False)
    data = theirs(plan) | {
        "agreed_where": "Executive, 20 November 2026",
        "reason": "All three agreed.",
    }
    client_as(people.business_manager).post(address("plan_agree", plan), data)
    plan.refresh_from_db()
    assert (plan.status, plan.agreed_by) == ("agreed", people.business_manager)
    assert plan.agreed_where == "Executive, 20 November 2026"
    assert action_of(plan, "1.1").first_timescale == "By March 2027"


def listed(client, plan):
    """What the page lists as missing: heading → the names under it."""
    page = client.get(address("plan_agree", plan)).content.decode()
    parts = page.split("What is still missing</h2>")[-1].split('<h3 class="govuk-heading-s">')[1:]
    return {
        part.split("</h3>")[0]: [link.split("</a>")[0] for link in part.split('/">')[1:]]
        or [link.split("</a>")[0].split('">')[-1] for link in part.split("<li>")[1:]]
        for part in (part.split("</ul>")[0] for part in parts)
    }


def test_the_page_lists_all_that_is_missing(people, client_as):
    plan = make_plan(people, actions=1, agreed=False)
    by, client = people.business_manager, client_as(people.business_manager)
    assert listed(client, plan) == {
        "1 objective without an action": ["Objective 1: Every child has a say"]
    }
    add_part(Priority, plan, by=by, number="2", title="Neglect")
    make_action(plan, "1.2", measures=0)
    make_action(plan, "1.3", leads=[{"words": "Everyone"}], timescale={"kind": "ongoing"})
    late = {"kind": "date", "due_on": plan.ends_on + timedelta(days=1)}
    audit = [{"group": people.audit_group}, {"words": "Everyone"}]
    make_action(plan, "1.4", leads=audit, timescale=late)
    assert listed(client, plan) == {
        "1 priority without an action": ["Priority 2: Neglect"],
        "1 objective without an action": ["Objective 1: Every child has a say"],
        "1 action without a lead": ["1.2 Action 1.2"],
        "1 action without a timescale": ["1.2 Action 1.2"],
        "1 action without a success measure": ["1.2 Action 1.2"],
        f"1 action {BY_KEY['nobody_asked'].phrase}": ["1.3 Action 1.3"],
        f"1 action {OUTSIDE}": ["1.4 Action 1.4"],
    }


def test_a_plan_without_gaps_says_so(people, client_as):
    plan = make_plan(people, actions=1, agreed=False)
    remove_part(plan.objective_set.get(), by=people.business_manager, reason="")
    client = client_as(people.business_manager)
    page = client.get(address("plan_agree", plan)).content.decode()
    assert "Every priority has an action" in page
    assert "What is still missing" not in page


@pytest.mark.parametrize("actions", [1, 3])
def test_queries_do_not_grow(actions, people, client_as, django_assert_num_queries):
    plan = make_plan(people, actions=0, agreed=False)
    for number in range(actions):
        make_action(plan, f"1.{number}", measures=0)
    client, page = client_as(people.business_manager), address("plan_agree", plan)
    with django_assert_num_queries(9):
        client.get(page)


def test_a_plan_is_agreed_once(people, plan, client_as):
    client = client_as(people.business_manager)
    assert (
        "This plan was agreed on 20 April 2026"
        in client.get(address("plan_agree", plan)).content.decode()
    )
    sent = client.post(address("plan_agree", plan), theirs(plan))
    assert "This plan was agreed on 20 April 2026" in sent.content.decode()


def test_a_draft_that_moved_on_is_not_agreed_unseen(people, client_as):
    plan = make_plan(people, agreed=False)
    seen = theirs(plan)
    revise_plan(plan, by=people.business_manager, introduction="Quite another.")
    response = client_as(people.business_manager).post(address("plan_agree", plan), seen)
    plan.refresh_from_db()
    assert (response.status_code, plan.status) == (409, "draft")


def test_closing_needs_a_reason(people, plan, client_as):
    client = client_as(people.business_manager)
    refused = client.post(address("plan_close", plan), theirs(plan))
    assert "Enter a reason for closing the plan" in refused.content.decode()
    client.post(address("plan_close", plan), theirs(plan) | {"reason": "Its period is over."})
    plan.refresh_from_db()
    assert plan.status == "closed"
    assert plan.history.latest().change.reason == "Its period is over."


def test_a_draft_cannot_be_closed(people, client_as):
    plan = make_plan(people, agreed=False)
    client = client_as(people.business_manager)
    page = client.post(address("plan_close", plan), theirs(plan) | {"reason": "Over."})
    assert "You can only close a plan that has been agreed." in page.content.decode()
    plan.refresh_from_db()
    assert plan.status == "draft"
