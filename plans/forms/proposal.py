"""The forms of a proposal: the proposed value, for each kind; the reason of the proposer; and the decision."""

import uuid

from django import forms
from django.utils import timezone

from partnership.forms.base import Form, Radios, SeesAgain
from plans.actions.proposals import removes_date
from plans.forms.action import DueDate, TimescaleFields, timescale_of
from plans.forms.evidence import CARE
from plans.forms.leads import known_leads, lead_key
from plans.leads.aliases import find_named
from plans.leads.names import read_names
from plans.models import Lead, Proposal, SuccessMeasure, TimescaleKind
from plans.models.lead import leader_kind
from plans.models.timescale import date_words
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


ACCEPT, AMEND, DECLINE = "accept", "amend", "decline"


class DecisionFields(SeesAgain, forms.Form):
    """The decision. ``stands`` is the current value as the person saw it.

    What is proposed can be edited only to accept it with changes. Otherwise those boxes are folded and not read.
    """

    SEES = "stands"

    choice = forms.ChoiceField(
        label="Your decision",
        choices=[
            (ACCEPT, "Accept"),
            (AMEND, "Accept with changes"),
            (DECLINE, "Decline"),
        ],
        widget=Radios(
            hints={
                ACCEPT: "The plan changes immediately, as proposed. The old version stays in the history.",
                DECLINE: "The plan stays as it is.",
            }
        ),
        error_messages={"required": "Choose whether you accept or decline"},
    )
    without_date = forms.BooleanField(label="The action will have no due date", required=False)

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        due_on = self.proposal.action.effective_due_on
        if self.proposal.about != About.TIMESCALE or due_on is None:
            del self.fields["without_date"]
        else:
            precision = self.proposal.action.timescale_owner.due_precision
            label = f"Remove the due date ({date_words(due_on, precision)}): the action will never be overdue"
            self.fields["without_date"].label = label

    @property
    def amended_fields(self):
        """The boxes to accept with changes, as the page folds them."""
        return [
            field for field in self.visible_fields() if field.name not in DecisionFields.base_fields
        ]

    @property
    def asks_about_date(self):
        """Whether the page asks before a due date is removed: it is proposed so, or the person has changed it so."""
        if "without_date" not in self.fields:
            return False
        return removes_date(self.proposal.action, self.proposal) or "without_date" in self.errors

    def clean(self):
        cleaned = super().clean()
        if self.data.get("choice") != AMEND:
            for name in self.fields.keys() - DecisionFields.base_fields.keys():
                self.errors.pop(name, None)
        return cleaned

    @property
    def declines(self):
        return self.cleaned_data["choice"] == DECLINE

    def decision(self):
        """The arguments of ``accept_proposal``."""
        names = ("note", "agreed_where", "stands", "without_date")
        decided = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return decided | (self.values() if self.cleaned_data["choice"] == AMEND else {})

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


class ProposalWithdrawForm(Form):
    label_size = "s"

    note = forms.CharField(
        label="Why are you withdrawing it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
