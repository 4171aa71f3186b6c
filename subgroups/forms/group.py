"""Forms of groups and their seats."""

from django import forms

from partnership.forms.base import Checkboxes, DayMonthYearField, RecordsField
from partnership.forms.edit import EditForm, RecordForm
from partnership.models import User
from subgroups.models import Group, Seat


class GroupForm(RecordForm):
    """Also the groups that it reports to, which are records of their own."""

    LINKS = ("reporting_lines",)

    reports_to = RecordsField(
        label="Reports to",
        queryset=None,
        required=False,
        widget=Checkboxes,
        help_text="Choose none, one or several.",
    )
    ends_on = DayMonthYearField(
        label="Last day",
        required=False,
        help_text="A task and finish group needs one.",
    )

    class Meta:
        model = Group
        fields = [
            "name",
            "short_name",
            "kind",
            "remit",
            "chair_agency",
            "meetings_a_year",
            "shared_with",
            "ends_on",
            "deliverables",
            "also_known_as",
        ]
        labels = {
            "short_name": "Short name",
            "chair_agency": "Agency that chairs it",
            "meetings_a_year": "Meetings a year",
            "also_known_as": "Other names",
            "deliverables": "What it will deliver",
        }
        help_texts = {
            "short_name": "An acronym, if people use one.",
            "shared_with": "Other partnerships that share this group.",
            "deliverables": "A task and finish group needs this.",
            "also_known_as": "Other spellings used in plans, one on each line.",
        }
        widgets = {
            "remit": forms.Textarea(attrs={"rows": 4}),
            "deliverables": forms.Textarea(attrs={"rows": 3}),
            "also_known_as": forms.Textarea(attrs={"rows": 2}),
            "meetings_a_year": forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        }

    def __init__(self, data=None, *, record, on, **kwargs):
        self.on = on
        super().__init__(data, record=record, **kwargs)
        partnership = record.partnership
        mine = [] if self.is_new else [ln.reports_to_id for ln in record.reporting_lines.all()]
        others = partnership.group_set.exclude(pk=record.pk)
        self.fields["reports_to"].queryset = others.lasting(on) | others.filter(pk__in=mine)
        self.initial["reports_to"] = mine
        chair = self.fields["chair_agency"]
        chair.queryset = partnership.agency_set.to_choose(chosen=record.chair_agency_id)
        chair.empty_label = "No agency in particular"
        if not others.exists():
            del self.fields["reports_to"]
        self.order_fields(["name", "short_name", "kind", "remit", "chair_agency", "reports_to"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Group.Kind.TASK_AND_FINISH:
            if "ends_on" in cleaned and cleaned["ends_on"] is None:
                self.add_error("ends_on", "Enter the last day of the task and finish group")
            if not cleaned.get("deliverables"):
                self.add_error("deliverables", "Enter what the task and finish group will deliver")
        return cleaned

    def refreshed(self, current):
        return type(self)(record=current, on=self.on)

    def values(self):
        return {"reports_to": [], **super().values()}


class GroupEndForm(EditForm):
    ends_on = DayMonthYearField(label="Last day of the group")

    def __init__(self, data=None, *, record, on, **kwargs):
        self.on = on
        super().__init__(data, record=record, **kwargs)
        self.initial["ends_on"] = on
        self.fields["reason"].label = "Reason for ending it"

    def refreshed(self, current):
        return type(self)(record=current, on=self.on)


class GroupSeatForm(RecordForm):
    """A seat of a group: for a member of the partnership, or for a title alone."""

    since = DayMonthYearField(label="From", required=False)
    until = DayMonthYearField(
        label="Until",
        required=False,
        help_text="The last day. Leave blank if there is none yet.",
    )

    class Meta:
        model = Seat
        fields = ["holder", "role", "title", "agency", "places", "since", "until"]
        labels = {
            "holder": "Person",
            "role": "Seat",
            "title": "Title",
            "places": "Number of places",
        }
        help_texts = {
            "holder": "Only members of this partnership. Invite the person first if they are not listed.",
            "title": "Such as “Head of Safeguarding”. You can give a seat to a title before you know who has it.",
            "places": "More than 1 if several people share this title.",
        }
        widgets = {"places": forms.NumberInput(attrs={"class": "govuk-input--width-2"})}

    def __init__(self, data=None, *, record, on, **kwargs):
        self.on = on
        super().__init__(data, record=record, **kwargs)
        partnership = record.group.partnership
        people = User.objects.to_choose(partnership, on=on, chosen=record.holder_id)
        self.fields["holder"].queryset = people
        self.fields["holder"].empty_label = "No one yet"
        agencies = partnership.agency_set.to_choose(chosen=record.agency_id)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].empty_label = "No agency"
        if self.is_new:
            self.initial["since"] = on

    def refreshed(self, current):
        return type(self)(record=current, on=self.on)
