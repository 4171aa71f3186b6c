"""The groups, and one group: its members, to whom it reports, what it leads."""

import pytest
from django.urls import reverse

from plans.services.plan import close_plan
from subgroups.services.seat import give_seat
from tests.helpers.builders import NOW, TODAY, make_action, make_plan


@pytest.fixture
def address(people):
    return reverse("subgroups:group", args=["ashshire", people.audit_group.pk])


def test_says_who_sits_to_whom_it_reports_and_what_it_leads(people, plan, address, client_as):
    text = client_as(people.member).get(address).text
    for words in (people.chair.name, people.group_member.name, people.board.name, "1.1 "):
        assert words in text
    assert "1.3 " not in text


def test_the_board_hears_reports_from_its_groups(people, client_as):
    board = reverse("subgroups:group", args=["ashshire", people.board.pk])
    text = client_as(people.member).get(board).text
    assert "Receives reports from" in text
    assert people.audit_group.name in text


def test_a_seat_that_ended_is_among_those_before(people, address, client_as):
    give_seat(
        people.audit_group,
        by=people.business_manager,
        title="Head of long ago",
        until=TODAY.replace(year=2025),
    )
    text = client_as(people.member).get(address).text
    assert text.index("Former members") < text.index("Head of long ago")


def test_what_it_leads_in_a_draft_is_for_those_who_read_drafts(people, address, client_as):
    make_plan(people, agreed=False)
    assert "1.1 " in client_as(people.business_manager).get(address).text
    assert "This group does not lead any actions" in client_as(people.member).get(address).text


def test_a_closed_plan_is_left_out(people, plan, address, client_as):
    close_plan(plan, by=people.business_manager, reason="Over", at=NOW)
    assert "This group does not lead any actions" in client_as(people.member).get(address).text


def test_all_groups_are_listed_by_kind(people, client_as):
    text = client_as(people.member).get("/ashshire/groups/").text
    assert text.index("Executive") < text.index("Subgroups") < text.index("Audit Group")
    assert "Birchshire" not in text


@pytest.mark.parametrize("more", [0, 2])
def test_queries_do_not_grow(people, plan, address, client_as, django_assert_num_queries, more):
    for number in range(more):
        make_action(plan, f"8.{number}")
        give_seat(people.audit_group, by=people.business_manager, title=f"Member {number}")
    client = client_as(people.member)
    with django_assert_num_queries(9):
        client.get(address)
    with django_assert_num_queries(6):
        client.get("/ashshire/groups/")
