"""The form of a return: one small form an action, and the note it is submitted with."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.base import Form, Radios
from partnership.models import RatingKind
from plans.forms.progress import UpdateForm
from plans.models import Draft


class LineForm(UpdateForm):
    """One action of a return."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data=None, *, line, choices, typed=None):
        self.line = line
        initial = {"seen": line.action.last_update_id or 0}
        initial |= line.draft.typed if line.draft else {}
        initial |= typed or {}
        super().__init__(data, prefix=prefix_of(line), initial=initial)
        self.fields["rating"].widget = Radios()
        self.fields["rating"].choices = choices
        self.offer_reports(line.points)

    @property
    def typed(self):
        """The text of each field, as sent."""
        return {box: str(self[box].value() or "") for box in Draft.BOXES}

    @property
    def is_touched(self):
        return any(value.strip() for value in self.typed.values())

    @property
    def is_open(self):
        """Whether its fields have content or errors to show."""
        return self.is_touched or bool(self.is_bound and self.errors) or self.theirs is not None

    def values(self):
        """The arguments of ``record_update``, apart from which action, who and when."""
        return self.cleaned_data | {"reports": self.reports_chosen()}

    def marks(self):
        """``seen`` and ``submission`` as sent, even if other fields are invalid; None for an invalid value."""
        return {name: self._sent(name) for name in ("seen", "submission")}

    def _sent(self, name):
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def forget_boxes(self):
        """Discard errors of fields that the button pressed does not use."""
        self.full_clean()
        self.errors.clear()

    def refuse_stale(self, update):
        reference = self.line.action.reference
        sentence = f"{update.by_name} updated {reference} after you opened this page."
        super().refuse_stale(update, sentence=sentence)

    def combine(self):
        """Put the other person's comment before the input in the comment field."""
        name = self.add_prefix("comment")
        self.data = self.data.copy()
        self.data[name] = f"{self.theirs.comment}\n\n{self.data.get(name, '')}".strip()
        self.data[self.add_prefix("seen")] = str(self.theirs.pk)


def prefix_of(line):
    return f"a{line.action.pk}"


class ReturnForm(Form):
    """The whole page: one LineForm an action, and which button was pressed."""

    label_size = "s"

    # Buttons whose value is the id of an action (or draft), and those for the whole page.
    OF_ONE = ("save", "no_change", "discard", "combine", "use")
    OF_ALL = ("draft", "save_all", "no_change_rest", "submit")

    note = forms.CharField(
        label="Note with the return (optional)",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
        help_text="Anything that readers of the whole return should know. Do not name or describe a child or a case.",
    )

    def __init__(self, data=None, *, detail, typed=None):
        typed = typed or {}
        super().__init__(data, initial={"note": typed.get("note", detail.record.note)})
        choices = [(r.kind, r.label) for r in detail.ratings if r.kind != RatingKind.GREY]
        self.lines = [
            LineForm(data, line=line, choices=choices, typed=_of_line(typed, line))
            for line in detail.lines
        ]

    @property
    def pressed(self):
        """(button, id it is about or None); the button is "" if none of ours was pressed."""
        for name in self.OF_ONE:
            if (number := self.data.get(name, "")).isascii() and number.isdecimal():
                return name, int(number[:18])
        return next(((name, None) for name in self.OF_ALL if name in self.data), ("", None))

    def line_of(self, pk):
        return next((form for form in self.lines if form.line.action.pk == pk), None)

    @property
    def touched(self):
        return [form for form in self.lines if form.is_touched]

    @property
    def untouched(self):
        """The actions with no update in the period and no input."""
        return [form for form in self.lines if form.line.update is None and not form.is_touched]

    def settle(self):
        """Remove errors of forms that were not submitted: an empty form is not a mistake."""
        for form in self.lines:
            if form.is_bound and form._errors is None:
                form.forget_boxes()

    def refused(self):
        """The line forms with errors, for the summary at the top of the page."""
        return [form for form in self.lines if form.is_bound and form._errors]


def _of_line(typed, line):
    start = f"{prefix_of(line)}-"
    return {
        name.removeprefix(start): value for name, value in typed.items() if name.startswith(start)
    }
