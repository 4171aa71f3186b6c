"""The people of a partnership: members, invited people and leavers; and one person in full."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from partnership.models import Membership, Post, User
from subgroups.hand_over import Held, actions_led, read_held
from subgroups.models import Invitation, Seat


@dataclass(frozen=True)
class PersonEntry:
    """One membership on the list, with what the person holds."""

    membership: Membership
    posts: tuple[Post, ...]
    seats: tuple[Seat, ...]
    to_come: bool  # it begins after today

    @property
    def user(self):
        return self.membership.user

    @property
    def last_day(self):
        return last_day(self.membership)


@dataclass(frozen=True)
class PeopleList:
    by_role: tuple[tuple[str, tuple[PersonEntry, ...]], ...]
    leavers: tuple[PersonEntry, ...]  # the latest membership of each leaver; most recent first
    invitations: tuple[tuple[Invitation, str], ...]  # and why its link does not work, or ""

    @property
    def members(self):
        """The number of current and future members."""
        return len({entry.user.pk for _, entries in self.by_role for entry in entries})


def last_day(record):
    """The last day of a membership or seat; None without an end."""
    return timezone.localdate(record.ended_at) if record.ended_at else record.until


def read_people(partnership, *, at):
    """The PeopleList of a partnership at the moment ``at``: six queries."""
    on = timezone.localdate(at)
    entries = _entries(partnership, on=on)
    lasting = [entry for entry in entries if not entry.membership.has_ended(on=on)]
    here = {entry.user.pk for entry in lasting}
    gone = {}
    for entry in entries:
        known = gone.get(entry.user.pk)
        if entry.user.pk not in here and (known is None or known.last_day < entry.last_day):
            gone[entry.user.pk] = entry
    waiting = partnership.invitation_set.waiting().select_related("agency", "sent_by")
    return PeopleList(
        by_role=tuple(
            (label, found)
            for role, label in Membership.ROLES
            if (found := tuple(entry for entry in lasting if entry.membership.role == role))
        ),
        leavers=tuple(sorted(gone.values(), key=lambda entry: entry.last_day, reverse=True)),
        invitations=tuple(
            (invitation, invitation.why_closed(at=at))
            for invitation in waiting.prefetch_related("seats__group")
        ),
    )


def read_entries(partnership, *, on):
    """Every membership, past ones included, for the file of people: three queries."""
    return _entries(partnership, on=on)


def _entries(partnership, *, on):
    posts, seats = defaultdict(list), defaultdict(list)
    for post in partnership.post_set.exclude(holder=None):
        posts[post.holder_id].append(post)
    held = Seat.objects.lasting(on).filter(group__partnership=partnership).exclude(holder=None)
    for seat in held.select_related("group").order_by("group__name", "pk"):
        seats[seat.holder_id].append(seat)
    memberships = partnership.membership_set.select_related("user", "agency")
    return [
        PersonEntry(
            membership=membership,
            posts=tuple(posts[membership.user_id]),
            seats=tuple(seats[membership.user_id]),
            to_come=membership.since > on,
        )
        for membership in memberships.order_by("user__name", "pk")
    ]


def membership_for(seat):
    """The latest membership of the holder of a seat, in its partnership; None for an empty seat."""
    mine = seat.group.partnership.membership_set.filter(user=seat.holder_id)
    return mine.order_by("since", "pk").last()


@dataclass(frozen=True)
class Person:
    """One person in one partnership."""

    user: User
    memberships: tuple[tuple[Membership, bool], ...]  # newest first, with whether it has ended
    held: Held
    past_seats: tuple[Seat, ...]
    leads: tuple  # leads with ``action``, through their posts and seats
    history: tuple  # history rows of their memberships, newest first, each with ``told``

    @property
    def is_member(self):
        return any(not over for _, over in self.memberships)


def read_person(membership, *, on):
    """The Person of a membership: a fixed number of queries."""
    user, partnership = membership.user, membership.partnership
    mine = partnership.membership_set.filter(user=user).select_related("agency", "user")
    held = read_held(user, partnership, on=on)
    seats = Seat.objects.filter(holder=user, group__partnership=partnership)
    return Person(
        user=user,
        memberships=tuple((m, m.has_ended(on=on)) for m in mine.order_by("-since", "-pk")),
        held=held,
        past_seats=tuple(
            seat for seat in seats.select_related("group").order_by("-pk") if seat.has_ended(on=on)
        ),
        leads=tuple(actions_led(held)),
        history=tuple(_history(user, partnership)),
    )


def _history(user, partnership):
    rows = Membership.history.filter(user=user, partnership=partnership)
    rows = rows.select_related("change", "agency").order_by("history_date", "history_id")
    before, told = {}, []
    for row in rows:
        told.append((row, _told(row, before.get(row.id))))
        before[row.id] = row
    return reversed(told)


def _told(row, before):
    """What one row of a membership's history changed, as a sentence."""
    if row.history_type == "+":
        sent = f", for {row.agency}" if row.agency_id else ""
        return f"Joined as {row.get_role_display().lower()}{sent}"
    if row.history_type == "-":
        return f"Membership as {row.get_role_display().lower()} removed"
    parts = [_altered(row, before, name) for name in row.altered_fields()]
    return "; ".join(part for part in parts if part)


def _altered(row, before, name):
    if name == "role":
        was = f" (was {before.get_role_display().lower()})" if before else ""
        return f"Role now {row.get_role_display().lower()}{was}"
    if name == "agency":
        return f"Now for {row.agency}" if row.agency_id else "No longer for an agency"
    if name == "ended_at" and row.ended_at:
        return f"Membership as {row.get_role_display().lower()} ended"
    return "Dates of the membership changed" if name in ("since", "until") else ""
