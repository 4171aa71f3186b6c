"""Downloads of reports and of a plan's summary, made in the background."""

from partnership.permissions import requires
from partnership.views.job import offer_file
from reports import jobs


@requires(jobs.report_pdf.permission, on=jobs.report_pdf.on)
def report_pdf(request, report):
    return offer_file(request, jobs.report_pdf, report, report.title, "PDF")


@requires(jobs.report_word.permission, on=jobs.report_word.on)
def report_word(request, report):
    return offer_file(request, jobs.report_word, report, report.title, "Word")


@requires(jobs.plan_summary_pdf.permission, on=jobs.plan_summary_pdf.on)
def plan_summary_pdf(request, plan):
    return offer_file(request, jobs.plan_summary_pdf, plan, plan.title, "summary", "PDF")
