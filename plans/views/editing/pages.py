"""Shared by the editing pages: show a form, return to where the person came from."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from plans.models import Plan
from plans.policies.plan import reason_not_to_change

# The pages from which people go to edit something, and to which they return.
PLACES = {
    "plans:plan_structure",
    "plans:plan_columns",
    "plans:action",
    "plans:plan",
    "plans:group_return",
}


def form_page(request, template, form, **context):
    """The form's page; 409 (conflict) if someone else saved first.

    ``reason_against``: why it may not be done now, if that is about more than the plan being closed.
    """
    record, plan = form.record, form.plan
    structure = None if plan.pk is None else address_of("plan_structure", plan)
    context = {"reason_against": reason_not_to_change(plan)} | context
    context |= {
        "form": form,
        "record": record,
        "plan": plan,
        "structure": structure,
        "back": way_back(request, record),
    }
    return render(request, template, context, status=409 if form.stale else 200)


def redirect_back(request, record, sentence, *, gone=""):
    """Show a success message and redirect; ``gone`` is the URL of a page that no longer exists."""
    messages.success(request, sentence)
    return redirect(way_back(request, record, gone=gone))


def way_back(request, record, *, gone=""):
    """Where the person came from, if that is one of PLACES; else the record's place in the structure."""
    asked = place_asked(request)
    if asked and asked != gone:
        return asked
    if isinstance(record, Plan):
        if record.pk is None:
            return reverse("plans:plans", kwargs={"slug": request.partnership.slug})
        return address_of("plan_structure", record)
    structure = address_of("plan_structure", record.plan)
    if record.pk is None:  # not saved yet, so it has no place on that page
        return structure
    return f"{structure}#{record._meta.model_name}-{record.pk}"


def return_asked(request):
    """The address of the return that the person came from or asks to go back to; "" for none."""
    asked = place_asked(request)
    return asked if asked and resolve(asked).view_name == "plans:group_return" else ""


def place_asked(request):
    """Where the person came from, or asks to return to, if that is one of PLACES; else None."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # such as http://[, which no browser sends
        came_from = urlsplit("")
    asked = request.POST.get("next") or request.GET.get("next")
    if asked is None and came_from.netloc == request.get_host():
        asked = came_from.path
    return asked if asked and _is_place(asked, request.partnership.slug) else None


def _is_place(address, slug):
    """Whether a URL is a bare path of ours to one of PLACES in this partnership."""
    try:
        match = resolve(address)
    except Resolver404:
        return False
    return match.view_name in PLACES and match.kwargs.get("slug") == slug


def address_of(name, record):
    return reverse(f"plans:{name}", kwargs={"slug": record.partnership.slug, "pk": record.pk})
