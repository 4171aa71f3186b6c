"""Pages of people: the list, one person, their role and seats."""

from django.shortcuts import render
from django.utils import timezone

from partnership.models import Membership, Partnership
from partnership.permissions import Permission, requires
from partnership.policies.membership import (
    reason_not_to_change_membership,
)
from partnership.saving import redirect_saved, submit_form, submitted_data
from subgroups.forms.people import MembershipForm, ReasonForm, SeatForm
from subgroups.models import Seat
from subgroups.people import membership_for, read_people, read_person
from subgroups.policies.seat import reason_not_to_change_seat
from subgroups.services.people import (
    change_membership,
    seat_person,
)
from subgroups.services.seat import end_seat


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def people(request, partnership):
    people = read_people(partnership, at=timezone.now())
    return render(request, "subgroups/people.html", {"people": people})


@requires(Permission.MANAGE_PARTNERSHIP, on=Membership)
def person(request, membership):
    person = read_person(membership, on=timezone.localdate())
    context = {"membership": membership, "who": person, "today": timezone.localdate()}
    return render(request, "subgroups/person.html", context)


@requires(Permission.MANAGE_PARTNERSHIP, on=Membership)
def membership_edit(request, membership):
    own = membership.user == request.user
    form = MembershipForm(submitted_data(request), membership=membership, own=own)
    if submit_form(
        form,
        lambda: change_membership(membership, **form.values(), by=request.user, request=request),
    ):
        sentence = f"The membership of {membership.user} has been changed."
        return redirect_saved(request, sentence, "subgroups:person", pk=membership.pk)
    reason = reason_not_to_change_membership(membership, on=timezone.localdate())
    context = {"form": form, "membership": membership, "own": own, "reason_against": reason}
    return render(request, "subgroups/membership_edit.html", context)


@requires(Permission.MANAGE_PARTNERSHIP, on=Membership)
def seat_new(request, membership):
    form = SeatForm(submitted_data(request), partnership=membership.partnership)
    if submit_form(
        form, lambda: seat_person(membership, **form.values(), by=request.user, request=request)
    ):
        sentence = f"{membership.user} has been given the seat."
        return redirect_saved(request, sentence, "subgroups:person", pk=membership.pk)
    reason = reason_not_to_change_membership(membership, on=timezone.localdate())
    context = {"form": form, "membership": membership, "reason_against": reason}
    return render(request, "subgroups/seat_new.html", context)


@requires(Permission.MANAGE_PARTNERSHIP, on=Seat)
def seat_end(request, seat):
    holder = membership_for(seat)
    form = ReasonForm(submitted_data(request))
    form.fields["reason"].label = "Reason for ending it"
    if submit_form(form, lambda: end_seat(seat, **form.values(), by=request.user, request=request)):
        sentence = f"The seat on {seat.group} has ended."
        if holder:
            return redirect_saved(request, sentence, "subgroups:person", pk=holder.pk)
        return redirect_saved(request, sentence, "subgroups:group", pk=seat.group_id)
    context = {"form": form, "seat": seat, "membership": holder}
    context["reason_against"] = reason_not_to_change_seat(seat, on=timezone.localdate())
    return render(request, "subgroups/seat_end.html", context)
