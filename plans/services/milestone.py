"""Services of milestones: add, change and remove them. They are recorded as done like reports (``reporting_point``)."""

from django.core.exceptions import ValidationError

from partnership.history import revise
from partnership.policies import refuse
from plans.models import Action, ReportingPoint
from plans.policies.reporting_point import (
    reason_not_to_add_milestone,
    reason_not_to_change_point,
    reason_not_to_date,
)
from plans.services.plan import keep_first_timescale, plan_change
from plans.services.reporting_point import remove_reporting_point
from plans.services.structure import next_position
from plans.services.timescale import change_timescale, read_timescale


def add_milestone(
    action, *, by, text="", lead=None, who="", timescale=None, after_end=False, reason="", at=None
):
    """A milestone after the others of ``action``.

    It is for ``lead`` (a Lead of the action or its priority), for ``who`` as written, or for all who lead. Without
    ``text`` it is their part of the action. ``timescale`` has the arguments of ``read_timescale``; ``after_end`` says
    that a date after the action's own is right.
    """
    fields = read_timescale(**timescale or {"kind": "none"})
    with plan_change(action, by=by, reason=reason, at=at):
        Action.objects.locked(action)
        refuse(reason_not_to_add_milestone(action))
        _check(action, text, lead, who, fields["due_on"], after_end=after_end)
        point = ReportingPoint(
            plan=action.plan, action=action, kind=ReportingPoint.Kind.MILESTONE,
            position=next_position(action.reporting_points.all()),
            text=text.strip(), lead=lead, who=_name(lead, who), **fields,
        )  # fmt: skip
        point.full_clean()
        point.save()
        if not action.plan.is_draft:
            keep_first_timescale(point)
        return point


def change_milestone(
    point,
    *,
    by,
    text,
    timescale,
    lead=None,
    who="",
    after_end=False,
    agreed_where="",
    seen=None,
    reason="",
    at=None,
):
    """Change a milestone that is open. In an agreed plan its date moves with a reason, like an action's."""
    fields = read_timescale(**timescale)
    with plan_change(point, by=by, reason=reason, at=at):
        current = ReportingPoint.objects.locked(point, seen=seen)
        refuse(reason_not_to_change_point(current))
        moves = any(getattr(current, name) != value for name, value in fields.items())
        due_on = fields["due_on"] if moves else None
        _check(current.action, text, lead, who, due_on, after_end=after_end)
        current = revise(current, by=by, text=text.strip(), lead=lead, who=_name(lead, who))
        if moves:
            moved = {"reason": reason, "agreed_where": agreed_where, **timescale}
            current = change_timescale(current, by=by, at=at, **moved)
        return current


def remove_milestone(point, *, by, reason, seen=None, at=None):
    """Remove a milestone. Refused once it is recorded as done or missed."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for removing the milestone."})
    remove_reporting_point(point, by=by, reason=reason, seen=seen, at=at)


def _check(action, text, lead, who, due_on, *, after_end):
    if lead is not None and who.strip():
        raise ValidationError({"who": "Choose a lead or enter a name, not both."})
    if not text.strip() and lead is None:
        raise ValidationError({"text": "Enter what is to be done."})
    if not after_end:
        refuse(reason_not_to_date(action, due_on), field="after_end")


def _name(lead, who):
    return who.strip() if lead is None else lead.name
