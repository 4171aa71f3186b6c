"""The plan as a whole: created, worded, agreed, closed; its columns; and the page from which everything is edited."""

from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from plans.forms.confirm import AgreeForm, CloseForm
from plans.forms.editing import PlanForm
from plans.gaps import read_gaps_of_draft
from plans.models import Plan
from plans.policies.plan import reason_not_to_agree, reason_not_to_close
from plans.services.plan import agree_plan, close_plan, create_plan, revise_plan
from plans.structure.read import read_structure
from plans.views.editing.saving import done, page, press, sent


@requires(Permission.EDIT_PLAN, on=Partnership)
def plan_new(request, partnership):
    form = PlanForm(sent(request), record=Plan(partnership=partnership))
    if press(request, form, create_plan, partnership):
        return redirect("plans:plan_structure", slug=partnership.slug, pk=form.saved.pk)
    return page(request, "plans/plan_new.html", form)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_edit(request, plan):
    form = PlanForm(sent(request), record=plan)
    if press(request, form, revise_plan, plan):
        return done(request, plan, "Plan saved.")
    return page(request, "plans/plan_edit.html", form)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_agree(request, plan):
    form = AgreeForm(sent(request), record=plan)
    if press(request, form, agree_plan, plan):
        return done(request, plan, "The plan is agreed.")
    told = {"actions": plan.action_set.count(), "reason_against": reason_not_to_agree(plan)}
    told["gaps"] = read_gaps_of_draft(plan, on=timezone.localdate())
    return page(request, "plans/plan_agree.html", form, **told)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_close(request, plan):
    form = CloseForm(sent(request), record=plan)
    if press(request, form, close_plan, plan):
        return done(request, plan, "The plan is closed.")
    reason = reason_not_to_close(plan)
    return page(request, "plans/plan_close.html", form, reason_against=reason)


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_columns(request, plan):
    return render(
        request, "plans/plan_columns.html", {"plan": plan, "columns": plan.column_set.all()}
    )


@requires(Permission.EDIT_PLAN, on=Plan)
def plan_structure(request, plan):
    structure = read_structure(plan, on=timezone.localdate())
    return render(request, "plans/plan_structure.html", {"plan": plan, "structure": structure})
