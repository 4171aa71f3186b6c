"""Forms of what a partnership sets once: reminders, second factor, house style, and its words for ratings."""

from django import forms

from partnership.editing import conflicts
from partnership.forms.base import Radios, limit_text, say_plainly
from partnership.forms.edit import SAVED_MEANWHILE, EditForm, RecordForm
from partnership.logo_file import LARGEST, read_logo_file
from partnership.models import HouseStyle, Partnership, RatingDefinition


class RemindersForm(RecordForm):
    class Meta:
        model = Partnership
        fields = ["reminder_days"]
        labels = {"reminder_days": "How many days before something is due"}
        help_texts = {
            "reminder_days": "Up to 5 numbers separated by commas, like 14, 3. Leave blank to send none before the day."
        }
        widgets = {"reminder_days": forms.TextInput(attrs={"class": "govuk-input--width-10"})}


class SecondFactorForm(RecordForm):
    class Meta:
        model = Partnership
        fields = ["second_factor"]
        labels = {"second_factor": "Who must use more than a password to sign in"}
        help_texts = {"second_factor": ""}
        widgets = {"second_factor": Radios}


class SmallNumbersForm(RecordForm):
    class Meta:
        model = Partnership
        fields = ["small_number"]
        labels = {"small_number": "The smallest number of people to publish"}
        help_texts = {
            "small_number": "If you enter 5, published pages print “fewer than 5” instead of 1 to 4. Enter 1 to print "
            "all numbers."
        }
        widgets = {"small_number": forms.TextInput(attrs={"class": "govuk-input--width-2"})}


class HouseStyleForm(RecordForm):
    class Meta:
        model = HouseStyle
        fields = ["colour", "marking"]
        labels = {"marking": "Protective marking"}
        help_texts = {
            "colour": "Of headings, covers and the line above each page. White text must be readable on it.",
            "marking": "On every page, on screen and in print, such as OFFICIAL.",
        }
        widgets = {
            "colour": forms.ColorInput(attrs={"class": "govuk-input--width-4"}),
            "marking": forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        }


class LogoForm(EditForm):
    """A logo and its description; without a new file the old one stays. ``record`` is the HouseStyle."""

    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="A PNG or SVG of up to 500 kB. A PNG appears in Word files too; an SVG does not.",
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
        error_messages={"empty": "The file is empty"},
    )
    alt = forms.CharField(
        label="What the logo shows",
        max_length=200,
        help_text="Read aloud to people who cannot see it, such as “Ashshire Safeguarding Children Partnership”.",
        error_messages={"required": "Say what the logo shows"},
    )

    def __init__(self, data=None, files=None, *, record, **kwargs):
        super().__init__(data, record=record, files=files, **kwargs)
        self.initial["alt"] = record.logo_alt or record.partnership.name

    def clean_logo(self):
        file = self.cleaned_data["logo"]
        return file and read_logo_file(file.read(LARGEST + 1))  # enough to see that it is too large

    def values(self):
        values = super().values()
        return {"file": values.pop("logo"), **values}

    def texts_typed(self):
        return {"What the logo shows": self.cleaned_data["alt"]}

    def texts_saved(self):
        return {"What the logo shows": self.record.logo_alt}


class RatingsForm(EditForm):
    """The label and the meaning of every rating, each with the version that was seen. ``record`` is the partnership."""

    WORDS = ("label", "meaning")

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        del self.fields["version"]
        self.definitions = list(record.ratingdefinition_set.filter(retired_at=None))
        for definition in self.definitions:
            self._ask(definition)
        self.order_fields([name for name in self.fields if name != "reason"])

    def _ask(self, definition):
        for word in self.WORDS:
            limit = RatingDefinition._meta.get_field(word).max_length
            box = forms.Textarea(attrs={"rows": 3}) if word == "meaning" else None
            field = forms.CharField(label=word.capitalize(), max_length=limit, widget=box)
            field.error_messages["required"] = f"Enter the {word} of {definition}"
            say_plainly(field)
            limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
            self.fields[f"{word}_{definition.pk}"] = field
            self.initial[f"{word}_{definition.pk}"] = getattr(definition, word)
        self.fields[f"label_{definition.pk}"].widget.attrs["class"] = "govuk-input--width-20"
        seen = forms.IntegerField(label="Version", widget=forms.HiddenInput)
        self.fields[f"version_{definition.pk}"] = seen
        self.initial[f"version_{definition.pk}"] = definition.version

    @property
    def rows(self):
        """(definition, field of its label, field of its meaning) of each rating."""
        return [(d, self[f"label_{d.pk}"], self[f"meaning_{d.pk}"]) for d in self.definitions]

    def clean(self):
        cleaned = super().clean()
        labels = set()
        for definition in self.definitions:
            label = cleaned.get(f"label_{definition.pk}", "").casefold()
            if label and label in labels:
                self.add_error(f"label_{definition.pk}", "Give each rating a label of its own")
            labels.add(label)
        return cleaned

    def values(self):
        cleaned = self.cleaned_data
        words = [
            (d, cleaned[f"label_{d.pk}"], " ".join(cleaned[f"meaning_{d.pk}"].split()),
             cleaned[f"version_{d.pk}"])
            for d in self.definitions
        ]  # fmt: skip
        return {"words": words, "reason": cleaned["reason"]}

    def refuse_stale(self, current):
        """Show both texts of the rating ``current`` that someone else saved."""
        names = {word: self.fields[f"{word}_{current.pk}"].label for word in self.WORDS}
        self.stale = conflicts.find_conflict(
            current,
            seen=self.cleaned_data[f"version_{current.pk}"],
            saved={label: getattr(current, word) for word, label in names.items()},
            typed={
                label: self.cleaned_data[f"{word}_{current.pk}"] for word, label in names.items()
            },
            fields=names,
        )
        self.data = self.data.copy()
        self.data[f"version_{current.pk}"] = str(current.version)
        self.add_error(f"label_{current.pk}", SAVED_MEANWHILE)
