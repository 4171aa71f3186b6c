"""The yearly report: starting one, writing its sections, reading it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.editing import unsaved_input
from partnership.models import Partnership
from partnership.permissions import Permission, allows, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from plans.models import Plan
from reports.forms.report import ReportForm, ReportWithdrawForm, SectionForm
from reports.models import AnnualReport, Section
from reports.policies.report import reason_not_to_withdraw
from reports.services.report import withdraw_report
from reports.yearly.document import read_report, read_section


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def reports(request, partnership):
    visible = partnership.annualreport_set.visible_to(request.user, on=timezone.localdate())
    return render(request, "reports/reports.html", {"reports": visible.summed_up()})


@requires(Permission.WRITE_REPORT, on=Partnership)
def report_new(request, partnership):
    plans = partnership.plan_set.exclude(status=Plan.Status.DRAFT)
    form = ReportForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid() and (report := form.start(by=request.user)):
        messages.success(request, "Report started. We have filled in what is already recorded.")
        return redirect("reports:report", slug=partnership.slug, pk=report.pk)
    return render(request, "reports/report_new.html", {"form": form, "plans": plans})


@requires(Permission.VIEW_DRAFT_REPORT, on=AnnualReport)
def report(request, report):
    document = read_report(report, on=timezone.localdate())
    return render(request, "reports/report.html", {"document": document})


@requires(Permission.WRITE_REPORT, on=AnnualReport)
def report_withdraw(request, report):
    form = ReportWithdrawForm(submitted_data(request), record=report)
    if submit_form(form, lambda: withdraw_report(report, by=request.user, **form.values())):
        return redirect_saved(request, f"Report withdrawn: {report.title}", "reports:reports")
    reason = reason_not_to_withdraw(report)
    template = "reports/report_withdraw.html"
    return edit_page(request, template, form, report=report, reason_against=reason)


@requires(Permission.VIEW_DRAFT_REPORT, on=AnnualReport)
def report_read(request, report):
    document = read_report(report, on=timezone.localdate())
    return render(request, "reports/report_read.html", {"document": document})


@requires(Permission.VIEW_DRAFT_REPORT, on=Section)
def section(request, section):
    may_write = allows(request.roles, section.write_permission)
    if request.method == "POST" and not may_write:
        raise PermissionDenied("Your role does not allow you to write this section.")
    typed = unsaved_input.take(request)
    data = request.POST if request.method == "POST" else None
    form = SectionForm(data, section=section, typed=typed)
    if form.is_bound and form.is_valid() and form.save(section, by=request.user):
        messages.success(request, f"“{section}” is saved.")
        return redirect("reports:report", slug=section.partnership.slug, pk=section.report_id)
    context = {
        "report": section.report,
        "document": read_section(section, on=timezone.localdate()),
        "form": form,
        "may_write": may_write,
        **unsaved_input.context(request.user, typed),
    }
    return render(request, "reports/section.html", context, status=409 if form.stale else 200)
