"""The groups of a partnership, one group, and the pages that add, change, end and remove groups."""

from django.shortcuts import render
from django.utils import timezone

from partnership.forms.edit import RemoveForm
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from subgroups.forms.group import GroupEndForm, GroupForm
from subgroups.group_detail import groups_by_kind, read_group
from subgroups.models import Group
from subgroups.policies.group import reason_not_to_end_group, reason_not_to_remove_group
from subgroups.services.group import add_group, change_group, end_group, remove_group


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def groups(request, partnership):
    kinds, ended = groups_by_kind(partnership, on=timezone.localdate())
    return render(request, "subgroups/groups.html", {"kinds": kinds, "ended": ended})


@requires(Permission.VIEW_PARTNERSHIP, on=Group)
def group(request, group):
    on = timezone.localdate()
    detail = read_group(group, request.user, on=on)
    return render(request, "subgroups/group.html", {"group": group, "detail": detail, "today": on})


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def group_new(request, partnership):
    record, on = Group(partnership=partnership), timezone.localdate()
    form = GroupForm(submitted_data(request), record=record, on=on)
    if submit_form(form, lambda: add_group(partnership, by=request.user, **form.values())):
        return redirect_saved(request, f"{form.saved} added.", "subgroups:group", pk=form.saved.pk)
    return edit_page(request, "subgroups/group_new.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Group)
def group_edit(request, group):
    form = GroupForm(submitted_data(request), record=group, on=timezone.localdate())
    if submit_form(form, lambda: change_group(group, by=request.user, **form.values())):
        return redirect_saved(request, "Group saved.", "subgroups:group", pk=group.pk)
    return edit_page(request, "subgroups/group_edit.html", form, group=group)


@requires(Permission.MANAGE_PARTNERSHIP, on=Group)
def group_end(request, group):
    on = timezone.localdate()
    form = GroupEndForm(submitted_data(request), record=group, on=on)
    if submit_form(
        form, lambda: end_group(group, by=request.user, request=request, **form.values())
    ):
        return redirect_saved(request, "The end is saved.", "subgroups:group", pk=group.pk)
    told = {"detail": read_group(group, request.user, on=on)}
    told["reason_against"] = reason_not_to_end_group(group, on=on)
    return edit_page(request, "subgroups/group_end.html", form, group=group, **told)


@requires(Permission.MANAGE_PARTNERSHIP, on=Group)
def group_remove(request, group):
    form = RemoveForm(submitted_data(request), record=group)
    if submit_form(form, lambda: remove_group(group, by=request.user, **form.values())):
        return redirect_saved(request, f"{group} removed.", "subgroups:groups")
    reason = reason_not_to_remove_group(group)
    return edit_page(
        request, "subgroups/group_remove.html", form, group=group, reason_against=reason
    )
