"""The plan on one page, in blocks or as the partnership publishes it."""

from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from plans.current_plans import read_current_plans
from plans.document.arrange import arranged_sections, way_asked
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.filters.action import ActionFilter
from plans.models import Plan


@requires(Permission.VIEW_PLAN, on=Plan)
def plan(request, plan):
    today = timezone.localdate()
    filters = ActionFilter(request.GET, queryset=plan.action_set.all(), on=today)
    document = read_plan(plan, on=today, shown=filters.shown())
    filters.offer(document)
    as_published = request.GET.get("view") == "published"
    by = way_asked(request.GET)
    return render(
        request,
        "plans/plan.html",
        {
            "plan": plan,
            "today": today,
            "document": document,
            "sections": arranged_sections(document, by),
            "filters": filters,
            "tables": published_tables(document, by=by) if as_published else (),
            "as_published": as_published,
            "by": by,
        },
    )


@requires(Permission.VIEW_PLAN, on=Partnership)
def plan_current(request, partnership):
    """The current plan, or the one to show instead; where several are current, a choice of them."""
    current = read_current_plans(partnership, request.user, on=timezone.localdate())
    if current.first is None:
        return render(request, "plans/plans.html", {"plans": []})
    if len(current.shown) > 1:
        return redirect("plans:plans", slug=partnership.slug)
    return redirect("plans:plan", slug=partnership.slug, pk=current.first.pk)


@requires(Permission.VIEW_PLAN, on=Partnership)
def plans(request, partnership):
    today = timezone.localdate()
    visible = partnership.plan_set.visible_to(request.user, on=today)
    context = {"plans": visible.current_first(on=today), "today": today}
    return render(request, "plans/plans.html", context)
