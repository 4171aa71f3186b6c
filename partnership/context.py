"""The context of every page's layout: the partnership, the person, the navigation."""

from django.conf import settings
from django.contrib.messages import get_messages
from django.utils import timezone

from partnership.models import HouseStyle, Membership
from partnership.permissions import Permission, Role, allows

# The section of the navigation that a page belongs to, by the name of its view or else of its app.
SECTIONS = {
    "reports:home": "home",
    "reports:changes": "changes",
    "reports:plan_changes": "changes",
    "reports:action_changes": "changes",
    "reports:archive": "changes",
    "reports:groups_past": "groups",
    "reports:search": "search",
    "reports:groups_as_at": "groups",
    "reports:plan_history": "plan",
    "reports:plan_as_at": "plan",
    "reports:action_as_at": "plan",
    "reports:plan_compare": "plan",
    "reports:snapshot_new": "plan",
    "reports:plan_downloads": "plan",
    "reports:plan_as_at_downloads": "plan",
    "reports:plan_pattern": "plan",
    "reports:plan_patterns": "plan",
    "reports": "reports",
    "plans": "plan",
    "subgroups": "groups",
    "partnership:manage": "manage",
    "partnership:agencies": "groups",
    "partnership:security_log": "manage",
    "partnership:redactions": "manage",
    "partnership:seal_new": "changes",
    "partnership:seals": "changes",
    "partnership:redaction_new": "manage",
}
DEFAULT_COLOUR = HouseStyle._meta.get_field("colour").default


def shell(request):
    """Context processor. No query on pages that went through ``@requires``, else one or two.

    ``partnership`` is None and ``roles`` empty where none is known. ``section`` is a key of
    the navigation; a page that belongs elsewhere says ``{% set section = "plan" %}``.
    """
    recognise_partnership(request)
    partnership, roles = request.partnership, request.roles
    style = getattr(partnership, "house_style", None)  # none either if the partnership has none yet
    return {
        "partnership": partnership,
        "roles": roles,
        "may": lambda permission: allows(roles, Permission(permission)),
        "person": person(request),
        "partnerships": partnerships_of(request),
        "section": section_of(request),
        "colour": colour_of(partnership),
        "logo": style if roles and style and style.has_logo else None,
        "marking": style.marking if style else "",
        "demonstration": settings.DEMONSTRATION,
        "notices": lambda: get_messages(request),
    }


def recognise_partnership(request):
    """Set ``request.partnership`` and ``request.roles`` where ``@requires`` did not.

    One of the person's own partnerships: the one in the URL (a page that does not
    exist), or the only one they have (help, changing a password).
    """
    if hasattr(request, "partnership"):
        return
    mine = partnerships_of(request)
    slug = request.path_info.strip("/").partition("/")[0]
    named = [p for p in mine if p.slug == slug] or mine
    request.partnership = named[0] if len(named) == 1 else None
    request.roles = frozenset()
    if request.partnership:
        request.roles = request.partnership.roles_of(request.user, on=timezone.localdate())


def person(request):
    """The signed-in user, or None; also where an error occurred before authentication."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def partnerships_of(request):
    """The partnerships that the person belongs to today, by name."""
    user = person(request)
    if user is None:
        return []
    mine = {m.partnership for m in user.current_memberships(timezone.localdate())}
    return sorted(mine, key=lambda partnership: partnership.name)


def colour_of(partnership):
    """The partnership's colour (#rrggbb), or the default if it has none or is None."""
    style = getattr(partnership, "house_style", None)
    return style.colour if style else DEFAULT_COLOUR


def people_who_help(partnerships):
    """The business managers of these partnerships today: memberships with users, one query."""
    if not partnerships:
        return []
    running = Membership.objects.running(timezone.localdate())
    managers = running.filter(partnership__in=partnerships, role=Role.BUSINESS_MANAGER)
    return list(managers.select_related("user", "partnership"))


def section_of(request):
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    return SECTIONS.get(match.view_name) or SECTIONS.get(match.app_name, "")
