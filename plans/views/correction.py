"""Correcting an update: its author may, for an hour."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.editing import unsaved_input
from partnership.permissions import Permission, requires
from partnership.saving import submit_form, submitted_data
from plans.forms.correction import CorrectionForm
from plans.models import ProgressUpdate
from plans.policies.progress_update import CORRECTABLE_FOR, reason_not_to_correct
from plans.services.progress import correct_update
from plans.views.places import address_of, place_before


@requires(Permission.UPDATE_PROGRESS, on=ProgressUpdate)
def update_correct(request, update):
    action, typed = update.action, unsaved_input.take(request)
    form = CorrectionForm(submitted_data(request), update=update, typed=typed)
    if submit_form(form, lambda: correct_update(update, by=request.user, **form.cleaned_data)):
        messages.success(request, f"Update for {action.reference} corrected.")
        return redirect(place_before(request, action, is_done=True) or address_of("action", action))
    context = {"update": update, "action": action, "form": form}
    context["reason_against"] = reason_not_to_correct(update, by=request.user, at=timezone.now())
    context["until"] = update.at + CORRECTABLE_FOR
    context["rating"] = action.partnership.ratingdefinition_set.get(key=update.rating)
    context["back"] = place_before(request, action) or address_of("action", action)
    context |= unsaved_input.context(request.user, typed)
    return render(request, "plans/update_correct.html", context)
