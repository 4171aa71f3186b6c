"""The groups of a partnership, and one group."""

from django.shortcuts import render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from subgroups.group_detail import groups_by_kind, read_group
from subgroups.models import Group


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def groups(request, partnership):
    return render(request, "subgroups/groups.html", {"kinds": groups_by_kind(partnership)})


@requires(Permission.VIEW_PARTNERSHIP, on=Group)
def group(request, group):
    detail = read_group(group, request.user, on=timezone.localdate())
    return render(request, "subgroups/group.html", {"group": group, "detail": detail})
