"""Lists of changes: of the whole partnership, of a plan, of an action."""

from django.shortcuts import render
from django.utils import timezone

from partnership.accounts import last_visit
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from plans.current_plans import read_current_plans
from plans.models import Action, Plan
from reports.changes.arrange import ACTION, arrange, with_others
from reports.changes.feed import PAGE_SIZE, read_page, reader_of
from reports.changes.filters import ChangeFilter
from reports.changes.lists import action_list, all_changes, plan_list

PAGE_BY_ACTION = 30  # changes


@requires(Permission.VIEW_CHANGES, on=Partnership)
def changes(request, partnership):
    current = read_current_plans(partnership, request.user, on=timezone.localdate())
    listed = _listed(request, all_changes(reader(request)), current.only)
    return render(request, "reports/changes.html", listed)


@requires(Permission.VIEW_CHANGES, on=Plan)
def plan_changes(request, plan):
    listed = _listed(request, plan_list(reader(request), plan), plan.pk)
    return render(request, "reports/plan_changes.html", {"plan": plan, **listed})


@requires(Permission.VIEW_CHANGES, on=Action)
def action_changes(request, action):
    listed = _listed(request, action_list(reader(request), action), action.plan_id)
    return render(request, "reports/action_changes.html", {"action": action, **listed})


def reader(request):
    """The Reader of the request."""
    return reader_of(request.partnership, request.user, request.roles, on=timezone.localdate())


def filter_of(request, listed):
    """The ChangeFilter of a ChangeList, with the values in the URL."""
    return ChangeFilter(request.GET, queryset=listed.changes, request=request, reader=listed.reader)


def _listed(request, listed, usual_plan):
    """What the pages of the three lists share: the filter, and a page of the changes that match.

    ``usual_plan``: the id of the plan that changes need not name.
    """
    filters = filter_of(request, listed)
    cursor, by = request.GET.get("before", ""), filters.arrangement
    each, size = by == ACTION, PAGE_BY_ACTION if by == ACTION else PAGE_SIZE
    changes = filters.qs
    page = read_page(listed.reader, changes, cursor=cursor, size=size, marked=True, each=each)
    parts = arrange(page.summaries, by, listed=listed, usual_plan=usual_plan)
    return {
        "filters": filters,
        "form": filters.form,
        "page": page,
        "by": by,
        "usual_plan": usual_plan,
        "parts": with_others(parts, changes) if each and (page.older or cursor) else parts,
        "is_first": not cursor,
        "last_visit": last_visit(request),
        "today": timezone.localdate(),
    }
