"""Groups, their seats and the partnership's members as at a moment, including people who have left since."""

from dataclasses import dataclass

from django.utils import timezone

from partnership.models import Agency, Membership, Partnership, User
from partnership.models.membership import runs
from plans.document.as_at import rows_at
from subgroups.models import Group, Seat


@dataclass(frozen=True)
class SeatFacts:
    who: str  # the person's name at the time; "" if vacant
    title: str
    role: str  # “Chair”, “Member”, …
    agency: str


@dataclass(frozen=True)
class GroupFacts:
    name: str
    kind: str
    remit: str
    seats: tuple[SeatFacts, ...]  # the chair first


@dataclass(frozen=True)
class Member:
    name: str
    role: str
    agency: str


@dataclass(frozen=True)
class GroupsDocument:
    partnership: str
    groups: tuple[GroupFacts, ...]
    members: tuple[Member, ...]


def read_groups_as_at(partnership, *, at):
    """The GroupsDocument as at the moment ``at``; None if the partnership did not exist yet. Six queries."""
    own = {"at": at, "partnership_id": partnership.pk}
    stood = next(iter(rows_at(Partnership, at=at, id=partnership.pk)), None)
    if stood is None:
        return None
    day = timezone.localdate(at)
    groups = rows_at(Group, **own)
    agencies = {row.pk: row.name for row in rows_at(Agency, **own)}
    members = [row for row in rows_at(Membership, **own) if runs(row, on=day)]
    seats = rows_at(Seat, at=at, group_id__in=[group.pk for group in groups])
    seats = [seat for seat in seats if runs(seat, on=day)]
    people = {row.user_id for row in members} | {seat.holder_id for seat in seats} - {None}
    names = {row.pk: row.name for row in rows_at(User, at=at, id__in=people)}
    return GroupsDocument(
        partnership=stood.name,
        groups=tuple(_group(group, seats, names, agencies) for group in sorted(groups, key=_name)),
        members=tuple(sorted((_member(row, names, agencies) for row in members), key=_name)),
    )


def _group(group, seats, names, agencies):
    order = list(Seat.SeatRole.values)
    own = sorted(
        (seat for seat in seats if seat.group_id == group.pk),
        key=lambda seat: (order.index(seat.role), seat.pk),
    )
    kind = Group.Kind(group.kind).label
    return GroupFacts(
        group.name, kind, group.remit, tuple(_seat(seat, names, agencies) for seat in own)
    )


def _seat(seat, names, agencies):
    return SeatFacts(
        names.get(seat.holder_id, ""),
        seat.title,
        Seat.SeatRole(seat.role).label,
        agencies.get(seat.agency_id, ""),
    )


def _member(row, names, agencies):
    role = dict(Membership.ROLES)[row.role]
    return Member(names.get(row.user_id, ""), role, agencies.get(row.agency_id, ""))


def _name(one):
    return one.name
