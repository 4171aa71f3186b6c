"""Who may do what: the access policy, readable aloud. It knows no records.

A record has ``roles_of(user, on=day)``: the roles the user holds *towards that record*, found by
delegation (action → its leading groups and posts → partnership). ``GRANTS`` says which roles hold which
permission. Whether something may be done *now* (only in a draft, for instance) is decided by policies.
"""

from enum import StrEnum
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from partnership.addresses import read_visible
from partnership.editing import unsaved_input


class Role(StrEnum):
    """What a person is to a partnership, to a group in it, or to an action."""

    BUSINESS_MANAGER = "business_manager"
    EXECUTIVE = "executive"
    SCRUTINEER = "scrutineer"
    MEMBER = "member"
    CHAIR = "chair"  # of the group at hand, or of one that leads the action; joint chair and deputy alike
    GROUP_MEMBER = "group_member"
    LEAD = "lead"  # holds a post that leads the action
    OWNER = "owner"  # chairs the group that owns the plan
    REPRESENTATIVE = "representative"  # a member who represents an agency
    CHALLENGER = "challenger"  # raised the challenge; or a scrutineer, once that person has left
    ADDRESSEE = (
        "addressee"  # chairs the group, holds the post or represents the agency that is asked
    )

    @property
    def words(self):
        return self.value.replace("_", " ")


class Permission(StrEnum):
    VIEW_PARTNERSHIP = "see this partnership"
    VIEW_PLAN = "read plans"
    VIEW_DRAFT_PLAN = "read draft plans"
    VIEW_CHANGES = "read changes"
    UPDATE_PROGRESS = "update this action"
    PROPOSE_CHANGE = "propose a change to this action"
    DECIDE_PROPOSAL = "decide on this proposal"
    RAISE_CHALLENGE = "raise a challenge"
    ANSWER_CHALLENGE = "answer this challenge"
    FOLLOW_CHALLENGE = "accept, ask again or close this challenge"
    EDIT_PLAN = "edit plans"
    RUN_PERIODS = "run reporting periods"
    FILL_RETURN = "fill in this return"
    MANAGE_PARTNERSHIP = "manage this partnership"
    REDACT = "redact words"
    VIEW_REDACTIONS = "read the register of redactions"
    VIEW_SEALS = "read the seals of the history"
    MAKE_SEAL = "seal the history"
    TAKE_EVERYTHING = "download all records"
    VIEW_DRAFT_REPORT = "read draft reports"
    WRITE_REPORT = "write the yearly report"
    WRITE_SCRUTINY = "write the scrutineer’s assessment"


EVERYBODY = frozenset({Role.BUSINESS_MANAGER, Role.EXECUTIVE, Role.SCRUTINEER, Role.MEMBER})

GRANTS = {
    Permission.VIEW_PARTNERSHIP: EVERYBODY,
    Permission.VIEW_PLAN: EVERYBODY,
    Permission.VIEW_DRAFT_PLAN: {Role.BUSINESS_MANAGER, Role.EXECUTIVE, Role.SCRUTINEER},
    Permission.VIEW_CHANGES: EVERYBODY,
    Permission.UPDATE_PROGRESS: {Role.BUSINESS_MANAGER, Role.CHAIR, Role.LEAD},
    Permission.PROPOSE_CHANGE: {Role.BUSINESS_MANAGER, Role.CHAIR, Role.LEAD},
    Permission.DECIDE_PROPOSAL: {Role.BUSINESS_MANAGER, Role.OWNER},
    Permission.RAISE_CHALLENGE: {Role.SCRUTINEER, Role.EXECUTIVE, Role.REPRESENTATIVE},
    Permission.ANSWER_CHALLENGE: {Role.BUSINESS_MANAGER, Role.ADDRESSEE},
    # No one else may close a challenge, least of all the business manager and those who are asked.
    Permission.FOLLOW_CHALLENGE: {Role.CHALLENGER},
    Permission.EDIT_PLAN: {Role.BUSINESS_MANAGER},
    Permission.RUN_PERIODS: {Role.BUSINESS_MANAGER},
    Permission.FILL_RETURN: {Role.BUSINESS_MANAGER, Role.CHAIR, Role.LEAD},
    Permission.MANAGE_PARTNERSHIP: {Role.BUSINESS_MANAGER},
    Permission.REDACT: {Role.BUSINESS_MANAGER},
    Permission.VIEW_REDACTIONS: {Role.BUSINESS_MANAGER, Role.EXECUTIVE, Role.SCRUTINEER},
    Permission.VIEW_SEALS: {Role.BUSINESS_MANAGER, Role.EXECUTIVE, Role.SCRUTINEER},
    Permission.MAKE_SEAL: {Role.BUSINESS_MANAGER, Role.SCRUTINEER},
    # Those who can read everything page by page may download it as one file.
    Permission.TAKE_EVERYTHING: {Role.BUSINESS_MANAGER, Role.SCRUTINEER},
    Permission.VIEW_DRAFT_REPORT: {Role.BUSINESS_MANAGER, Role.EXECUTIVE, Role.SCRUTINEER},
    Permission.WRITE_REPORT: {Role.BUSINESS_MANAGER},
    # No one else, not even the business manager, writes the scrutineer's assessment.
    Permission.WRITE_SCRUTINY: {Role.SCRUTINEER},
}


def allows(roles, permission):
    """Whether any of ``roles`` (a set of Role) holds ``permission``."""
    return not GRANTS[permission].isdisjoint(roles)


def roles_granted(permission):
    """The *partnership* roles that hold a permission, as stored on memberships; for QuerySet filters."""
    return [role.value for role in EVERYBODY & set(GRANTS[permission])]


def find_record(model, *, user, slug, pk, day):
    """The record of ``model`` that an address names, if ``user`` sees it on the day; else Http404.

    Without ``pk`` it is the partnership itself, which has been read with the person's memberships.
    """
    if pk is None:
        found = user.find_partnership(slug, on=day)
        if not isinstance(found, model):
            raise Http404
        return found
    found = read_visible(model, user=user, slug=slug, pk=pk, day=day)
    if found is None:
        raise Http404
    return found


def demand(permission, *, roles):
    """Raise PermissionDenied unless one of ``roles`` holds ``permission``."""
    if not allows(roles, permission):
        raise PermissionDenied(f"Your role does not allow you to {permission}.")


def requires(permission, *, on):
    """Open a page only to people with ``permission`` on the record its URL names, and pass it the record.

    The URL gives ``slug`` (the partnership) and, unless ``on`` is the partnership itself, ``pk``. Without a
    session people are asked to sign in; a record outside their reach does not exist (404); a role without
    the permission is refused (403). The view receives ``(request, record, **other_url_parts)``.
    """

    def decorate(view):
        @unsaved_input.kept
        @login_required
        @wraps(view)
        def guarded(request, slug, pk=None, **kwargs):
            today = timezone.localdate()
            record = find_record(on, user=request.user, slug=slug, pk=pk, day=today)
            request.partnership = record.partnership
            request.roles = record.roles_of(request.user, on=today)
            demand(permission, roles=request.roles)
            return view(request, record, **kwargs)

        guarded.permission = permission
        guarded.record = on
        return guarded

    return decorate
