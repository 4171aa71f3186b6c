"""The form of initials or a name, and who they mean."""

from django import forms
from django.utils import timezone

from partnership.forms.base import say_plainly
from partnership.forms.edit import EditForm
from plans.forms.leads import known_leads, lead_key


class LeadAliasForm(EditForm):
    words = forms.CharField(
        label="Initials or name",
        max_length=100,
        help_text="As they are written in your plans, like JH or Q & P.",
        error_messages={"required": "Enter the initials or the name"},
    )
    who = forms.ChoiceField(
        label="Who do they mean?", error_messages={"required": "Choose who they mean"}
    )
    applies = forms.BooleanField(
        label="Make them the lead wherever a plan names these words now",
        required=False,
        initial=True,
        help_text="Your published wording stays the same. Closed plans do not change.",
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        who = None if self.is_new else record.who
        kept = [record.person] if record.person_id else ()
        self.known, choices = known_leads(record.partnership, on=timezone.localdate(), kept=kept)
        self.fields["who"].choices = [("", "Choose a group, post, agency or person"), *choices[1:]]
        say_plainly(self.fields["who"])
        if not self.is_new:
            del self.fields["applies"]
            self.initial |= {"words": record.words, "who": lead_key(who)}
        self.order_fields(["words", "who", "applies", "reason", "version"])

    def values(self):
        values = super().values()
        return values | {"who": self.known[values["who"]]}
