"""Whether a reporting period may be opened, edited, chased, frozen or reopened now."""

from django.utils import timezone
from django.utils.dateformat import format as date_format

from plans.policies.plan import reason_not_to_change


def reason_not_to_open(plan):
    """Makes one query if the plan itself allows it: a plan has at most one open period."""
    if plan.is_draft:
        return (
            "You cannot open a reporting period for a draft. Record that the plan is agreed first."
        )
    if reason := reason_not_to_change(plan):
        return reason
    running = plan.reportingperiod_set.open().first()
    return f"{running} is open. Freeze it before you open another." if running else ""


def reason_not_to_edit(period):
    if period.is_frozen:
        return "This period is frozen. To change it, reopen it first."
    return reason_not_to_change(period.plan)


def reason_not_to_chase(period):
    if period.is_frozen:
        return "This period is frozen, so you cannot chase returns."
    return reason_not_to_change(period.plan)


def reason_not_to_freeze(period):
    if period.is_frozen:
        day = date_format(timezone.localtime(period.frozen_at), "j F Y")
        return f"This period was frozen on {day}."
    return reason_not_to_change(period.plan)


def reason_not_to_reopen(period):
    """Makes one query if the plan and the period themselves allow it."""
    if not period.is_frozen:
        return "This period is open."
    if reason := reason_not_to_change(period.plan):
        return reason
    if period.plan.reportingperiod_set.filter(opened_at__gt=period.opened_at).exists():
        return "You can only reopen the latest period."
    return ""
