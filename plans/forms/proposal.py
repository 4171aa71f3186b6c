"""The forms of a proposal: what is proposed with the reason of the proposer, and the decision."""

import uuid

from django import forms

from partnership.forms.base import Form, Radios, SeesAgain
from plans.actions.proposals import removes_date
from plans.forms.evidence import CARE
from plans.forms.proposed import (
    ProposedLead,
    ProposedMeasure,
    ProposedTarget,
    ProposedTimescale,
    ProposedWording,
    ProposedWords,
)
from plans.models import Proposal
from plans.models.timescale import date_words

About = Proposal.About


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
    About.TARGET: ProposedTarget,
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
