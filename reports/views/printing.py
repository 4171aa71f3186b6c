"""Downloads of PDFs."""

from django.utils import timezone

from partnership.downloads import file_answer
from partnership.permissions import Permission, requires
from plans.document.current import read_plan
from plans.models import Plan
from reports.models import AnnualReport
from reports.render.pdf import print_pdf
from reports.render.plan import plan_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets


@requires(Permission.VIEW_DRAFT_REPORT, on=AnnualReport)
def report_pdf(request, report):
    document = read_report(report, on=timezone.localdate())
    return pdf_answer(request, report_sheets(document), document.title, about="yearly report, PDF")


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_pdf(request, plan):
    document = read_plan(plan, on=timezone.localdate())
    as_published = request.GET.get("view") == "published"
    sheets = plan_sheets(document, as_published=as_published)
    view = ("as published",) if as_published else ()
    name = document.title, document.period, *view
    return pdf_answer(request, sheets, *name, about="plan, PDF")


def pdf_answer(request, sheets, *name, about):
    """A response that downloads ``sheets`` as a PDF, like ``file_answer``."""
    return file_answer(request, print_pdf(sheets), *name, kind="pdf", about=about)
