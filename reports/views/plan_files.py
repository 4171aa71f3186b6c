"""The page that offers a plan as files, and the files: as it is now and as filtered, or as at a moment."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from partnership.downloads import NAMES
from partnership.permissions import Permission, requires
from partnership.views.job import offer_file
from plans.document.arrange import WAYS, way_asked
from plans.document.current import read_plan
from plans.document.group_part import leading_groups, led_by_group
from plans.exports.tables import PLAN_TABLES, find_table
from plans.filters.action import ActionFilter
from plans.models import Plan
from reports import jobs
from reports.views.as_at import find_moment


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_downloads(request, plan):
    """The formats, for the actions that match the filter in the address."""
    today = timezone.localdate()
    filters = ActionFilter(request.GET, queryset=plan.action_set.all(), on=today)
    document = read_plan(plan, on=today, shown=filters.shown(), brief=True)
    filters.offer(document)
    context = {"plan": plan, "document": document, "filters": filters, "tables": PLAN_TABLES}
    chosen, by = _chosen(request), way_asked(request.GET)
    context |= {"chosen": chosen, "printed": chosen | ({"by": by} if by else {})}
    return render(request, "reports/plan_downloads.html", context)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_as_at_downloads(request, plan, moment):
    """The formats, as at a moment."""
    found = find_moment(request, plan, moment)
    group = _group_asked(request, found.document)
    context = {"plan": plan, "document": found.document, "moment": found, "tables": PLAN_TABLES}
    context |= {"group": group, "groups": leading_groups(found.document)}
    if group:
        context["shown"] = led_by_group(found.document, group[0]).shown
    return render(request, "reports/plan_as_at_downloads.html", context)


@requires(jobs.plan_file.permission, on=jobs.plan_file.on)
def plan_file(request, plan, kind):
    query = urlencode(_chosen(request))
    words = "part of it" if query else ""
    return _offer(request, jobs.plan_file, plan, kind, plan.title, words, query=query)


@requires(jobs.plan_as_at_file.permission, on=jobs.plan_as_at_file.on)
def plan_as_at_file(request, plan, moment, kind):
    found = find_moment(request, plan, moment)
    title = f"{plan.title} as at {found.words}"
    pk, name = _group_asked(request, found.document) or (None, "")
    asked = {"moment": found.key, "group": pk}
    return _offer(request, jobs.plan_as_at_file, plan, kind, title, name, **asked)


def _offer(request, task, plan, kind, *title, **parameters):
    """The page of the job that makes the file, with what the address says of how it looks."""
    asked = {"ending": kind, "as_published": False, "arranged": "", "table": ""}
    words = ""
    if kind in ("docx", "pdf"):
        asked["as_published"] = request.GET.get("view") == "published"
        asked["arranged"] = way_asked(request.GET)
        words = "as published" if asked["as_published"] else ""
    elif kind == "csv":
        table = _table_asked(request)
        asked["table"], words = table.name, table.title.lower()
    title = filter(None, (*title, words, WAYS.get(asked["arranged"], "")))
    return offer_file(request, task, plan, *title, NAMES[kind], **asked, **parameters)


def _group_asked(request, document):
    """(id, name then) of the group that the address names; None without one. 404 if it led nothing then."""
    asked = request.GET.get("group", "")
    if not asked:
        return None
    for group in leading_groups(document):
        if str(group[0]) == asked:
            return group
    raise Http404("The group led no action of the plan then.")


def _table_asked(request):
    """The table that the address names, or that of the actions; 404 for one that there is not."""
    table = find_table(request.GET.get("table", "actions"))
    if table is None:
        raise Http404("There is no such table.")
    return table


def _chosen(request):
    """The filter in the address, without the rest of it and always in the same order."""
    names = sorted(ActionFilter.base_filters)
    return {name: request.GET[name] for name in names if request.GET.get(name)}
