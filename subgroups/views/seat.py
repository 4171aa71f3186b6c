"""The pages that give a seat on a group and change one."""

from django.utils import timezone

from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from subgroups.forms.group import GroupSeatForm
from subgroups.models import Group, Seat
from subgroups.policies.seat import reason_not_to_change_seat
from subgroups.services.seat import add_seat, change_seat


@requires(Permission.MANAGE_PARTNERSHIP, on=Group)
def group_seat_new(request, group):
    form = GroupSeatForm(submitted_data(request), record=Seat(group=group), on=timezone.localdate())
    if submit_form(
        form, lambda: add_seat(group, by=request.user, request=request, **form.values())
    ):
        return redirect_saved(request, "Seat added.", "subgroups:group", pk=group.pk)
    return edit_page(request, "subgroups/group_seat_new.html", form, group=group)


@requires(Permission.MANAGE_PARTNERSHIP, on=Seat)
def seat_edit(request, seat):
    on = timezone.localdate()
    form = GroupSeatForm(submitted_data(request), record=seat, on=on)
    if submit_form(
        form, lambda: change_seat(seat, by=request.user, request=request, **form.values())
    ):
        return redirect_saved(request, "Seat saved.", "subgroups:group", pk=seat.group_id)
    told = {"group": seat.group, "reason_against": reason_not_to_change_seat(seat, on=on)}
    return edit_page(request, "subgroups/seat_edit.html", form, **told)
