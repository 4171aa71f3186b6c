"""Group services: create one, its seats, and to whom it reports."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, recording
from partnership.permissions import Role
from subgroups.models import Group, Seat, seats_of
from subgroups.services.group import add_group, add_reporting_line
from subgroups.services.seat import give_seat
from tests.helpers.builders import FOUNDED, TODAY


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


class TestGroups:
    def test_is_made_in_one_change_that_is_read_with_it(self, people, manager):
        before = Change.objects.count()
        group = add_group(people.partnership, by=manager, name="New Group", kind="network")
        assert Change.objects.count() == before + 1
        assert (Change.objects.first().home_kind, Change.objects.first().home_id) == (
            "group",
            group.pk,
        )

    def test_once_by_name_in_a_partnership(self, people, manager):
        assert refusal(
            add_group, people.partnership, by=manager, name="Audit Group", kind="subgroup"
        ) == ["There is already a group with this name."]
        # The other partnership has one of this name, which does not matter.
        assert Group.objects.filter(name="Audit Group").count() == 2

    @pytest.mark.parametrize(
        "values",
        [{}, {"ends_on": date(2027, 3, 31)}, {"deliverables": "A toolkit"}],
    )
    def test_a_task_and_finish_group_finishes(self, people, manager, values):
        values = {"name": "Toolkit Group", "kind": "task_and_finish", **values}
        assert refusal(add_group, people.partnership, by=manager, **values) == [
            "A task and finish group needs an end date and what it will deliver."
        ]

    def test_and_one_that_does_is_welcome(self, people, manager):
        group = add_group(
            people.partnership,
            by=manager,
            name="Toolkit Group",
            kind="task_and_finish",
            ends_on=date(2027, 3, 31),
            deliverables="A toolkit",
        )
        assert group.pk

    def test_the_database_holds_it(self, people, manager):
        group = Group(partnership=people.partnership, name="T", kind="task_and_finish")
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=manager):
            group.save()


class TestReporting:
    def test_a_group_reports_to_several(self, people, manager):
        add_reporting_line(people.audit_group, people.training_group, by=manager)
        lines = people.audit_group.reporting_lines.all()
        assert [line.reports_to.name for line in lines] == ["Ashshire Executive", "Training Group"]

    @pytest.mark.parametrize(
        ("to", "message"),
        [
            ("itself", "A group cannot report to itself."),
            ("again", "This reporting line already exists."),
            ("elsewhere", "Choose a group of the same partnership."),
        ],
    )
    def test_refused_in_words(self, people, manager, to, message):
        others = {
            "itself": people.audit_group,
            "again": people.board,
            "elsewhere": people.elsewhere.people.board,
        }
        assert refusal(add_reporting_line, people.audit_group, others[to], by=manager) == [message]
        assert people.audit_group.reporting_lines.count() == 1


class TestSeats:
    def test_for_a_title_that_nobody_is_named_for(self, people, manager):
        seat = give_seat(
            people.board, by=manager, title="Director of Children's Services", places=2
        )
        assert (seat.holder, seat.places, str(seat)) == (
            None,
            2,
            "Director of Children's Services, member",
        )

    def test_for_somebody_or_for_a_title_but_not_for_neither(self, people, manager):
        assert refusal(give_seat, people.board, by=manager) == [
            "Enter a person, or the title of the representative."
        ]

    def test_does_not_end_before_it_begins(self, people, manager):
        assert refusal(
            give_seat,
            people.board,
            by=manager,
            title="X",
            since=date(2026, 5, 2),
            until=date(2026, 5, 1),
        ) == ["A seat cannot end before it begins."]

    @pytest.mark.parametrize(
        ("role", "gives"),
        [
            ("chair", Role.CHAIR),
            ("joint_chair", Role.CHAIR),
            ("deputy", Role.CHAIR),
            ("member", Role.GROUP_MEMBER),
            ("participant_observer", Role.GROUP_MEMBER),
            ("observer", Role.GROUP_MEMBER),
        ],
    )
    def test_gives_a_role_towards_its_group_alone(self, people, manager, role, gives):
        give_seat(people.board, by=manager, holder=people.member, role=role, since=FOUNDED.date())
        assert people.board.roles_of(people.member, on=TODAY) == {Role.MEMBER, gives}
        assert people.audit_group.roles_of(people.member, on=TODAY) == {Role.MEMBER}

    def test_are_fetched_once_a_day_asked_about(self, people, django_assert_num_queries):
        person = type(people.chair).objects.get(pk=people.chair.pk)
        with django_assert_num_queries(1):
            assert [seat.group for seat in seats_of(person, on=TODAY)] == [people.audit_group]
            seats_of(person, on=TODAY)

    def test_are_visible_to_their_partnership(self, people):
        seats = Seat.objects.visible_to(people.member, on=TODAY)
        assert {seat.group.partnership for seat in seats} == {people.partnership}
        others = Seat.objects.visible_to(people.outsider, on=TODAY)
        assert {seat.group.partnership for seat in others} == {people.elsewhere.people.partnership}
