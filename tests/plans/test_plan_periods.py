"""A plan's reporting periods, newest first, and opening one."""

import re

import pytest

from plans.models import ReportingPeriod
from plans.services.period import freeze_period
from plans.services.plan import close_plan
from tests.helpers.builders import days_ago, make_plan
from tests.helpers.editing import address
from tests.helpers.periods import make_period, make_submitted, period_data


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def test_newest_first_with_state_and_numbers(people, plan, client):
    first = make_period(plan, name="Summer 2026", at=days_ago(90))
    record = first.returns.get(group=people.audit_group)
    make_submitted(record, by=people.chair, references=["1.1"], at=days_ago(80))
    freeze_period(first, by=people.business_manager, at=days_ago(70))
    make_period(plan, meeting="Executive")
    page = words(client.get(address("plan_periods", plan)))
    shown = page[page.index("Autumn 2026") :]
    assert shown.startswith(
        "Autumn 2026 Open Chairs submit by 8 December 2026: 16 days left · for Executive "
        "0 of 3 returns submitted"
    )
    assert (
        "Summer 2026 Frozen Frozen on 13 September 2026 by Business manager "
        "1 of 3 returns submitted" in shown
    )


def test_none_yet(plan, client):
    page = client.get(address("plan_periods", plan)).text
    assert "No reporting periods yet" in page
    assert address("period_new", plan) in page


def test_only_the_business_manager_opens_one(people, plan, client_as):
    page = client_as(people.chair).get(address("plan_periods", plan)).text
    assert "No reporting periods yet" in page
    assert address("period_new", plan) not in page


def test_not_of_a_draft_nor_of_a_closed_plan(people, plan, client):
    draft = make_plan(people, agreed=False, title="Next")
    closed = close_plan(plan, by=people.business_manager, reason="Over.")
    page = client.get(address("plan_periods", draft)).text
    assert "You cannot open a reporting period for a draft." in page
    assert address("period_new", draft) not in page
    assert address("period_new", closed) not in client.get(address("plan_periods", closed)).text
    assert (
        "You cannot open a reporting period for a draft."
        in client.get(address("period_new", draft)).text
    )
    assert "This plan is closed." in client.get(address("period_new", closed)).text


def test_not_beside_an_open_one(plan, client):
    make_period(plan)
    for name in ("plan_periods", "period_new"):
        page = client.get(address(name, plan)).text
        assert "Autumn 2026 is open. Freeze it before you open another." in page
        assert 'name="chairs_by_day"' not in page


def test_opening_one(people, plan, client):
    response = client.post(address("period_new", plan), period_data())
    period = ReportingPeriod.objects.get()
    assert response["Location"] == address("period", period)
    assert (period.name, period.meeting, period.opened_by, period.returns.count()) == (
        "Autumn 2026",
        "Executive, 20 December",
        people.business_manager,
        3,
    )


def test_what_was_typed_stays_where_the_days_are_out_of_order(plan, client):
    response = client.post(address("period_new", plan), period_data(freezes_on_day="2"))
    assert "The dates must be in this order: leads, chairs, freeze." in response.text
    assert 'value="Executive, 20 December"' in response.text
    assert ReportingPeriod.objects.count() == 0


def test_the_running_plans_periods_have_an_address_of_their_own(people, plan, client):
    response = client.get("/ashshire/plan/periods/")
    assert response["Location"] == address("plan_periods", plan)
    assert "/ashshire/plan/periods/" in client.get("/ashshire/manage/").text


def test_where_there_is_no_plan(people, client):
    assert "There is no plan yet" in client.get("/ashshire/plan/periods/").text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(people, plan, client, django_assert_num_queries, number):
    for n in range(number):
        period = make_period(plan, name=f"Round {n}", at=days_ago(30 * (9 - n)))
        freeze_period(period, by=people.business_manager, at=days_ago(30 * (9 - n) - 1))
    with django_assert_num_queries(5):
        client.get(address("plan_periods", plan))
