"""What has changed: in the whole partnership, in one plan, in one action."""

from django.shortcuts import render
from django.utils import timezone

from partnership.accounts import last_visit
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from plans.models import Action, Plan
from reports.changes.feed import changes_of, changes_of_plan, read_page, reader_of
from reports.filters import ChangeFilter


@requires(Permission.VIEW_CHANGES, on=Partnership)
def changes(request, partnership):
    reader = _reader(request)
    return render(request, "reports/changes.html", _listed(request, reader, reader.changes()))


@requires(Permission.VIEW_CHANGES, on=Plan)
def plan_changes(request, plan):
    reader = _reader(request)
    listed = _listed(request, reader, changes_of_plan(reader, plan))
    return render(request, "reports/plan_changes.html", {"plan": plan, **listed})


@requires(Permission.VIEW_CHANGES, on=Action)
def action_changes(request, action):
    reader = _reader(request)
    listed = _listed(request, reader, changes_of(reader, Action, [action.pk]))
    return render(request, "reports/action_changes.html", {"action": action, **listed})


def _reader(request):
    return reader_of(request.partnership, request.user, request.roles, on=timezone.localdate())


def _listed(request, reader, changes):
    """What the three lists share: the filter, and a page of what it lets through."""
    filters = ChangeFilter(request.GET, queryset=changes, request=request, reader=reader)
    cursor = request.GET.get("before", "")
    return {
        "filters": filters,
        "form": filters.form,
        "page": read_page(reader, filters.qs, cursor=cursor, marked=True),
        "is_first": not cursor,
        "last_visit": last_visit(request),
        "today": timezone.localdate(),
    }
