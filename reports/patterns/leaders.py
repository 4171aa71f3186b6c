"""The groups and agencies for which an action counts, whatever kind of lead is named."""

from dataclasses import dataclass

from plans.leads.history import NAMED
from plans.models import Lead

WORDS, NOBODY = "words", "nobody"


@dataclass(frozen=True, slots=True)
class Leader:
    """A group; an agency with its posts; a post without agency; a person; words alone (WORDS); or NOBODY."""

    kind: str
    pk: int | None
    name: str

    @property
    def key(self):
        """Its key in URLs: “group-3”."""
        return self.kind if self.pk is None else f"{self.kind}-{self.pk}"


IN_WORDS = Leader(WORDS, None, "Named in text only")
BY_NOBODY = Leader(NOBODY, None, "No lead")


class Leaders:
    """The Leaders of a partnership, with the one that each post counts for. Four queries."""

    def __init__(self, partnership):
        groups = partnership.group_set.values_list("pk", "name")
        self.groups = {pk: Leader("group", pk, name) for pk, name in groups}
        agencies = list(partnership.agency_set.values_list("pk", "name", "succeeded_by"))
        self.agencies = {pk: Leader("agency", pk, name) for pk, name, _ in agencies}
        self.current_agencies = {pk for pk, _, successor in agencies if successor is None}
        posts = partnership.post_set.values_list("pk", "title", "agency_id")
        self.posts = {
            pk: self.agencies.get(agency) or Leader("post", pk, title)
            for pk, title, agency in posts
        }

        people = partnership.membership_set.values_list("user", "user__name")
        self.people = {pk: Leader("person", pk, name) for pk, name in people}

    def of(self, kind, pk):
        """The Leader for a lead of this kind; deleted records have a Leader too."""
        if kind == WORDS:
            return IN_WORDS
        known = {
            "group": self.groups,
            "post": self.posts,
            "agency": self.agencies,
            "person": self.people,
        }[kind]
        return known.get(pk) or Leader(kind, pk, f"A {kind} that has been removed")

    def of_facts(self, leads):
        """The Leaders for the leading ones of LeadFacts, each once, in their order."""
        return self._each_once((lead.kind, lead.pk) for lead in leads if lead.role in Lead.LEADING)

    def of_leads(self, leads):
        """The same for Leads."""
        return self._each_once(_who(lead) for lead in leads if lead.leads)

    def _each_once(self, who):
        return tuple(dict.fromkeys(self.of(kind, pk) for kind, pk in who)) or (BY_NOBODY,)


def _who(lead):
    """(kind, id) of the record that a Lead names."""
    kind = next((kind for kind in NAMED if getattr(lead, f"{kind}_id")), WORDS)
    return kind, getattr(lead, f"{kind}_id", None)
