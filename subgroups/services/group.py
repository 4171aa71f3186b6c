"""Groups: adding, changing, ending and removing them, and their reporting lines."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import StaleRecord, recording, revise
from partnership.policies import refuse
from partnership.policies.agency import reason_not_to_name_agency
from subgroups.models import Group, GroupReporting
from subgroups.policies.group import reason_not_to_end_group, reason_not_to_remove_group
from subgroups.services.seat import end_seat


def add_group(partnership, *, by, reports_to=(), reason="", at=None, **values):
    """Add a group. A task and finish group needs an end date and deliverables."""
    with recording(partnership, by=by, reason=reason, at=at):
        _refuse_other_agency(partnership, values)
        group = Group(partnership=partnership, **values)
        group.full_clean()
        group.save()
        for other in reports_to:
            add_reporting_line(group, other, by=by)
        return group


def change_group(group, *, by, reports_to, seen=None, reason="", at=None, **values):
    """Change a group's fields, and let it report to exactly the groups ``reports_to``."""
    with recording(group, by=by, reason=reason, at=at):
        has_moved_on = seen not in (None, Group.objects.locked(group).version)
        _refuse_other_agency(group.partnership, values)
        changed = revise(group, by=by, seen=seen, **values)
        lines = {line.reports_to_id: line for line in changed.reporting_lines.all()}
        wanted = {other.pk: other for other in reports_to}
        if lines.keys() == wanted.keys():
            return changed
        if has_moved_on:  # which lines the person left alone is unknown
            raise StaleRecord(changed)
        for pk in lines.keys() - wanted.keys():
            lines[pk].delete()
        for pk in sorted(wanted.keys() - lines.keys()):
            add_reporting_line(changed, wanted[pk], by=by)
        changed.save(update_fields=set())  # a new version, so that a stale save of lines is noticed
        return changed


def add_reporting_line(group, reports_to, *, by, at=None):
    """Let ``group`` report to another group of its partnership."""
    if group.partnership_id != reports_to.partnership_id:
        raise ValidationError("Choose a group of the same partnership.")
    with recording(group, by=by, at=at):
        line = GroupReporting(group=group, reports_to=reports_to)
        line.full_clean()
        line.save()
        return line


def end_group(group, *, by, ends_on, seen=None, reason="", at=None, request=None):
    """End a group on the day ``ends_on``, its last; seats that would last longer end with it."""
    with recording(group, by=by, reason=reason, at=at) as change:
        current = Group.objects.locked(group, seen=seen)
        today = timezone.localdate(change.at)
        refuse(reason_not_to_end_group(current, on=today))
        for seat in current.seats.lasting(max(ends_on, today)).exclude(until=ends_on):
            end_seat(seat, by=by, last_day=ends_on, request=request)
        return revise(current, by=by, ends_on=ends_on)


def remove_group(group, *, by, reason, seen=None, at=None):
    """Remove a group that was added by mistake: nothing may refer to it."""
    with recording(group, by=by, reason=reason, at=at):
        current = Group.objects.locked(group, seen=seen)
        refuse(reason_not_to_remove_group(current))
        current.delete()


def _refuse_other_agency(partnership, values):
    agency = values.get("chair_agency")
    refuse(reason_not_to_name_agency(agency, partnership.pk), field="chair_agency")
