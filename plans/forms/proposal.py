"""The forms of a proposal: the proposed value, for each kind; the reason of the proposer; and the decision."""

import uuid

from django import forms

from partnership.forms.base import Form, Radios, SeesAgain
from plans.forms.action import Due, TimescaleFields, timescale_of
from plans.forms.evidence import CARE
from plans.forms.leads import known_leads, lead_key
from plans.models import Lead, Proposal, SuccessMeasure
from plans.timescales.parse import read_timescale_words

About = Proposal.About


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
    def shown(self, proposal):
        due = Due(proposal.due_on, proposal.due_precision) if proposal.due_on else None
        return {"kind": proposal.timescale_kind, "words": proposal.words, "due": due}

    def offer(self, measures):
        self.ask_to_check(self.proposal)

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

    def values(self):
        period = {"starts_on": self.plan.starts_on, "ends_on": self.plan.ends_on}
        read = read_timescale_words(self.cleaned_data["words"], **period)
        names = ("kind", "due_on", "precision", "rhythm", "needs_check")
        return super().values() | {name: getattr(read, name) for name in names}


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
        who = lead_key(proposal.group or proposal.post or proposal.agency)
        role = proposal.role or Lead.LeadRole.LEAD
        beside = "1" if proposal.beside else ""
        return {"who": who, "words": proposal.words, "role": role, "beside": beside}

    def offer(self, measures):
        self.known, self.fields["who"].choices = known_leads(self.plan.partnership)

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("who")) == bool(cleaned.get("words")) and "who" not in self.errors:
            self.add_error("who", "Choose a lead from the list or enter a name, not both")
        return cleaned

    def values(self):
        data = self.cleaned_data
        kind, record = data["who"].partition("-")[0], self.known.get(data["who"])
        named = dict.fromkeys(("group", "post", "agency")) | ({kind: record} if record else {})
        return named | {name: data[name] for name in ("words", "role", "beside")}


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


class WhyFields(forms.Form):
    """The proposer's reason."""

    reason = forms.CharField(
        label="Why do you propose this?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=f"The person who decides will read this. {CARE}",
        error_messages={"required": "Enter a reason for your proposal"},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def proposed(self):
        """The arguments of ``propose``, apart from who, and about what."""
        return {name: self.cleaned_data[name] for name in ("reason", "submission")} | self.values()


class DecisionFields(SeesAgain, forms.Form):
    """The decision. ``stands`` is the current value as the person saw it."""

    SEES = "stands"

    note = forms.CharField(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
        help_text=f"Needed if you decline, or accept with changes. {CARE}",
    )
    agreed_where = forms.CharField(
        label="Where was it decided?",
        required=False,
        max_length=200,
        help_text="For example, Business Management Group, 14 January 2027.",
    )
    stands = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def decision(self):
        names = ("note", "agreed_where", "stands")
        return {name: self.cleaned_data[name] for name in names} | self.values()

    def declined(self):
        return {name: self.cleaned_data[name] for name in ("note", "agreed_where")}


PROPOSED = {
    About.TIMESCALE: ProposedTimescale,
    About.LEAD: ProposedLead,
    About.MEASURE: ProposedMeasure,
    About.WORDING: ProposedWording,
}
PROPOSING = {
    about: type(f"{form.__name__}Form", (WhyFields, form), {})
    for about, form in (PROPOSED | {About.TIMESCALE: ProposedWords}).items()
}
DECIDING = {
    about: type(f"Decide{form.__name__}Form", (DecisionFields, form), {})
    for about, form in PROPOSED.items()
}


class WithdrawForm(Form):
    label_size = "s"

    note = forms.CharField(
        label="Why are you withdrawing it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
