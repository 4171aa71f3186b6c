"""The page of one action: what was agreed, how it is going, and its timeline."""

from django.shortcuts import render
from django.utils import timezone

from partnership.permissions import Permission, allows, requires
from partnership.text import compare_words
from plans.actions.carried import read_carried
from plans.actions.detail import read_action
from plans.actions.successions import read_successions
from plans.actions.timeline import read_timeline
from plans.models import Action
from plans.policies.plan import reason_not_to_change
from plans.policies.progress_update import reason_not_to_correct
from plans.policies.proposal import reason_not_to_propose
from plans.views.places import list_asked


@requires(Permission.VIEW_PLAN, on=Action)
def action(request, action):
    today = timezone.localdate()
    detail = read_action(action, on=today)
    drafts = allows(request.roles, Permission.VIEW_DRAFT_PLAN)
    may_update = allows(request.roles, Permission.UPDATE_PROGRESS)
    successions = read_successions(action, drafts=drafts)
    context = {
        "action": action,
        "detail": detail,
        "today": today,
        "carried": read_carried(action, drafts=drafts),
        "successions": successions,
        "timeline": read_timeline(
            detail, request.user, request.roles, on=today, successions=successions
        ),
        "compare_words": compare_words,
        "back_to_list": list_asked(request),
        "may_update": may_update and not reason_not_to_change(action.plan),
        "correctable": _correctable(detail, request.user) if may_update else None,
        "may_propose": allows(request.roles, Permission.PROPOSE_CHANGE)
        and not reason_not_to_propose(action),
    }
    return render(request, "plans/action.html", context)


def _correctable(detail, user):
    """The id of the last update if the person may still correct it; else None."""
    if not detail.updates:
        return None
    last = detail.updates[0]
    last.plan = detail.action.plan
    reason = reason_not_to_correct(last, by=user, at=timezone.now())
    return None if reason else last.pk
