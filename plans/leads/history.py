"""The leads before and after a change: the complete list, whichever lead rows it touched."""

from collections import defaultdict

from django.db.models import Q

from partnership.history import rebuild
from partnership.statements import Given, Statement
from partnership.text import listed
from plans.models import Action, Lead, Priority

NAMED = Lead.NAMED


class LeadHistory:
    """All lead history of some actions and priorities: one query, or none without actions and priorities."""

    def __init__(self, owners):
        """``owners``: (model, pk) of actions and priorities."""
        self.by_owner = defaultdict(list)
        for row in _rows(owners) if owners else ():
            self.by_owner[lead_owner(row)].append(row)

    @classmethod
    def touched_by(cls, rows):
        return cls({lead_owner(row.record) for row in rows if row.model is Lead})

    def records(self):
        """Every lead record that any state may name."""
        return [rebuild(Lead, row) for rows in self.by_owner.values() for row in rows]

    def changes(self, owner):
        """Id of each change that touched the leads of ``owner`` → its moment."""
        return {row.change_id: row.history_date for row in self.by_owner[owner]}

    def rows(self):
        """The history rows, each with those it names as they are now."""
        return [row for rows in self.by_owner.values() for row in rows]

    def around(self, owner, change_id):
        """The leads of ``owner`` before and after a change, each in order."""
        rows = self.by_owner[owner]
        first = next(number for number, row in enumerate(rows) if row.change_id == change_id)
        before = _leads_in_force(rows[:first])
        after = _leads_in_force(
            row for n, row in enumerate(rows) if n < first or row.change_id == change_id
        )
        return before, after

    def before(self, owner, at):
        """The leads of ``owner`` just before the moment ``at``, in order."""
        return _leads_in_force(row for row in self.by_owner[owner] if row.history_date < at)


def lead_owner(part):
    """(model, id) of the action or priority that a lead, or a move of a timescale, belongs to."""
    return (Action, part.action_id) if part.action_id else (Priority, part.priority_id)


def _rows(owners):
    actions = {pk for model, pk in owners if model is Action}
    priorities = {pk for model, pk in owners if model is Priority}
    return _LEADS.records(actions=actions, priorities=priorities)


def _leads():
    ours = Q(action_id__among=Given("actions")) | Q(priority_id__among=Given("priorities"))
    return Lead.history.filter(ours).order_by("history_date", "history_id")


_LEADS = Statement(_leads)


def _leads_in_force(rows):
    last = {row.id: row for row in rows}
    leads = [rebuild(Lead, row) for row in last.values() if row.history_type != "-"]
    return sorted(leads, key=lambda lead: (lead.position, lead.pk))


def name_then(lead, then):
    """The name of a lead at the time: ``then`` are the RecordsAt of the moment."""
    return then.introduce(lead).name


def name_then_and_now(lead, then):
    """The same, followed by today's name in brackets if it is different; people have the name of the time alone."""
    if lead.person_id:
        return name_then(lead, then)
    before, now = then.introduce(lead).name, then.introduce_today(lead).name
    return before if before == now else f"{before} (now {now})"


def leads_in_words(leads, name):
    """The leads in their order: “Audit Group and Professional Adviser via the police, overseen by Executive”.

    ``name`` is a function that returns the name of a lead.
    """
    by_role, leading = defaultdict(list), []
    for lead in leads:
        called = name(lead)
        by_role[lead.role].append(called)
        if lead.role in (Lead.LeadRole.LEAD, Lead.LeadRole.JOINT):
            leading.append(called)
    words = listed(leading) if leading else ""
    for role, before in ((Lead.LeadRole.VIA, " via "), (Lead.LeadRole.OVERSEES, ", overseen by ")):
        if by_role[role]:
            words += before + listed(by_role[role])
    if by_role[Lead.LeadRole.CONTRIBUTES]:
        words += ", with contributions from " + listed(by_role[Lead.LeadRole.CONTRIBUTES])
    return words.removeprefix(", ").strip()
