"""Merging, splitting and replacing actions, in two steps: what becomes of them, then a check of what goes on.

Nothing is stored between the steps but what the page sends.
"""

from django import forms

from partnership.forms.base import Checkboxes, Radios, RecordsField, limit_text, say_plainly
from partnership.rating_kinds import CLOSED
from plans.actions.successions import read_parts
from plans.forms.editing import PlanRecordForm
from plans.models import Action
from plans.services.succession import (
    Kept,
    NewAction,
    merge_actions,
    replace_action,
)

NEW = "new"
MOST_PARTS = 4
LEADS, TIMESCALE = "leads", "timescale"
TITLE = Action._meta.get_field("title").max_length
REFERENCE = Action._meta.get_field("reference").max_length
ENDS, STAYS = "ends", "stays"


class ChoiceForm(PlanRecordForm):
    """The first step. The second sends all of it again."""

    mark_optional = False

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        # Nothing that others saved meanwhile is replaced; the reason is asked for in the second step.
        del self.fields["version"], self.fields["reason"]
        self.others = record.plan.action_set.exclude(pk=record.pk).exclude(rating_kind__in=CLOSED)

    def carried(self):
        """(name, value) of everything sent here, for the next page to send again."""
        return [(name, value) for name in self.fields for value in self._sent(name)]

    def _sent(self, name):
        return self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data[name]]


class SuccessorForm(ChoiceForm):
    """The one in which others go on: an action of the plan, or a new one."""

    into = forms.ChoiceField(label="Which action goes on?", choices=[])
    title = forms.CharField(label="Short title", required=False, max_length=TITLE)
    wording = forms.CharField(
        label="Wording", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=REFERENCE,
        help_text="Leave blank to use the next free number.",
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        offered = [*self._offered()]
        self.known = {str(action.pk): action for action in offered}
        self.fields["into"].choices = [
            ("", "Choose an action"),
            *((pk, str(action)) for pk, action in self.known.items()),
            (NEW, "A new action"),
        ]

    def _offered(self):
        return self.others

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("into") == NEW:
            for name, sentence in (
                ("title", "Enter a short title for the new action"),
                ("wording", "Enter the wording of the new action"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    @property
    def successor(self):
        """The Action that goes on; None for a new one."""
        return self.known.get(self.cleaned_data["into"])

    @property
    def name(self):
        """What the successor is called."""
        if self.successor:
            return str(self.successor)
        return f"{self.cleaned_data['reference']} {self.cleaned_data['title']}".strip()

    def made(self, timescale_of):
        """The Action that goes on, or the NewAction."""
        named = {name: self.cleaned_data[name] for name in ("title", "wording", "reference")}
        return self.successor or NewAction(**named, timescale_of=timescale_of)


class MergeForm(SuccessorForm):
    doing, verb = "Merge actions", "Merge"

    merged = RecordsField(
        label="Which other actions?",
        queryset=None,
        widget=Checkboxes,
        error_messages={"required": "Select at least one other action"},
    )

    field_order = ["merged", "into"]

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["merged"].queryset = self.others
        self.fields["into"].label = "Into which action?"

    def _offered(self):
        return [self.record, *self.others]

    def clean(self):
        cleaned = super().clean()
        found = {self.record, *(cleaned.get("merged") or ())}
        into = self.known.get(cleaned.get("into"))
        if into and cleaned.get("merged") and into not in found:
            sentence = f"Select {into} among the other actions too, or merge into another action"
            self.add_error("into", sentence)
        return cleaned

    @property
    def sources(self):
        """The actions that end."""
        found = [self.record, *self.cleaned_data["merged"]]
        return [action for action in found if action != self.successor]

    def save(self, **values):
        return merge_actions(self.sources, **values)

    def told(self, saved):
        return f"Merged into {saved}."


class ReplaceForm(SuccessorForm):
    doing, verb = "Replace an action", "Replace"

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["into"].label = "Which action replaces it?"

    @property
    def sources(self):
        return [self.record]

    def save(self, **values):
        return replace_action(self.record, **values)

    def told(self, saved):
        return f"Replaced by {saved}."


class SuccessorCheckForm(PlanRecordForm):
    """The second step: what goes on in the successor, and why."""

    mark_optional = False

    leads = forms.MultipleChoiceField(label="Leads", required=False, widget=Checkboxes)
    measures = forms.MultipleChoiceField(
        label="Success measures",
        required=False,
        widget=Checkboxes,
        help_text="Values and evidence so far stay with the earlier action.",
    )
    points = forms.MultipleChoiceField(
        label="Milestones and reports due", required=False, widget=Checkboxes
    )
    timescale = forms.ChoiceField(label="Timescale", required=False, widget=Radios)

    def __init__(self, data=None, *, choice):
        super().__init__(data, record=choice.record)
        del self.fields["version"]
        self.choice = choice
        parts = read_parts(choice.sources, choice.successor)
        for name in ("leads", "measures", "points"):
            found = getattr(parts, name)
            self.fields[name].choices = [(str(part.pk), part.label) for part in found]
            self.initial[name] = [str(part.pk) for part in found]
            if not found:
                del self.fields[name]
        self.dated = {
            str(action.pk): action
            for action in choice.sources
            if choice.successor is None and action.timescale_owner.timescale
        }
        self._ask_timescale()
        self.require_reason("Reason", "Enter a reason")

    def _ask_timescale(self):
        choices = [
            (pk, f"{action.timescale_owner.timescale} (of {action.reference})")
            for pk, action in self.dated.items()
        ]
        self.fields["timescale"].choices = [*choices, ("none", "None yet")]
        self.initial["timescale"] = choices[0][0] if choices else "none"
        if not choices:
            del self.fields["timescale"]

    def values(self):
        cleaned = self.cleaned_data
        kept = {
            n: frozenset(map(int, cleaned.get(n) or ())) for n in ("leads", "measures", "points")
        }
        timescale_of = self.dated.get(cleaned.get("timescale"))
        return {
            "successor": self.choice.made(timescale_of),
            "kept": Kept(**kept),
            "reason": cleaned["reason"],
        }

    def place_of(self, name):
        return name if name in self.fields else None


class SplitForm(ChoiceForm):
    """The wording of the new actions, and what each takes over."""

    doing, verb = "Split an action", "Split"

    ends = forms.ChoiceField(
        label="What happens to the earlier action?",
        choices=[(ENDS, "It ends"), (STAYS, "It stays open")],
        initial=ENDS,
        widget=Radios,
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.parts = read_parts([record])
        choices = self.offered()
        for number in range(1, MOST_PARTS + 1):
            self._add_part(number, choices)
        self.order_fields([name for name in self.fields if name != "ends"])

    def offered(self):
        """What an action may take over, by the values of the boxes."""
        found = [(LEADS, f"Leads: {', '.join(p.words for p in self.parts.leads)}")]
        found = found if self.parts.leads else []
        if self.record.timescale_owner == self.record and self.record.timescale:
            found.append((TIMESCALE, f"Timescale: {self.record.timescale}"))
        found += [(f"measure-{part.pk}", f"Measure: {part.words}") for part in self.parts.measures]
        return found + [(f"point-{part.pk}", part.words) for part in self.parts.points]

    def _add_part(self, number, choices):
        fields = {
            f"title_{number}": forms.CharField(label="Short title", max_length=TITLE),
            f"wording_{number}": forms.CharField(
                label="Wording", widget=forms.Textarea(attrs={"rows": 3})
            ),
            f"keeps_{number}": forms.MultipleChoiceField(
                label="What it takes over", choices=choices, widget=Checkboxes
            ),
        }
        for name, field in fields.items():
            field.required = False
            say_plainly(field)
            limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
            self.fields[name] = field
        self.initial[f"keeps_{number}"] = [
            key for key, _ in choices if number == 1 or key in (LEADS, TIMESCALE)
        ]
        if not choices:
            del self.fields[f"keeps_{number}"]

    @property
    def rows(self):
        """The bound fields of each new action."""
        names = ("title", "wording", "keeps")
        return [
            [self[f"{name}_{number}"] for name in names if f"{name}_{number}" in self.fields]
            for number in range(1, MOST_PARTS + 1)
        ]

    def clean(self):
        cleaned = super().clean()
        for number in range(1, MOST_PARTS + 1):
            title, wording = (cleaned.get(f"{name}_{number}") for name in ("title", "wording"))
            if wording and not title:
                self.add_error(f"title_{number}", f"Enter a short title for new action {number}")
            if title and not wording:
                self.add_error(f"wording_{number}", f"Enter the wording of new action {number}")
        least = 2 if cleaned.get("ends") == ENDS else 1
        if not self.errors and len(self.made) < least:
            missing = next(n for n in range(1, MOST_PARTS + 1) if not cleaned.get(f"title_{n}"))
            sentence = "Enter at least two new actions" if least == 2 else "Enter a new action"
            self.add_error(f"title_{missing}", sentence)
        return cleaned

    @property
    def made(self):
        """(NewAction, Kept) of each new action."""
        cleaned = self.cleaned_data
        return [
            self._made(cleaned, number)
            for number in range(1, MOST_PARTS + 1)
            if cleaned.get(f"title_{number}")
        ]

    def _made(self, cleaned, number):
        keeps = cleaned.get(f"keeps_{number}") or ()
        ids = {
            noun: frozenset(int(key.split("-")[1]) for key in keeps if key.startswith(f"{noun}-"))
            for noun in ("measure", "point")
        }
        leads = frozenset(part.pk for part in self.parts.leads) if LEADS in keeps else frozenset()
        source = self.record if TIMESCALE in keeps else None
        new = NewAction(cleaned[f"title_{number}"], cleaned[f"wording_{number}"], "", source)
        return new, Kept(leads, ids["measure"], ids["point"])

    @property
    def does_end(self):
        return self.cleaned_data["ends"] == ENDS

    def told(self, saved):
        references = ", ".join(action.reference for action in saved)
        return f"New actions: {references}." if len(saved) > 1 else f"New action: {references}."


class SplitCheckForm(PlanRecordForm):
    mark_optional = False

    def __init__(self, data=None, *, choice):
        super().__init__(data, record=choice.record)
        del self.fields["version"]
        self.choice = choice
        self.require_reason("Reason", "Enter a reason")

    @property
    def lines(self):
        """(NewAction, what it takes over as words) of each new action."""
        words = dict(self.choice.offered())
        kept = self.choice.cleaned_data
        titled = [n for n in range(1, MOST_PARTS + 1) if kept.get(f"title_{n}")]
        return [
            (new, [words[key] for key in kept.get(f"keeps_{number}") or ()])
            for number, (new, _) in zip(titled, self.choice.made, strict=True)
        ]

    def place_of(self, name):
        return name if name in self.fields else None
