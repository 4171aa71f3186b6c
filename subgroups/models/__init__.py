from subgroups.models.group import Group, GroupReporting
from subgroups.models.seat import Seat, seats_of

__all__ = ["Group", "GroupReporting", "Seat", "seats_of"]
