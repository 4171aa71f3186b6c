"""PDFs to download."""

from django.http import HttpResponse
from django.utils import timezone

from partnership.models import SecurityEvent
from partnership.permissions import Permission, requires
from partnership.security import record_event
from plans.models import Plan
from plans.reading import read_plan
from reports.document import read_report
from reports.models import AnnualReport
from reports.printing import attachment, plan_sheets, print_pdf, report_sheets


@requires(Permission.VIEW_DRAFT_REPORT, on=AnnualReport)
def report_pdf(request, report):
    document = read_report(report, on=timezone.localdate())
    tell_exported(request, "yearly report, PDF")
    return _pdf(report_sheets(document), report.partnership.slug, document.title)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_pdf(request, plan):
    document = read_plan(plan, on=timezone.localdate())
    as_published = request.GET.get("view") == "published"
    sheets = plan_sheets(document, as_published=as_published)
    view = ("as published",) if as_published else ()
    tell_exported(request, "plan, PDF")
    return _pdf(sheets, plan.partnership.slug, document.title, document.period, *view)


def tell_exported(request, file):
    """Log that data was taken out: which kind of file, never its title."""
    kind, partnership = SecurityEvent.Kind.EXPORTED, request.partnership
    record_event(kind, by=request.user, partnership=partnership, about=file, request=request)


def _pdf(sheets, *name):
    headers = {"Content-Disposition": attachment(*name)}
    return HttpResponse(print_pdf(sheets), content_type="application/pdf", headers=headers)
