"""Services of reporting points: add, change and remove a report that is due; record one as received or missed.

A milestone is recorded as done in the same way, and is open again likewise.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import revise
from partnership.policies import refuse
from plans.models import ReportingPoint
from plans.policies.reporting_point import reason_not_to_change_point
from plans.services.measure import refuse_other_measure
from plans.services.plan import keep_first_timescale, plan_change
from plans.services.structure import next_position

Outcome = ReportingPoint.Outcome
WITHOUT_DAY = {
    ReportingPoint.Kind.REPORT: "Enter the date you received the report.",
    ReportingPoint.Kind.MILESTONE: "Enter the date it was done.",
}
IN_FUTURE = {
    ReportingPoint.Kind.REPORT: "The date you received the report must be today or in the past.",
    ReportingPoint.Kind.MILESTONE: "The date it was done must be today or in the past.",
}
TOO_EARLY = {
    ReportingPoint.Kind.REPORT: "You can only record a missed report after its due date.",
    ReportingPoint.Kind.MILESTONE: "You can only record a milestone as missed after its date.",
}


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
        if not action.plan.is_draft:
            keep_first_timescale(point)
        return point


def change_reporting_point(point, *, by, seen=None, reason="", at=None, **values):
    """Change when a report is due, or for what. Refused once it is recorded as received or missed."""
    with plan_change(point, by=by, reason=reason, at=at):
        current = ReportingPoint.objects.locked(point)
        refuse(reason_not_to_change_point(current))
        refuse_other_measure(current.action, values.get("measure"))
        return revise(current, by=by, seen=seen, **values)


def remove_reporting_point(point, *, by, reason, seen=None, at=None):
    """Remove a report or milestone that is not due any more. Refused once it is recorded as received or missed."""
    with plan_change(point, by=by, reason=reason, at=at):
        current = ReportingPoint.objects.locked(point, seen=seen)
        refuse(reason_not_to_change_point(current))
        current.delete()


def receive_report(point, *, by, received_on, seen=None, reason="", at=None):
    """Record that the report came, or the milestone was done, on the day ``received_on``: on time or late."""
    if received_on is None:
        raise ValidationError({"received_on": WITHOUT_DAY[point.kind]})
    if received_on > timezone.localdate(at):
        raise ValidationError({"received_on": IN_FUTURE[point.kind]})
    is_late = point.last_day is not None and received_on > point.last_day
    outcome = Outcome.LATE if is_late else Outcome.RECEIVED
    return _mark(point, outcome, received_on, by=by, seen=seen, reason=reason, at=at)


def miss_report(point, *, by, seen=None, reason="", at=None):
    """Record that the report never came, or the milestone was missed. Refused before its day has passed."""
    if point.last_day is None or point.last_day >= timezone.localdate(at):
        raise ValidationError({"outcome": TOO_EARLY[point.kind]})
    return _mark(point, Outcome.MISSED, None, by=by, seen=seen, reason=reason, at=at)


def expect_report(point, *, by, seen=None, reason="", at=None):
    """Undo what was recorded: the report or milestone is open again."""
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
