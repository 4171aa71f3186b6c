"""Describes members, invitations and seats that were added or ended in one change."""

from partnership.models import Agency, User
from partnership.text import listed
from reports.changes.values import Fact
from subgroups.models import Group, InvitationSeat


def describe_membership(values, row):
    if row.type == "-":
        return f" as {row.record.get_role_display().lower()}"
    return f" joined as {_role(values, row.record)}"


def _role(values, record):
    """The role with its article and the agency represented: “a member for Exampleshire Council”."""
    role = record.get_role_display().lower()
    agency = f" for {values.mention(Agency, record.agency_id)}" if record.agency_id else ""
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}{agency}"


def describe_invitation(values, invitation, folded):
    """The role someone is invited to, the agency they represent, and the seats offered."""
    offered = [row.record for row in folded if row.model is InvitationSeat]
    seats = [
        f"{one.get_role_display().lower()} of {values.mention(Group, one.group_id)}"
        for one in offered
    ]
    offer = f", with a seat as {listed(seats)}" if seats else ""
    return f" invited as {_role(values, invitation)}{offer}"


def describe_seat(values, row):
    """A seat that was added or ended: of a person, or of a title alone."""
    seat = row.record
    role = seat.get_role_display().lower()
    if seat.holder_id is None:
        return Fact(f"seat {'added' if row.type == '+' else 'removed'}: {seat.title}, {role}")
    who = values.name(User, seat.holder_id)
    title = f" ({seat.title})" if seat.title else ""
    verb = f"{who}{title} joined as" if row.type == "+" else f"{who}{title} removed as"
    return Fact(f"{verb} {role}")
