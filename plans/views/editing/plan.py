"""The plan as a whole: created, worded, agreed, closed; its columns; and the page from which everything is edited."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.document.current import read_plan
from plans.forms.carry import CarryForm, PlanNewForm
from plans.forms.confirm import AgreeForm, CloseForm, PlanWithdrawForm
from plans.forms.editing import PlanForm
from plans.forms.order import MoveForm
from plans.gaps import PartGaps, read_part_gaps
from plans.models import Plan
from plans.policies.part import reason_not_to_add_column
from plans.policies.plan import (
    reason_not_to_agree,
    reason_not_to_carry,
    reason_not_to_change,
    reason_not_to_close,
    reason_not_to_withdraw,
)
from plans.services.carry import carry_forward
from plans.services.plan import agree_plan, close_plan, create_plan, revise_plan, withdraw_plan
from plans.structure.carry import read_carry
from plans.structure.read import read_columns, read_structure
from plans.views.editing.moves import moved_query, save_move
from plans.views.editing.pages import form_page, redirect_back
from plans.views.places import address_of


@requires(Permission.EDIT_PLAN, on=Partnership)
def plan_new(request, partnership):
    form = PlanNewForm(submitted_data(request), record=Plan(partnership=partnership))
    if submit_form(form, lambda: create_plan(partnership, by=request.user, **form.values())):
        carries = form.cleaned_data.get("start") == "carry"
        return redirect(address_of("plan_carry" if carries else "plan_structure", form.saved))
    return form_page(request, "plans/plan_new.html", form)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_carry(request, plan):
    earlier = plan.partnership.plan_set.exclude(pk=plan.pk)
    asked = request.GET.get("from", "")
    before = earlier.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    before = before or plan.previous
    reason = reason_not_to_carry(plan)
    if before is None or reason:
        context = {"plan": plan, "earlier": earlier, "reason_against": reason}
        return render(request, "plans/plan_carry_from.html", context)
    form = CarryForm(
        submitted_data(request), carry=read_carry(plan, before, on=timezone.localdate())
    )
    if submit_form(form, lambda: _carry(request, plan, before, form)):
        number = len(form.saved)
        sentence = f"{number} actions carried on." if number > 1 else "1 action carried on."
        messages.success(request, f"{sentence} Check their dates, leads and wording here.")
        return redirect(address_of("plan_structure", plan))
    return form_page(request, "plans/plan_carry.html", form, carry=form.carry)


def _carry(request, plan, before, form):
    reason = form.cleaned_data["reason"]
    return carry_forward(plan, before, form.choices(), by=request.user, reason=reason)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_edit(request, plan):
    form = PlanForm(submitted_data(request), record=plan)
    if submit_form(form, lambda: revise_plan(plan, by=request.user, **form.values())):
        return redirect_back(request, plan, "Plan saved.")
    return form_page(request, "plans/plan_edit.html", form)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_agree(request, plan):
    form = AgreeForm(submitted_data(request), record=plan)
    if submit_form(form, lambda: agree_plan(plan, by=request.user, **form.values())):
        return redirect_back(request, plan, "The plan is agreed.")
    told = {"actions": plan.action_set.count(), "reason_against": reason_not_to_agree(plan)}
    told["gaps"] = read_part_gaps(plan, on=timezone.localdate())
    return form_page(request, "plans/plan_agree.html", form, **told)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_close(request, plan):
    form = CloseForm(submitted_data(request), record=plan)
    if submit_form(form, lambda: close_plan(plan, by=request.user, **form.values())):
        return redirect_back(request, plan, "The plan is closed.")
    reason = reason_not_to_close(plan)
    return form_page(request, "plans/plan_close.html", form, reason_against=reason)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_withdraw(request, plan):
    form, slug = PlanWithdrawForm(submitted_data(request), record=plan), plan.partnership.slug
    if submit_form(form, lambda: withdraw_plan(plan, by=request.user, **form.values())):
        messages.success(request, f"Plan withdrawn: {plan.title}")
        return redirect("plans:plans", slug=slug)
    context = {"reason_against": reason_not_to_withdraw(plan), "actions": plan.action_set.count()}
    return form_page(request, "plans/plan_withdraw.html", form, **context)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_columns(request, plan):
    form = MoveForm(submitted_data(request), record=plan)
    if submit_form(form, lambda: save_move(request, form)):
        return redirect(address_of("plan_columns", plan) + moved_query(form))
    context = {"columns": read_columns(plan, on=timezone.localdate())}
    context["reason_against_column"] = reason_not_to_add_column(plan)
    return form_page(
        request, "plans/plan_columns.html", form, moved=request.GET.get("moved", ""), **context
    )


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_structure(request, plan):
    structure = read_structure(plan, on=timezone.localdate())
    context = {"plan": plan, "structure": structure, "reason_against": reason_not_to_change(plan)}
    context["gaps"] = PartGaps(read_part_gaps(plan, on=timezone.localdate()))
    context["is_unfolded"] = "unfolded" in request.GET or len(structure.document.sections) == 1
    return render(request, "plans/plan_structure.html", context)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_order(request, plan):
    form = MoveForm(submitted_data(request), record=plan)
    if submit_form(form, lambda: save_move(request, form)):
        return redirect(address_of("plan_order", plan) + moved_query(form))
    document = read_plan(plan, on=timezone.localdate(), brief=True)
    context = {"document": document, "moved": request.GET.get("moved", "")}
    return form_page(request, "plans/plan_order.html", form, **context)
