"""Memberships and seats run from one day to another, both included."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from partnership.history import revise
from partnership.models import Membership, Partnership
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.models import Action
from tests.helpers.builders import FOUNDED, TODAY, action_of

DAY = timedelta(days=1)


def fresh(person):
    """The person without caches of an earlier request."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def ended(people):
    membership = people.member.memberships.get()
    revise(membership, by=people.business_manager, until=TODAY)
    return people.member


@pytest.mark.parametrize(
    ("day", "belongs"), [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)]
)
def test_the_last_day_still_counts(people, ended, day, belongs):
    person = fresh(ended)
    assert (people.partnership.roles_of(person, on=day) == {Role.MEMBER}) is belongs
    assert (people.partnership in Partnership.objects.visible_to(person, on=day)) is belongs


def test_the_first_day_counts_and_the_day_before_does_not(people):
    first = FOUNDED.date()
    assert people.partnership.roles_of(fresh(people.member), on=first) == {Role.MEMBER}
    assert people.partnership.roles_of(fresh(people.member), on=first - DAY) == set()


def test_who_left_sees_nothing_of_the_plan(plan, ended):
    assert Action.objects.visible_to(fresh(ended), on=TODAY).count() == 3
    assert Action.objects.visible_to(fresh(ended), on=TODAY + DAY).count() == 0


def test_who_left_the_partnership_may_not_act_by_a_seat_they_kept(people, plan):
    """A seat gives a role for the action, but what is not visible does not exist."""
    revise(people.chair.memberships.get(), by=people.business_manager, until=TODAY - DAY)
    assert list(Action.objects.visible_to(fresh(people.chair), on=TODAY)) == []


@pytest.mark.parametrize(("until", "chairs"), [(TODAY - DAY, False), (TODAY, True), (None, True)])
def test_a_seat_that_ended_gives_nothing(people, plan, until, chairs):
    seat = people.audit_group.seats.get(holder=people.chair)
    revise(seat, by=people.business_manager, until=until)
    roles = action_of(plan, "1.1").roles_of(fresh(people.chair), on=TODAY)
    assert (Role.CHAIR in roles) is chairs


def test_a_seat_that_has_not_begun_gives_nothing(people, plan):
    seat = people.audit_group.seats.get(holder=people.chair)
    revise(seat, by=people.business_manager, since=TODAY + DAY)
    assert Role.CHAIR not in action_of(plan, "1.1").roles_of(fresh(people.chair), on=TODAY)


def test_a_post_that_changed_hands_leads_by_its_new_holder(people, plan):
    revise(people.adviser, by=people.business_manager, holder=people.member)
    action = action_of(plan, "1.2")
    assert Role.LEAD in action.roles_of(people.member, on=TODAY)
    assert Role.LEAD not in action.roles_of(people.lead, on=TODAY)


def test_one_person_may_hold_two_roles(people):
    admit(
        people.member,
        people.partnership,
        by=people.business_manager,
        role=Role.EXECUTIVE,
        since=TODAY,
    )
    assert people.partnership.roles_of(fresh(people.member), on=TODAY) == {
        Role.MEMBER,
        Role.EXECUTIVE,
    }
    assert people.partnership.roles_of(fresh(people.member), on=TODAY - DAY) == {Role.MEMBER}


def test_and_belong_to_two_partnerships_with_a_role_in_each(people):
    other = people.elsewhere.people.partnership
    admit(people.executive, other, by=people.outsider, role=Role.MEMBER, since=TODAY)
    person = fresh(people.executive)
    assert people.partnership.roles_of(person, on=TODAY) == {Role.EXECUTIVE}
    assert other.roles_of(person, on=TODAY) == {Role.MEMBER}


def test_memberships_are_fetched_once_a_day_asked_about(people, django_assert_num_queries):
    person = fresh(people.member)
    with django_assert_num_queries(1):
        person.current_memberships(TODAY)
        person.partnership_ids(TODAY)
        people.partnership.roles_of(person, on=TODAY)
    with django_assert_num_queries(1):
        person.current_memberships(TODAY + DAY)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"since": date(2026, 5, 2), "until": date(2026, 5, 1)},
            "A membership cannot end before it begins.",
        ),
        ({"since": date(2026, 5, 1)}, "This person already has this role."),
    ],
)
def test_impossible_memberships_are_refused_in_words(people, values, message):
    membership = Membership(
        user=people.member, partnership=people.partnership, role=Role.MEMBER, **values
    )
    with pytest.raises(ValidationError) as refused:
        membership.full_clean()
    assert refused.value.messages == [message]


def test_who_left_may_come_back(people, ended):
    again = Membership(
        user=ended, partnership=people.partnership, role=Role.MEMBER, since=TODAY + DAY
    )
    again.full_clean()
