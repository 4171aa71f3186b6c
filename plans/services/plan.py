"""Services of a plan as a whole: create, edit, agree, close."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError

from partnership.history import recording, revise
from partnership.policies import refuse
from plans.models import Plan, Snapshot
from plans.policies.plan import (
    reason_not_to_agree,
    reason_not_to_change,
    reason_not_to_close,
    reason_not_to_withdraw,
)
from plans.services.snapshot import take_snapshot


@contextmanager
def plan_change(record, *, by, reason="", at=None):
    """Open a change of a plan or of one of its parts: like ``recording``, but refused once the plan is closed.

    Other conditions are checked inside, where no one else can change the plan.
    """
    with recording(record, by=by, reason=reason, at=at) as change:
        plan = record if isinstance(record, Plan) else record.plan
        plan.refresh_from_db(fields=["status"])  # as it is under the lock
        refuse(reason_not_to_change(plan))
        yield change


def create_plan(partnership, *, by, at=None, **values):
    """A new draft plan. Raises ValidationError if the plan's own rules refuse."""
    with recording(partnership, by=by, at=at):
        plan = Plan(partnership=partnership, **values)
        plan.full_clean()
        plan.save()
        return plan


def revise_plan(plan, *, by, seen=None, reason="", **values):
    """Change a plan's title, period, text or dates; see ``revise``."""
    with plan_change(plan, by=by, reason=reason):
        return revise(plan, by=by, seen=seen, **values)


def agree_plan(plan, *, by, agreed_where="", seen=None, reason="", at=None):
    """Agree a draft. Its present wording, measures and dates become the first agreed ones."""
    with recording(plan, by=by, reason=reason, at=at) as change:
        plan = Plan.objects.locked(plan, seen=seen)
        refuse(reason_not_to_agree(plan))
        for action in plan.action_set.all():
            action.first_wording = action.wording
            keep_first_timescale(action)
        for dated in (*plan.priority_set.all(), *plan.reportingpoint_set.all()):
            keep_first_timescale(dated)
        for measure in plan.successmeasure_set.all():
            measure.first_wording = measure.wording
            measure.save(update_fields={"first_wording"})
        plan.status = Plan.Status.AGREED
        plan.agreed_at, plan.agreed_by, plan.agreed_where = change.at, by, agreed_where
        plan.save(update_fields={"status", "agreed_at", "agreed_by", "agreed_where"})
        take_snapshot(plan, by=by, why=Snapshot.Why.AGREEMENT)
        return plan


def keep_first_timescale(record):
    """Keep the timescale of an action, a priority or a milestone as the first agreed one."""
    record.first_timescale, record.first_due_on = record.timescale, record.due_on
    record.save()


def close_plan(plan, *, by, reason, seen=None, at=None):
    """Close an agreed plan: it can be read, and no longer changed."""
    with recording(plan, by=by, reason=reason, at=at):
        plan = Plan.objects.locked(plan, seen=seen)
        refuse(reason_not_to_close(plan))
        plan.status = Plan.Status.CLOSED
        plan.save(update_fields={"status"})
        return plan


def withdraw_plan(plan, *, by, reason, seen=None, at=None):
    """Remove a draft that was begun by mistake, with all its parts. History keeps it, and why."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for withdrawing the plan."})
    with recording(plan.partnership, by=by, reason=reason, at=at):
        plan = Plan.objects.locked(plan, seen=seen)
        refuse(reason_not_to_withdraw(plan))
        for action in plan.action_set.order_by(
            "-pk"
        ):  # they keep their priorities from being removed
            action.delete()
        plan.delete()
