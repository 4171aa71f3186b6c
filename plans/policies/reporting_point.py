"""Whether a report that is due may be changed or removed."""

from plans.policies.plan import reason_not_to_change


def reason_not_to_change_point(point):
    """A report that came, or was missed, is a fact: only what was recorded of it can change."""
    if reason := reason_not_to_change(point.plan):
        return reason
    if point.is_open:
        return ""
    what = point.get_outcome_display().lower()
    return f"This report is recorded as {what}. Record it as not yet received first."
