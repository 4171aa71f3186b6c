"""What the frame around every page needs to know: whose page it is, who reads it, where they can go."""

from django.conf import settings
from django.contrib.messages import get_messages
from django.utils import timezone

from partnership.models import HouseStyle
from partnership.permissions import Permission, allows

# The part of the service navigation that a page belongs to, by the name of its view or else of its app.
SECTIONS = {
    "reports:home": "home",
    "reports:changes": "changes",
    "reports": "reports",
    "plans": "plan",
    "subgroups": "groups",
    "partnership:manage": "manage",
}
DEFAULT_COLOUR = HouseStyle._meta.get_field("colour").default


def shell(request):
    """Context processor. Costs one query, and none on pages that went through ``@requires``.

    ``partnership`` and ``roles`` are None and empty where no partnership is known. ``section`` is a key of
    the navigation; a page that belongs elsewhere sets its own: ``{% set section = "plan" %}``.
    """
    partnership = getattr(request, "partnership", None)
    roles = getattr(request, "roles", frozenset())
    style = getattr(partnership, "house_style", None)  # none either if the partnership has none yet
    return {
        "partnership": partnership,
        "roles": roles,
        "may": lambda permission: allows(roles, Permission(permission)),
        "person": person(request),
        "partnerships": partnerships_of(request),
        "section": section_of(request),
        "colour": style.colour if style else DEFAULT_COLOUR,
        "marking": style.marking if style else "",
        "demonstration": settings.DEMONSTRATION,
        "notices": lambda: get_messages(request),
    }


def person(request):
    """Who is signed in, or None; also where an error came before anybody could be recognised."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def partnerships_of(request):
    """The partnerships that the person belongs to today, by name."""
    user = person(request)
    if user is None:
        return []
    mine = {m.partnership for m in user.standing(timezone.localdate())}
    return sorted(mine, key=lambda partnership: partnership.name)


def section_of(request):
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    return SECTIONS.get(match.view_name) or SECTIONS.get(match.app_name, "")
