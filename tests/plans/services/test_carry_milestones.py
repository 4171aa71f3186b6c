"""Milestones that are not done go along when an action is carried on into the next plan."""

import re
from datetime import date

import pytest

from plans.services.reporting_point import miss_report, receive_report
from plans.structure.carry import leader_key
from tests.helpers.builders import TODAY, action_of
from tests.helpers.carrying import carry, carry_data, make_next_plan
from tests.helpers.editing import address
from tests.helpers.milestones import make_milestone


@pytest.fixture
def new_plan(people, plan):
    return make_next_plan(people, plan)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def told(action):
    return [
        (point.text, point.who, point.lead and point.lead.part_of(), point.timescale)
        for point in action.reporting_points.all()
    ]


def test_those_not_done_go_along(people, plan, new_plan, action):
    for words in ("Procedure agreed", "Staff trained", "Audit read"):
        due_on = date(2026, 10 if words == "Staff trained" else 12, 1)
        last = make_milestone(action, words, due_on=due_on)
    done, missed, _ = action.reporting_points.all()
    receive_report(done, by=people.business_manager, received_on=TODAY)
    miss_report(missed, by=people.business_manager)
    copy, *_ = carry(new_plan, plan, people)
    assert told(copy) == [("Audit read", "", None, "By December 2026")]
    point = copy.reporting_points.get()
    assert (point.plan, point.first_timescale) == (new_plan, "")
    assert list(action.reporting_points.all())[2] == last  # the earlier ones stay


def test_stay_behind_if_nobody_wants_them(people, plan, new_plan, action):
    make_milestone(action)
    copy, *_ = carry(new_plan, plan, people, milestones=False)
    assert told(copy) == []


def test_are_for_whoever_leads_the_copy(people, plan, new_plan, action):
    lead = action.leads.get()
    make_milestone(action, "Staff trained", lead=lead)
    make_milestone(action, "", lead=lead)
    make_milestone(action, "Told", who="The clerk")
    same, *_ = carry(new_plan, plan, people, "1.1")
    assert told(same) == [
        ("Staff trained", "Audit Group", same, ""),
        ("", "Audit Group", same, ""),
        ("Told", "The clerk", None, ""),
    ]


def test_follow_a_lead_who_is_replaced_or_left_out(people, plan, new_plan, action):
    lead = action.leads.get()
    make_milestone(action, "Staff trained", lead=lead)
    make_milestone(action, "", lead=lead)
    key, other = leader_key(lead), {"group": people.training_group}
    replaced, *_ = carry(new_plan, plan, people, "1.1", leaders={key: other})
    assert [told[1] for told in told(replaced)] == ["Training Group"] * 2
    third = make_next_plan(people, plan, title="Third")
    nobody, *_ = carry(third, plan, people, "1.1", leaders={key: None})
    assert [told[1] for told in told(nobody)] == ["", "Audit Group"]


def test_the_page_offers_them(plan, new_plan, action, client):
    page = client.get(address("plan_carry", new_plan)).text
    assert "Copy the milestones" not in page
    make_milestone(action, "Staff trained", due_on=date(2026, 12, 1))
    page = client.get(address("plan_carry", new_plan)).text
    assert "Milestone: Staff trained" in page
    assert re.search(r'name="milestones"[^>]* checked', page)
    client.post(address("plan_carry", new_plan), carry_data(plan, action))
    assert not new_plan.action_set.get().reporting_points.exists()
    ticked = carry_data(plan, action_of(plan, "1.2"), milestones="on")
    make_milestone(action_of(plan, "1.2"), "Told")
    client.post(address("plan_carry", new_plan), ticked)
    assert new_plan.action_set.last().reporting_points.get().text == "Told"
