"""Agreeing a plan and closing it, each after a confirmation."""

from plans.services.plan import revise_plan
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


def test_the_page_names_what_is_still_missing(people, client_as):
    plan = make_plan(people, actions=1, agreed=False)
    make_action(plan, "1.2", measures=0)
    page = client_as(people.business_manager).get(address("plan_agree", plan)).content.decode()
    assert "3 gaps you may want to fill first" in page
    for gap in ("no lead", "no timescale", "no success measure"):
        assert f"1.2 Action 1.2</a>: {gap}" in page
        assert f"1.1 Action 1.1</a>: {gap}" not in page


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
