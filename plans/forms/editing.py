"""The forms that make and change a plan and its parts.

Every form takes ``record``: the one to change, or an unsaved one of the plan when adding.
"""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property

from partnership.forms import edit
from partnership.forms.base import Checkboxes, DayMonthYearField, Radios, RecordsField
from partnership.forms.edit import RecordForm
from plans import models


class PlanRecordForm(edit.EditForm):
    """Base of forms that change something in a plan."""

    @property
    def plan(self):
        return self.record if isinstance(self.record, models.Plan) else self.record.plan

    @cached_property
    def today(self):
        return timezone.localdate()


# Labels of the empty choices of fields.
NOTHING_CHOSEN = {
    "priority": "No priority",
    "objective": "No objective",
    "follows": "No other action",
    "owner": "No group in particular",
    "previous": "No earlier plan",
    "importance": "Not given",
}


class PartForm(PlanRecordForm, RecordForm):
    """A form whose fields come from a model. Its choices are parts of the record's own plan."""

    # Name of a field → relation of the plan that has its choices
    CHOICES = {}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if self.is_new:
            self.fields.pop("position", None)  # the service puts it last
        elif "position" in self.fields:
            self.fields["position"].help_text = "Number 1 is printed first."
            self.fields["position"].widget.attrs["class"] = "govuk-input--width-4"
        for name, relation in self.CHOICES.items():
            field = self.fields[name]
            field.queryset = getattr(self.plan, relation).all()
            if isinstance(field, forms.ModelMultipleChoiceField) and not field.queryset.exists():
                del self.fields[name]
        for name in NOTHING_CHOSEN.keys() & self.fields.keys():
            self._say_nothing_chosen(self.fields[name], NOTHING_CHOSEN[name])

    def _say_nothing_chosen(self, field, words):
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words
        else:
            field.choices = [(k, words if k == "" else label) for k, label in field.choices]


class PlanForm(PartForm):
    text_limit = 20_000

    starts_on = DayMonthYearField(label="First day")
    ends_on = DayMonthYearField(label="Last day")

    class Meta:
        model = models.Plan
        fields = [
            "title",
            "period",
            "starts_on",
            "ends_on",
            "introduction",
            "note",
            "owner",
            "previous",
        ]
        labels = {"period": "Period as printed in the plan", "note": "Note under the introduction"}
        help_texts = {
            "period": "For example, 2026–29.",
            "note": "",
            "owner": "The chair of this group can decide on proposals, like you.",
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 12}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if self.is_new:
            del self.fields["reason"]
        others = record.partnership.plan_set.exclude(pk=record.pk)
        self.fields["previous"].queryset = others
        self.fields["owner"].queryset = record.partnership.group_set.all()


class PriorityForm(PartForm):
    class Meta:
        model = models.Priority
        fields = ["kind", "number", "title", "heading_note", "action_heading", "note", "position"]
        labels = {
            "heading_note": "Subtitle",
            "action_heading": "Heading above its actions",
            "note": "Note about how this appears in the published plan",
            "position": "Order in print",
        }
        help_texts = {
            "number": "As printed in the plan.",
            "heading_note": "",
            "action_heading": "Only if it differs from the other priorities.",
        }
        widgets = {"kind": Radios, "note": forms.Textarea(attrs={"rows": 3})}


class ObjectiveForm(PartForm):
    CHOICES = {"priorities": "priority_set"}
    LINKS = ("priority_links",)

    priorities = RecordsField(
        label="Priorities this objective supports",
        queryset=None,
        required=False,
        widget=Checkboxes,
        help_text="Choose none, one or several.",
    )

    class Meta:
        model = models.Objective
        fields = ["number", "title", "note", "position"]
        labels = {
            "note": "Note about how this appears in the published plan",
            "position": "Order in print",
        }
        help_texts = {"number": "As printed in the plan."}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if not self.is_new:
            self.initial["priorities"] = [link.priority_id for link in record.priority_links.all()]


class ThemeForm(PartForm):
    class Meta:
        model = models.Theme
        fields = ["name"]


class DriverForm(PartForm):
    class Meta:
        model = models.Driver
        fields = ["kind", "reference", "wording"]
        labels = {"kind": "Kind of driver", "reference": "Its own reference"}
        help_texts = {"reference": "Such as CSPR 12, recommendation 3."}
        widgets = {"kind": Radios, "wording": forms.Textarea(attrs={"rows": 3})}


class CoreActivityForm(PartForm):
    class Meta:
        model = models.CoreActivity
        fields = ["wording", "heading", "position"]
        labels = {"position": "Order in print"}
        help_texts = {"heading": "Activities with the same heading are printed together."}


class ColumnForm(PartForm):
    as_at = DayMonthYearField(
        label="Or as at a day",
        required=False,
        help_text="For example, 30 9 2026, for a comment on progress or a rating as it was then.",
    )

    class Meta:
        model = models.Column
        fields = ["heading", "shows", "period", "as_at", "position"]
        labels = {
            "shows": "What the column shows",
            "period": "For a reporting period",
            "position": "Order in print",
        }
        help_texts = {
            "heading": "Exactly as printed in your plan.",
            "period": "Only for a comment on progress or a rating: as it was reported in that period.",
        }

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["period"].queryset = self.plan.reportingperiod_set.all()
        self.fields["period"].empty_label = "As it is now"
        self.fields["shows"].choices = [
            ("", "Choose what it shows"),
            *((value, label) for value, label in self.fields["shows"].choices if value),
        ]
        if not self.fields["period"].queryset.exists():
            del self.fields["period"]
