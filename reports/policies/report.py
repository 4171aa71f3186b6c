"""Whether a yearly report may be started, for page, admin and service alike."""


def reason_not_to_report_on(plan):
    if plan.is_draft:
        return "This plan is still a draft. You can report on it once it is agreed."
    return ""
