"""Shared by the editing pages: show a form, return to where the person came from."""

from django.contrib import messages
from django.shortcuts import redirect, render

from plans.policies.plan import reason_not_to_change
from plans.views.places import address_of, way_back


def form_page(request, template, form, **context):
    """The form's page; 409 (conflict) if someone else saved first.

    ``reason_against``: why it may not be done now, if that is about more than the plan being closed. ``back``: where
    its links lead, if not to where the person came from.
    """
    record, plan = form.record, form.plan
    structure = None if plan.pk is None else address_of("plan_structure", plan)
    back = context.pop("back", None) or way_back(request, record)
    context = {"reason_against": reason_not_to_change(plan)} | context
    context |= {
        "form": form,
        "record": record,
        "plan": plan,
        "structure": structure,
        "back": back,
    }
    return render(request, template, context, status=409 if form.stale else 200)


def redirect_back(request, record, sentence, *, gone=""):
    """Show a success message and redirect; ``gone`` is the URL of a page that no longer exists."""
    messages.success(request, sentence)
    return redirect(way_back(request, record, gone=gone))
