"""One action: what was agreed, how it is going, and all that was said of it."""

from django.shortcuts import render
from django.utils import timezone

from partnership.permissions import Permission, allows, requires
from plans.action_detail import read_action
from plans.models import Action


@requires(Permission.VIEW_PLAN, on=Action)
def action(request, action):
    detail = read_action(action, on=timezone.localdate())
    may_update = allows(request.roles, Permission.UPDATE_PROGRESS) and not action.plan.is_closed
    return render(
        request, "plans/action.html", {"action": action, "detail": detail, "may_update": may_update}
    )
