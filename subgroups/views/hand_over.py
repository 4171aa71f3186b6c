"""Handing over a leaver's posts and seats, and with them what they lead."""

from django.shortcuts import render
from django.utils import timezone

from partnership.models import Membership
from partnership.permissions import Permission, requires
from partnership.saving import redirect_saved, submit_form, submitted_data
from subgroups.forms.people import HandOverForm, SuccessorForm
from subgroups.hand_over import actions_led, read_hand_over, read_held
from subgroups.policies.hand_over import reason_not_to_hand_over
from subgroups.services import people as services


@requires(Permission.MANAGE_PARTNERSHIP, on=Membership)
def hand_over(request, membership):
    on = timezone.localdate()
    may_end = not membership.has_ended(on=on) and membership.user != request.user
    form = HandOverForm(submitted_data(request), membership=membership, on=on, may_end=may_end)
    if submit_form(
        form,
        lambda: services.hand_over(membership, **form.values(), by=request.user, request=request),
    ):
        sentence = f"What {membership.user} held has been handed over to {form.cleaned_data['to']}."
        return redirect_saved(request, sentence, "subgroups:person", pk=membership.pk)
    chosen = request.POST.get("to") if form.is_bound else request.GET.get("to")
    choosing = SuccessorForm(
        None if chosen is None else {"to": chosen}, membership=membership, on=on
    )
    context = {"membership": membership, "choosing": choosing, "form": form}
    context |= _shown(membership, choosing, form, on=on)
    return render(request, "subgroups/hand_over.html", context)


def _shown(membership, choosing, form, *, on):
    """What the person holds and, once a successor is chosen, what would happen to it."""
    held = read_held(membership.user, membership.partnership, on=on)
    shown = {"held": held, "leads": actions_led(held), "moving": None, "to": None}
    shown["reason_against"] = reason_not_to_hand_over(membership.user, held)
    if choosing.is_bound and choosing.is_valid():
        to = choosing.cleaned_data["to"]
        moving = read_hand_over(membership.user, to, membership.partnership, on=on)
        shown |= {"moving": moving, "to": to}
        fresh = {"to": str(to.pk), "mark": moving.mark}
        form.initial |= fresh
        if form.is_bound:
            form.data = form.data.copy()
            for name, value in fresh.items():
                form.data[name] = value
    return shown
