"""The page that offers a plan as files."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from plans.exports.tables import PLAN_TABLES
from tests.helpers.builders import TODAY, make_plan, make_update

pytestmark = pytest.mark.engine_free


def read(client, plan, query="", name="plan_downloads", told=()):
    response = client.get(reverse(f"reports:{name}", args=["ashshire", plan.pk, *told]) + query)
    assert response.status_code == 200
    return response.content.decode()


def files(page):
    """(ending, its parameters) of each file that the page offers."""
    links = (urlsplit(link.replace("&amp;", "&")) for link in re.findall(r'href="([^"]+)"', page))
    return [
        (link.path.rpartition("plan.")[2], {k: v for k, (v,) in parse_qs(link.query).items()})
        for link in links
        if "/plan." in link.path
    ]


def test_it_offers_every_format(people, plan, client_as):
    page = read(client_as(people.member), plan)
    assert "You will get all 3 actions." in page
    assert files(page) == [
        ("pdf", {"view": "published"}), ("pdf", {}),
        ("docx", {"view": "published"}), ("docx", {}),
        ("xlsx", {}),
        *(("csv", {"table": table.name}) for table in PLAN_TABLES),
        ("json", {}), ("ics", {}),
    ]  # fmt: skip


def test_it_says_what_is_filtered_and_each_file_is_filtered_likewise(people, plan, client_as):
    make_update(plan.action_set.first(), rating="red")
    page = read(client_as(people.member), plan, "?rating=red&by=lead&view=published&odd=1")
    assert "You will get 1 of 3 actions, filtered by:" in page
    assert "<li>Rating: Red</li>" in page
    offered = files(page)
    assert all(query["rating"] == "red" and "odd" not in query for _, query in offered)
    assert {kind for kind, query in offered if query.get("by") == "lead"} == {"pdf", "docx"}


def test_the_plan_page_leads_here_with_its_filter(people, plan, client_as):
    address, downloads = (
        reverse(name, args=["ashshire", plan.pk])
        for name in ("plans:plan", "reports:plan_downloads")
    )
    page = client_as(people.member).get(f"{address}?q=x").content.decode()
    assert f'href="{downloads}?q=x"' in page


def test_an_earlier_version_offers_itself(people, plan, client_as):
    client = client_as(people.member)
    page = read(client, plan, name="plan_as_at_downloads", told=[f"{TODAY}"])
    assert "Download the plan as at 22 November 2026" in page
    assert f"/as-at/{TODAY}/plan.xlsx" in page
    version = read(client, plan, name="plan_as_at", told=[f"{TODAY}"])
    assert f"/as-at/{TODAY}/downloads/" in version


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_a_fixed_number_of_queries(people, client_as, django_assert_num_queries, number):
    plan = make_plan(people, actions=number)
    client = client_as(people.member)
    read(client, plan)
    with django_assert_num_queries(10):
        read(client, plan, "?q=Action")


def test_the_page_of_a_group_leads_to_its_work_plan(people, plan, client_as):
    client = client_as(people.member)
    group = reverse("subgroups:group", args=["ashshire", people.audit_group.pk])
    link = f"{reverse('reports:plan_downloads', args=['ashshire', plan.pk])}?group={people.audit_group.pk}"
    assert f'href="{link}"' in client.get(group).content.decode()
    page = client.get(link).content.decode()
    assert "<li>Lead group: Audit Group</li>" in page
    assert "You will get 1 of 3 actions" in page
    board = reverse("subgroups:group", args=["ashshire", people.board.pk])
    assert "work plan" not in client.get(board).content.decode()


def test_a_filter_that_nothing_matches_is_said(people, plan, client_as):
    assert "No actions match your filters:" in read(client_as(people.member), plan, "?q=not+there")


def test_the_work_plan_of_a_group_as_at_a_day(people, plan, client_as):
    client, told = client_as(people.member), [f"{TODAY}"]
    page = read(client, plan, name="plan_as_at_downloads", told=told)
    assert f'?group={people.audit_group.pk}">Audit Group</a>' in page
    query = f"?group={people.audit_group.pk}"
    page = read(client, plan, query, name="plan_as_at_downloads", told=told)
    assert "You will get 1 of 3 actions: those that Audit Group led then." in page
    assert all(asked["group"] == str(people.audit_group.pk) for _, asked in files(page))
    address = reverse("reports:plan_as_at_downloads", args=["ashshire", plan.pk, *told])
    for odd in (people.board.pk, "x", 0):
        assert client.get(f"{address}?group={odd}").status_code == 404
