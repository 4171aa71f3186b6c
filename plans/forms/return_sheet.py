"""The forms that take a return's sheet: the file, then a check of what becomes a draft."""

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.base import Form
from plans.importing.return_sheet import ANSWERS, LONGEST, LONGEST_NAME

MOST_BYTES = 2 * 1024 * 1024


class ReturnSheetForm(Form):
    mark_optional = False

    file = forms.FileField(
        label="Choose the sheet that was filled in",
        help_text="The Excel file that was downloaded from this return.",
        error_messages={
            "required": "Choose the sheet that was filled in",
            "empty": "The file is empty",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                "The file must be 2 MB or smaller. Choose the sheet of this return"
            )
        return file


class SheetCheckForm(Form):
    """What the sheet says of each action, sent again; ``use_…`` whether it becomes a draft."""

    mark_optional = False
    text_limit = LONGEST

    filled_by = forms.CharField(
        label="Who filled in the sheet?",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter who filled in the sheet"},
    )

    def __init__(self, data=None, *, detail, sheet=None, **kwargs):
        super().__init__(data, **kwargs)
        self.detail = detail
        for line in detail.lines:
            self._add_line(line)
        if sheet is not None:
            self._begin_with(sheet)

    def _add_line(self, line):
        pk = line.action.pk
        self.fields[f"use_{pk}"] = forms.BooleanField(
            label=f"Save as a draft for {line.action.reference}", required=False
        )
        for name in ANSWERS:
            hidden = forms.CharField(
                label=ANSWERS[name], required=False, max_length=LONGEST, widget=forms.HiddenInput
            )
            self.fields[f"{name}_{pk}"] = hidden

    def _begin_with(self, sheet):
        self.initial["filled_by"] = sheet.filled_by
        for answer in sheet.answers:
            line = self.detail.line_of(answer.pk)
            if line is None or not answer.is_given:
                continue
            self.initial |= {f"{name}_{answer.pk}": getattr(answer, name) for name in ANSWERS}
            self.initial[f"use_{answer.pk}"] = line.draft is None and line.update is None

    @property
    def lines(self):
        """(ReturnLine, its box, {name: text}) of the actions of which the sheet says something."""
        found = []
        for line in self.detail.lines:
            pk = line.action.pk
            told = {name: str(self[f"{name}_{pk}"].value() or "") for name in ANSWERS}
            if any(told.values()):
                found.append((line, self[f"use_{pk}"], told))
        return found

    @property
    def hidden(self):
        """The fields that carry what the sheet says to the next step."""
        return [self[f"{name}_{line.action.pk}"] for line, _, _ in self.lines for name in ANSWERS]

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"use_{line.action.pk}") for line in self.detail.lines):
            raise ValidationError("Select at least one action to save as a draft")
        return cleaned

    def drafts(self):
        """[(Action, {field: text})] of those to save."""
        return [
            (line.action, told)
            for line, _, told in self.lines
            if self.cleaned_data[f"use_{line.action.pk}"]
        ]
