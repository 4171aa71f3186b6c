"""A return by Excel: the sheet is downloaded, filled in by someone without an account, and uploaded as drafts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.downloads import file_answer
from partnership.permissions import Permission, requires
from partnership.saving import submitted_data
from plans.exports.return_sheet import write_return_sheet
from plans.forms.progress import ratings_to_choose
from plans.forms.return_sheet import ReturnSheetForm, SheetCheckForm
from plans.importing.return_sheet import read_return_sheet
from plans.models import GroupReturn
from plans.periods.return_detail import read_return
from plans.services.returns import keep_sheet


@requires(Permission.FILL_RETURN, on=GroupReturn)
@require_safe
def group_return_sheet(request, record):
    detail = read_return(record, request.user, on=timezone.localdate())
    content = write_return_sheet(detail, ratings_to_choose(detail.scheme))
    name = (record.name, record.period.name)
    return file_answer(request, content, *name, kind="xlsx", about="sheet of a return")


@requires(Permission.FILL_RETURN, on=GroupReturn)
def group_return_upload(request, record):
    """First the file; then what it says, to be checked; only the second step saves."""
    detail = read_return(record, request.user, on=timezone.localdate())
    if request.POST.get("step") == "save":
        return _save(request, record, detail)
    form = ReturnSheetForm(submitted_data(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = read_return_sheet(record, detail.scheme, file.name, file.read())
        except ValidationError as refusal:
            form.refuse(ValidationError({"file": refusal.messages}))
        else:
            return _page(request, "check", record, SheetCheckForm(detail=detail, sheet=sheet))
    return _page(request, "upload", record, form)


def _save(request, record, detail):
    form = SheetCheckForm(request.POST, detail=detail)
    if not form.is_valid():
        return _page(request, "check", record, form)
    drafts = form.drafts()
    keep_sheet(drafts, by=request.user, filled_by=form.cleaned_data["filled_by"])
    number = "1 draft" if len(drafts) == 1 else f"{len(drafts)} drafts"
    messages.success(
        request, f"{number} saved from the sheet. Check them, then save each as an update."
    )
    return redirect(reverse("plans:group_return", args=[request.partnership.slug, record.pk]))


def _page(request, step, record, form):
    return render(request, f"plans/group_return_{step}.html", {"record": record, "form": form})
