"""Admin forms of a plan's records: everything they refer to is in one plan, which is not closed."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from partnership.admin import TrackedForm, TrackedRowForm
from partnership.policies import refuse
from plans.models import (
    Evidence,
    MeasureValue,
    Plan,
    PlanRecord,
    SuccessMeasure,
)
from plans.policies.measure_value import reason_against_date
from plans.policies.plan import reason_not_to_change
from plans.services.timescale import read_timescale

TIMESCALE_FIELDS = (
    *("timescale_kind", "timescale_words", "due_on", "due_precision"),
    *("rhythm", "needs_check"),
)
# The parameters of ``read_timescale``, in the same order.
PARAMETERS = ("kind", "words", "due_on", "precision", "rhythm", "needs_check")
# The fields of the wording and date first agreed, and their source when a record joins an agreed plan.
FIRST_AGREED = {
    "first_wording": "wording",
    "first_timescale": "timescale",
    "first_due_on": "due_on",
}


def timescale_in_admin(values):
    """The arguments of ``read_timescale`` from the fields of a record by name."""
    return {name: values[field] for name, field in zip(PARAMETERS, TIMESCALE_FIELDS, strict=True)}


# Forms


class InOnePlan:
    """Form mixin: everything the record refers to must be in one plan, which is not closed."""

    def adopt(self):
        super().adopt()
        if self.cleaned_data.get("plan") is not None:
            self.instance.plan = self.cleaned_data["plan"]
        elif isinstance(self.instance, PlanRecord) and self.instance.plan_id is None:
            parents = (self.cleaned_data.get(name) for name in self.instance.PART_OF)
            parent = next((one for one in parents if one is not None), None)
            if parent is not None:
                self.instance.plan = parent.plan

    def _post_clean(self):
        super()._post_clean()
        record = self.instance
        if record._state.adding and record.plan_id is not None:
            record.plan.refresh_from_db(fields=["status"])
            if reason := reason_not_to_change(record.plan):
                self.add_error(None, reason)
            elif not record.plan.is_draft:
                for first, now in FIRST_AGREED.items():
                    if hasattr(record, first):
                        setattr(record, first, getattr(record, now))

    def misfit(self, name, chosen, home):
        if isinstance(chosen, PlanRecord) and chosen.plan_id != self.instance.plan_id:
            return "Choose one from the same plan."
        is_link = isinstance(chosen, SuccessMeasure) and not isinstance(self.instance, MeasureValue)
        if is_link and chosen not in measures_for(self.instance.action):
            return "Choose a measure of this action, its priority or its objective."
        return super().misfit(name, chosen, home)


def measures_for(action):
    """The measures by which an action can be judged: its own, its priority's and its objective's."""
    measures = Q(action=action)
    if action.priority_id:
        measures |= Q(priority=action.priority_id)
    if action.objective_id:
        measures |= Q(objective=action.objective_id)
    return SuccessMeasure.objects.filter(measures)


class PartAdminForm(InOnePlan, TrackedForm):
    """The form of a record whose plan is that of its parent."""


class MeasureValueForm(PartAdminForm):
    """The form of a value: not of a day to come, and its evidence is for its measure."""

    def adopt(self):
        super().adopt()
        if self.instance._state.adding:
            self.instance.at, self.instance.by_name = timezone.now(), self.user.name

    def clean_on(self):
        on = self.cleaned_data["on"]
        refuse(reason_against_date(on, today=timezone.localdate()))
        return on

    def misfit(self, name, chosen, home):
        if isinstance(chosen, Evidence) and chosen.measure_id != self.instance.measure_id:
            return "Choose evidence for this measure."
        return super().misfit(name, chosen, home)


class RowForm(InOnePlan, TrackedRowForm):
    """The form of such a record as an inline of its parent."""


class PlanPartForm(PartAdminForm):
    """The form of a record whose parent is the plan: the plan is chosen once."""

    plan = forms.ModelChoiceField(queryset=Plan.objects.none())


class TimescaleAdminForm(PlanPartForm):
    """The form of a priority or an action; moving the timescale needs a reason once the plan is agreed."""

    agreed_where = forms.CharField(
        label="Where it was agreed",
        required=False,
        max_length=200,
        help_text="Needed if you move the timescale. For example, Executive, 12 March 2026.",
    )
    OWN_FIELDS = (*PlanPartForm.OWN_FIELDS, "agreed_where")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            cleaned.update(read_timescale(**timescale_in_admin(cleaned)))
            agreed = not self.instance._state.adding and not self.instance.plan.is_draft
            if agreed and self.moves() and not cleaned.get("change_reason"):
                self.add_error("change_reason", "Enter a reason for changing the timescale.")
        return cleaned

    def moves(self):
        """Whether the form changes the timescale."""
        return any(self.initial[name] != self.cleaned_data[name] for name in TIMESCALE_FIELDS)
