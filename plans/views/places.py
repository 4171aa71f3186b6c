"""Where people came from and go back to: a page of ours that links here, with its filter and their place on it."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from plans.models import MeasureValue, Plan

# The pages from which people go to edit something, and to which they return.
PLACES = {
    "plans:plan_structure",
    "plans:plan_columns",
    "plans:action",
    "plans:action_milestones",
    "plans:measure",
    "plans:plan",
    "plans:group_return",
}


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


def place_before(request, action, *, is_done=False):
    """The place of ``action`` in the return or the filtered plan from which the person came; "" if they did not.

    ``is_done``: to the message in the return, which says so.
    """
    asked = place_asked(request)
    if _only(asked, "plans:group_return"):
        return f"{asked}?at={action.pk}#message" if is_done else f"{asked}#a{action.pk}"
    if _only(asked, "plans:plan"):
        return f"{asked}#action-{action.pk}"
    came_by_list = "next" in QueryDict(urlsplit(asked or "").query)
    return asked if came_by_list and _only(asked, "plans:action") else ""


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
