from subgroups.models.group import Group, GroupReporting
from subgroups.models.invitation import Invitation, InvitationKey, InvitationSeat
from subgroups.models.seat import Seat, seats_of

__all__ = [
    "Group",
    "GroupReporting",
    "Invitation",
    "InvitationKey",
    "InvitationSeat",
    "Seat",
    "seats_of",
]
