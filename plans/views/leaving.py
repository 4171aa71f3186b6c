"""Handing over what a leaver holds and leads, and ending a membership.

The pages are about people, and belong to plans because the leads of plans move with them.
"""

from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.models import Membership
from partnership.permissions import Permission, requires
from partnership.policies.membership import reason_not_to_end_membership
from partnership.saving import redirect_saved, submit_form, submitted_data
from plans.challenges.read import read_raised
from plans.forms.leaving import LeavingForm
from plans.services import leaving as services
from subgroups.forms.people import HandOverForm, SuccessorForm
from subgroups.hand_over import actions_led, read_hand_over, read_held
from subgroups.policies.hand_over import reason_not_to_hand_over
from subgroups.services.people import is_still_member

PERSON = "subgroups:person"


@requires(Permission.MANAGE_PARTNERSHIP, on=Membership)
def membership_end(request, membership):
    on, own = timezone.localdate(), membership.user == request.user
    held, raised = None, ()
    if not is_still_member(membership, on=on):
        held = read_held(membership.user, membership.partnership, on=on)
        raised = read_raised(membership.user, membership.partnership)
    data = submitted_data(request)
    form = LeavingForm(data, membership=membership, own=own, held=held, on=on)
    ending = {"by": request.user, "request": request}
    if submit_form(form, lambda: services.end_membership(membership, **form.values(), **ending)):
        if own:
            return redirect("front_door")
        sentence = f"The membership of {membership.user} has ended."
        return redirect_saved(request, sentence, "subgroups:people")
    context = {"form": form, "membership": membership, "own": own, "held": held, "raised": raised}
    context["reason_against"] = reason_not_to_end_membership(membership, on=on)
    return render(request, "plans/membership_end.html", context)


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
        return redirect_saved(request, sentence, PERSON, pk=membership.pk)
    chosen = request.POST.get("to") if form.is_bound else request.GET.get("to")
    choosing = SuccessorForm(
        None if chosen is None else {"to": chosen}, membership=membership, on=on
    )
    context = {"membership": membership, "choosing": choosing, "form": form}
    context |= _shown(membership, choosing, form, on=on)
    return render(request, "plans/hand_over.html", context)


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
