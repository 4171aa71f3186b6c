"""The forms that start a plan from the one before it, and choose what is carried on."""

from datetime import timedelta
from hashlib import blake2b

from django import forms

from partnership.forms.base import Checkboxes, Radios, RecordsField, say_plainly
from plans.forms.editing import PlanForm, PlanRecordForm
from plans.forms.leads import known_leads
from plans.services.carry import SAME, CarryChoices

NOBODY = "nobody"
NAME_ONLY = "words"
NO_PRIORITY = "none"


class PlanNewForm(PlanForm):
    """A new plan, and whether it takes anything from the one before."""

    start = forms.ChoiceField(
        label="How do you want to start?",
        required=False,
        choices=[
            ("carry", "From the plan before"),
            ("empty", "With an empty plan"),
        ],
        widget=Radios(hints={"carry": "On the next page you choose what carries on."}),
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["start"].mark_optional = False
        self.fields["previous"].label = "Plan before this one"
        if not self.fields["previous"].queryset.exists():
            del self.fields["start"], self.fields["previous"]
            return
        before = self.fields["previous"].queryset.order_by("-ends_on", "-pk").first()
        self.initial |= {"previous": before.pk, "start": "carry", **_years_after(before)}
        first = ("start", "previous")
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("start") == "carry" and not cleaned.get("previous"):
            self.add_error("previous", "Select the plan before")
        return cleaned

    def values(self):
        values = super().values()
        values.pop("start", None)
        return values


def _years_after(plan):
    """The dates of a plan that begins when ``plan`` is over and lasts as many years."""
    years = round((plan.ends_on - plan.starts_on).days / 365) or 1
    try:
        ends_on = plan.ends_on.replace(year=plan.ends_on.year + years)
    except ValueError:  # 29 February
        return {}
    return {"starts_on": plan.ends_on + timedelta(days=1), "ends_on": ends_on}


def _field_of(leader):
    """The field about a Leader: named after who it is, as a list may have changed when the answers come."""
    kind, who = leader.key
    return f"leader_{kind}_{blake2b(who.encode(), digest_size=8).hexdigest() if kind == 'words' else who}"


class CarryForm(PlanRecordForm):
    """What of a Carry goes on: which actions, under which priorities, numbered how and led by whom."""

    mark_optional = False

    actions = RecordsField(label="Actions to carry on", queryset=None, widget=Checkboxes)
    numbers = forms.ChoiceField(
        label="Numbers",
        choices=[("new", "Give them new numbers, without gaps"), ("keep", "Keep their numbers")],
        initial="new",
        widget=Radios,
    )
    core_activities = forms.BooleanField(label="Copy the core activities too", required=False)
    milestones = forms.BooleanField(
        label="Copy the milestones that are not done too", required=False, initial=True
    )

    def __init__(self, data=None, *, carry, **kwargs):
        super().__init__(data, record=carry.plan, **kwargs)
        del self.fields["version"]  # nothing that others saved meanwhile is replaced
        self.fields["reason"].label = "Reason (optional)"
        self.carry = carry
        self.fields["actions"].queryset = carry.from_plan.action_set.all()
        self.fields["actions"].error_messages["required"] = "Choose at least one action to carry on"
        self.initial["actions"] = carry.open_actions
        if not carry.document.core_activities:
            del self.fields["core_activities"]
        if not carry.has_open_milestones:
            del self.fields["milestones"]
        self.known, choices = known_leads(carry.plan.partnership, on=self.today)
        for section in carry.sections:
            self._add_priority(section)
        for leader in carry.leaders:
            self._add_leader(leader, choices)

    def _add_priority(self, section):
        priority = section.priority
        same = [one for one in self.carry.present if one.code == priority.code]
        choices = [(SAME, f"{same[0]} (in the new plan)" if same else "Carry it on as it is")]
        choices += [(str(one.pk), str(one)) for one in self.carry.present if one not in same]
        choices.append((NO_PRIORITY, "Its actions have no priority"))
        self._add_choice(f"priority_{priority.pk}", priority.name, choices, SAME)

    def _add_leader(self, leader, choices):
        kept = [(SAME, "The same")] if leader.may_stay else []
        kept.append((NOBODY, "Nobody yet"))
        if leader.key[0] == "person":
            kept.append((NAME_ONLY, "Keep the name in the plan, and ask nobody"))
        chosen = f"agency-{leader.successor[1]}" if leader.successor else kept[0][0]
        leads = "1 lead" if leader.number == 1 else f"{leader.number} leads"
        hint = f"{leads}. {leader.note}".strip()
        self._add_choice(_field_of(leader), leader.name, [*kept, *choices[1:]], chosen, hint)

    def _add_choice(self, name, label, choices, initial, help_text=""):
        field = forms.ChoiceField(
            label=label, choices=choices, initial=initial, help_text=help_text
        )
        say_plainly(field)
        self.fields[name] = field

    @property
    def priority_fields(self):
        return [self[name] for name in self.fields if name.startswith("priority_")]

    @property
    def leaders_to_check(self):
        """The fields of those who may not be able to lead any more."""
        return [self[_field_of(one)] for one in self.carry.leaders if one.note]

    @property
    def other_leaders(self):
        return [self[_field_of(one)] for one in self.carry.leaders if not one.note]

    @property
    def ticked(self):
        return {str(value) for value in self["actions"].value() or ()}

    def choices(self):
        """The CarryChoices."""
        cleaned = self.cleaned_data
        present = {str(one.pk): one for one in self.carry.present}
        mapped = {s.priority.pk: cleaned[f"priority_{s.priority.pk}"] for s in self.carry.sections}
        leaders = {}
        for leader in self.carry.leaders:
            chosen = cleaned[_field_of(leader)]
            if chosen == NOBODY:
                leaders[leader.key] = None
            elif chosen == NAME_ONLY:
                leaders[leader.key] = {"words": leader.name}
            elif chosen != SAME:
                leaders[leader.key] = {chosen.partition("-")[0]: self.known[chosen]}
        return CarryChoices(
            actions=frozenset(action.pk for action in cleaned["actions"]),
            priorities={pk: present.get(one) for pk, one in mapped.items() if one != SAME},
            leaders=leaders,
            renumber=cleaned["numbers"] == "new",
            core_activities=cleaned.get("core_activities", False),
            milestones=cleaned.get("milestones", False),
        )
