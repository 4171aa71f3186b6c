"""Who leads an action or a priority: one row a lead, from the list or in words, and some empty rows."""

from collections import Counter

from django import forms

from partnership.forms.base import limit_text, say_plainly
from plans.forms.editing import PlanRecordForm
from plans.leads.aliases import LEAD, merge_roles, read_cell
from plans.leads.names import read_names
from plans.models import Lead
from plans.models.lead import lead_of, leader_key

EMPTY_ROWS = 3
MOST_ROWS = 40


class LeadRows(PlanRecordForm):
    """Fields ``who_0``, ``words_0``, ``role_0``, ``who_1`` …, one row a lead, for a form with ``record``."""

    def add_lead_rows(self, data, present=(), *, empty=EMPTY_ROWS):
        """Add a row for each Lead in ``present`` and ``empty`` ones, or as many rows as were sent."""
        kept = [lead.person for lead in present if lead.person_id]
        self.known, choices = known_leads(self.plan.partnership, on=self.today, kept=kept)
        self.read = {}  # number of a row → the NamedLeads that its words were read as
        self.length = max(len(present) + empty, min(_sent(data), MOST_ROWS))
        for number in range(self.length):
            self._add_row(number, present[number] if number < len(present) else None, choices)

    def _add_row(self, number, lead, choices):
        who = forms.ChoiceField(label="Lead", choices=choices, required=False)
        words = forms.CharField(label="Or enter a name", max_length=200, required=False)
        role = forms.ChoiceField(label="Role", choices=Lead.LeadRole, required=False)
        for name, field in (("who", who), ("words", words), ("role", role)):
            say_plainly(field)
            field.mark_optional = False  # any row may stay empty: the page says so once
            limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
            self.fields[f"{name}_{number}"] = field
        if lead is not None:
            self.initial[f"who_{number}"] = lead_key(lead.named)
            self.initial[f"words_{number}"] = lead.words
            self.initial[f"role_{number}"] = lead.role

    @property
    def rows(self):
        """The bound fields of each row: who, words, role."""
        return [
            [self[f"{name}_{number}"] for name in ("who", "words", "role")]
            for number in range(self.length)
        ]

    def clean(self):
        cleaned = super().clean()
        for number in range(self.length):
            if cleaned.get(f"who_{number}") and cleaned.get(f"words_{number}"):
                sentence = f"Lead {number + 1}: choose from the list or enter a name, not both"
                self.add_error(f"words_{number}", sentence)
        self._find_meant(cleaned)
        return cleaned

    def _find_meant(self, cleaned):
        """Find those whom the words of the rows mean; words that mean nobody stay as they are."""
        typed = {n: words for n in range(self.length) if (words := cleaned.get(f"words_{n}"))}
        if typed and not self.errors:
            names = read_names(self.plan.partnership, on=self.today).known
            found = {number: read_cell(words, names) for number, words in typed.items()}
            self.read = {n: parts for n, parts in found.items() if any(p.who for p in parts)}

    @property
    def told(self):
        """How words were read, as sentences for the message after saving; "" if there is nothing to say."""
        parts = [part for parts in self.read.values() for part in parts if part.who]
        differ = [part for part in parts if part.words != str(part.who)]
        return "".join(f" “{part.words}” is {part.who}." for part in differ)

    def leads(self, values):
        """The leads in ``values`` (by field), as ``set_leads`` takes them; empty rows left out."""
        found = []
        for number in range(self.length):
            who, words = values.get(f"who_{number}"), values.get(f"words_{number}")
            role = Lead.LeadRole(values.get(f"role_{number}") or LEAD)
            if who or words:
                kind = who.partition("-")[0] if who else "words"
                found.append({"role": role, kind: self.known[who] if who else words})
        return found

    def read_leads(self, values):
        """The same with words replaced by those whom they mean, each once."""
        found = []
        for number in range(self.length):
            row = {name: values.get(f"{name}_{number}") for name in ("who", "words", "role")}
            if number not in self.read:
                found += self.leads({f"{name}_{number}": value for name, value in row.items()})
                continue
            for part in self.read[number]:
                role = Lead.LeadRole(merge_roles(row["role"] or LEAD, part.role))
                named = lead_of(part)
                if not any(named.items() <= other.items() for other in found):
                    found.append({"role": role, **named})
        return found

    def pop_leads(self, values):
        """``read_leads`` of ``values``, from which the fields of the rows are removed."""
        found = self.read_leads(values)
        for number in range(self.length):
            for name in ("who", "words", "role"):
                values.pop(f"{name}_{number}", None)
        return found


class LeadsForm(LeadRows):
    """All leads of a record; clearing a row removes a lead."""

    LINKS = ("leads",)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["reason"].label += " (optional)"
        self.add_lead_rows(data, list(record.leads.select_related(*Lead.NAMED)))
        self.order_fields([name for name in self.fields if name not in ("reason", "version")])

    def values(self):
        values = super().values()
        return {
            "leads": self.read_leads(values),
            "seen": values["seen"],
            "reason": values["reason"],
        }

    def texts_typed(self):
        return {"Leads": self._in_words(self.cleaned_data)}

    def texts_saved(self):
        return {"Leads": self._in_words(self.initial)}

    def _in_words(self, values):
        return "\n".join(
            f"{next(v for k, v in lead.items() if k != 'role')}, {lead['role'].label.lower()}"
            for lead in self.leads(values)
        )


def known_leads(partnership, *, on, kept=()):
    """Groups, posts, agencies and people of the partnership by key, and the same as grouped choices.

    The people are its members on the day ``on``, and those ``kept``, who may have left.
    """
    groups = [
        ("Groups", [(group, str(group)) for group in partnership.group_set.all()]),
        ("Posts", [(post, str(post)) for post in partnership.post_set.all()]),
        ("Agencies", [(agency, str(agency)) for agency in partnership.agency_set.all()]),
        ("People", _people(partnership, on, kept)),
    ]
    known = {lead_key(record): record for _, named in groups for record, _ in named}
    choices = [("", "Nobody from the list")]
    choices += [
        (name, [(lead_key(r), label) for r, label in named]) for name, named in groups if named
    ]
    return known, choices


def _people(partnership, on, kept):
    """(User, name) of each member; where two have the same name, with their agency or role."""
    members = partnership.membership_set.lasting(on)
    members = members.select_related("user", "agency").order_by("user__name", "user", "pk")
    by_user = {member.user: member for member in members}
    called = Counter(user.name for user in by_user)
    people = []
    for user, member in by_user.items():
        more = f", {member.agency or member.get_role_display().lower()}"
        people.append((user, user.name + (more if called[user.name] > 1 else "")))
    gone = dict.fromkeys(person for person in kept if person not in by_user)
    return people + [(person, f"{person.name} (no longer a member)") for person in gone]


def lead_key(record):
    return leader_key(record) if record else ""


def _sent(data):
    """The number of rows sent."""
    return sum(1 for name in data or () if name.startswith("who_"))
