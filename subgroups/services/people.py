"""People of a partnership: changing role and agency, seats, leaving and handing over."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import recording, revise
from partnership.models import Membership
from partnership.policies import refuse
from partnership.policies.agency import reason_not_to_name_agency
from partnership.policies.membership import (
    reason_not_to_change_membership,
    reason_not_to_change_role,
    reason_not_to_end_membership,
    reason_not_to_replace_manager,
)
from partnership.services.membership import (
    tell_of_end,
    tell_of_role,
)
from subgroups.hand_over import read_hand_over, read_held
from subgroups.policies.hand_over import reason_not_to_hand_over, reason_not_to_leave
from subgroups.policies.seat import reason_not_to_seat
from subgroups.services.invitation import withdraw_invitation
from subgroups.services.seat import end_seat, give_seat, tell_of_seat


def change_membership(membership, *, by, role, agency, seen=None, reason="", at=None, request=None):
    """Change role and agency of a membership that has not ended. People cannot change their own role."""
    with recording(membership, by=by, reason=reason, at=at) as change:
        before = _lock_lasting_membership(membership, at=change.at)
        refuse(reason_not_to_name_agency(agency, before.partnership_id), field="agency")
        after = revise(membership, by=by, seen=seen, role=role, agency=agency)
        if after.role != before.role:
            refuse(reason_not_to_change_role(after.user, by=by), field="role")
            refuse(reason_not_to_replace_manager(before, on=timezone.localdate(change.at)))
            tell_of_role(after, was=before, by=by, at=change.at, request=request)
    return after


def end_membership(membership, *, by, reason="", at=None, request=None):
    """End a membership now. With a person's last one in the partnership their seats end and
    their posts become vacant. What they did keeps their name.

    Refused while the person leads something themselves: ``plans.services.leaving`` hands that over first.
    """
    with recording(membership, by=by, reason=reason, at=at) as change:
        current = Membership.objects.locked(membership)
        refuse(reason_not_to_end_membership(current, on=timezone.localdate(change.at)))
        ended = revise(current, by=by, ended_at=change.at)
        tell_of_end(ended, by=by, at=change.at, request=request)
        if not is_still_member(ended, on=timezone.localdate(change.at)):
            _release_duties(ended, by=by, at=change.at, request=request)
    return ended


def is_still_member(membership, *, on):
    """Whether the person has another membership in the partnership that has not ended."""
    others = membership.partnership.membership_set.lasting(on).filter(user=membership.user)
    return others.exclude(pk=membership.pk).exists()


def seat_person(membership, *, by, group, role, reason="", at=None, request=None):
    """Give a person a seat on a group of their partnership from today."""
    with recording(membership, by=by, reason=reason, at=at) as change:
        current = _lock_lasting_membership(membership, at=change.at)
        on = timezone.localdate(change.at)
        if group.partnership_id != current.partnership_id:
            raise ValidationError({"group": "Choose a group of this partnership."})
        refuse(reason_not_to_seat(group, current.user, on=on), field="group")
        seat = give_seat(
            group, by=by, holder=current.user, agency=current.agency, role=role, since=on
        )
        tell_of_seat(seat, "now", by=by, at=change.at, request=request)
        return seat


def hand_over(membership, to, *, by, mark=None, end=False, reason="", at=None, request=None):
    """Move the posts and seats of a member or leaver to another member, in one change; their leads stay.

    ``to`` is the successor's User, ``mark`` that of the HandOver shown before; ``end`` ends the
    membership in the same step.
    """
    user, partnership = membership.user, membership.partnership
    reason = reason or f"Handed over from {user} to {to}"
    with recording(partnership, by=by, reason=reason, at=at) as change:
        on = timezone.localdate(change.at)
        if to.pk == user.pk or not partnership.membership_set.running(on).filter(user=to).exists():
            raise ValidationError({"to": "Choose another member of this partnership."})
        moving = read_hand_over(user, to, partnership, on=on)
        if mark is not None and mark != moving.mark:
            raise ValidationError(
                "What would be handed over has changed since you opened this page. Check it again."
            )
        refuse(reason_not_to_hand_over(user, moving))
        for post in moving.posts:
            revise(post, by=by, holder=to, holder_since=on)
        for move in moving.seats:
            _move(move, to, by=by, at=change.at, request=request)
        if end:
            end_membership(membership, by=by, at=at, request=request)
    return moving


def _move(move, to, *, by, at, request):
    """End a seat and begin a new one for the successor, so that history shows who held it when."""
    on = timezone.localdate(at)
    end_seat(move.seat, by=by, request=request)
    if not move.moves:
        return
    if move.own:
        end_seat(move.own, by=by, request=request)
    seat = move.seat
    given = give_seat(
        seat.group,
        by=by,
        title=seat.title,
        agency=seat.agency,
        holder=to,
        role=seat.role,
        places=seat.places,
        since=max(on, seat.since or on),
        until=seat.until,
    )
    tell_of_seat(given, "now", by=by, at=at, request=request)


def _release_duties(membership, *, by, at, request):
    """End the seats, empty the posts and withdraw the invitations of a leaver."""
    user, partnership = membership.user, membership.partnership
    held = read_held(user, partnership, on=timezone.localdate(at))
    refuse(reason_not_to_leave(user, held))
    for seat in held.seats:
        end_seat(seat, by=by, request=request)
    for post in held.posts:
        revise(post, by=by, holder=None, holder_since=timezone.localdate(at))
    for invitation in partnership.invitation_set.waiting().filter(email=user.email.lower()):
        withdraw_invitation(invitation, by=by, request=request)


def _lock_lasting_membership(membership, *, at):
    """The current row; refused if the membership has ended."""
    current = Membership.objects.locked(membership)
    refuse(reason_not_to_change_membership(current, on=timezone.localdate(at)))
    return current
