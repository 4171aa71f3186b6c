"""Whether a group may be ended or removed."""

from partnership.policies.removal import reason_not_to_remove

REPORTING_LINES = ("reporting_lines", "reported_by")


def reason_not_to_remove_group(group):
    """A group that was ever used stays: its seats, what it leads and what it was asked name it."""
    return reason_not_to_remove(
        group, besides=REPORTING_LINES, instead="End it instead: its past stays readable."
    )


def reason_not_to_end_group(group, *, on):
    return "This group has already ended." if group.has_ended(on=on) else ""
