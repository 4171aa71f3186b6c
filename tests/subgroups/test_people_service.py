"""People of a partnership: their role, their seats, their leaving, and who takes over from them."""

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change, StaleRecord
from partnership.models import Membership, Post, SecurityEvent, User
from partnership.permissions import Role
from partnership.services.agency import add_post
from partnership.services.partnership import admit
from subgroups.hand_over import actions_led, read_hand_over, read_held
from subgroups.models import Seat
from subgroups.services.people import change_membership, end_membership, hand_over, seat_person
from subgroups.services.seat import end_seat, give_seat
from tests.helpers.builders import FOUNDED, TODAY, action_of, make_update, make_user

LAST = (
    "Business manager is the only business manager. Make someone else business manager first, "
    "so that there is always someone who can invite people."
)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


def membership_of(person):
    return Membership.objects.get(user=person)


def events():
    return [(e.kind, e.about) for e in SecurityEvent.objects.order_by("pk")]


def roles(people, person):
    return people.partnership.roles_of(User.objects.get(pk=person.pk), on=TODAY)


@pytest.fixture
def second_manager(people, manager):
    """Another business manager beside the first."""
    user = make_user("second_manager", "ashshire")
    admit(user, people.partnership, by=manager, role="business_manager", since=FOUNDED.date())
    return user


class TestRole:
    def change(self, people, person, **values):
        mine = membership_of(person)
        values = {"by": people.business_manager, "role": mine.role, "agency": mine.agency, **values}
        return change_membership(mine, **values)

    def test_changes_at_once_and_the_log_is_told(self, people):
        self.change(people, people.member, role="executive", reason="Sits on the executive now.")
        assert roles(people, people.member) == {Role.EXECUTIVE}
        assert events() == [("role_changed", "Member, member, now executive")]
        change = Change.objects.first()
        assert (change.by, change.reason) == (people.business_manager, "Sits on the executive now.")
        row = membership_of(people.member).history.first()
        assert (row.altered_fields(), row.role) == (["role"], "executive")

    def test_another_agency_is_no_other_role(self, people):
        self.change(people, people.member, agency=people.police)
        assert membership_of(people.member).agency == people.police
        assert events() == []

    def test_nobody_changes_their_own(self, people, manager, second_manager):
        assert refusal(self.change, people, manager, role="scrutineer") == [
            "You cannot change your own role. Ask another business manager."
        ]
        assert roles(people, manager) == {Role.BUSINESS_MANAGER}

    def test_but_may_change_their_own_agency(self, people, manager):
        self.change(people, manager, agency=people.council)
        assert membership_of(manager).agency == people.council

    def test_the_last_business_manager_stays_one(self, people, manager, second_manager):
        self.change(people, manager, by=second_manager, role="member")
        assert roles(people, manager) == {Role.MEMBER}
        # Another person with the right, such as in a second window, comes too late.
        assert refusal(self.change, people, second_manager, by=manager, role="member") == [
            LAST.replace("Business manager", "Second manager", 1)
        ]
        assert roles(people, second_manager) == {Role.BUSINESS_MANAGER}

    def test_one_whose_account_is_closed_does_not_count(self, people, manager, second_manager):
        User.objects.filter(pk=second_manager.pk).update(is_active=False)
        assert refusal(self.change, people, manager, by=second_manager, role="member") == [LAST]

    def test_no_agency_of_another_partnership(self, people):
        theirs = people.elsewhere.people.council
        assert refusal(self.change, people, people.member, agency=theirs) == [
            "Choose an agency of this partnership."
        ]
        assert membership_of(people.member).agency is None

    def test_no_role_that_is_none(self, people):
        refusal(self.change, people, people.member, role="chair")
        assert roles(people, people.member) == {Role.MEMBER}

    def test_not_over_what_somebody_else_saved(self, people):
        seen = membership_of(people.member).version
        self.change(people, people.member, role="executive")
        with pytest.raises(StaleRecord):
            self.change(people, people.member, role="scrutineer", seen=seen)
        assert roles(people, people.member) == {Role.EXECUTIVE}

    def test_the_role_of_an_ended_membership_is_not_changed(self, people, manager):
        end_membership(membership_of(people.member), by=manager)
        assert refusal(self.change, people, people.member, role="executive") == [
            "This membership has already ended."
        ]


class TestEnding:
    def test_takes_away_everything_at_once_and_keeps_the_name(self, people, plan, manager):
        update = make_update(action_of(plan, "1.1"), by=people.chair)
        before = Change.objects.count()
        end_membership(membership_of(people.chair), by=manager, reason="Moved away.")

        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert (change.by, change.reason) == (manager, "Moved away.")
        assert roles(people, people.chair) == set()
        seat = Seat.objects.get(holder=people.chair)
        assert seat.ended_at == change.at
        person = User.objects.get(pk=people.chair.pk)
        assert people.audit_group.roles_of(person, on=TODAY) == set()
        assert action_of(plan, "1.1").roles_of(person, on=TODAY) == set()
        update.refresh_from_db()
        assert update.by.name == "Chair"
        assert events() == [
            ("membership_ended", "Chair, member"),
            ("role_changed", "Chair, no longer chair of Audit Group"),
        ]

    def test_posts_fall_vacant(self, people, manager):
        end_membership(membership_of(people.lead), by=manager)
        assert Post.objects.get(pk=people.adviser.pk).holder is None

    def test_what_they_hold_elsewhere_stays(self, people, manager):
        others = people.elsewhere.people
        admit(people.chair, others.partnership, by=None, role="member", since=FOUNDED.date())
        give_seat(others.board, by=others.business_manager, holder=people.chair, role="member")
        mine = people.partnership.membership_set.get(user=people.chair)
        end_membership(mine, by=manager)
        person = User.objects.get(pk=people.chair.pk)
        assert person.partnership_ids(TODAY) == {others.partnership.pk}
        assert others.board.roles_of(person, on=TODAY) == {Role.MEMBER, Role.GROUP_MEMBER}

    def test_of_two_memberships_one_leaves_the_seats(self, people, manager):
        admit(people.chair, people.partnership, by=manager, role="executive", since=FOUNDED.date())
        mine = people.partnership.membership_set.get(user=people.chair, role="member")
        end_membership(mine, by=manager)
        assert roles(people, people.chair) == {Role.EXECUTIVE}
        assert Seat.objects.get(holder=people.chair).ended_at is None

    def test_a_membership_is_ended_once(self, people, manager):
        mine = membership_of(people.member)
        end_membership(mine, by=manager)
        assert refusal(end_membership, mine, by=manager) == ["This membership has already ended."]

    def test_not_the_last_business_managers(self, people, manager):
        assert refusal(end_membership, membership_of(manager), by=manager) == [LAST]
        assert roles(people, manager) == {Role.BUSINESS_MANAGER}
        assert events() == []

    def test_one_of_two_business_managers_may_leave(self, people, manager, second_manager):
        end_membership(membership_of(manager), by=manager)
        assert roles(people, manager) == set()
        assert refusal(end_membership, membership_of(second_manager), by=second_manager) == [
            LAST.replace("Business manager", "Second manager", 1)
        ]

    def test_a_seat_is_ended_once(self, people, manager):
        seat = Seat.objects.get(holder=people.chair)
        end_seat(seat, by=manager, reason="Two terms are over.")
        assert people.audit_group.roles_of(User.objects.get(pk=people.chair.pk), on=TODAY) == {
            Role.MEMBER
        }
        assert Change.objects.first().reason == "Two terms are over."
        assert refusal(end_seat, seat, by=manager) == ["This seat has already ended."]


class TestSeating:
    def test_a_seat_begins_today(self, people, manager):
        seat = seat_person(
            membership_of(people.executive), by=manager, group=people.board, role="chair"
        )
        assert (seat.holder, seat.agency, seat.since) == (people.executive, people.council, TODAY)

    def test_not_on_a_group_of_another_partnership(self, people, manager):
        group = people.elsewhere.people.board
        mine = membership_of(people.member)
        assert refusal(seat_person, mine, by=manager, group=group, role="chair") == [
            "Choose a group of this partnership."
        ]
        assert not Seat.objects.filter(holder=people.member).exists()

    def test_nobody_has_two_seats_on_one_group(self, people, manager):
        mine = membership_of(people.chair)
        assert refusal(seat_person, mine, by=manager, group=people.audit_group, role="member") == [
            "Chair already has a seat on this group."
        ]

    def test_not_for_somebody_who_has_left(self, people, manager):
        mine = membership_of(people.member)
        end_membership(mine, by=manager)
        assert refusal(seat_person, mine, by=manager, group=people.board, role="member") == [
            "This membership has already ended."
        ]


class TestHandOver:
    def held(self, people, person):
        held = read_held(person, people.partnership, on=TODAY)
        return [str(post) for post in held.posts], [
            (seat.group.name, seat.role) for seat in held.seats
        ]

    def test_moves_posts_and_seats_in_one_change(self, people, plan, manager):
        add_post(people.partnership, by=manager, title="Lead for audit", holder=people.chair)
        before = Change.objects.count()
        hand_over(membership_of(people.chair), people.member, by=manager)

        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert (change.reason, change.by) == ("Handed over from Chair to Member", manager)
        assert self.held(people, people.chair) == ([], [])
        assert self.held(people, people.member) == (["Lead for audit"], [("Audit Group", "chair")])
        new = User.objects.get(pk=people.member.pk)
        assert action_of(plan, "1.1").roles_of(new, on=TODAY) == {Role.MEMBER, Role.CHAIR}
        old = User.objects.get(pk=people.chair.pk)
        assert action_of(plan, "1.1").roles_of(old, on=TODAY) == {Role.MEMBER}
        assert [(s.since, s.ended_at) for s in Seat.objects.filter(holder=people.chair)] == [
            (FOUNDED.date(), change.at)
        ]

    def test_shows_the_actions_that_go_with_it(self, people, plan):
        held = read_held(people.lead, people.partnership, on=TODAY)
        assert [lead.action.reference for lead in actions_led(held)] == ["1.2"]
        held = read_held(people.chair, people.partnership, on=TODAY)
        assert [lead.action.reference for lead in actions_led(held)] == ["1.1"]
        held = read_held(people.group_member, people.partnership, on=TODAY)
        assert actions_led(held) == []  # is a member, and chairs nothing

    def test_ends_the_membership_in_the_same_step(self, people, manager):
        before = Change.objects.count()
        hand_over(membership_of(people.chair), people.member, by=manager, end=True)
        assert Change.objects.count() == before + 1
        assert roles(people, people.chair) == set()
        assert self.held(people, people.member) == ([], [("Audit Group", "chair")])
        assert events() == [
            ("role_changed", "Chair, no longer chair of Audit Group"),
            ("role_changed", "Member, now chair of Audit Group"),
            ("membership_ended", "Chair, member"),
        ]

    def test_from_somebody_whose_membership_ran_out(self, people, manager):
        mine = membership_of(people.chair)
        Membership.objects.filter(pk=mine.pk).update(until=FOUNDED.date())
        hand_over(mine, people.member, by=manager)
        assert self.held(people, people.member) == ([], [("Audit Group", "chair")])

    def test_a_higher_seat_takes_the_place_of_ones_own(self, people, manager):
        hand_over(membership_of(people.chair), people.group_member, by=manager)
        assert self.held(people, people.group_member) == ([], [("Audit Group", "chair")])
        ended = Seat.objects.exclude(ended_at=None).order_by("pk")
        assert [(s.holder, s.role) for s in ended] == [
            (people.chair, "chair"),
            (people.group_member, "member"),
        ]

    def test_a_seat_handed_to_someone_with_a_higher_one_ends(self, people, manager):
        hand_over(membership_of(people.group_member), people.chair, by=manager)
        assert self.held(people, people.chair) == ([], [("Audit Group", "chair")])
        assert self.held(people, people.group_member) == ([], [])

    def test_a_titled_seat_always_goes_on(self, people, manager):
        give_seat(
            people.board, by=manager, title="Director of Children’s Services",
            holder=people.lead, agency=people.council, places=2, since=FOUNDED.date(),
        )  # fmt: skip
        give_seat(people.board, by=manager, holder=people.executive, role="chair")
        hand_over(membership_of(people.lead), people.executive, by=manager)
        assert self.held(people, people.executive) == (
            ["Professional Adviser"],
            [("Ashshire Executive", "chair"), ("Ashshire Executive", "member")],
        )
        seat = Seat.objects.get(holder=people.executive, role="member")
        assert (seat.title, seat.agency, seat.places, seat.since) == (
            "Director of Children’s Services", people.council, 2, TODAY,
        )  # fmt: skip

    def test_seats_in_other_partnerships_are_not_handed_over(self, people, manager):
        others = people.elsewhere.people
        admit(people.chair, others.partnership, by=None, role="member", since=FOUNDED.date())
        give_seat(others.board, by=others.business_manager, holder=people.chair, role="member")
        mine = people.partnership.membership_set.get(user=people.chair)
        hand_over(mine, people.member, by=manager)
        assert Seat.objects.get(holder=people.chair, group=others.board).ended_at is None

    @pytest.mark.parametrize("who", ["chair", "outsider", "left"])
    def test_to_another_member_alone(self, people, manager, who):
        end_membership(membership_of(people.member), by=manager)
        to = {"chair": people.chair, "outsider": people.outsider, "left": people.member}[who]
        assert refusal(hand_over, membership_of(people.chair), to, by=manager) == [
            "Choose another member of this partnership."
        ]
        assert self.held(people, people.chair) == ([], [("Audit Group", "chair")])

    def test_not_what_was_not_shown(self, people, manager):
        shown = read_hand_over(people.chair, people.member, people.partnership, on=TODAY).mark
        add_post(people.partnership, by=manager, title="Lead for audit", holder=people.chair)
        mine = membership_of(people.chair)
        assert refusal(hand_over, mine, people.member, by=manager, mark=shown) == [
            "What would be handed over has changed since you opened this page. Check it again."
        ]
        assert self.held(people, people.member) == ([], [])

    def test_a_hand_over_of_nothing_is_refused(self, people, manager):
        assert refusal(hand_over, membership_of(people.member), people.chair, by=manager) == [
            "Member has nothing to hand over: no post, seat, lead or question."
        ]

    def test_all_or_nothing(self, people, manager, second_manager):
        """The last business manager's membership cannot be ended: then nothing else has changed either."""
        end_membership(membership_of(second_manager), by=manager)
        add_post(people.partnership, by=manager, title="Manager", holder=manager)
        assert refusal(hand_over, membership_of(manager), people.member, by=manager, end=True) == [
            LAST
        ]
        assert Post.objects.get(title="Manager").holder == manager
