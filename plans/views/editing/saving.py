"""Shared by the editing pages: save a form, show it again, return to where the person came from."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from partnership.history import StaleRecord
from plans.models import Plan

# The pages from which people go to edit something, and to which they return.
PLACES = {
    "plans:plan_structure",
    "plans:plan_columns",
    "plans:action",
    "plans:plan",
    "plans:group_return",
}


def sent(request):
    """The data sent, or None if the page is only opened."""
    return request.POST if request.method == "POST" else None


def press(request, form, service, *records):
    """Whether ``form`` was sent and saved by ``service(*records, by=…, **form.values())``.

    If so, ``form.saved`` is what the service returned. If not, the form has the errors; after a stale save it
    has both texts.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        form.saved = service(*records, by=request.user, **form.values())
    except StaleRecord as late:
        form.refuse_stale(late.record)
    except ValidationError as refusal:
        form.refuse(refusal)
    except ObjectDoesNotExist:
        raise Http404("Someone else has removed this from the plan.") from None
    else:
        return True
    return False


def taken(form, service):
    """What ``service()`` returned; None if nothing was sent, or the form has errors."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except ValidationError as refusal:
        form.refuse(refusal)
        return None


def page(request, template, form, **context):
    """The form's page; 409 (conflict) if someone else saved first."""
    record, plan = form.record, form.plan
    structure = None if plan.pk is None else address_of("plan_structure", plan)
    context |= {
        "form": form,
        "record": record,
        "plan": plan,
        "structure": structure,
        "back": way_back(request, record),
    }
    return render(request, template, context, status=409 if form.stale else 200)


def done(request, record, sentence, *, gone=""):
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
    return f"{address_of('plan_structure', record.plan)}#{record._meta.model_name}-{record.pk}"


def place_asked(request):
    """Where the person came from, or asks to return to, if that is one of PLACES; else None."""
    came_from = urlsplit(request.headers.get("referer", ""))
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
