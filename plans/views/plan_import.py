"""Importing a plan: a file is uploaded, read in the background, looked through and changed, and brought in."""

from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.downloads import record_export, uploaded_answer
from partnership.jinja import plural
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.queue import is_anybody_at_work, jobs_before, latest_job
from partnership.saving import submit_form, submitted_data
from partnership.services.job import request_file
from partnership.uploads import takes_files_of
from plans.forms.plan_import import (
    BringInForm,
    PlanFileForm,
)
from plans.importing import headings
from plans.importing.guard import MOST_BYTES
from plans.importing.preview import read_preview
from plans.jobs import read_plan_import
from plans.models import PlanImport
from plans.policies.plan_import import (
    reason_not_to_bring_in,
    reason_not_to_discard,
    reason_not_to_undo,
)
from plans.services.plan_import import (
    bring_in,
    discard_import,
    keep_plan_file,
    undo_import,
)
from plans.views.import_choices import (
    anchor_of,
    decide,
    form_page,
    import_address,
    ready_preview,
    refusal_of,
)
from plans.views.places import address_of

# What people call a text of an action that a file changes.
FIELD_LABELS = {
    "reference": "Reference",
    "title": "Title",
    "importance": "Importance",
    "start": "Start",
    "due_on": "Due date",
    "wording": "Action",
    "priority": "Priority",
    "leads": "Leads",
    "timescale": "Timescale",
    "measures": "Success measures",
    "further_actions": "Further actions",
    "resources": "Resources",
    "note": "Note",
    "rating": "Rating",
    "progress": "Progress",
}
SHOWN = 60  # actions on a page of the preview
SHOWN_LEFT_OUT = 500  # texts
REFRESH = 4  # seconds


@requires(Permission.EDIT_PLAN, on=Partnership)
def plan_imports(request, partnership):
    imports = partnership.plan_imports.select_related("plan")
    return render(request, "plans/plan_imports.html", {"imports": imports})


@takes_files_of(MOST_BYTES)
@requires(Permission.EDIT_PLAN, on=Partnership)
def plan_import_new(request, partnership):
    form = PlanFileForm(
        submitted_data(request),
        request.FILES or None,
        partnership=partnership,
        plans=partnership.plan_set.open_to_imports(),
        initial={"into": request.GET.get("into", "new")[:18]},
    )
    if submit_form(form, lambda: keep_plan_file(partnership, by=request.user, **form.values())):
        kept = form.saved
        request_file(
            read_plan_import, kept, by=request.user, roles=request.roles, title=f"Reading {kept}"
        )
        return redirect(import_address(kept))
    return render(request, "plans/plan_import_new.html", {"form": form})


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import(request, plan_import):
    """What the file would bring in, and what is to check; how far reading is; or what became of it."""
    if request.method == "POST":
        return decide(request, plan_import)
    context = {"plan_import": plan_import}
    if plan_import.is_ready:
        return render(
            request, "plans/plan_import.html", context | _preview_context(request, plan_import)
        )
    if plan_import.is_done:
        context["reason_not_to_undo"] = reason_not_to_undo(plan_import)
        context["rows"] = plan_import.rows.select_related("action")[:1_000]
        return render(request, "plans/plan_import_done.html", context)
    return render(
        request, "plans/plan_import_reading.html", context | _reading_context(plan_import)
    )


def _preview_context(request, plan_import):
    preview = read_preview(plan_import, on=timezone.localdate())
    page = Pages(preview.plan, request.GET.get("page", ""))
    left_out = preview.plan.left_out
    context = {"preview": preview, "page": page, "left_out": left_out[:SHOWN_LEFT_OUT]}
    context |= {"anchor_of": anchor_of, "kinds": headings.LABELS, "fields": FIELD_LABELS}
    context["more_left_out"] = max(0, len(left_out) - SHOWN_LEFT_OUT)
    context["reason_against"] = reason_not_to_bring_in(plan_import)
    return context


def _reading_context(plan_import):
    now = timezone.now()
    job = latest_job(read_plan_import, plan_import)
    context = {"job": job, "refresh": REFRESH}
    if job is not None and job.is_open:
        context |= {"before": jobs_before(job), "at_work": is_anybody_at_work(at=now)}
    return context


class Pages:
    """The actions of an ImportedPlan by priority, a page of them at a time; ``of``: key → the page it is on."""

    def __init__(self, plan, asked):
        actions, parts = plan.actions, plan.priorities
        self.count = max(1, -(-len(actions) // SHOWN))
        self.number = (
            min(max(int(asked), 1), self.count) if asked.isdecimal() and len(asked) < 6 else 1
        )
        shown = actions[(self.number - 1) * SHOWN : self.number * SHOWN]
        self.parts = [
            (None if number is None else parts[number], list(under))
            for number, under in groupby(shown, key=attrgetter("priority"))
        ]
        self.of = {action.key: n // SHOWN + 1 for n, action in enumerate(actions)}


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_confirm(request, plan_import):
    preview = ready_preview(plan_import)
    form = BringInForm(submitted_data(request), preview=preview, plan=plan_import.plan)
    if submit_form(form, lambda: bring_in(plan_import, by=request.user, **form.dates())):
        messages.success(request, _done(preview))
        return redirect(address_of("plan_structure", form.saved))
    reason = reason_not_to_bring_in(plan_import)
    context = {"preview": preview, "reason_against": reason}
    return form_page(request, "plans/plan_import_confirm.html", plan_import, form, **context)


def _done(preview):
    if preview.merge:
        changed, added = plural(preview.taken, "text"), plural(len(preview.merge.added), "action")
        return f"{changed} changed and {added} added from the file."
    return (
        f"{plural(len(preview.plan.actions), 'action')} brought in. Check the plan, then agree it."
    )


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_discard(request, plan_import):
    if request.method == "POST":
        reason = refusal_of(lambda: discard_import(plan_import))
        if not reason:
            messages.success(request, f"{plan_import} deleted. Nothing was brought in.")
            return redirect("plans:plan_imports", slug=request.partnership.slug)
    else:
        reason = reason_not_to_discard(plan_import)
    context = {"plan_import": plan_import, "reason_against": reason}
    return render(request, "plans/plan_import_discard.html", context)


@requires(Permission.EDIT_PLAN, on=PlanImport)
def plan_import_undo(request, plan_import):
    if request.method == "POST":
        reason = refusal_of(lambda: undo_import(plan_import, by=request.user))
        if not reason:
            messages.success(request, f"The import of {plan_import} was undone.")
            return redirect("plans:plan_imports", slug=request.partnership.slug)
    else:
        reason = reason_not_to_undo(plan_import)
    context = {"plan_import": plan_import, "reason_against": reason}
    return render(request, "plans/plan_import_undo.html", context)


@requires(Permission.EDIT_PLAN, on=PlanImport)
@require_safe
def plan_import_file(request, plan_import):
    """The file as it was uploaded."""
    content = plan_import.read_content()
    if content is None:
        raise Http404("This file was deleted, because words in it were redacted.")
    if request.method == "GET":
        record_export(request, "file a plan was imported from")
    return uploaded_answer(content, name=plan_import.name, media_type="application/octet-stream")
