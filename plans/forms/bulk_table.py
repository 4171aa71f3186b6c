"""Many actions as a table: a row for each, with its own words, which the next page shows before and after."""

import re

from django import forms

from partnership.forms.base import limit_text, say_plainly
from plans.actions.bulk import ActionTexts, ChangeTexts, compare_actions
from plans.forms.action_new import lines_of
from plans.forms.bulk import ChangeForm
from plans.models import Action
from plans.models.action import STARTS_LATE
from plans.services.bulk import changed_since
from plans.services.timescale import read_start

MOST_ROWS = 60  # a page with more fields than browsers and people bear
MARK = re.compile(r"[0-9]{1,9}-[0-9a-f]{16}")
CHOICES = [("", "Not given"), *Action.Importance.choices]
TITLE_LENGTH = Action._meta.get_field("title").max_length


class TableForm(ChangeForm):
    """Fields ``title_7``, ``wording_7`` … of the action with id 7, and ``measure_9`` of its measure with id 9."""

    meanwhile = ()  # what others changed since the table was opened

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, plan=plan, **kwargs)
        asked = data.getlist("actions") if data is not None else self.initial.get("actions", ())
        pks = [getattr(one, "pk", one) for one in asked]
        pks = [int(pk) for pk in pks if str(pk).isdecimal() and len(str(pk)) < 19]
        found = compare_actions(plan.action_set.filter(pk__in=pks[:MOST_ROWS]), ChangeTexts({}))
        self.actions_shown = [one.action for one in found]
        self.texts = {one.action.pk: one.before.texts for one in found}
        self.marks = {one.action.pk: one.mark for one in found}
        for texts in self.texts.values():
            self._add_row(texts)

    def _add_row(self, texts):
        pk = texts.pk
        self._add(
            f"mark_{pk}", forms.CharField(widget=forms.HiddenInput, required=False), self.marks[pk]
        )
        self._add(
            f"title_{pk}",
            forms.CharField(label="Short title", max_length=TITLE_LENGTH, widget=_area(2)),
            texts.title,
        )
        self._add(f"wording_{pk}", forms.CharField(label="Wording", widget=_area(5)), texts.wording)
        choice = forms.ChoiceField(label="Importance", choices=CHOICES, required=False)
        self._add(f"importance_{pk}", choice, texts.importance)
        start = forms.CharField(
            label="Not to start before",
            max_length=Action._meta.get_field("starts_words").max_length,
            required=False,
        )
        self._add(f"starts_words_{pk}", start, texts.starts_words)
        for number, (measure, wording) in enumerate(texts.measures, 1):
            field = forms.CharField(label=f"Measure {number}", widget=_area(3))
            self._add(f"measure_{measure}", field, wording)
        new = forms.CharField(
            label="New measures, one on each line", required=False, widget=_area(2)
        )
        self._add(f"new_{pk}", new, "")
        further = forms.CharField(label="Further actions", required=False, widget=_area(2))
        self._add(f"further_actions_{pk}", further, texts.further_actions)

    def _add(self, name, field, initial):
        field.initial = initial
        say_plainly(field)
        limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
        self.fields[name] = field

    @property
    def rows(self):
        """(Action, bound fields of its columns, what is saved now if it was changed meanwhile)."""
        late = {name for name, _ in self.meanwhile}
        for action in self.actions_shown:
            measures = [self[f"measure_{pk}"] for pk, _ in self.texts[action.pk].measures]
            columns = [
                [self[f"title_{action.pk}"]],
                [self[f"wording_{action.pk}"]],
                [self[f"importance_{action.pk}"], self[f"starts_words_{action.pk}"]],
                [*measures, self[f"new_{action.pk}"]],
                [self[f"further_actions_{action.pk}"]],
            ]
            now = self.texts[action.pk].text_by_label() if action.pk in late else {}
            yield action, self[f"mark_{action.pk}"], columns, now

    def carried(self):
        marks = [(f"mark_{pk}", self.data.get(f"mark_{pk}", "")) for pk in self.texts]
        return [*super().carried(), *marks]

    def clean(self):
        cleaned = super().clean()
        if len(cleaned.get("actions", ())) > MOST_ROWS:
            self.add_error("actions", f"Select {MOST_ROWS} actions or fewer to change as a table")
        self._refuse_late_starts(cleaned)
        self.meanwhile = [
            (action.pk, changed_since(action, sent))
            for action in self.actions_shown
            if (sent := cleaned.get(f"mark_{action.pk}", "")) != self.marks[action.pk]
            and MARK.fullmatch(sent)
        ]
        if self.meanwhile and not self._asks_to_save():
            self.data = self.data.copy()
            for pk, _ in self.meanwhile:
                self.data[f"mark_{pk}"] = self.marks[pk]
            self.add_error(
                None,
                "Someone else changed some of these actions after you opened this page. Your changes are not saved.",
            )
        return cleaned

    def _refuse_late_starts(self, cleaned):
        for action in self.actions_shown:
            name = f"starts_words_{action.pk}"
            starts_on = read_start(cleaned.get(name, ""))["starts_on"]
            if starts_on and action.due_on and action.due_on < starts_on:
                self.add_error(name, STARTS_LATE)

    def _asks_to_save(self):
        """The page with before and after has marks of its own."""
        return self.data.get("step") == "save"

    def change(self):
        return ChangeTexts({pk: self._typed(texts) for pk, texts in self.texts.items()})

    def _typed(self, texts):
        cleaned, pk = self.cleaned_data, texts.pk
        kept = [(m, _typed(cleaned[f"measure_{m}"], wording)) for m, wording in texts.measures]
        names = ("title", "wording", "importance", "starts_words", "further_actions")
        return ActionTexts(
            pk=pk,
            measures=(*kept, *((None, line) for line in lines_of(cleaned[f"new_{pk}"]))),
            **{name: _typed(cleaned[f"{name}_{pk}"], getattr(texts, name)) for name in names},
        )


def _area(rows):
    return forms.Textarea(attrs={"rows": rows})


def _typed(typed, saved):
    """What was typed; what is saved if they differ only in space around them."""
    return saved if typed.split() == saved.split() else typed
