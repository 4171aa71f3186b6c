"""The forms of an import: a file is chosen, read as a person says, and brought in."""

from django import forms
from django.core.exceptions import ValidationError
from rapidfuzz import fuzz, process

from partnership.forms.base import DayMonthYearField, Form, Radios, say_plainly
from plans.importing import headings
from plans.importing.choices import LEAVE_OUT
from plans.importing.columns import column_key
from plans.importing.guard import MOST_BYTES, PASTED
from plans.importing.match import DECISIONS
from plans.importing.plan import ImportedColumn
from plans.policies.plan import is_filled

NEW_PLAN = "new"
NO_PRIORITY = "-"
MOST_PASTED = 900_000  # characters
IS_FILLED = "We compare the file with the plan and show you what would change."
NEAR = 55  # of 100: how alike two names are for one to be offered first


class PlanFileForm(Form):
    """The file, and where it goes."""

    mark_optional = False

    text_limit = MOST_PASTED

    file = forms.FileField(
        label="Choose a file",
        required=False,
        max_length=None,
        help_text="A Word (.docx), Excel (.xlsx or .xls), OpenDocument (.ods), CSV or PDF file of up to 50 MB.",
        error_messages={
            "empty": "The file is empty. Choose another file",
        },
    )
    pasted = forms.CharField(
        label="Or paste the table",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-paste-table": "id_pasted_html"}),
        help_text="Copy the whole table in Word or Excel, and paste it here.",
    )
    # The same with its cells, lists and colours, as the script of the page takes it from the clipboard.
    pasted_html = forms.CharField(
        label="Pasted table", required=False, max_length=MOST_PASTED, widget=forms.HiddenInput
    )
    into = forms.ChoiceField(label="Where does it go?", widget=Radios, initial=NEW_PLAN)

    def __init__(self, data=None, files=None, *, partnership, plans=(), **kwargs):
        super().__init__(data, files, **kwargs)
        self.partnership, self.plans = partnership, {str(plan.pk): plan for plan in plans}
        self.fields["into"].choices = [
            (NEW_PLAN, "Into a new draft plan"),
            *((pk, f"Into “{plan}”") for pk, plan in self.plans.items()),
        ]
        hints = {pk: IS_FILLED for pk, plan in self.plans.items() if is_filled(plan)}
        self.fields["into"].widget.hints = hints
        if not self.plans:
            del self.fields["into"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(
                "The file must be 50 MB or smaller. Remove its pictures, or save the plan’s pages alone"
            )
        return file

    def clean(self):
        cleaned = super().clean()
        given = [name for name in ("file", "pasted") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error("file", "Choose the file that your plan is in, or paste the table")
        elif len(given) > 1:
            self.add_error("pasted", "Choose a file or paste a table, not both")
        return cleaned

    def values(self):
        """The arguments of the service that keeps the file."""
        file, plan = self.cleaned_data["file"], self.plans.get(self.cleaned_data.get("into"))
        if file:
            return {"name": file.name, "content": file.read(), "plan": plan}
        text = self.cleaned_data["pasted_html"] or self.cleaned_data["pasted"]
        return {"name": PASTED, "content": text.encode(), "plan": plan}


class ColumnsForm(Form):
    """What each column of each table is for; ``table_…`` whether a table belongs to the plan."""

    mark_optional = False

    def __init__(self, data=None, *, preview, **kwargs):
        super().__init__(data, **kwargs)
        self.preview, self.keys, self.tables = preview, {}, []
        for column in preview.plan.columns:
            self._add_column(column)
        for table in preview.plan.tables_left_out:
            for number, heading in enumerate(table.head, 1):
                self._add_column(ImportedColumn(table.where, number, heading, ()))

    def _add_column(self, column):
        key = column_key(column.heading, column.number - 1)
        if self.tables[-1:] == [] or self.tables[-1][0] != column.where:
            self.tables.append((column.where, []))
        if key in self.keys.values():
            return  # a heading means the same in every table
        name = f"column_{len(self.keys)}"
        combined = " and ".join(headings.LABELS[kind].lower() for kind in column.kinds)
        choices = [("", f"{combined.capitalize()}, as we read it" if combined else "Not known yet")]
        choices += [*headings.LABELS.items(), (LEAVE_OUT, "Leave this column out")]
        field = forms.ChoiceField(
            label=f"“{column.heading}”"
            if column.heading
            else f"Column {column.number}, without a heading",
            choices=choices,
            required=False,
        )
        say_plainly(field)
        self.fields[name], self.keys[name] = field, key
        self.initial[name] = self.preview.choices.columns.get(key, "")
        self.tables[-1][1].append(name)

    @property
    def columns_by_table(self):
        """(where a table is, its bound fields) of tables with columns that were not shown before."""
        return [(where, [self[name] for name in names]) for where, names in self.tables if names]

    def decide(self, choices):
        for name, key in self.keys.items():
            kind = self.cleaned_data[name]
            if kind:
                choices.columns[key] = kind
            else:
                choices.columns.pop(key, None)


class NamesForm(Form):
    """Whom the words of leads mean, and which rating a word is."""

    mark_optional = False
    DECIDED = {
        "words": "Keep as words: nobody is asked for updates",
        "group": "Make a group of this name",
        "post": "Make a post of this name",
    }

    def __init__(self, data=None, *, preview, known, **kwargs):
        super().__init__(data, **kwargs)
        self.preview, self.leads, self.ratings = preview, {}, {}
        self.who = [
            ("", "Decide later"),
            ("Make or keep", [(k, self.DECIDED[k]) for k in DECISIONS]),
        ]
        self.who += known[1:]
        self.names = {key: label for _, named in known[1:] for key, label in named}
        for number, unknown in enumerate(preview.unknown_leads):
            self._add_lead(f"lead_{number}", unknown)
        ratings = [("", "Keep as words in the update")]
        ratings += [(rating.key, rating.label) for rating in preview.scheme.ratings]
        for number, unknown in enumerate(preview.unknown_ratings):
            self._add(f"rating_{number}", unknown, ratings, self.ratings)

    def _add_lead(self, name, unknown):
        close = self._closest(unknown.words)
        first, *others = self.who
        choices = [first, *([("Closest names", close)] if close else []), *others]
        self._add(name, unknown, choices, self.leads)
        chosen = self.preview.choices.leads.get(unknown.key)
        self.initial[name] = chosen["who"] if chosen else ""

    def _closest(self, words):
        """The choices with the nearest names: they only come first, and none is chosen for that."""
        found = process.extract(
            words, self.names, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=NEAR
        )
        return [(key, label) for label, _, key in found]

    def _add(self, name, unknown, choices, kept):
        times = "once" if unknown.count == 1 else f"{unknown.count} times"
        field = forms.ChoiceField(
            label=f"“{unknown.words}”", choices=choices, required=False, help_text=f"Used {times}."
        )
        say_plainly(field)
        self.fields[name], kept[name] = field, unknown

    @property
    def lead_fields(self):
        return [self[name] for name in self.leads]

    @property
    def rating_fields(self):
        return [self[name] for name in self.ratings]

    def decide(self, choices):
        for name, unknown in self.leads.items():
            if who := self.cleaned_data[name]:
                choices.leads[unknown.key] = {"words": unknown.words, "who": who}
            else:
                choices.leads.pop(unknown.key, None)
        for name, unknown in self.ratings.items():
            if key := self.cleaned_data[name]:
                choices.ratings[unknown.key] = key


class ImportedActionForm(Form):
    """One action of the preview, as it will be in the plan."""

    mark_optional = False
    label_size = "s"

    reference = forms.CharField(label="Reference", required=False, max_length=40)
    wording = forms.CharField(
        label="Action",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the wording of the action"},
    )
    priority = forms.ChoiceField(label="Priority", required=False)
    objective = forms.ChoiceField(label="Objective", required=False)
    leads = forms.CharField(
        label="Leads",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line.",
    )
    timescale = forms.CharField(
        label="Timescale",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As the plan says it, like October 2026 or Ongoing.",
    )
    measures = forms.CharField(
        label="Success measures",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line.",
    )
    rating = forms.ChoiceField(label="Rating", required=False)
    progress = forms.CharField(
        label="Progress", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, preview, action, **kwargs):
        self.action, self.plan, self.shown = action, preview.plan, texts_of(action, preview.plan)
        super().__init__(data, initial={**self.shown, "seen": preview.digest_of(action)}, **kwargs)
        self.fields["priority"].choices = [
            (NO_PRIORITY, "Not under a priority"),
            *((part.heading, part.heading) for part in preview.plan.priorities),
        ]
        words = dict.fromkeys((action.rating, *(one.label for one in preview.scheme.ratings)))
        named = [(word, word) for word in words if word]
        self.fields["rating"].choices = [("", "Not rated"), *named]
        objectives = [(o.number or o.title, o.title) for o in preview.plan.objectives]
        self.fields["objective"].choices = [("", "Not under an objective"), *objectives]
        if not objectives:
            del self.fields["objective"]
        if preview.plan.is_shared(action):
            for name in ("leads", "timescale", "measures"):
                del self.fields[name]  # its priority has them

    @property
    def may_split(self):
        """A part of what was split already is reworded instead."""
        return "+" not in self.action.key

    @property
    def wordings(self):
        """The lines of the wording, each of which may become an action."""
        return [line.strip() for line in self.cleaned_data["wording"].splitlines() if line.strip()]

    def clean(self):
        cleaned = super().clean()
        if "split" in self.data and "wording" in cleaned and len(self.wordings) < 2:
            self.add_error(
                "wording", "Put each action on a line of its own to make several actions of it"
            )
        return cleaned

    def changed(self):
        """{field: value} of what differs from what was read."""
        found = {}
        for name, shown in self.shown.items():
            value = self.cleaned_data.get(name, shown)
            if value != shown:
                found[name] = _value(name, value)
        return found

    def keep(self, choices, *, is_split):
        """Put what was changed into the Choices of the import."""
        key, changed = self.action.key, self.changed()
        if is_split:
            choices.split[key] = self.wordings
            changed.pop("wording", None)
            choices.changed.get(key, {}).pop("wording", None)
        if changed:
            choices.changed[key] = choices.changed.get(key, {}) | changed


def texts_of(action, plan):
    """{field: text} of an ImportedAction as the form shows it."""
    part = None if action.priority is None else plan.priorities[action.priority]
    return {
        "reference": action.reference,
        "wording": action.wording,
        "priority": part.heading if part else NO_PRIORITY,
        "objective": action.objective,
        "leads": "\n".join(action.leads),
        "timescale": action.timescale.words,
        "measures": "\n".join(" ".join(text.split()) for text in action.measures),
        "rating": action.rating,
        "progress": action.progress,
    }


def _value(name, text):
    if name in ("leads", "measures"):
        return [line.strip() for line in text.splitlines() if line.strip()]
    return "" if text == NO_PRIORITY else text


class BringInForm(Form):
    """What a new plan is called and when it runs."""

    title = forms.CharField(
        label="Title of the plan",
        max_length=200,
        error_messages={"required": "Enter the title of the plan"},
    )
    starts_on = DayMonthYearField(label="First day")
    ends_on = DayMonthYearField(label="Last day")

    def __init__(self, data=None, *, preview, plan=None, **kwargs):
        read = preview.plan
        initial = {"title": read.title[:200], "starts_on": read.starts_on, "ends_on": read.ends_on}
        super().__init__(data, initial=initial, **kwargs)
        if plan is not None:
            self.fields.clear()

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "The last day must be after the first day")
        return cleaned

    def dates(self):
        """The fields of a new plan as ``Choices.plan`` keeps them."""
        return {name: str(value) for name, value in self.cleaned_data.items()}
