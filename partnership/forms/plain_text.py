"""Cleans what is typed or pasted in a form, before anything else reads it."""

from django import forms

from partnership.text import clean_text


class CleansText:
    """Form mixin: text fields have no control characters, and their line breaks are line feeds.

    Passwords are left alone: they are never shown or stored as text.
    """

    cleans_text = True

    def full_clean(self):
        if self.is_bound and self.cleans_text:
            self._clean_data()
        super().full_clean()

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


def _clean(field, typed):
    clean = clean_text(typed)
    # A browser sends no line breaks from a box of one line
    is_one_line = isinstance(field.widget, forms.TextInput)
    return clean.replace("\n", " ") if is_one_line else clean
