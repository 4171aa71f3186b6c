"""Forms of agencies, their succession, posts and their holders."""

from django import forms

from partnership.forms.base import DayMonthYearField, Radios, say_plainly
from partnership.forms.edit import EditForm, RecordForm
from partnership.models import Agency, Post, User


class AgencyForm(RecordForm):
    class Meta:
        model = Agency
        fields = ["name", "short_name", "sector", "standing"]
        labels = {"short_name": "Short name", "standing": "What it is in the partnership"}
        help_texts = {"short_name": "An acronym, if people use one."}
        widgets = {"sector": Radios, "standing": Radios}


class AgencySuccessionForm(EditForm):
    """Which agency replaced this one, and from when."""

    since = DayMonthYearField(label="From", required=False)
    moves = forms.BooleanField(
        label="Its posts and the people who represent it move to the new agency",
        required=False,
        initial=True,
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        agencies = record.partnership.agency_set.exclude(pk=record.pk)
        successor = forms.ModelChoiceField(
            agencies, label="Replaced by", required=False, empty_label="It has not been replaced"
        )
        say_plainly(successor)
        self.fields["successor"] = successor
        self.initial |= {"successor": record.succeeded_by_id, "since": record.succeeded_on}
        self.order_fields(["successor", "since", "moves", "reason", "version"])


class PostForm(RecordForm):
    class Meta:
        model = Post
        fields = ["title", "agency", "also_known_as"]
        labels = {"also_known_as": "Other names"}
        help_texts = {
            "title": "The job, not the person: “Professional Adviser”.",
            "also_known_as": "Other spellings used in plans, one on each line.",
        }
        widgets = {"also_known_as": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        agencies = record.partnership.agency_set.to_choose(chosen=record.agency_id)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].empty_label = "No agency in particular"


class PostHolderForm(RecordForm):
    """Who holds a post, and from when."""

    holder_since = DayMonthYearField(
        label="From",
        required=False,
        help_text="The first day of the new holder, or of the vacancy: today or earlier.",
    )

    class Meta:
        model = Post
        fields = ["holder", "holder_since"]
        help_texts = {
            "holder": "Only members of this partnership. Invite the person first if they are not listed."
        }

    def __init__(self, data=None, *, record, on, **kwargs):
        self.on = on
        super().__init__(data, record=record, **kwargs)
        people = User.objects.to_choose(record.partnership, on=on, chosen=record.holder_id)
        self.fields["holder"].queryset = people
        self.fields["holder"].empty_label = "No one: the post is vacant"

    def refreshed(self, current):
        return type(self)(record=current, on=self.on)
