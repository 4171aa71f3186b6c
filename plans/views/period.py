"""Reporting periods: a plan's periods, the board of one, and the business manager's pages for it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partnership.downloads import NAMES, file_answer
from partnership.logo import read_printed_logo
from partnership.models import Partnership
from partnership.permissions import Permission, allows, requires
from partnership.saving import submit_form, submitted_data
from partnership.services.owed_seal import owed_of
from plans.current_plans import read_current_plans
from plans.forms.period import ChaseForm, FreezeForm, PeriodForm, QuestionForm, ReopenForm
from plans.leads.people import people_who_answer
from plans.models import GroupReturn, Plan, ReportingPeriod
from plans.periods.board import read_board
from plans.periods.overview import read_periods, read_shown_board
from plans.periods.table import write_board
from plans.policies import group_return
from plans.policies import period as period_policy
from plans.policies.group_return import reason_not_to_send_back
from plans.policies.period import (
    reason_not_to_edit,
    reason_not_to_freeze,
    reason_not_to_open,
    reason_not_to_reopen,
)
from plans.services.chase import chase_returns, prepare_chase
from plans.services.period import freeze_period, open_period, reopen_period, revise_period
from plans.services.returns import question_return
from plans.views.editing.pages import form_page
from plans.views.places import address_of


@requires(Permission.VIEW_PLAN, on=Partnership)
def current_periods(request, partnership):
    """The periods of the current plan; several current plans, or one that still reports, share a page."""
    today = timezone.localdate()
    current = read_current_plans(partnership, request.user, on=today)
    plans = (*current.shown, *current.reporting)
    if not plans:
        return render(request, "plans/plans.html", {"plans": []})
    if len(plans) == 1:
        return redirect(address_of("plan_periods", plans[0]))
    context = {"plans": [(plan, read_periods(plan)) for plan in plans], "today": today}
    return render(request, "plans/current_periods.html", context)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_periods(request, plan):
    periods = list(read_periods(plan))
    context = {"plan": plan, "periods": periods, "today": timezone.localdate()}
    context["running"] = next((period for period in periods if not period.is_frozen), None)
    return render(request, "plans/plan_periods.html", context)


@requires(Permission.RUN_PERIODS, on=Plan)
def period_new(request, plan):
    form = PeriodForm(submitted_data(request), record=ReportingPeriod(plan=plan))
    if submit_form(form, lambda: open_period(plan, by=request.user, **form.values())):
        return _done(request, form.saved, f"{form.saved} is open.")
    reason = reason_not_to_open(plan)
    back = address_of("plan_periods", plan)
    return _page(request, "plans/period_new.html", form, back, reason_against=reason)


@requires(Permission.VIEW_PLAN, on=ReportingPeriod)
def period(request, period):
    now = timezone.now()
    today = timezone.localdate(now)
    board = read_shown_board(period, request.user, on=today)
    context = {"period": period, "plan": period.plan, "board": board, "today": today}
    context["unreachable"] = _unreachable(request, board, on=today)
    reason = period_policy.reason_not_to_chase(period)
    context["reasons_not_to_chase"] = {
        row.record.pk: reason or group_return.reason_not_to_chase_return(row.record, at=now)
        for row in board.outstanding
    }
    context["may_chase"] = not all(context["reasons_not_to_chase"].values())
    return render(request, "plans/period.html", context)


@requires(Permission.VIEW_PLAN, on=ReportingPeriod)
def period_file(request, period, kind):
    """The board as a file. It has a row for each return, so it is answered at once."""
    today = timezone.localdate()
    board = read_shown_board(period, request.user, on=today)
    logo = read_printed_logo(request.partnership) if kind == "docx" else None
    content = write_board(period, board, kind, on=today, logo=logo)
    about = f"board of a reporting period, {NAMES[kind]}"
    return file_answer(request, content, period.name, "returns", kind=kind, about=about)


def _unreachable(request, board, *, on):
    """The ids of outstanding returns that no one can be asked for, for those who chase."""
    records = [row.record for row in board.outstanding]
    if not records or not allows(request.roles, Permission.RUN_PERIODS):
        return set()
    people = people_who_answer(records, request.partnership, on=on)
    return {pk for pk, found in people.items() if not found}


@requires(Permission.RUN_PERIODS, on=ReportingPeriod)
def period_edit(request, period):
    form = PeriodForm(submitted_data(request), record=period)
    if submit_form(form, lambda: revise_period(period, by=request.user, **form.values())):
        return _done(request, period, "Period saved.")
    reason, back = reason_not_to_edit(period), address_of("period", period)
    return _page(request, "plans/period_edit.html", form, back, reason_against=reason)


@requires(Permission.RUN_PERIODS, on=ReportingPeriod)
def period_freeze(request, period):
    form = FreezeForm(submitted_data(request), record=period)
    if submit_form(form, lambda: freeze_period(period, by=request.user, **form.values())):
        seal = " Its seal follows within a day." if owed_of(request.partnership) else ""
        return _done(
            request, period, f"{period} is frozen. A snapshot of the plan was saved.{seal}"
        )
    board, back = read_board(period), address_of("period", period)
    told = {"board": board, "reason_against": reason_not_to_freeze(period)}
    return _page(request, "plans/period_freeze.html", form, back, **told)


@requires(Permission.RUN_PERIODS, on=ReportingPeriod)
def period_reopen(request, period):
    form = ReopenForm(submitted_data(request), record=period)
    if submit_form(form, lambda: reopen_period(period, by=request.user, **form.values())):
        return _done(request, period, f"{period} is open again.")
    reason, back = reason_not_to_reopen(period), address_of("period", period)
    return _page(request, "plans/period_reopen.html", form, back, reason_against=reason)


@requires(Permission.RUN_PERIODS, on=GroupReturn)
def group_return_question(request, record):
    form = QuestionForm(submitted_data(request), record=record)
    if submit_form(form, lambda: question_return(record, by=request.user, **form.values())):
        return _done(
            request, record.period, f"Return sent back to {record.name} with your question."
        )
    reason, back = reason_not_to_send_back(record), address_of("period", record.period)
    return _page(request, "plans/group_return_question.html", form, back, reason_against=reason)


@requires(Permission.RUN_PERIODS, on=ReportingPeriod)
def period_chase(request, period):
    """Show who would be reminded about one return (``return``) or all that are outstanding; then remind them."""
    wanted = request.POST.get("return", request.GET.get("return"))
    returns = [r for r in period.returns.all() if wanted is None or str(r.pk) == wanted]
    if wanted is not None and not returns:
        raise Http404("No such return in this period.")
    form = ChaseForm(submitted_data(request), record=period)
    told = {"by": request.user, "address": partial(_address_of_return, request)}
    if submit_form(form, lambda: chase_returns(period, returns, **told, **form.values())):
        _tell(request, form.saved)
        return redirect(address_of("period", period))
    context = {"wanted": wanted, "chase": None, "reason_against": ""}
    try:
        context["chase"] = prepare_chase(period, returns, **told)
    except ValidationError as refusal:
        context["reason_against"] = " ".join(refusal.messages)
    return _page(request, "plans/period_chase.html", form, address_of("period", period), **context)


def _address_of_return(request, record):
    name, slug = "plans:group_return", request.partnership.slug
    return request.build_absolute_uri(reverse(name, args=[slug, record.pk]))


def _tell(request, chased):
    if chased.returns:
        people = "1 person has" if chased.people == 1 else f"{chased.people} people have"
        names = "; ".join(chased.returns)
        messages.success(request, f"{people} been emailed about: {names}.")
    if chased.failed:
        names = "; ".join(chased.failed)
        messages.error(
            request,
            f"We could not send the email about: {names}. Try again in a few minutes. If it fails again, tell the "
            "people who run this website.",
        )
    if chased.unreachable:
        names = "; ".join(chased.unreachable)
        messages.warning(
            request,
            f"There is nobody to email about: {names}. Give the group a chair, the post a holder "
            "or the agency a member, or choose another lead.",
        )
    if chased.recently:
        names = "; ".join(chased.recently)
        messages.warning(
            request, f"Not chased again, because they were chased less than an hour ago: {names}."
        )


def _done(request, period, sentence):
    messages.success(request, sentence)
    return redirect(address_of("period", period))


def _page(request, template, form, back, **context):
    return form_page(request, template, form, back=back, today=timezone.localdate(), **context)
