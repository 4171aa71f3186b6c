"""What all forms of ours have in common: plain sentences for errors, limited texts, dates in parts.

A page says ``{{ form }}``, or draws single fields with ``{{ form.comment.as_field_group() }}``.
How a field looks is in ``partnership.rendering``.
"""

import json
import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.utils import pretty_name
from django.utils.deconstruct import deconstructible

from partnership.child_details import AsksAboutChildren
from partnership.rendering import GovukRenderer, error_list

LARGEST_NUMBER = 2_147_483_647  # that every database holds as a whole number
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@deconstructible
class TextLimit(MaxLengthValidator):
    """A maximum length that says how long the text is: “… you have entered 1,048,576.”"""

    def __init__(self, limit, label):
        super().__init__(limit)
        self.label = label

    def __call__(self, value):
        if len(value) > self.limit_value:
            raise ValidationError(
                f"{subject(self.label)} must be {self.limit_value:,} characters or less; "
                f"you have entered {len(value):,}.",
                code="too_long",
            )


class CarefulDecoder(json.JSONDecoder):
    """Refuses what is nested too deeply, or has a number too long, where Python's own breaks."""

    def decode(self, text, *args):
        try:
            return super().decode(text, *args)
        except (RecursionError, ValueError) as refusal:
            raise json.JSONDecodeError("No JSON that a form of ours sends", "", 0) from refusal


class Radios(forms.RadioSelect):
    """Radios of which each may have a hint: ``Radios(hints={"red": "Off track."})``."""

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which each may have a hint."""

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}


class RecordsField(forms.ModelMultipleChoiceField):
    """Records to choose several of. A number that no database holds is refused like any that is not offered."""

    def _check_values(self, value):
        for one in value if isinstance(value, list | tuple) else ():
            if len(str(one)) > 18:
                message, params = self.error_messages["invalid_choice"], {"value": one}
                raise ValidationError(message, code="invalid_choice", params=params)
        return super()._check_values(value)


class DateParts(forms.MultiWidget):
    """A date typed in boxes: ``part_names`` from day to year."""

    def __init__(self, part_names, attrs=None):
        super().__init__({name: forms.TextInput() for name in part_names}, attrs)
        self.part_names = part_names

    def decompress(self, value):
        return [getattr(value, name) if value else "" for name in self.part_names]


class DatePartsField(forms.Field):
    """A date from boxes; its errors name the parts that are wrong, for the page to mark them."""

    part_names = ("day", "month", "year")

    def __init__(self, **kwargs):
        kwargs["widget"] = DateParts(self.part_names)  # a model's field would ask for one box
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, date):
            return value
        typed = {n: (v or "").strip() for n, v in zip(self.part_names, value, strict=True)}
        if not any(typed.values()):
            return None
        missing = [name for name in self.part_names if not typed[name]]
        if missing:
            self._refuse(f"must include a {' and a '.join(missing)}.", missing)
        if not re.fullmatch(r"[0-9]{4}", typed["year"]):
            self._refuse("must have a year of 4 numbers, like 2026.", ["year"])
        try:
            day = date(int(typed["year"]), month_number(typed["month"]), int(typed.get("day", 1)))
        except (ValueError, OverflowError):
            self._refuse("must be a real date.", self.part_names)
        if not 1900 <= day.year <= 2199:
            self._refuse("must be between 1900 and 2199.", ["year"])
        return day

    def _refuse(self, rule, parts):
        raise ValidationError(
            f"{subject(self.label or 'Date')} {rule}", code="invalid", params={"parts": parts}
        )


class DayMonthYearField(DatePartsField):
    """A day: 22 11 2026, or 22 November 2026."""


class MonthYearField(DatePartsField):
    """A month, as the date of its first day."""

    part_names = ("month", "year")


def month_number(typed):
    """1 to 12 from a number or an English name of three letters or more; else ValueError."""
    if len(typed) >= 3 and typed.isalpha():
        number = MONTHS.index(typed[:3].lower()) + 1
        if not date(2000, number, 1).strftime("%B").lower().startswith(typed.lower()):
            raise ValueError(typed)
        return number
    return int(typed)


class PlainForm(AsksAboutChildren):
    """Mixed into both kinds of form below."""

    default_renderer = GovukRenderer
    # Browsers' own bubbles would stand before the error summary and say less.
    use_required_attribute = False

    text_limit = 5_000  # characters in a box of several lines that has no limit of its own
    line_limit = 500
    label_size = ""  # of labels and legends: s, m, l or xl
    heading_field = None  # name of the field whose label is the page's heading
    mark_optional = True
    summary_shown = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            if type(field) is forms.IntegerField and not field.widget.is_hidden:
                field.validators = [*field.validators, MaxValueValidator(LARGEST_NUMBER)]
            say_plainly(field)
            limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
            if isinstance(field, forms.JSONField):
                field.decoder = field.decoder or CarefulDecoder

    def refuse(self, refusal):
        """Show a service's refusal (ValidationError) beside the boxes it is about, or with the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            place = self.place_of(name)
            self.add_error(place if place in self.fields else None, errors)

    def place_of(self, name):
        """The box for what a service calls ``name``."""
        return name

    def error_summary(self):
        """“There is a problem” and links to it: where the page asks, or else with the form."""
        self.summary_shown = True
        errors = error_list(self)
        return self.render("forms/summary.html", {"errors": errors}) if errors else ""


class Form(PlainForm, forms.Form):
    pass


class ModelForm(PlainForm, forms.ModelForm):
    pass


class SeesAgain:
    """Mixed in where a hidden box, ``SEES``, says what stood on the page when it was read.

    Where a service refuses because something else stands by now, the page that comes back shows it: the next press
    has seen it.
    """

    SEES = "seen"

    def refuse(self, refusal):
        super().refuse(refusal)
        if self.SEES in getattr(refusal, "error_dict", ()):
            self.data = self.data.copy()
            self.data[self.SEES] = self.initial[self.SEES]

    def place_of(self, name):
        return None if name == self.SEES else super().place_of(name)


class FilterForm(Form):
    """For a list's filters: nothing in it is asked for, so nothing is marked optional."""

    mark_optional = False


BOUNDS = {
    MinValueValidator: "must be %(limit_value)s or more",
    MaxValueValidator: "must be %(limit_value)s or less",
}


def say_plainly(field):
    """Put our sentences where Django's own stand; a sentence that the form gives itself stays."""
    for code, sentence in sentences(field).items():
        given = field.error_messages.get(code)
        usual = next(
            (c.default_error_messages[code] for c in type(field).__mro__
             if code in vars(c).get("default_error_messages", {})),
            None,
        )  # fmt: skip
        if given is None or given == usual:
            field.error_messages[code] = sentence
    field.validators = [_said_plainly(check, str(field.label)) for check in field.validators]


def _said_plainly(check, label):
    """A bound with our sentence; the validator itself may be the model's."""
    if type(check) not in BOUNDS:
        return check
    return type(check)(check.limit_value, f"{subject(label)} {BOUNDS[type(check)]}")


def sentences(field):
    """Error code → sentence for what commonly goes wrong in a field of this kind."""
    label = str(field.label)
    return {
        "required": required_sentence(field, label),
        "null_characters_not_allowed": (
            f"{subject(label)} has a character in it that cannot be stored."
        ),
        "invalid_choice": f"{subject(label)}: choose one of the options given.",
        "invalid_pk_value": f"{subject(label)}: choose one of the options given.",
        **invalid_sentence(field, label),
    }


QUESTIONS = {"how", "what", "when", "where", "who", "why"}
WITH_ARTICLE = {"a", "an", "the", "your"}


def required_sentence(field, label):
    """“Enter the title”, “Select a group”, “Say why this changes”: as somebody would say it."""
    if field.widget.is_hidden:  # nobody could enter it
        return "A part of this page did not arrive. Open it again, and repeat what you did"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    first, _, rest = label.partition(" ")
    inner = label if first.isupper() else f"{first[:1].lower()}{first[1:]} {rest}".strip()
    several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    is_choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    first = first.lower()
    if first in QUESTIONS:
        return f"{'Select' if is_choice else 'Say'} {inner}"
    if is_choice:
        return f"Select {inner if several or first in WITH_ARTICLE else with_article(inner)}"
    if isinstance(field, forms.EmailField) and first not in WITH_ARTICLE:
        return f"Enter {with_article(inner)}"
    return f"Enter {inner if first in WITH_ARTICLE else f'the {inner}'}"


def with_article(words):
    return f"{'an' if words[:1].lower() in 'aeio' else 'a'} {words}"


def subject(label):
    """A label at the head of a sentence about it: in quotation marks where it is no noun."""
    is_noun = not label.endswith("?") and label.rsplit(" ", 1)[-1] not in ("by", "on")
    return label if is_noun else f"“{label}”"


def invalid_sentence(field, label):
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an e-mail address in the correct format, like name@example.com"}
    if isinstance(field, forms.DecimalField):
        return {"invalid": f"{subject(label)} must be a number, like 12.5"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{subject(label)} must be a whole number, like 12"}
    return {}


def limit_text(field, *, text_limit, line_limit):
    """Give a text field a limit, its own or the form's, that is refused with a useful sentence."""
    if not isinstance(field, forms.CharField) or isinstance(
        field, forms.JSONField | forms.UUIDField
    ):
        return
    if field.max_length is None:
        field.max_length = text_limit if isinstance(field.widget, forms.Textarea) else line_limit
    field.validators = [v for v in field.validators if type(v) is not MaxLengthValidator]
    # Before the others, which may take long over a long text.
    field.validators.insert(0, TextLimit(field.max_length, field.label))
