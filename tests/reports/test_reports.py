"""The list of yearly reports."""

import pytest
from django.urls import reverse

from tests.helpers.writing import make_report


def address(people):
    return reverse("reports:reports", kwargs={"slug": people.partnership.slug})


@pytest.fixture
def report(people, plan):
    make_report(people.elsewhere.plan, title="Birchshire report")
    return make_report(plan)


@pytest.mark.parametrize("role", ["business_manager", "executive", "scrutineer"])
def test_readers_of_drafts_find_their_own_reports(people, report, client_as, role):
    page = client_as(getattr(people, role)).get(address(people)).text
    assert reverse("reports:report", kwargs={"slug": "ashshire", "pk": report.pk}) in page
    assert "1 May 2026 to 15 November 2026" in page
    assert "Birchshire report" not in page


@pytest.mark.parametrize("role", ["member", "chair", "group_member", "lead"])
def test_members_are_told_that_none_is_published(people, report, client_as, role):
    page = client_as(getattr(people, role)).get(address(people)).text
    assert "No report has been published yet" in page
    assert report.title not in page


@pytest.mark.parametrize(
    ("role", "offered"), [("business_manager", 1), ("scrutineer", 0), ("member", 0)]
)
def test_only_the_business_manager_is_offered_to_start_one(
    people, report, client_as, role, offered
):
    page = client_as(getattr(people, role)).get(address(people)).text
    assert page.count(reverse("reports:report_new", kwargs={"slug": "ashshire"})) == offered


def test_without_a_report_it_says_what_to_do(people, client_as):
    assert "There is no report yet" in client_as(people.business_manager).get(address(people)).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(
    people, plan, client_as, number, django_assert_num_queries
):
    for _ in range(number):
        make_report(plan)
    client = client_as(people.business_manager)
    with django_assert_num_queries(4):
        page = client.get(address(people)).text
    assert page.count("Yearly report 2026</a>") == number
