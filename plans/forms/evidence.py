"""Fields of evidence, for an update's form or a form of its own."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import URLValidator

from partnership.file_size import size_in_words
from partnership.forms.base import DayMonthYearField, Form, Radios
from plans.files.checking import EMPTY, check_file, check_size
from plans.files.kinds import BY_EXTENSION
from plans.forms.measured import FigureField, read_in
from plans.models import Evidence, SuccessMeasure

WEB_ADDRESS = "Enter a web address, like https://example.org/audit"
CARE = "Do not name or describe a child, an adult at risk or a case."
OF_A_FILE = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, plain text or CSV, up to {}. Everyone who can read "
    "the plan can open it. Do not upload a file that names or shows a child or an adult at risk."
)
UNTOLD = "Describe what the evidence shows"


class EvidenceFields(Form):
    """The fields of one piece of evidence.

    ``detail`` is the ActionDetail of the action, ``held`` the PendingFile that the person chose before, if
    there is one.
    """

    evidence_text = forms.CharField(
        label="What does the evidence show?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
        help_text=CARE,
    )
    evidence_measure = forms.ModelChoiceField(
        label="Which success measure is this evidence for?",
        queryset=SuccessMeasure._default_manager.none(),
        required=False,
        empty_label="The action as a whole",
    )
    evidence_figure = FigureField(
        label="The number it gives for that measure (optional)",
        required=False,
        help_text="It is recorded as a value of the measure, for the date of the evidence.",
    )
    evidence_question = forms.ChoiceField(
        label="Which question does it answer?",
        choices=Evidence.Question,
        widget=Radios,
        required=False,
    )
    evidence_source = forms.ChoiceField(
        label="What kind of evidence is it?",
        choices=[("", "Choose a kind of evidence"), *Evidence.Source.choices],
        required=False,
    )
    evidence_found_on = DayMonthYearField(
        label="Date of the evidence", required=False, help_text="Leave blank to use today’s date."
    )
    evidence_link = forms.CharField(
        label="Link to the full document (optional)",
        required=False,
        max_length=200,
        widget=forms.URLInput,
        validators=[URLValidator(schemes=["https", "http"], message=WEB_ADDRESS)],
        help_text="A link that people with access can open, such as https://… on a shared drive.",
    )
    evidence_file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{end}" for end in BY_EXTENSION)}),
        error_messages={"empty": EMPTY},
    )

    # The service's names of the fields, which map its errors to ours.
    EVIDENCE = ("text", "measure", "question", "source", "found_on", "link")

    NEEDED = {
        "evidence_question": "Choose which question the evidence answers.",
        "evidence_source": "Choose a kind of evidence.",
    }

    held = None

    def __init__(self, *args, detail, held=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence_measure"].queryset = detail.measures_to_show
        if not any(measure.is_counted for measure in detail.measures):
            del self.fields["evidence_figure"]
        most = size_in_words(settings.EVIDENCE_FILE_MAX_BYTES)
        self.fields["evidence_file"].help_text = OF_A_FILE.format(most)
        if held is not None:
            self._offer(held)

    def _offer(self, held):
        self.held = held
        self.fields["evidence_file"].label = "A different file"
        self.fields["evidence_kept"] = forms.BooleanField(
            label=f"Use “{held.name}” ({held.described}), which you chose earlier", required=False
        )

    def keep(self, held):
        """Show that the file chosen just now is held, so that it need not be chosen again."""
        self._offer(held)
        self.data = self.data.copy()
        self.data["evidence_kept"] = "on"

    def leave_only_file(self):
        """Skip the validation of other fields: the input is only kept."""
        for name in [name for name in self.errors if name != "evidence_file"]:
            del self.errors[name]

    @property
    def evidence_is_open(self):
        """Whether the fields have content or errors to show."""
        names = [name for name in self.fields if name.startswith("evidence_")]
        return bool(
            self.held
            or self["evidence_text"].value()
            or (self.is_bound and any(name in self.errors for name in names))
        )

    def clean_evidence_file(self):
        file = self.cleaned_data["evidence_file"]
        if not file:
            return None
        check_size(file.size)  # before it is read
        return check_file(file.name, file.read())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("evidence_text"):
            for name, sentence in self.NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        elif self.shows_something(cleaned) and "evidence_text" not in self.errors:
            self.add_error("evidence_text", UNTOLD)
        self.figure = self._read_figure(cleaned) if cleaned.get("evidence_figure") else None
        return cleaned

    def _read_figure(self, cleaned):
        """The Figure for the measure that was chosen; None with an error beside the field."""
        measure = cleaned.get("evidence_measure")
        if measure is None:
            self.add_error("evidence_measure", "Choose the success measure that the number is for")
        elif not measure.is_counted:
            self.add_error("evidence_figure", "This measure is not counted. Clear the number")
        else:
            return read_in(self, "evidence_figure", measure.unit)
        return None

    @staticmethod
    def shows_something(cleaned):
        """Whether there is a file, a link or a number, which need words beside them."""
        return any(cleaned.get(f"evidence_{name}") for name in ("file", "kept", "link", "figure"))

    def evidence(self):
        """The arguments of ``add_evidence`` about the evidence itself; None if nothing was typed."""
        data = self.cleaned_data
        if not data["evidence_text"]:
            return None
        file = data["evidence_file"] or (
            self._held_content() if data.get("evidence_kept") else None
        )
        said = {name: data[f"evidence_{name}"] for name in self.EVIDENCE}
        return said | {"file": file, "figure": self.figure}

    def _held_content(self):
        try:
            return self.held.checked
        except ObjectDoesNotExist:  # the same form, submitted twice at once, has just used it
            return None

    def place_of(self, name):
        return name if name in self.fields else f"evidence_{name}"


class EvidenceForm(EvidenceFields):
    """A piece of evidence on its own."""

    label_size = "s"

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needed = {"evidence_text": "Describe what the evidence shows.", **self.NEEDED}
        for name, sentence in needed.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
