"""Whether a yearly report may be started or withdrawn, for page, admin and service alike."""


def reason_not_to_report_on(plan):
    if plan.is_draft:
        return "This plan is still a draft. You can report on it once it is agreed."
    return ""


def reason_not_to_withdraw(report):
    """A report begun by mistake is withdrawn while nobody has written in it. Makes one query."""
    if report.sections.exclude(text="").exists():
        return "Someone has written in this report. It cannot be withdrawn."
    return ""
