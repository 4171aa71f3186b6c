"""Patterns in a plan's history, and the list behind each number."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from partnership.permissions import Permission, requires
from plans.models import Plan
from reports.patterns.lists import read_pattern_list
from reports.patterns.read import read_patterns


@requires(Permission.VIEW_CHANGES, on=Plan)
def plan_patterns(request, plan):
    patterns = read_patterns(plan, on=timezone.localdate())
    context = {"plan": plan, "patterns": patterns, "document": patterns.document}
    return render(request, "reports/plan_patterns.html", context)


@requires(Permission.VIEW_CHANGES, on=Plan)
def plan_pattern(request, plan, pattern):
    patterns = read_patterns(plan, on=timezone.localdate())
    listing = read_pattern_list(patterns, pattern, request.GET.get("of", ""))
    if listing is None:
        raise Http404("There is no such pattern.")
    context = {"plan": plan, "listing": listing, "document": patterns.document}
    return render(request, "reports/plan_pattern.html", context)
