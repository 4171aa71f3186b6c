"""The admin's forms: they recognise a stale save and refuse records of another partnership."""

from contextlib import suppress

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist
from django.forms.models import InlineForeignKeyField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from partnership.admin.edit_conflicts import left_alone, put
from partnership.admin_site import LONGEST_REASON
from partnership.child_details import AsksAboutChildren
from partnership.editing import conflicts
from partnership.editing.last_change import last_change
from partnership.forms.plain_text import CleansText
from partnership.history import hold
from partnership.models import User


def partnership_of(record):
    """Id of the partnership a record belongs to; None if it is shared or has no parent yet."""
    if hasattr(record, "partnership_id"):
        return record.partnership_id
    with suppress(ObjectDoesNotExist, AttributeError):
        return record.partnership_pk()
    return None


def last_change_words(record):
    """“Anna Smith changed this on 3 October 2026 at 14:05”, from the newest row of its history."""
    row = record.history.select_related("change").first()
    if row is None:
        return "Someone else changed this"
    at = timezone.localtime(row.history_date)
    return f"{row.change.by_name} changed this on {date_format(at, 'j F Y')} at {at:%H:%M}"


class NoticedBox(forms.Widget):
    """A text field that the child-details check asked about; it also sends which text that was."""

    def __init__(self, box, mark):
        super().__init__(box.attrs)
        self.box, self.mark = box, mark

    def format_value(self, value):
        return self.box.format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        box = self.box.render(name, value, attrs, renderer)
        return format_html(
            '{}<input type="hidden" name="{}-noticed" value="{}">', box, name, self.mark
        )


class RecordAdminForm(CleansText, AsksAboutChildren, forms.ModelForm):
    """A form that keeps a record within its own partnership, whatever a crafted POST sends."""

    # Foreign keys that may refer to a person of another partnership: a membership admits them.
    GUESTS = ()

    user = None  # the user, set by the admin

    LONG_LINE = 300  # characters; a longer line has several rows on our pages

    def _is_free_text(self, field):
        is_long = (getattr(field, "max_length", None) or 0) > self.LONG_LINE
        return super()._is_free_text(field) or (is_long and type(field) is forms.CharField)

    def _look_for_children(self, name, text):
        super()._look_for_children(name, text)
        if name in self.noticed:
            field = self.fields[name]
            field.widget = NoticedBox(field.widget, self.noticed[name])

    def inline_parent(self):
        """The record this row of an inline belongs to; None on a page of its own."""
        for field in self.fields.values():
            if isinstance(field, InlineForeignKeyField):
                return field.parent_instance
        return None

    def adopt(self):
        """Set what a new record's form does not ask for: its parent's partnership and its author."""
        parent = self.inline_parent()
        if parent is not None and getattr(self.instance, "partnership_id", 0) is None:
            self.instance.partnership_id = partnership_of(parent)
        if self.instance._state.adding and getattr(self.instance, "by_id", 0) is None:
            self.instance.by = self.user

    def _post_clean(self):
        self.adopt()
        hold(partnership_of(self.instance))  # whether the rules allow it is asked under the lock
        super()._post_clean()
        for name, message in self.strays():
            self.add_error(name, message)

    def strays(self):
        """(field, message) for each chosen record that does not belong with this one."""
        home = partnership_of(self.instance)
        if home is None:
            return  # its parent is missing, which is reported already
        for name, field in self.fields.items():
            chosen = self.cleaned_data.get(name)
            if not isinstance(field, forms.ModelChoiceField) or chosen is None:
                continue
            if name in self.GUESTS or name not in self.changed_data:
                continue
            message = self.misfit(name, chosen, home)
            if message:
                yield name, message

    def misfit(self, name, chosen, home):
        """Why ``chosen`` does not belong with this record of the partnership ``home``; else None."""
        if chosen == self.instance:
            return "A record cannot refer to itself."
        if isinstance(chosen, User):
            if not chosen.memberships.filter(partnership=home).exists():
                return "Choose someone who belongs to this partnership."
        elif partnership_of(chosen) not in {None, home}:
            return "Choose one from the same partnership."
        return None

    def _exclusions(self):
        """Fields whose rules cannot be checked. Those of read-only fields can, as the database will check them."""
        record = self.instance
        return {
            field.name
            for field in record._meta.concrete_fields
            if field.name in self._errors
            or (getattr(record, field.attname) is None and not field.null)
        }

    def validate_unique(self):
        """Check uniqueness, including rules with a read-only field, which Django would skip."""
        rules = [self.instance.validate_unique]
        if NON_FIELD_ERRORS not in self._errors:
            rules.append(self.instance.validate_constraints)
        for rule in rules:
            try:
                rule(exclude=self._exclusions())
            except forms.ValidationError as error:
                self._update_errors(error)

    def _update_errors(self, errors):
        """Show errors about a field that the form does not have above the form."""
        if hasattr(errors, "error_dict"):
            shown = {n: e for n, e in errors.error_dict.items() if n in self.fields}
            rest = [e for n, es in errors.error_dict.items() if n not in self.fields for e in es]
            errors = forms.ValidationError({**shown, **({NON_FIELD_ERRORS: rest} if rest else {})})
        super()._update_errors(errors)


class TrackedForm(RecordAdminForm):
    """A form of a tracked record: it sends the version that was opened, and the reason."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label="Reason for the change",
        required=False,
        max_length=LONGEST_REASON,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Kept in the history. Do not name or describe a child, an adult at risk or a case.",
    )
    # What the form adds to the record's own fields.
    OWN_FIELDS = ("version", "change_reason")

    stale = None  # a partnership.editing.conflicts.Stale, once a save came too late
    taken = ()  # labels of what the person had left alone, and what stands as the others made it

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version" in self.fields and not self.instance._state.adding:
            self.initial["version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.is_stale():
            self.show_both()
            raise forms.ValidationError(
                f"{last_change_words(self.instance)}, after you opened it. Nothing was saved. "
                "Compare what is saved with what you typed, and save again.",
                code="stale",
            )
        return cleaned

    def show_both(self):
        """Show both texts, keep the typed one, and accept a second, deliberate save.

        Fields the person did not change take the value that others saved.
        """
        seen = self.cleaned_data.get("version") or 0
        shown = {f.name: f for f in self.visible_fields() if f.name in self._own_names()}
        saved = {name: self.get_initial_for_field(f.field, name) for name, f in shown.items()}
        alone = set(left_alone(self.instance, seen, shown.values()))
        self.data = self.data.copy()
        for name in alone:
            put(self.data, shown[name], saved[name])
        self.data[self.add_prefix("version")] = str(self.instance.version)
        typed = {n: saved[n] if n in alone else self._typed(f) for n, f in shown.items()}
        self.stale = conflicts.find_conflict(
            self.instance,
            seen=seen,
            saved=_texts(shown, saved),
            typed=_texts(shown, typed),
            fields={name: f.label for name, f in shown.items()},
        )
        altered = last_change(self.instance, seen, ())[1]
        self.taken = tuple(f.label for name, f in shown.items() if name in alone & altered)

    def _own_names(self):
        return {field.name for field in self._meta.model._meta.fields}

    def _typed(self, bound):
        """The typed value as parsed; the raw text if it could not be parsed."""
        return self.cleaned_data.get(bound.name, bound.data)

    def is_stale(self):
        """Whether the record was saved after this form was opened."""
        if "version" not in self.fields or self.instance._state.adding:
            return False
        return self.cleaned_data.get("version") != self.instance.version

    @property
    def altered(self):
        """Names of the record's own fields that the person changed."""
        return set(self.changed_data) - set(self.OWN_FIELDS)


def _texts(shown, values):
    return {bound.label: conflicts.text(bound.field, values[name]) for name, bound in shown.items()}


class TrackedRowForm(TrackedForm):
    """A row of an inline: its own version, and the reason for the whole page."""

    change_reason = None
