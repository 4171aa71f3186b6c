"""Services of reporting periods: open one, freeze it with a snapshot, reopen it with a reason."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import recording
from partnership.models import Seal
from partnership.policies import refuse
from partnership.services.owed_seal import owe_seal
from plans.models import GroupReturn, Plan, ReportingPeriod, Snapshot
from plans.periods.board import actions_by_leader
from plans.policies.period import (
    reason_not_to_edit,
    reason_not_to_freeze,
    reason_not_to_open,
    reason_not_to_reopen,
)
from plans.services.plan import plan_change
from plans.services.snapshot import take_snapshot


def open_period(plan, *, by, at=None, **values):
    """Open a period of an agreed plan, and ask everyone that leads something for a return."""
    with plan_change(plan, by=by, at=at) as change:
        plan = Plan.objects.locked(plan)
        refuse(reason_not_to_open(plan))
        period = ReportingPeriod(plan=plan, opened_at=change.at, opened_by=by, **values)
        period.full_clean()
        period.save()
        ask_leaders(period, by=by)
        return period


def ask_leaders(period, *, by, at=None):
    """Ask those who lead something and have not been asked yet: leads may change while a period is open.

    A person who has left is not asked.
    """
    with recording(period, by=by, at=at) as change:
        asked = {record.who for record in period.returns.all()}
        leading = [who for who in actions_by_leader(period.plan) if who not in asked]
        for kind, pk in _without_leavers(leading, period, on=timezone.localdate(change.at)):
            GroupReturn.objects.create(plan=period.plan, period=period, **{f"{kind}_id": pk})


def _without_leavers(leading, period, *, on):
    people = {pk for kind, pk in leading if kind == "person"}
    members = period.partnership.membership_set.lasting_among(people, on)
    return [(kind, pk) for kind, pk in leading if kind != "person" or pk in members]


def revise_period(period, *, by, seen=None, reason="", **values):
    """Change the name, the meeting or the days of a period that is not frozen."""
    with recording(period, by=by, reason=reason):
        current = ReportingPeriod.objects.locked(period, seen=seen)
        refuse(reason_not_to_edit(current))
        for name, value in values.items():
            setattr(current, name, value)
        current.full_clean()
        current.save(update_fields=values)
        return current


def freeze_period(period, *, by, seen=None, reason="", at=None):
    """Freeze a period and take a snapshot of the plan. Later updates are marked as after the freeze.

    After the commit the partnership's history is sealed. If that would take too long for a request, or fails, the
    period is frozen nevertheless, and the seal is owed until the timer makes it.
    """
    with recording(period, by=by, reason=reason, at=at) as change:
        plan = Plan.objects.locked(period.plan)
        current = ReportingPeriod.objects.locked(period, seen=seen)
        refuse(reason_not_to_freeze(current))
        # Before the period is frozen: its snapshot compares ratings with the previous freeze.
        take_snapshot(plan, by=by, why=Snapshot.Why.FREEZE, period=current)
        current.frozen_at, current.frozen_by = change.at, by
        current.save(update_fields={"frozen_at", "frozen_by"})
        owe_seal(change.change, why=Seal.Why.FREEZE)
        return current


def reopen_period(period, *, by, reason, at=None):
    """Reopen a frozen period; its snapshots stay. Only the plan's latest, and only with a reason."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for reopening the period."})
    with recording(period, by=by, reason=reason, at=at):
        Plan.objects.locked(period.plan)
        current = ReportingPeriod.objects.locked(period)
        refuse(reason_not_to_reopen(current))
        current.frozen_at = current.frozen_by = None
        current.save(update_fields={"frozen_at", "frozen_by"})
        return current
