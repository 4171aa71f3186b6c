"""Services of reporting points: add, change and remove them; record a report as received, missed or open again."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import revise
from partnership.policies import refuse
from plans.models import ReportingPoint
from plans.policies.reporting_point import reason_not_to_change_point
from plans.services.measure import refuse_other_measure
from plans.services.plan import plan_change
from plans.services.structure import next_position

Outcome = ReportingPoint.Outcome


def add_reporting_point(action, *, by, due_on, due_precision, reason="", at=None, **values):
    """A report that is due on an action, for one of its measures or for the action as a whole."""
    with plan_change(action, by=by, reason=reason, at=at):
        refuse_other_measure(action, values.get("measure"))
        position = next_position(action.reporting_points.all())
        point = ReportingPoint(
            plan=action.plan, action=action, position=position,
            due_on=due_on, due_precision=due_precision, **values,
        )  # fmt: skip
        point.full_clean()
        point.save()
        return point


def change_reporting_point(point, *, by, seen=None, reason="", at=None, **values):
    """Change when a report is due, or for what. Refused once it is recorded as received or missed."""
    with plan_change(point, by=by, reason=reason, at=at):
        current = ReportingPoint.objects.locked(point)
        refuse(reason_not_to_change_point(current))
        refuse_other_measure(current.action, values.get("measure"))
        return revise(current, by=by, seen=seen, **values)


def remove_reporting_point(point, *, by, reason, seen=None, at=None):
    """Remove a report that is no longer due. Refused once it is recorded as received or missed."""
    with plan_change(point, by=by, reason=reason, at=at):
        current = ReportingPoint.objects.locked(point, seen=seen)
        refuse(reason_not_to_change_point(current))
        current.delete()


def receive_report(point, *, by, received_on, seen=None, reason="", at=None):
    """Record that the report came on the day ``received_on``, on time or late."""
    today = timezone.localdate(at)
    if received_on is None:
        raise ValidationError({"received_on": "Enter the date you received the report."})
    if received_on > today:
        raise ValidationError(
            {"received_on": "The date you received the report must be today or in the past."}
        )
    outcome = Outcome.RECEIVED if received_on <= point.last_day else Outcome.LATE
    return _mark(point, outcome, received_on, by=by, seen=seen, reason=reason, at=at)


def miss_report(point, *, by, seen=None, reason="", at=None):
    """Record that the report never came. Refused before its day has passed."""
    if point.last_day >= timezone.localdate(at):
        raise ValidationError(
            {"outcome": "You can only record a missed report after its due date."}
        )
    return _mark(point, Outcome.MISSED, None, by=by, seen=seen, reason=reason, at=at)


def expect_report(point, *, by, seen=None, reason="", at=None):
    """Undo what was recorded: the report is open again."""
    return _mark(point, "", None, by=by, seen=seen, reason=reason, at=at)


def _mark(point, outcome, received_on, *, by, seen, reason, at):
    with plan_change(point, by=by, reason=reason, at=at) as change:
        current = ReportingPoint.objects.locked(point, seen=seen)
        if (current.outcome, current.received_on) == (outcome, received_on):
            return current
        if current.outcome and not reason.strip():
            raise ValidationError({"reason": "Enter a reason for the change."})
        current.outcome, current.received_on = outcome, received_on
        current.marked_at, current.marked_by = (change.at, by) if outcome else (None, None)
        current.save(update_fields={"outcome", "received_on", "marked_at", "marked_by"})
        return current
