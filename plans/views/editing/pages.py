"""Shared by the editing pages: show a form, return to where the person came from."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from plans.models import MeasureValue, Plan
from plans.policies.plan import reason_not_to_change

# The pages from which people go to edit something, and to which they return.
PLACES = {
    "plans:plan_structure",
    "plans:plan_columns",
    "plans:action",
    "plans:measure",
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
    """Where the person came from, if that is one of PLACES; else the record's place in the structure.

    The structure is a long page, so whoever came from there goes back to the place of the record too.
    """
    asked = place_asked(request)
    if asked and urlsplit(asked).path != gone:
        return asked + _fragment(record) if _only(asked, "plans:plan_structure") else asked
    if isinstance(record, Plan) and record.pk is None:
        return reverse("plans:plans", kwargs={"slug": request.partnership.slug})
    if isinstance(record, MeasureValue):
        return address_of("measure", record.measure)
    plan = record if isinstance(record, Plan) else record.plan
    return address_of("plan_structure", plan) + _fragment(record)


def _fragment(record):
    """“#action-12”; "" for a plan and for what is not saved yet, which have no place on the page."""
    has_place = record.pk is not None and not isinstance(record, Plan)
    return f"#{record._meta.model_name}-{record.pk}" if has_place else ""


def return_asked(request):
    """The address of the return that the person came from or asks to go back to; "" for none."""
    return _only(place_asked(request), "plans:group_return")


def place_asked(request):
    """Where the person came from, or asks to return to, if that is one of PLACES; else None."""
    asked = request.POST.get("next") or request.GET.get("next")
    if asked is None:
        asked = _came_from(request)
    return _place(asked, request.partnership.slug)


def _came_from(request):
    """The page of ours that the person came from, without its host; "" if there is none."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # such as http://[, which no browser sends
        return ""
    if came_from.netloc != request.get_host():
        return ""
    return f"{came_from.path}?{came_from.query}"


def _place(address, slug):
    """The path and query of ``address`` if it leads to one of PLACES in this partnership; else None.

    It is put together anew from its parts, so that nothing else of it reaches a redirect.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.scheme or parts.netloc or match.kwargs.get("slug") != slug:
        return None
    if match.view_name not in PLACES:
        return None
    query = QueryDict(parts.query).urlencode()
    return f"{parts.path}?{query}" if query else parts.path


def list_asked(request):
    """The address of the filtered plan to which the person asks to go back; "" for none."""
    asked = _place(request.GET.get("next", ""), request.partnership.slug)
    return _only(asked, "plans:plan")


def _only(place, name):
    """The place if it is the page ``name``; else ""."""
    return place if place and resolve(urlsplit(place).path).view_name == name else ""


def address_of(name, record):
    return reverse(f"plans:{name}", kwargs={"slug": record.partnership.slug, "pk": record.pk})
