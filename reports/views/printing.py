"""PDFs to download."""

from django.http import HttpResponse
from django.utils import timezone

from partnership.downloads import record_export
from partnership.permissions import Permission, requires
from plans.models import Plan
from plans.reading import read_plan
from reports.document import read_report
from reports.models import AnnualReport
from reports.printing import attachment, plan_sheets, print_pdf, report_sheets


@requires(Permission.VIEW_DRAFT_REPORT, on=AnnualReport)
def report_pdf(request, report):
    document = read_report(report, on=timezone.localdate())
    record_export(request, "yearly report, PDF")
    return pdf_answer(report_sheets(document), report.partnership.slug, document.title)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_pdf(request, plan):
    document = read_plan(plan, on=timezone.localdate())
    as_published = request.GET.get("view") == "published"
    sheets = plan_sheets(document, as_published=as_published)
    view = ("as published",) if as_published else ()
    record_export(request, "plan, PDF")
    return pdf_answer(sheets, plan.partnership.slug, document.title, document.period, *view)


def pdf_answer(sheets, *name):
    """The answer that downloads ``sheets`` as a PDF called ``name``."""
    headers = {"Content-Disposition": attachment(*name)}
    return HttpResponse(print_pdf(sheets), content_type="application/pdf", headers=headers)
