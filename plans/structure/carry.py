"""What can be carried on from an earlier plan into a draft: its actions, its priorities and who leads."""

from dataclasses import dataclass
from datetime import date

from partnership.rating_kinds import CLOSED
from plans.document.current import read_plan
from plans.document.records import PlanDocument
from plans.models import Lead, Plan, Priority


@dataclass(frozen=True)
class Leader:
    """Someone who leads in the earlier plan."""

    key: tuple  # (kind, id or words)
    name: str
    number: int  # of leads of actions and priorities
    successor: tuple | None  # likewise a key: the agency that has succeeded it
    note: str  # what to check about it; "" if nothing
    may_stay: bool  # whether it can lead in the new plan too


@dataclass(frozen=True)
class Carry:
    """An earlier plan beside the draft that its actions are carried on into."""

    plan: Plan
    from_plan: Plan
    document: PlanDocument  # of the earlier plan
    leaders: tuple[Leader, ...]
    present: tuple[Priority, ...]  # of the draft
    carried: dict  # id of an action → its reference in the draft
    dated_before: frozenset  # ids of actions with a date before the draft begins

    @property
    def open_actions(self):
        """Ids of those that are neither complete nor ended, and not carried on yet."""
        return [action.pk for action in self.not_carried if action.rating_kind not in CLOSED]

    @property
    def has_open_milestones(self):
        """Whether an action that may be carried on has a milestone that is neither done nor missed."""
        return any(action.next_milestone for action in self.not_carried)

    @property
    def not_carried(self):
        return [action for action in self.document.actions if action.pk not in self.carried]

    @property
    def sections(self):
        """Those that have a priority."""
        return [section for section in self.document.sections if section.priority]


def read_carry(plan, from_plan, *, on):
    """What ``plan`` may take from ``from_plan``, in four queries at most beyond those of its document."""
    document = read_plan(from_plan, on=on)
    carried = plan.action_set.filter(carried_from__plan=from_plan)
    dues = {action.pk: action.timescale.due_on for action in document.actions}
    return Carry(
        plan=plan,
        from_plan=from_plan,
        document=document,
        leaders=tuple(_leaders(from_plan, on)),
        present=tuple(plan.priority_set.all()),
        carried=dict(carried.values_list("carried_from", "reference")),
        dated_before=frozenset(pk for pk, due in dues.items() if due and due < plan.starts_on),
    )


def _leaders(plan, on: date):
    counted, leads = {}, {}
    named = Lead.objects.filter(plan=plan).select_related(*Lead.NAMED, "agency__succeeded_by")
    for lead in named:
        key = leader_key(lead)
        counted[key] = counted.get(key, 0) + 1
        leads[key] = lead
    people = {pk for kind, pk in leads if kind == "person"}
    members = plan.partnership.membership_set.lasting_among(people, on)
    for key, lead in sorted(leads.items(), key=lambda item: item[1].name.lower()):
        successor, note, may_stay = None, "", False
        if lead.group_id and lead.group.has_ended(on=on):
            note = "This group has ended."
        elif lead.agency_id and lead.agency.succeeded_by_id:
            successor = ("agency", lead.agency.succeeded_by_id)
            note = f"Replaced by {lead.agency.succeeded_by}."
        elif lead.post_id and lead.post.holder_id is None:
            note, may_stay = "Nobody holds this post now.", True
        elif lead.person_id and lead.person_id not in members:
            note = "No longer a member of the partnership."
        yield Leader(key, lead.name, counted[key], successor, note, may_stay or not note)


def leader_key(lead):
    """(kind, id or words) of who leads."""
    for kind in Lead.NAMED:
        if pk := getattr(lead, f"{kind}_id"):
            return kind, pk
    return "words", lead.words
