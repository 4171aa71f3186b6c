"""The people responsible for what is led: who chairs the group, holds the post, represents the agency, or leads."""

from collections import defaultdict

from django.db.models import DateField

from partnership.models import Membership, Post
from partnership.statements import Given, Statement
from subgroups.models import Seat

_PARTNERSHIP, _ON = Given("partnership"), Given("on", DateField())
_MEMBERS = Statement(
    lambda: (
        Membership.objects.running(_ON)
        .filter(partnership=_PARTNERSHIP, user__is_active=True)
        .select_related("user")
        .order_by("user__name", "user")
    )
)
_SEATS = Statement(
    lambda: (
        Seat.objects.running(_ON)
        .filter(
            group__among=Given("groups"),
            group__partnership=_PARTNERSHIP,
            role__in=sorted(Seat.CHAIRING),
            holder__among=Given("holders"),
        )
        .values_list("group", "holder")
    )
)
_POSTS = Statement(
    lambda: Post.objects.filter(
        partnership=_PARTNERSHIP, holder__among=Given("holders")
    ).values_list("pk", "holder")
)


def people_who_lead(leaders, partnership, *, on):
    """Each of ``leaders``, (kind, id) of what or who leads → its Users on the day: three queries.

    Only members who can sign in, because no one else can open a page.
    """
    members = _MEMBERS.records(partnership=partnership.pk, on=on)
    users = {member.user_id: member.user for member in members}
    ids = defaultdict(list)
    given = {"partnership": partnership.pk, "holders": users}
    groups = [pk for kind, pk in leaders if kind == "group"]
    for group, holder in _SEATS.rows(groups=groups, on=on, **given):
        ids["group", group].append(holder)
    for post, holder in _POSTS.rows(**given):
        ids["post", post].append(holder)
    for member in members:
        ids["agency", member.agency_id].append(member.user_id)
        ids["person", member.user_id].append(member.user_id)
    return {
        leader: [users[pk] for pk in dict.fromkeys(ids[leader]) if pk in users]
        for leader in leaders
    }


def people_who_answer(returns, partnership, *, on):
    """Id of each return → the Users who can answer for it on the day: three queries."""
    found = people_who_lead([record.who for record in returns], partnership, on=on)
    return {record.pk: found[record.who] for record in returns}
