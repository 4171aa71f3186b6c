"""Who belongs to a partnership, who is invited and who has left; and one of them in full."""

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
    leavers: tuple[
        PersonEntry, ...
    ]  # the latest of each, of those who have no other; last gone first
    invitations: tuple[tuple[Invitation, str], ...]  # and why its link does not work, or ""

    @property
    def members(self):
        """How many people belong or are about to."""
        return len({entry.user.pk for _, entries in self.by_role for entry in entries})


def last_day(record):
    """The last day of a membership or seat; None while no end is set."""
    return timezone.localdate(record.ended_at) if record.ended_at else record.until


def is_over(record, *, on):
    return bool(record.ended_at or (record.until and record.until < on))


def read_people(partnership, *, at):
    """The PeopleList of a partnership at the moment ``at``: six queries."""
    on = timezone.localdate(at)
    entries = _entries(partnership, on=on)
    lasting = [entry for entry in entries if not is_over(entry.membership, on=on)]
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
    """Every membership there ever was, as the file of people lists them: three queries."""
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
    """The latest membership of whoever holds a seat, in its partnership; None for an empty seat."""
    mine = seat.group.partnership.membership_set.filter(user=seat.holder_id)
    return mine.order_by("since", "pk").last()


@dataclass(frozen=True)
class Person:
    """One person in one partnership."""

    user: User
    memberships: tuple[tuple[Membership, bool], ...]  # newest first; whether it is over
    held: Held
    past_seats: tuple[Seat, ...]
    leads: tuple  # leads with ``action``, through what they hold
    history: tuple  # rows of their memberships, newest first, each with ``told``

    @property
    def is_member(self):
        return any(not over for _, over in self.memberships)


def read_person(membership, *, on):
    """The Person whose membership this is: a fixed number of queries."""
    user, partnership = membership.user, membership.partnership
    mine = partnership.membership_set.filter(user=user).select_related("agency", "user")
    held = read_held(user, partnership, on=on)
    seats = Seat.objects.filter(holder=user, group__partnership=partnership)
    return Person(
        user=user,
        memberships=tuple((m, is_over(m, on=on)) for m in mine.order_by("-since", "-pk")),
        held=held,
        past_seats=tuple(
            seat for seat in seats.select_related("group").order_by("-pk") if is_over(seat, on=on)
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
    """What one row of a membership's history did, in words."""
    if row.history_type == "+":
        sent = f", sent by {row.agency}" if row.agency_id else ""
        return f"Joined as {row.get_role_display().lower()}{sent}"
    if row.history_type == "-":
        return f"Membership as {row.get_role_display().lower()} taken out"
    parts = [_altered(row, before, name) for name in row.altered_fields()]
    return "; ".join(part for part in parts if part)


def _altered(row, before, name):
    if name == "role":
        was = f" (was {before.get_role_display().lower()})" if before else ""
        return f"Role now {row.get_role_display().lower()}{was}"
    if name == "agency":
        return f"Now sent by {row.agency}" if row.agency_id else "No longer sent by an agency"
    if name == "ended_at" and row.ended_at:
        return f"Membership as {row.get_role_display().lower()} ended"
    return "Dates of the membership changed" if name in ("since", "until") else ""
