"""Services of the yearly report: start one for a plan and a period, and write its sections."""

from django.core.exceptions import ValidationError

from partnership.history import recording, revise
from partnership.policies import refuse
from reports.models import AnnualReport, Section
from reports.policies.report import (
    reason_not_to_report_on,
    reason_not_to_withdraw,
    reasons_not_to_cover,
)

SECTION_LIMIT = 20_000  # characters; about eight printed pages


def start_report(plan, *, by, framework, title, starts_on, ends_on, at=None):
    """A new report on ``plan``, with an empty section for each one that the framework asks for.

    ``starts_on`` and ``ends_on`` are dates. Raises ValidationError keyed by field.
    """
    if reasons := reasons_not_to_cover(plan, starts_on, ends_on):
        raise ValidationError(reasons)
    with recording(plan, by=by, at=at):
        plan.refresh_from_db(fields=["status"])
        refuse(reason_not_to_report_on(plan), field="plan")
        report = AnnualReport(
            partnership=plan.partnership,
            plan=plan,
            framework=framework,
            title=title,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        report.full_clean()
        report.save()
        for asked in framework.sections.all():
            Section.objects.create(report=report, asked=asked)
        return report


def withdraw_report(report, *, by, reason, seen=None, at=None):
    """Remove a report that was begun by mistake, with its empty sections. History keeps it, and why."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for withdrawing the report."})
    with recording(report.partnership, by=by, reason=reason, at=at):
        report = AnnualReport.objects.locked(report, seen=seen)
        refuse(reason_not_to_withdraw(report))
        report.delete()


def write_section(section, *, by, text, seen=None, at=None):
    """Save the author's text of a section; returns the updated section.

    ``seen`` is the version that the author saw: StaleRecord if someone else has saved since. The page checks
    ``section.write_permission``, which defines who may write the section.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > SECTION_LIMIT:
        raise ValidationError(
            {
                "text": f"The text must be {SECTION_LIMIT:,} characters or less; "
                f"it has {len(text):,}. Nothing was saved."
            }
        )
    return revise(section, by=by, seen=seen, at=at, text=text)
