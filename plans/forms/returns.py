"""The form of a return: one small form an action, and the note it is submitted with."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from partnership.child_details import same_lines
from partnership.forms.base import Form, Radios
from plans.actions.detail import to_choose_from
from plans.forms.evidence import EvidenceFields
from plans.forms.progress import UpdateForm, ratings_to_choose
from plans.models import Draft

LEFT = "Write an update, or choose “No change” if there is an earlier one."


class LineForm(UpdateForm):
    """One action of a return.

    ``evidence`` is the form of its evidence, made only if something was sent in it: a page has forty lines, and their
    empty fields are plain markup.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    evidence = None

    def __init__(self, data=None, files=None, *, line, choices, typed=None):
        self.line = line
        initial = {"seen": line.action.last_update_id or 0, "next_steps": line.next_steps}
        if (
            data is None
        ):  # a text of a draft is not one that was saved: it is checked like any other
            initial |= line.draft.typed if line.draft else {}
            initial |= typed or {}
        super().__init__(data, files, prefix=prefix_of(line), initial=initial)
        self.fields["rating"].widget = Radios()
        self.offer_ratings(choices)
        self.offer_reports(line.points)
        self.offer_milestones(line.milestones)
        self.ask_values(line.measures, line.readers)

    @property
    def typed(self):
        """The text of each field, as sent."""
        words = {box: str(self[box].value() or "") for box in Draft.BOXES}
        return words | self.figures_typed | self.milestones_typed | self.evidence_typed

    @property
    def evidence_typed(self):
        """The text of each field of the evidence, as sent or from a draft."""
        if not self.is_bound:
            return {box: str(self.initial.get(box) or "") for box in Draft.EVIDENCE_BOXES}
        return {box: self.data.get(self.add_prefix(box), "") for box in Draft.EVIDENCE_BOXES}

    @property
    def has_file(self):
        """Whether a file was chosen, now or before."""
        name, kept = self.add_prefix("evidence_file"), self.add_prefix("evidence_kept")
        return bool(self.is_bound and (self.files.get(name) or self.data.get(kept)))

    @property
    def has_evidence(self):
        typed = self.evidence_typed
        return self.has_file or any(
            typed[f"evidence_{box}"].strip() for box in ("text", "link", "figure")
        )

    @property
    def is_touched(self):
        """Whether something was typed or a milestone ticked. Next steps that were reported before are not."""
        typed = {box: str(self[box].value() or "") for box in Draft.BOXES}
        if same_lines(typed["next_steps"]) == same_lines(self.line.next_steps):
            del typed["next_steps"]
        typed |= self.figures_typed
        is_typed = any(value.strip() for value in typed.values())
        return is_typed or self.has_evidence or self.has_milestones

    @property
    def is_open(self):
        """Whether its fields have content or errors to show."""
        return self.is_touched or bool(self.is_bound and self.errors) or self.theirs is not None

    @property
    def measures(self):
        return self.line.measures

    @property
    def measures_to_show(self):
        return to_choose_from(self.line.measures)

    def read_evidence(self, held):
        """Make the form of the evidence that was sent; ``held`` is the PendingFile chosen before, if any."""
        self.evidence = EvidenceFields(
            self.data, self.files, prefix=self.prefix, detail=self, held=held
        )

    @property
    def evidence_fields(self):
        """The fields of the evidence, for their labels and choices."""
        return EvidenceFields.base_fields

    def place_in_page(self, name):
        """The id of the element that an error is about: a field of the evidence, or the whole action."""
        if not name.startswith("evidence_"):
            return self.prefix
        return f"id_{self.add_prefix(name)}{'_day' if name == 'evidence_found_on' else ''}"

    def full_clean(self):
        super().full_clean()
        if self.evidence is not None and self.is_bound:
            self._errors.update(self.evidence.errors)

    def refuse(self, refusal):
        """Show the errors of the evidence beside its fields, and all others as usual."""
        errors = getattr(refusal, "error_dict", {})
        if self.evidence is not None and errors.keys() - self.fields.keys():
            own = {name: found for name, found in errors.items() if name in self.fields}
            self.evidence.refuse(ValidationError({n: e for n, e in errors.items() if n not in own}))
            self.errors.update(self.evidence.errors)
            refusal = ValidationError(own)
        super().refuse(refusal)

    def values(self):
        """The arguments of ``record_update``, apart from which action, who and when."""
        evidence = self.evidence.evidence() if self.evidence else None
        evidence = [evidence] if evidence else []
        names = (*Draft.BOXES, "seen", "submission")
        values = {name: self.cleaned_data[name] for name in names}
        done = {"reports": self.reports_chosen(), "milestones": self.milestones_chosen()}
        return values | {"evidence": evidence, "values": self.values_read, **done}

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

    def refuse_missing(self):
        """Say that the return cannot be submitted without an update of this action."""
        self.forget_boxes()
        self.add_error(None, LEFT)

    def refuse_stale(self, update):
        reference = self.line.action.reference
        sentence = f"{update.by_name} updated {reference} after you opened this page."
        super().refuse_stale(update, sentence=sentence)

    def combined(self, theirs):
        """The input with the other person's comment before it."""
        return self.typed | {"comment": f"{theirs.comment}\n\n{self.typed['comment']}".strip()}


def prefix_of(line):
    return f"a{line.action.pk}"


class ReturnForm(Form):
    """The whole page: one LineForm an action, and which button was pressed."""

    label_size = "s"

    # Buttons whose value is the id of an action (or draft), and those for the whole page.
    OF_ONE = ("save", "no_change", "discard", "combine", "use")
    OF_ALL = ("draft", "no_change_rest", "submit")

    note = forms.CharField(
        label="Note with the return (optional)",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
        help_text="Anything that readers of the whole return should know. Do not name or describe a child, an adult "
        "at risk or a case.",
    )

    def __init__(self, data=None, files=None, *, detail, typed=None):
        typed = typed or {}
        super().__init__(data, initial={"note": typed.get("note", detail.record.note)})
        choices = [(r.key, r.label) for r in ratings_to_choose(detail.scheme)]
        self.lines = [
            LineForm(data, files, line=line, choices=choices, typed=_of_line(typed, line))
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
    def to_do(self):
        return [form for form in self.lines if form.line.update is None]

    @property
    def done(self):
        return [form for form in self.lines if form.line.update is not None]

    @property
    def touched(self):
        return [form for form in self.lines if form.is_touched]

    @property
    def untouched(self):
        """The actions with no update in the period and no input."""
        return [form for form in self.to_do if not form.is_touched]

    @property
    def confirmable(self):
        """Those of ``untouched`` that have an earlier update, which “no change” can confirm."""
        return [form for form in self.untouched if form.line.action.last_update_id]

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
