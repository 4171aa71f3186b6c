"""One group in full: its members, its reporting lines, and what it leads in the plans a person may read.

``subgroups`` must not import ``plans``, so what a group leads is read through its own ``leads``.
"""

from dataclasses import dataclass

from django.db.models import Q

from subgroups.models import Group, Seat


@dataclass(frozen=True)
class GroupDetail:
    group: Group
    chairs: tuple[Seat, ...]
    seats: tuple[Seat, ...]  # the others
    future_seats: tuple[Seat, ...]
    past_seats: tuple[Seat, ...]
    reports_to: tuple[Group, ...]
    reported_by: tuple[Group, ...]
    leads: (
        tuple  # Lead with ``action`` or ``priority``, of plans that may be read and are not closed
    )
    ratings: dict  # key → RatingDefinition

    @property
    def plans(self):
        """Those in which it leads an action or a priority."""
        return tuple(dict.fromkeys(lead.plan for lead in self.leads))

    @property
    def actions(self):
        return [lead for lead in self.leads if lead.action_id]

    @property
    def priorities(self):
        return [lead for lead in self.leads if lead.priority_id]


def read_group(group, user, *, on):
    """The GroupDetail that ``user`` may see on the day ``on``: a fixed number of queries."""
    seats = list(group.seats.select_related("agency", "holder"))
    running = [seat for seat in seats if seat.runs(on=on)]
    readable = group.partnership.plan_set.visible_to(user, on=on).exclude(status="closed")
    leads = group.leads.filter(plan__in=readable).select_related("action", "priority", "plan")
    lines = Q(group=group) | Q(reports_to=group)
    links = list(
        group.reporting_lines.model.objects.filter(lines).select_related("group", "reports_to")
    )
    return GroupDetail(
        group=group,
        chairs=tuple(seat for seat in running if seat.role in Seat.CHAIRING),
        seats=tuple(seat for seat in running if seat.role not in Seat.CHAIRING),
        future_seats=tuple(
            seat for seat in seats if not (seat in running or seat.has_ended(on=on))
        ),
        past_seats=tuple(seat for seat in seats if seat.has_ended(on=on)),
        reports_to=tuple(link.reports_to for link in links if link.group_id == group.pk),
        reported_by=tuple(link.group for link in links if link.reports_to_id == group.pk),
        leads=tuple(leads.order_by("plan", "action__position", "position")),
        ratings={rating.key: rating for rating in group.partnership.ratingdefinition_set.all()},
    )


def groups_by_kind(partnership, *, on):
    """The groups by kind, in the order of Group.Kind; and those ended by the day ``on``. Two queries."""
    groups = list(
        partnership.group_set.select_related("chair_agency").prefetch_related(
            "reporting_lines__reports_to"
        )
    )
    ended = [group for group in groups if group.has_ended(on=on)]
    lasting = [group for group in groups if group not in ended]
    by_kind = [(kind, [group for group in lasting if group.kind == kind]) for kind in Group.Kind]
    return [(kind.label, members) for kind, members in by_kind if members], ended
