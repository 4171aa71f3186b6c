"""Whether a yearly report may be started or withdrawn, for page, admin and service alike."""


def reason_not_to_report_on(plan):
    if plan.is_draft:
        return "This plan is still a draft. You can report on it once it is agreed."
    return ""


def reasons_not_to_cover(plan, starts_on, ends_on):
    """Field → why a report on ``plan`` may not be about these days (both dates)."""
    if ends_on < starts_on:
        return {"ends_on": "The period cannot end before it starts."}
    if ends_on < plan.starts_on or starts_on > plan.ends_on:
        sentence = (
            "The plan did not run in this period. Choose a different plan or different dates."
        )
        return {"starts_on": sentence}
    return {}


def reason_not_to_withdraw(report):
    """A report begun by mistake is withdrawn while nobody has written in it. Makes one query."""
    if report.sections.exclude(text="").exists():
        return "Someone has written in this report. It cannot be withdrawn."
    return ""
