"""Who leads an action or a priority: one row a lead, from the list or in words, and some empty rows."""

from django import forms

from partnership.forms.base import limit_text, say_plainly
from plans.forms.editing import EditForm
from plans.models import Lead

EMPTY_ROWS = 3
MOST_ROWS = 40


class LeadRows(EditForm):
    """Fields ``who_0``, ``words_0``, ``role_0``, ``who_1`` …, one row a lead, for a form with ``record``."""

    def add_lead_rows(self, data, present=(), *, empty=EMPTY_ROWS):
        """Add a row for each Lead in ``present`` and ``empty`` ones, or as many rows as were sent."""
        self.known, choices = known_leads(self.plan.partnership)
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
            self.initial[f"who_{number}"] = lead_key(lead.group or lead.post or lead.agency)
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
        return cleaned

    def leads(self, values):
        """The leads in ``values`` (by field), as ``set_leads`` takes them; empty rows left out."""
        found = []
        for number in range(self.length):
            who, words = values.get(f"who_{number}"), values.get(f"words_{number}")
            if who or words:
                kind = who.partition("-")[0] if who else "words"
                role = values.get(f"role_{number}") or Lead.LeadRole.LEAD
                found.append({"role": Lead.LeadRole(role), kind: self.known[who] if who else words})
        return found

    def pop_leads(self, values):
        """``leads`` of ``values``, from which the fields of the rows are removed."""
        found = self.leads(values)
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
        self.add_lead_rows(data, list(record.leads.select_related("group", "post", "agency")))
        self.order_fields([name for name in self.fields if name not in ("reason", "version")])

    def values(self):
        values = super().values()
        return {"leads": self.leads(values), "seen": values["seen"], "reason": values["reason"]}

    def texts_typed(self):
        return {"Leads": self._in_words(self.cleaned_data)}

    def texts_saved(self):
        return {"Leads": self._in_words(self.initial)}

    def _in_words(self, values):
        return "\n".join(
            f"{next(v for k, v in lead.items() if k != 'role')}, {lead['role'].label.lower()}"
            for lead in self.leads(values)
        )


def known_leads(partnership):
    """Groups, posts and agencies of the partnership by key, and the same as grouped choices."""
    groups = [
        ("Groups", list(partnership.group_set.all())),
        ("Posts", list(partnership.post_set.all())),
        ("Agencies", list(partnership.agency_set.all())),
    ]
    known = {lead_key(record): record for _, records in groups for record in records}
    choices = [("", "Nobody from the list")]
    choices += [
        (name, [(lead_key(r), str(r)) for r in records]) for name, records in groups if records
    ]
    return known, choices


def lead_key(record):
    return f"{record._meta.model_name}-{record.pk}" if record else ""


def _sent(data):
    """The number of rows sent."""
    return sum(1 for name in data or () if name.startswith("who_"))
