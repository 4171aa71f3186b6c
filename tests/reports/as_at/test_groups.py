"""Groups and people as they were at the end of a day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnership.history import revise
from reports.as_at.groups import read_groups_as_at
from subgroups.services.people import end_membership
from subgroups.services.seat import give_seat
from tests.helpers.builders import FOUNDED, NOW

LATER = NOW + timedelta(days=1)


def seats(document, group):
    (found,) = (one for one in document.groups if one.name == group)
    return [(seat.who, seat.role) for seat in found.seats]


def test_a_leaver_sits_where_they_sat(people):
    by = people.business_manager
    membership = people.chair.memberships.get()
    end_membership(membership, by=by, reason="Moved away.", at=LATER)
    then = read_groups_as_at(people.partnership, at=NOW)
    now = read_groups_as_at(people.partnership, at=LATER)
    assert seats(then, "Audit Group") == [("Chair", "Chair"), ("Group member", "Member")]
    assert seats(now, "Audit Group") == [("Group member", "Member")]
    assert "Chair" in [member.name for member in then.members]
    assert "Chair" not in [member.name for member in now.members]


def test_names_are_those_of_the_time(people):
    revise(people.audit_group, by=people.business_manager, name="Scrutiny Group", at=LATER)
    names = [
        [group.name for group in read_groups_as_at(people.partnership, at=at).groups]
        for at in (NOW, LATER)
    ]
    assert names == [
        ["Ashshire Executive", "Audit Group", "Training Group"],
        ["Ashshire Executive", "Scrutiny Group", "Training Group"],
    ]


def test_before_there_was_a_partnership(people):
    assert read_groups_as_at(people.partnership, at=FOUNDED - timedelta(days=1)) is None


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_and_for_three(people, django_assert_num_queries, number):
    for _ in range(number):
        give_seat(
            people.training_group,
            holder=people.member,
            role="member",
            since=FOUNDED.date(),
            by=people.business_manager,
            title=f"Seat {_}",
        )
    with django_assert_num_queries(6):
        assert len(read_groups_as_at(people.partnership, at=NOW).groups) == 3


class TestPage:
    def page(self, client, day, query=""):
        address = reverse("reports:groups_as_at", args=["ashshire", day])
        return client.get(address + query)

    def test_shows_the_day_that_is_asked_for(self, people, client_as):
        shown = self.page(client_as(people.scrutineer), "2026-11-21").content.decode()
        assert "Groups and people as at 21 November 2026" in shown
        assert "Audit Group" in shown

    @pytest.mark.parametrize("day", ["2026-11-23", "now", "2026-02-30", "2020-01-01"])
    def test_no_other_day(self, people, client_as, day):
        assert self.page(client_as(people.scrutineer), day).status_code == 404

    def test_a_day_chosen_leads_to_its_address(self, people, client_as):
        query = "?day_day=3&day_month=11&day_year=2026"
        response = self.page(client_as(people.member), "2026-11-22", query)
        assert response.url == reverse("reports:groups_as_at", args=["ashshire", "2026-11-03"])
