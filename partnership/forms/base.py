"""The base of all our forms: plain error messages, limits on text, dates in parts.

A template renders ``{{ form }}``, or single fields with ``{{ form.comment.as_field_group() }}``.
``partnership.rendering`` decides how a field looks.
"""

import json
import re
from copy import deepcopy
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.utils import pretty_name
from django.utils.deconstruct import deconstructible

from partnership.child_details import AsksAboutChildren
from partnership.forms.plain_text import CleansText
from partnership.rendering import GovukRenderer, error_list, fetch_choices

LARGEST_NUMBER = 2_147_483_647  # the largest integer that every database can store
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@deconstructible
class TextLimit(MaxLengthValidator):
    """A maximum length whose error says how long the text is: “… you have entered 1,048,576.”"""

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
    """Refuses JSON that is nested too deeply or has too long a number, where Python's decoder fails."""

    def decode(self, text, *args):
        try:
            return super().decode(text, *args)
        except (RecursionError, ValueError) as refusal:
            raise json.JSONDecodeError("No JSON that a form of ours sends", "", 0) from refusal


class Radios(forms.RadioSelect):
    """Radios that may each have a hint: ``Radios(hints={"red": "Off track."})``."""

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes that may each have a hint."""

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records to choose. An integer too large for the database is refused like any other invalid choice."""

    def _check_values(self, value):
        for one in value if isinstance(value, list | tuple) else ():
            if len(str(one)) > 18:
                message, params = self.error_messages["invalid_choice"], {"value": one}
                raise ValidationError(message, code="invalid_choice", params=params)
        return super()._check_values(value)


class DateParts(forms.MultiWidget):
    """A date typed in separate fields: ``part_names`` from day to year."""

    def __init__(self, part_names, attrs=None):
        super().__init__({name: forms.TextInput() for name in part_names}, attrs)
        self.part_names = part_names

    def decompress(self, value):
        return [getattr(value, name) if value else "" for name in self.part_names]


class DatePartsField(forms.Field):
    """A date from separate fields; its errors name the wrong parts, so that the page can mark them."""

    part_names = ("day", "month", "year")

    def __init__(self, **kwargs):
        kwargs["widget"] = DateParts(self.part_names)  # a model field would pass its own widget
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


class PlainForm(CleansText, AsksAboutChildren):
    """Mixed into both kinds of form below."""

    default_renderer = GovukRenderer
    # The browser's own messages would appear before the error summary and say less.
    use_required_attribute = False

    text_limit = 5_000  # characters in a textarea without a limit of its own
    line_limit = 500
    label_size = ""  # size of labels and legends: s, m, l or xl
    heading_field = None  # name of the field whose label is the page's heading
    mark_optional = True
    summary_shown = False

    def __init__(self, *args, **kwargs):
        self._prepare_fields()
        super().__init__(*args, **kwargs)

    @classmethod
    def _prepare_fields(cls):
        """Give the fields of the class our messages and limits, once: every form of it begins as a copy of them.

        They are copied first, as a class shares fields with those it inherits them from.
        """
        if vars(cls).get("prepared_fields") is cls.base_fields:
            return
        fields = deepcopy(cls.base_fields)
        for name, field in fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            if type(field) is forms.IntegerField and not field.widget.is_hidden:
                field.validators = [*field.validators, MaxValueValidator(LARGEST_NUMBER)]
            say_plainly(field)
            fetch_choices(field)
            limit_text(field, text_limit=cls.text_limit, line_limit=cls.line_limit)
            if isinstance(field, forms.JSONField):
                field.decoder = field.decoder or CarefulDecoder
        cls.prepared_fields = cls.base_fields = fields

    def refuse(self, refusal):
        """Show a service's ValidationError beside the fields it is about, or with the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            place = self.place_of(name)
            self.add_error(place if place in self.fields else None, errors)

    def refuse_stale(self, current):
        """Say that someone else saved the record first; forms that can show both texts do."""
        self.add_error(
            None,
            "Someone else saved this after you opened it. Go back, check it and make your change again.",
        )

    def place_of(self, name):
        """The form's field for the service's parameter ``name``."""
        return name

    def error_summary(self):
        """“There is a problem” with links: where the template asks for it, or else with the form."""
        self.summary_shown = True
        errors = error_list(self)
        return self.render("forms/summary.html", {"errors": errors}) if errors else ""


class Form(PlainForm, forms.Form):
    pass


class ModelForm(PlainForm, forms.ModelForm):
    pass


class SeesAgain:
    """Mixin for forms whose hidden field ``SEES`` says what the page showed.

    When a service refuses because that has changed, the page is shown again with the new values, so the next
    submission has seen them.
    """

    SEES = "seen"

    def refuse(self, refusal):
        super().refuse(refusal)
        if self.SEES in getattr(refusal, "error_dict", ()):
            self.data = self.data.copy()
            self.data[self.SEES] = self.initial[self.SEES]

    def place_of(self, name):
        return None if name == self.SEES else super().place_of(name)


BOUNDS = {
    MinValueValidator: "must be %(limit_value)s or more",
    MaxValueValidator: "must be %(limit_value)s or less",
}


def say_plainly(field):
    """Replace Django's error messages with ours; messages that the form defines itself are kept."""
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
    """A validator with our message; the validator itself may be the model's."""
    if type(check) not in BOUNDS:
        return check
    return type(check)(check.limit_value, f"{subject(label)} {BOUNDS[type(check)]}")


def sentences(field):
    """Error code → message for common errors in a field of this kind."""
    label = str(field.label)
    return {
        "required": required_sentence(field, label),
        "null_characters_not_allowed": (
            f"{subject(label)} contains a character that cannot be saved."
        ),
        "invalid_choice": f"{subject(label)}: choose one of the options.",
        "invalid_pk_value": f"{subject(label)}: choose one of the options.",
        **invalid_sentence(field, label),
    }


QUESTIONS = {"how", "what", "when", "where", "who", "why"}
WITH_ARTICLE = {"a", "an", "the", "your"}


def required_sentence(field, label):
    """The message for a missing value: “Enter the title”, “Select a group”, “Say why this changes”."""
    if field.widget.is_hidden:  # no one can enter it
        return "Part of this page was not sent. Open the page again and repeat your changes"
    if isinstance(field, forms.BooleanField):
        return f"Select “{label}”"
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
    """A label as the subject of a sentence: in quotation marks if it is not a noun."""
    first, last = label.split(" ", 1)[0], label.rsplit(" ", 1)[-1]
    is_noun = not label.endswith("?") and first != "Or" and last not in ("by", "on")
    return label if is_noun else f"“{label}”"


def invalid_sentence(field, label):
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an email address in the correct format, like name@example.com"}
    if isinstance(field, forms.DecimalField):
        return {"invalid": f"{subject(label)} must be a number, like 12.5"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{subject(label)} must be a whole number, like 12"}
    return {}


def limit_text(field, *, text_limit, line_limit):
    """Give a text field a limit, its own or the form's, with a useful error message."""
    if not isinstance(field, forms.CharField) or isinstance(
        field, forms.JSONField | forms.UUIDField
    ):
        return
    if field.max_length is None:
        field.max_length = text_limit if isinstance(field.widget, forms.Textarea) else line_limit
    field.validators = [v for v in field.validators if type(v) is not MaxLengthValidator]
    # Before the other validators, which may be slow on long text.
    field.validators.insert(0, TextLimit(field.max_length, field.label))
