"""The names by which cells of leads are read: a partnership's own list, and what its records are called.

A name that two records have is nobody's, unless the partnership's own list says whose it is.
"""

from dataclasses import dataclass

from plans.leads.aliases import normalise
from plans.models import LeadAlias
from plans.models.lead import leader_key


@dataclass(frozen=True)
class Names:
    """Normalised name → the group, post, agency or person that it means."""

    own: dict  # what they are called themselves
    aliases: dict  # the partnership's list
    leaders: dict  # ``leader_key`` → each who may be meant

    @property
    def known(self):
        return self.own | self.aliases


def read_names(partnership, *, on):
    """The Names of a partnership on the day ``on``: five queries.

    What has ended, was replaced or has left is not found.
    """
    members = _members(partnership, on)
    groups = [group for group in partnership.group_set.all() if not group.has_ended(on=on)]
    posts = list(partnership.post_set.select_related("agency"))
    agencies = list(partnership.agency_set.to_choose())
    own = {}
    for record, called in (
        *((group, _group_names(group)) for group in groups),
        *((post, _post_names(post)) for post in posts),
        *((agency, (agency.name, agency.short_name)) for agency in agencies),
        *members.items(),
    ):
        for key in {normalise(name) for name in called} - {""}:
            own[key] = None if own.get(key, record) != record else record
    here = {*groups, *posts, *agencies, *members}
    aliases = LeadAlias.objects.filter(partnership=partnership).with_names()
    return Names(
        {key: record for key, record in own.items() if record is not None},
        {alias.key: alias.who for alias in aliases if alias.who in here},
        {leader_key(record): record for record in here},
    )


def _members(partnership, on):
    """User → what a member may be called; with their agency after it, as cells often have it."""
    members = {}
    for member in partnership.membership_set.lasting(on).select_related("user", "agency"):
        called = members.setdefault(member.user, [member.user.name])
        called += _of_agency(member.user.name, member.agency)
    return members


def _group_names(group):
    return (group.name, group.short_name, *group.also_known_as.splitlines())


def _post_names(post):
    titles = (post.title, *post.also_known_as.splitlines())
    return [*titles, *(name for title in titles for name in _of_agency(title, post.agency))]


def _of_agency(name, agency):
    if agency is None or not name.strip():
        return []
    return [f"{name}, {called}" for called in (agency.name, agency.short_name) if called]
