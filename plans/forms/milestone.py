"""The forms of milestones: what is to be done by when and for whom, and their order."""

from django import forms

from plans.forms.action import READ, DueDate, TimescaleFields, timescale_of
from plans.forms.editing import PlanRecordForm
from plans.forms.order import OrderForm
from plans.policies.reporting_point import reason_not_to_date
from plans.services.timescale import read_timescale

AFTER_END = "This date is right, although the action is due before it"


class MilestoneForm(TimescaleFields, PlanRecordForm):
    """A milestone of an action; ``record`` is a ReportingPoint, or an unsaved one with its action.

    A date after the action is due has to be confirmed: only then is the box to tick shown.
    """

    text = forms.CharField(
        label="What is to be done",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Leave blank only if the plan gives one of the leads a date of their own.",
    )
    lead = forms.ChoiceField(label="Who it is for", required=False)
    who = forms.CharField(
        label="Or enter a name",
        required=False,
        max_length=200,
        help_text="For someone who does not lead the action. Those who lead are reminded.",
    )
    agreed_where = forms.CharField(
        label="Where the new date was agreed",
        required=False,
        max_length=200,
        help_text="For example, Executive, 12 March 2026.",
    )
    after_end = forms.BooleanField(label=AFTER_END, required=False)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.leads = {str(lead.pk): lead for lead in record.action.effective_leads()}
        if record.lead_id:  # of someone who led when it was agreed
            self.leads.setdefault(str(record.lead_id), record.lead)
        everyone = [("", "Everyone who leads the action")]
        self.fields["lead"].choices = everyone + [(k, one.name) for k, one in self.leads.items()]
        self.fields["kind"].label = "When"
        self.ask_to_check(record if record.pk else None)
        if record.pk is None:
            self.fields["kind"].initial = READ
        else:
            self._show(record)
        if record.pk is None or record.plan.is_draft:
            del self.fields["agreed_where"]
        if not self.is_bound:
            del self.fields["after_end"]
        names = ("text", "kind", "due", "words", "checked", "after_end", "lead", "who")
        self.order_fields([*names, "agreed_where", "reason", "version"])

    def _show(self, record):
        due = DueDate(record.due_on, record.due_precision) if record.due_on else None
        self.initial.update(
            kind=record.timescale_kind, words=record.timescale_words, due=due,
            text=record.text, lead=str(record.lead_id or ""),
            who="" if record.lead_id else record.who,
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.record.pk:
            self.refuse_lagging_words(cleaned, self.record.timescale_words, self.record.due_on)
        due = cleaned.get("due")
        due_on = read_timescale(**timescale_of(dict(cleaned)))["due_on"] if due else None
        if not reason_not_to_date(self.record.action, due_on):
            del self.fields["after_end"]
        return cleaned

    def texts_typed(self):
        asked = {"Where the new date was agreed": ""} if "agreed_where" in self.fields else {}
        typed = super().texts_typed() | asked
        typed.pop(AFTER_END, None)
        return typed

    def values(self):
        values = super().values()
        values["lead"] = self.leads.get(values["lead"])
        return values | {"timescale": timescale_of(values)}


class MilestoneMoveForm(OrderForm):
    """Moves a milestone of an action: “milestone-12-up”."""

    removed = "This milestone has been removed. Choose what to move"

    def parts(self, noun):
        return self.record.reporting_points.milestones() if noun == "milestone" else None
