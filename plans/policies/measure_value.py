"""Whether a value may be recorded for a measure now, and for which day."""

from plans.policies.plan import reason_not_to_change


def reason_not_to_record(measure):
    if reason := reason_not_to_change(measure.plan):
        return reason
    if not measure.is_counted:
        return "This measure has no unit yet. Say what it is counted in first."
    return ""


def reason_against_date(on, *, today):
    """Why a value cannot be for the day ``on`` (of a month, its first day); "" if it can."""
    if on > today:
        return "The date of a value must be today or in the past."
    return ""


def reason_not_to_count_in(measure, unit, *, has_values):
    """Why a measure cannot be counted in ``unit`` from now on: its values would mean something else."""
    if not has_values or (bool(unit), unit == "%") == (bool(measure.unit), measure.unit == "%"):
        return ""
    return f"There are values counted in {measure.unit}. Remove them first, or add another measure."
