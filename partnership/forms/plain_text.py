"""Cleans what is typed or pasted in a form, before anything else reads it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name

from partnership.text import clean_text


class CleansText:
    """Form mixin: text fields have no control characters, and their line breaks are line feeds.

    A browser takes ordinary line breaks out of what is pasted into a box of one line, but not the signs that Word
    writes for them: those become spaces. Whatever else sends a line break is refused, as it may be an attempt to add
    a header to an email.

    Passwords are left alone: they are never shown or stored as text.
    """

    cleans_text = True

    def full_clean(self):
        if self.is_bound and self.cleans_text:
            self._clean_data()
        super().full_clean()

    def _clean_fields(self):
        super()._clean_fields()
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name) if self.cleans_text and _is_one_line(field) else None
            if isinstance(text, str) and "\n" in text:
                label = field.label or pretty_name(name)
                self.add_error(name, ValidationError(f"Enter “{label}” on one line.", "one_line"))

    def _clean_data(self):
        """Replace ``data`` by a copy if any of its texts changes, so that the page shows what would be saved."""
        changed = {}
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            typed = self.data.get(key) if _is_text(field) else None
            if isinstance(typed, str) and (clean := _clean(field, typed)) != typed:
                changed[key] = clean
        if changed:
            self.data = self.data.copy()
            for key, clean in changed.items():
                self.data[key] = clean


def _is_text(field):
    if isinstance(field, forms.JSONField | forms.UUIDField):
        return False
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)


def _is_one_line(field):
    return _is_text(field) and isinstance(field.widget, forms.TextInput)


def _clean(field, typed):
    if _is_one_line(field):
        typed = re.sub("[\v\f\u2028\u2029]", " ", typed)
    return clean_text(typed)
