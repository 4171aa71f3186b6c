"""Who led before and after a change: told whole, whichever of the lead rows it touched."""

from collections import defaultdict

from django.db.models import Q

from plans.models import Action, Lead, Priority
from reports.changes.reading import rebuild, tracked
from reports.changes.values import Fact, leads_in_words, listed


class LeadHistory:
    """Every lead row ever written for some actions and priorities: one query, or none where none is asked for."""

    def __init__(self, owners):
        """``owners``: (model, pk) of actions and priorities."""
        self.by_owner = defaultdict(list)
        for row in _rows(owners) if owners else ():
            self.by_owner[owner_of(row)].append(row)

    @classmethod
    def touched_by(cls, rows):
        return cls({owner_of(row.record) for row in rows if row.model is Lead})

    def records(self):
        """Every lead that any state may name."""
        return [rebuild(Lead, row) for rows in self.by_owner.values() for row in rows]

    def around(self, owner, change_id):
        """The leads of ``owner`` before and after a change, each in order."""
        rows = self.by_owner[owner]
        first = next(number for number, row in enumerate(rows) if row.change_id == change_id)
        before = _standing(rows[:first])
        after = _standing(
            row for n, row in enumerate(rows) if n < first or row.change_id == change_id
        )
        return before, after


def owner_of(lead):
    return (Action, lead.action_id) if lead.action_id else (Priority, lead.priority_id)


def _rows(owners):
    actions = {pk for model, pk in owners if model is Action}
    priorities = {pk for model, pk in owners if model is Priority}
    ours = Q(action_id__in=actions) | Q(priority_id__in=priorities)
    return tracked()[Lead].objects.filter(ours).order_by("history_date", "history_id")


def _standing(rows):
    last = {row.id: row for row in rows}
    standing = [rebuild(Lead, row) for row in last.values() if row.history_type != "-"]
    return sorted(standing, key=lambda lead: (lead.position, lead.pk))


def tell_leads(before, after):
    """The Fact that others lead now. The leads' groups, posts and agencies are in reach of them."""
    now, then = leads_in_words(after), leads_in_words(before)
    if now == then:
        return Fact("leads put in another order")
    was = f" (before: {then})" if then else ""
    if not after:
        return Fact(f"nobody leads it now{was}")
    leading = [lead.name for lead in after if lead.leads]
    others = [lead for lead in after if not lead.leads]
    if not leading:
        return Fact(f"now {now}{was}")
    verb = "leads" if len(leading) == 1 else "lead"
    carried = leads_in_words([lead for lead in after if lead.leads])
    along = leads_in_words(others) if others else ""
    return Fact(f"{carried} now {verb} it{f', {along}' if along else ''}{was}")


def name_leads(leads):
    """“led by A and B”, for an action that was just added; "" where nobody leads."""
    leading = [lead.name for lead in leads if lead.leads]
    return f"led by {listed(leading)}" if leading else ""
