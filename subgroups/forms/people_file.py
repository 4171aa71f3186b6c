"""Forms of the page that imports people from a file."""

from django import forms

from subgroups.forms.people import PeopleForm

LARGEST = 200 * 1024  # bytes


class PeopleFileForm(PeopleForm):
    """A CSV file of people; only its size and kind are checked here."""

    file = forms.FileField(
        label="CSV file",
        help_text="Up to 200 kB. From Excel: save as “CSV UTF-8 (comma delimited)”.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Choose a CSV file", "empty": "The file is empty"},
    )

    def refuse_file(self, refusal):
        """Add an error about the file's content."""
        self.full_clean()
        self._errors.clear()
        self.add_error("file", refusal)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".csv"):
            raise forms.ValidationError("The file must be a CSV file with a name ending in .csv")
        if file.size > LARGEST:
            raise forms.ValidationError("The file must be smaller than 200 kB")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "The file must be a CSV file in UTF-8. In Excel, save it as “CSV UTF-8”"
            ) from None
        if "\0" in text:
            raise forms.ValidationError(
                "The file must be a CSV file, not a renamed file of another kind"
            )
        return text


class InviteAllForm(PeopleForm):
    """The rows that were shown, sent back on confirmation and checked again."""

    text = forms.CharField(
        label="The file’s rows", max_length=LARGEST, strip=False, widget=forms.HiddenInput
    )
