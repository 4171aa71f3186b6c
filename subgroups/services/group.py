"""Groups: adding them, their seats and their reporting lines."""

from django.core.exceptions import ValidationError

from partnership.history import recording
from subgroups.models import Group, GroupReporting, Seat


def add_group(partnership, *, by, at=None, **values):
    """Add a group. A task and finish group needs an end date and deliverables."""
    with recording(partnership, by=by, at=at):
        group = Group(partnership=partnership, **values)
        group.full_clean()
        group.save()
        return group


def add_reporting_line(group, reports_to, *, by, at=None):
    """Let ``group`` report to another group of its partnership."""
    if group.partnership_id != reports_to.partnership_id:
        raise ValidationError("Choose a group of the same partnership.")
    with recording(group, by=by, at=at):
        line = GroupReporting(group=group, reports_to=reports_to)
        line.full_clean()
        line.save()
        return line


def give_seat(group, *, by, at=None, **values):
    """Add a seat on a group, for a person (``holder``) or for a title without a person."""
    with recording(group, by=by, at=at):
        seat = Seat(group=group, **values)
        seat.full_clean()
        seat.save()
        return seat
