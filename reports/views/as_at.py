"""Earlier versions of a plan and of groups, and comparisons of two; deleted records included."""

import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.downloads import NAMES, file_answer
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.text import compare_words
from partnership.views.errors import NotFoundBecause
from partnership.views.job import offer_file
from plans.document.compare import compare_documents
from plans.document.published_tables import published_tables
from plans.models import Plan, Snapshot
from plans.services.snapshot import as_data, save_snapshot
from reports import jobs
from reports.as_at.groups import read_groups_as_at
from reports.as_at.moments import (
    end_of_past_day,
    readable_moment,
    reason_without_records,
    version_choices,
)
from reports.forms.as_at import CompareForm, DayForm, KeepForm

COMPARISON_FILES = {
    "pdf": (jobs.comparison_pdf, {}),
    "docx": (jobs.comparison_word, {}),
    "xlsx": (jobs.comparison_table, {"ending": "xlsx"}),
    "csv": (jobs.comparison_table, {"ending": "csv"}),
}


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_history(request, plan):
    """Choose a day or a named moment."""
    form = DayForm(request.GET or None, on=timezone.localdate())
    if form.is_valid():
        day = form.cleaned_data["day"].isoformat()
        return redirect("reports:plan_as_at", slug=plan.partnership.slug, pk=plan.pk, moment=day)
    named = version_choices(plan)
    context = {"plan": plan, "form": form, "compared": CompareForm(choices=named)}
    context["choices"] = named
    return render(request, "reports/plan_history.html", context)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_as_at(request, plan, moment):
    found = find_moment(request, plan, moment)
    as_published = request.GET.get("view") == "published"
    tables = published_tables(found.document) if as_published else ()
    context = {"plan": plan, "moment": found, "document": found.document}
    context |= {"as_published": as_published, "tables": tables}
    return render(request, "reports/plan_as_at.html", context)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_as_at_json(request, plan, moment):
    """The document as self-contained JSON, with its digest."""
    found = find_moment(request, plan, moment)
    data = {"schema": Snapshot.SCHEMA, "digest": found.digest, "version": found.version}
    data["plan"] = as_data(found.document)
    name = found.document.title, f"as at {found.key}"
    text = json.dumps(data, indent=1)
    return file_answer(request, text, *name, kind="json", about="earlier version of a plan, JSON")


@requires(Permission.RUN_PERIODS, on=Plan)
def snapshot_new(request, plan):
    """Save a snapshot of the plan."""
    form = KeepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        save_snapshot(plan, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Snapshot of the plan saved.")
        return redirect("reports:plan_history", slug=plan.partnership.slug, pk=plan.pk)
    return render(request, "reports/snapshot_new.html", {"plan": plan, "form": form})


@requires(Permission.VIEW_PLAN, on=Plan)
def action_as_at(request, plan, moment, action):
    found = find_moment(request, plan, moment)
    stood = next((one for one in found.document.actions if one.pk == action), None)
    if stood is None:
        raise Http404("The plan did not have this action then.")
    is_here = plan.action_set.filter(pk=action).exists()
    context = {"plan": plan, "moment": found, "document": found.document, "action": stood}
    return render(request, "reports/action_as_at.html", context | {"is_here": is_here})


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_compare(request, plan):
    form = CompareForm(request.GET or None, choices=version_choices(plan))
    if not form.is_valid():
        return render(request, "reports/plan_compare.html", {"plan": plan, "form": form})
    before, after = (find_moment(request, plan, key) for key in form.addresses())
    if (ending := request.GET.get("as")) in COMPARISON_FILES:
        task, asked = COMPARISON_FILES[ending]
        title = f"{plan.title}, {before.words} to {after.words}", NAMES[ending]
        asked = {**asked, "before": before.key, "after": after.key}
        return offer_file(request, task, plan, *title, **asked)
    comparison = compare_documents(before.document, after.document)
    context = {"plan": plan, "form": form, "before": before, "after": after}
    context |= {"comparison": comparison, "compare_words": compare_words}
    return render(request, "reports/plan_compare.html", context)


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def groups_past(request, partnership):
    """Redirect to today's page, where another day can be chosen."""
    today = timezone.localdate().isoformat()
    return redirect("reports:groups_as_at", slug=partnership.slug, moment=today)


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def groups_as_at(request, partnership, moment):
    at = end_of_past_day(moment, now=timezone.now())
    if at is None:
        raise NotFoundBecause(reason_without_records(moment, now=timezone.now()))
    form = DayForm(request.GET or None, on=timezone.localdate())
    if form.is_valid():
        chosen = form.cleaned_data["day"].isoformat()
        return redirect("reports:groups_as_at", slug=partnership.slug, moment=chosen)
    document = read_groups_as_at(partnership, at=at)
    if document is None:
        raise NotFoundBecause(reason_without_records(moment, now=timezone.now()))
    context = {"document": document, "day": timezone.localdate(at), "form": form}
    return render(request, "reports/groups_as_at.html", context)


def find_moment(request, plan, key):
    """The PlanVersion, or 404; if the plan was a draft then, only for those who may read drafts."""
    found = readable_moment(plan, key, roles=request.roles, now=timezone.now())
    if found is None:
        raise NotFoundBecause(reason_without_records(key, now=timezone.now()))
    return found
