"""Who came and went in one change: members, those invited, and seats."""

from partnership.models import Agency, User
from partnership.text import listed
from reports.changes.values import Fact
from subgroups.models import Group, InvitationSeat


def tell_membership(values, row):
    role = row.record.get_role_display().lower()
    if row.type == "-":
        return f" as {role}"
    sent = (
        f", sent by {values.mention(Agency, row.record.agency_id)}" if row.record.agency_id else ""
    )
    return f" joined as {role}{sent}"


def tell_invitation(values, invitation, folded):
    """As what somebody is invited, by whom they are sent, and the seats that wait for them."""
    role = invitation.get_role_display().lower()
    sent = (
        f", sent by {values.mention(Agency, invitation.agency_id)}" if invitation.agency_id else ""
    )
    offered = [row.record for row in folded if row.model is InvitationSeat]
    seats = [
        f"{one.get_role_display().lower()} of {values.mention(Group, one.group_id)}"
        for one in offered
    ]
    return f" as {role}{sent}{f', with a seat as {listed(seats)}' if seats else ''}"


def tell_seat(values, row):
    """A seat that came or went: for a person, or so far only for a title."""
    seat = row.record
    role = seat.get_role_display().lower()
    if seat.holder_id is None:
        return Fact(f"seat {'added' if row.type == '+' else 'taken out'}: {seat.title}, {role}")
    who = values.name(User, seat.holder_id)
    title = f" ({seat.title})" if seat.title else ""
    verb = f"{who}{title} took a seat as" if row.type == "+" else f"{who}{title} lost the seat as"
    return Fact(f"{verb} {role}")
