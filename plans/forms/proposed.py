"""The forms of what a proposal proposes: a timescale, lead, measure, target or wording."""

from django import forms
from django.utils import timezone

from partnership.forms.base import Form, Radios
from plans.forms.action import DueDate, TimescaleFields, timescale_of
from plans.forms.leads import known_leads, lead_key
from plans.forms.measured import FigureField, When, WhenField, read_in
from plans.leads.aliases import find_named
from plans.leads.names import read_names
from plans.measures.numbers import amount_words
from plans.models import Lead, SuccessMeasure, TimescaleKind
from plans.models.lead import leader_kind
from plans.models.timescale import date_words
from plans.timescales.parse import read_timescale_words


class ProposedForm(Form):
    """The proposed value. ``proposal`` is the one being decided, or an unsaved one of the action."""

    label_size = "s"

    def __init__(self, data=None, *, proposal, measures, typed=None):
        self.proposal, self.plan = proposal, proposal.action.plan
        initial = self.shown(proposal) | (typed or {})
        super().__init__(data, initial=initial)
        self.offer(measures)

    def shown(self, proposal):
        """The initial values of the fields."""
        return {"words": proposal.words}

    def offer(self, measures):
        """Fill the lists of choices; ``measures`` are those of the action."""

    def values(self):
        """The arguments of ``propose`` that depend on the kind of proposal."""
        return {"words": self.cleaned_data["words"]}


class ProposedTimescale(TimescaleFields, ProposedForm):
    WORDS_ALONE = "In words, without a date"

    def shown(self, proposal):
        due = DueDate(proposal.due_on, proposal.due_precision) if proposal.due_on else None
        return {"kind": proposal.timescale_kind, "words": proposal.words, "due": due}

    def offer(self, measures):
        self.ask_to_check(self.proposal)
        nothing = TimescaleKind.NONE
        self.fields["kind"].choices = [
            (kind, self.WORDS_ALONE if kind == nothing else label)
            for kind, label in self.fields["kind"].choices
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.refuse_lagging_words(cleaned, self.proposal.words, self.proposal.due_on)
        return cleaned

    def values(self):
        return timescale_of(dict(self.cleaned_data))


class ProposedWords(ProposedForm):
    """A proposed timescale in words alone, from which kind and date are read."""

    words = forms.CharField(
        label="New timescale",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example, “January 2027”, “By December 2026” or “Ongoing”.",
        error_messages={"required": "Enter the timescale"},
    )
    in_words = forms.BooleanField(label="Leave it in words", required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if not self.is_bound:  # asked for only if the words could not be read
            del self.fields["in_words"]

    def clean(self):
        cleaned = super().clean()
        period = {"starts_on": self.plan.starts_on, "ends_on": self.plan.ends_on}
        self.read = read_timescale_words(cleaned.get("words", ""), **period)
        if self.read.is_understood:
            del self.fields["in_words"]
        elif not cleaned.get("in_words"):
            self.add_error("words", _not_read(self.read))
        return cleaned

    def values(self):
        read = self.read
        names = ("kind", "due_on", "precision", "rhythm", "needs_check")
        return super().values() | {name: getattr(read, name) for name in names}


def _not_read(read):
    """What to do about a timescale that was not read, or not read whole."""
    if read.offer:
        meant = date_words(read.offer.due_on, read.offer.precision)
        return f"Did you mean {meant}? Write the year in full, or leave it in words"
    if read.due_on:
        part = date_words(read.due_on, read.precision)
        return f"We could read only a part of this, as {part}. Write the date alone, or leave it in words"
    return "We could not read this as a date. Write it as “April 2027”, or leave it in words"


class ProposedLead(ProposedForm):
    who = forms.ChoiceField(label="Who should lead?", required=False)
    words = forms.CharField(label="Or enter a name", max_length=200, required=False)
    role = forms.ChoiceField(label="Role", choices=Lead.LeadRole, initial=Lead.LeadRole.LEAD)
    beside = forms.TypedChoiceField(
        label="Should they replace the current leads?",
        choices=[("", "Yes, replace the current leads"), ("1", "No, add them")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=Radios,
    )

    def shown(self, proposal):
        who = lead_key(None if isinstance(proposal.lead, str) else proposal.lead)
        role = proposal.role or Lead.LeadRole.LEAD
        beside = "1" if proposal.beside else ""
        return {"who": who, "words": proposal.words, "role": role, "beside": beside}

    def offer(self, measures):
        kept = [self.proposal.person] if self.proposal.person_id else ()
        self.known, self.fields["who"].choices = known_leads(
            self.plan.partnership, on=timezone.localdate(), kept=kept
        )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("who")) == bool(cleaned.get("words")) and "who" not in self.errors:
            self.add_error("who", "Choose a lead from the list or enter a name, not both")
        return cleaned

    def values(self):
        data = self.cleaned_data
        record = self.known.get(data["who"]) or self._meant(data["words"])
        named = dict.fromkeys(Lead.NAMED) | ({leader_kind(record): record} if record else {})
        words = "" if record else data["words"]
        return named | {"words": words, "role": data["role"], "beside": data["beside"]}

    def _meant(self, words):
        """Whom the words mean, if someone from the lists; a proposal has one lead, so they are not split."""
        names = read_names(self.plan.partnership, on=timezone.localdate()).known if words else {}
        return find_named(words, names)


class ProposedMeasure(ProposedForm):
    measure = forms.ModelChoiceField(
        label="Which measure?",
        queryset=SuccessMeasure._default_manager.none(),
        required=False,
        empty_label="A new measure",
    )
    words = forms.CharField(label="How we will know", widget=forms.Textarea(attrs={"rows": 4}))

    def shown(self, proposal):
        return super().shown(proposal) | {"measure": proposal.measure_id}

    def offer(self, measures):
        self.fields["measure"].queryset = measures

    def values(self):
        return super().values() | {"measure": self.cleaned_data["measure"]}


class ProposedWording(ProposedForm):
    words = forms.CharField(label="Wording", widget=forms.Textarea(attrs={"rows": 6}))

    def shown(self, proposal):
        return {"words": proposal.words or proposal.action.wording}


class ProposedTarget(ProposedForm):
    """The number and, if there is one, the day or month by which it should be reached."""

    measure = forms.ModelChoiceField(
        label="Which measure?",
        queryset=SuccessMeasure._default_manager.none(),
        empty_label="Choose a measure",
        error_messages={"required": "Choose a measure"},
    )
    target = FigureField(label="New target", error_messages={"required": "Enter the target"})
    when = WhenField(
        label="To be reached by",
        required=False,
        help_text="A month or a day, like March 2027 or 31 March 2027.",
    )

    def shown(self, proposal):
        if proposal.target is None:
            return {}
        when = When(proposal.due_on, proposal.due_precision) if proposal.due_on else None
        return {"target": amount_words(proposal.target, proposal.measure.unit), "when": when}

    def offer(self, measures):
        counted = measures.exclude(unit="")
        self.fields["measure"].queryset = counted
        if self.proposal.pk:  # it is decided for the measure that it names
            del self.fields["measure"]
        elif len(counted) == 1:
            self.initial.setdefault("measure", counted[0].pk)

    def clean(self):
        cleaned = super().clean()
        measure = self.proposal.measure or cleaned.get("measure")
        self.read = read_in(self, "target", measure.unit) if measure else None
        return cleaned

    def values(self):
        when = self.cleaned_data["when"] or When(None, "")
        measure = self.proposal.measure or self.cleaned_data.get("measure")
        target = self.read and self.read.value
        named = {"measure": measure, "target": target}
        return named | {"due_on": when.on, "due_precision": when.precision}

    def place_of(self, name):
        return "when" if name in ("due_on", "due_precision") else name
