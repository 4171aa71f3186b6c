"""Evidence on its own, and its files: added, downloaded, redacted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.downloads import record_export, uploaded_answer
from partnership.editing import unsaved_input
from partnership.permissions import Permission, requires
from plans.actions.detail import read_action
from plans.forms.evidence import EvidenceForm
from plans.forms.redaction import FileRedactionForm
from plans.models import Action, EvidenceFile
from plans.policies.evidence import reason_not_to_redact_file
from plans.policies.plan import reason_not_to_change
from plans.services.evidence import add_evidence, find_pending_file, redact_file
from plans.views.pending_files import hold_chosen
from plans.views.places import address_of, place_before


@requires(Permission.UPDATE_PROGRESS, on=Action)
def action_evidence_new(request, action):
    now = timezone.now()
    detail = read_action(action, on=timezone.localdate(now))
    typed = unsaved_input.take(request)
    initial = typed or {"evidence_measure": request.GET.get("measure", "")[:18]}
    held = find_pending_file(action, by=request.user, at=now)
    sent = (request.POST or None, request.FILES or None)
    form = EvidenceForm(*sent, detail=detail, held=held, initial=initial)
    if form.is_bound:
        if _bring(request, form, action):
            messages.success(request, f"Evidence for {action.reference} saved.")
            return redirect(
                place_before(request, action, is_done=True) or address_of("action", action)
            )
        hold_chosen(form, action, by=request.user, at=now)
    context = {"action": action, "form": form}
    context["back"] = place_before(request, action) or address_of("action", action)
    context["reason_against"] = reason_not_to_change(action.plan)
    context |= unsaved_input.context(request.user, typed)
    return render(request, "plans/action_evidence_new.html", context)


def _bring(request, form, action):
    """Whether the evidence was saved; if not, the form has the errors."""
    if not form.is_valid():
        return False
    submission = form.cleaned_data["submission"]
    try:
        add_evidence(action, by=request.user, submission=submission, **form.evidence())
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


@requires(Permission.VIEW_PLAN, on=EvidenceFile)
@require_safe
def evidence_file(request, file):
    """The file as a download."""
    content = file.read_content()
    if content is None:
        raise Http404("This file was redacted.")
    if request.method == "GET":
        record_export(request, "file of evidence")
    is_text = file.media_type.startswith("text/")
    kind = f"{file.media_type}; charset=utf-8" if is_text else file.media_type
    return uploaded_answer(content, name=file.name, media_type=kind)


@requires(Permission.REDACT, on=EvidenceFile)
def evidence_file_redact(request, file):
    form = FileRedactionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            redact_file(file, by=request.user, request=request, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "File redacted. The record that there was a file stays.")
            action = file.evidence.action
            return redirect("plans:action", slug=file.partnership.slug, pk=action.pk)
    context = {"file": file, "form": form, "reason_against": reason_not_to_redact_file(file)}
    return render(request, "plans/evidence_file_redact.html", context)
