"""The forms for changing many actions at once: which actions, which change, and a confirmation."""

import re

from django import forms
from django.utils import timezone

from partnership.forms.base import Form, Radios, RecordsField
from partnership.policies import refuse
from plans.actions.bulk import (
    ChangeLeads,
    ChangeOtherPriorities,
    ChangePriority,
    ChangeThemes,
    ChangeTimescale,
)
from plans.forms.action import READ, TimescaleFields, timescale_of
from plans.forms.leads import known_leads
from plans.models import Lead
from plans.policies.bulk import reason_not_to_change_together
from plans.services.timescale import read_timescale

WHAT = [
    ("table", "Wording, importance, start and measures"),
    ("group", "The lead group"),
    ("lead", "The lead (a group, post, agency or person)"),
    ("theme", "A theme"),
    ("priority", "The priority"),
    ("others", "Another priority that names them"),
    ("timescale", "The timescale"),
]
HINTS = {
    "table": "Edit them in a table, with a row for each action.",
    "group": "One group replaces all the current leads.",
    "lead": "Replace the current leads, or add to them.",
    "theme": "Add or remove a theme.",
    "priority": "Move the actions to a different priority.",
    "others": "They stay under their own priority. The plan refers to them under the other one.",
    "timescale": "Set the same timescale for all of them.",
}
MARKS = re.compile(r"\b([0-9]{1,18}):([0-9]{1,9}-[0-9a-f]{16})\b")  # ids and ``ActionChange.mark``
NONE = "none"  # the choice “no priority”


class TickedField(RecordsField):
    """Actions selected on an earlier page. One that was removed since is left out: the service reports it."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        numbers = {int(v) for v in value or () if v.isdecimal() and v.isascii() and len(v) < 19}
        return super().clean(
            list(self.queryset.filter(pk__in=numbers).values_list("pk", flat=True))
        )


class BulkForm(Form):
    """``plan`` is the plan that is edited; its choices are of that plan and its partnership."""

    label_size = "s"
    mark_optional = False
    stale = None

    actions = TickedField(queryset=None, error_messages={"required": "Select at least one action"})

    def __init__(self, data=None, *, plan, **kwargs):
        self.plan = plan
        super().__init__(data, **kwargs)
        self.fields["actions"].queryset = plan.action_set.all()

    def clean_actions(self):
        actions = self.cleaned_data["actions"]
        refuse(reason_not_to_change_together(len(actions)))
        return actions


class SelectForm(BulkForm):
    """Which actions, and what to change about them."""

    actions = RecordsField(
        label="Actions",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one action"},
    )
    what = forms.ChoiceField(
        label="What do you want to change?",
        choices=WHAT,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose what you want to change"},
    )


class ChangeForm(BulkForm):
    """The new values of all selected actions."""

    what = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def carried(self):
        """(name, value) of everything sent here, for the next page to send again."""
        names = {"what", "actions"}
        for field in self.visible_fields():
            parts = getattr(field.field.widget, "part_names", None)
            names |= {f"{field.name}_{part}" for part in parts or ()}
            names |= {field.name, f"{field.name}-noticed"}
        return [(n, value) for n in sorted(names) for value in self.data.getlist(n)]

    @property
    def was_sent(self):
        """Whether more than the selection was sent: the person comes back to this page."""
        own = {field.name for field in self.visible_fields()}
        return any(name in self.data for name in own)


class LeadGroupForm(ChangeForm):
    group = forms.ModelChoiceField(
        label="Group",
        queryset=None,
        empty_label="Choose a group",
        help_text="This group replaces the current leads. Overseers and contributors stay.",
    )

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.fields["group"].queryset = plan.partnership.group_set.all()

    def change(self):
        return ChangeLeads(self.cleaned_data["group"])


class LeadForm(ChangeForm):
    who = forms.ChoiceField(label="Who leads", error_messages={"required": "Select who leads"})
    way = forms.ChoiceField(
        label="What happens to the current leads?",
        choices=[("beside", "They stay as leads"), ("instead", "They are replaced")],
        initial="beside",
        widget=Radios(hints={"instead": "Overseers and contributors stay."}),
    )

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.known, choices = known_leads(plan.partnership, on=timezone.localdate())
        self.fields["who"].choices = [("", "Choose a lead"), *choices[1:]]

    def change(self):
        who, way = self.cleaned_data["who"], self.cleaned_data["way"]
        return ChangeLeads(self.known[who], beside=way == "beside")


class ThemeChangeForm(ChangeForm):
    theme = forms.ModelChoiceField(label="Theme", queryset=None, empty_label="Choose a theme")
    way = forms.ChoiceField(
        label="What do you want to do with it?",
        choices=[("add", "Add it"), ("remove", "Remove it")],
        initial="add",
        widget=Radios,
    )

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.fields["theme"].queryset = plan.theme_set.all()

    def change(self):
        return ChangeThemes(self.cleaned_data["theme"], adds=self.cleaned_data["way"] == "add")


class PriorityChangeForm(ChangeForm):
    priority = forms.ChoiceField(
        label="Priority", error_messages={"required": "Select the priority"}
    )

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.known = {str(p.pk): p for p in plan.priority_set.prefetch_related(*PRIORITY_LEADS)}
        named = [(pk, str(priority)) for pk, priority in self.known.items()]
        choices = [("", "Choose a priority"), *named, (NONE, "No priority")]
        self.fields["priority"].choices = choices

    def change(self):
        return ChangePriority(self.known.get(self.cleaned_data["priority"]))


class OtherPriorityForm(ChangeForm):
    priority = forms.ModelChoiceField(
        label="Priority", queryset=None, empty_label="Choose a priority"
    )
    way = forms.ChoiceField(
        label="What do you want to do?",
        choices=[("add", "Name them under it too"), ("remove", "Stop naming them under it")],
        initial="add",
        widget=Radios,
    )

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.fields["priority"].queryset = plan.priority_set.all()

    def change(self):
        adds = self.cleaned_data["way"] == "add"
        return ChangeOtherPriorities(self.cleaned_data["priority"], adds=adds)


PRIORITY_LEADS = tuple(f"leads__{name}" for name in Lead.NAMED)


class TimescaleChangeForm(TimescaleFields, ChangeForm):
    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        self.ask_to_check(None)
        self.fields[
            "kind"
        ].initial = (
            None  # no kind is preselected, so that none is applied to many actions by accident
        )

    def clean(self):
        cleaned = super().clean()
        if self["kind"].value() == READ and not cleaned.get("words") and not self.errors:
            self.add_error("words", "Enter the timescale, or choose what kind it is")
        return cleaned

    def change(self):
        return ChangeTimescale(*read_timescale(**timescale_of(dict(self.cleaned_data))).values())


FORMS = {
    "group": LeadGroupForm,
    "lead": LeadForm,
    "theme": ThemeChangeForm,
    "priority": PriorityChangeForm,
    "others": OtherPriorityForm,
    "timescale": TimescaleChangeForm,
}


class CheckForm(Form):
    """The page that shows before and after: the reason, and what was shown."""

    label_size = "s"
    mark_optional = False
    stale = None

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    reason = forms.CharField(
        label="Reason for the change (optional)",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everyone who can read the history will see this.",
    )
    agreed_where = forms.CharField(
        label="Where it was agreed (optional)",
        required=False,
        max_length=200,
        help_text="For example, Executive, 12 March 2026.",
    )

    def __init__(self, data=None, *, plan, change):
        super().__init__(data)
        if plan.is_draft or not isinstance(change, ChangeTimescale):
            del self.fields["agreed_where"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].label = "Reason for the change"
            self.fields["reason"].error_messages["required"] = (
                "Enter a reason for changing the timescale"
            )

    def clean_seen(self):
        """Id of an action → its mark, as the page before sent them."""
        pairs = MARKS.findall(self.cleaned_data["seen"])
        return {int(pk): mark for pk, mark in pairs}

    def values(self):
        return dict(self.cleaned_data)
