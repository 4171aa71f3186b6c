"""The people responsible for what is led: who chairs the group, holds the post, represents the agency, or leads."""

from collections import defaultdict

from subgroups.models import Seat


def people_who_lead(leaders, partnership, *, on):
    """Each of ``leaders``, (kind, id) of what or who leads → its Users on the day: three queries.

    Only members who can sign in, because no one else can open a page.
    """
    members = partnership.membership_set.running(on).filter(user__is_active=True)
    members = list(members.select_related("user").order_by("user__name", "user"))
    users = {member.user_id: member.user for member in members}
    ids = defaultdict(list)
    seats = Seat.objects.running(on).filter(
        group__in=[pk for kind, pk in leaders if kind == "group"],
        group__partnership=partnership,
        role__in=Seat.CHAIRING,
        holder__in=users,
    )
    for group, holder in seats.values_list("group", "holder"):
        ids["group", group].append(holder)
    for post, holder in partnership.post_set.filter(holder__in=users).values_list("pk", "holder"):
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
