"""Pages of seals: the list, checking a receipt, and sealing by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.forms.seal import ReceiptForm, SealForm
from partnership.models import Partnership, Seal
from partnership.permissions import Permission, requires
from partnership.seals.page import answer, seals_of
from partnership.services.owed_seal import describe_owed_seal, owed_of
from partnership.services.seal import make_seal


@requires(Permission.VIEW_SEALS, on=Partnership)
def seals(request, partnership):
    form = ReceiptForm(request.POST or None)
    checked = answer(partnership, form.cleaned_data["receipt"]) if form.is_valid() else None
    context = {"form": form, "checked": checked, **seals_of(partnership, request.GET)}
    now = timezone.now()
    context["owed"] = [(describe_owed_seal(o), o.is_late(now=now)) for o in owed_of(partnership)]
    return render(request, "partnership/seals.html", context)


@requires(Permission.MAKE_SEAL, on=Partnership)
def seal_new(request, partnership):
    form = SealForm(request.POST or None)
    if form.is_valid() and (seal := _made(request, partnership, form)):
        messages.success(request, f"{seal} is made. We have emailed its receipt to the scrutineer.")
        return redirect("partnership:seals", slug=partnership.slug)
    return render(request, "partnership/seal_new.html", {"form": form})


def _made(request, partnership, form):
    """Make a seal; None if there is nothing to seal, or too much, with the reason on the form."""
    told = {"why": Seal.Why.BY_HAND, "reason": form.cleaned_data["reason"], "request": request}
    try:
        return make_seal(partnership, by=request.user, hurried=True, **told)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
