"""Stale saves: who saved first and when, and both texts side by side, field by field."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.editing.last_change import last_change
from partnership.forms.base import DatePartsField


@dataclass(frozen=True)
class FieldConflict:
    label: str
    theirs: str  # as saved
    yours: str  # as typed
    changed: bool  # whether the other person changed this field


@dataclass(frozen=True)
class Stale:
    """What the page shows when a save is refused because someone else has saved meanwhile."""

    by_name: str
    at: datetime
    differences: tuple[FieldConflict, ...]


def find_conflict(current, *, seen, saved, typed, fields, links=()):
    """The Stale of a form submitted for version ``seen`` of a record that is now ``current``.

    ``saved`` and ``typed`` are texts by label, ``fields`` labels by name of field. ``links`` names the
    relations (such as leads) that count as part of the record and may be what changed.
    """
    change, altered = last_change(current, seen, links)
    labels = {fields.get(name) for name in altered}
    return Stale(
        by_name=change.by_name,
        at=change.at,
        differences=tuple(
            FieldConflict(label, saved.get(label, ""), text, label in labels)
            for label, text in typed.items()
            if text != saved.get(label, "")
        ),
    )


def texts(form, values):
    """Values of a form's visible fields (typed or saved) as readable text, by label."""
    return {
        field.label: text(field.field, values.get(field.name)) for field in form.visible_fields()
    }


def text(field, value):
    """One value of a field as readable text: choices by their labels, dates in words."""
    if value is None or value == "":
        return ""
    if isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField):
        return _named(field, value)
    if hasattr(field, "choices"):
        return _names(field, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(value, "strftime"):
        has_day = not isinstance(field, DatePartsField) or "day" in field.part_names
        clock = ", H:i" if isinstance(value, datetime) else ""
        return date_format(_local(value), ("j F Y" if has_day else "F Y") + clock)
    return str(value).replace("\r\n", "\n")


def _local(value):
    is_aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_aware else value


def _named(field, value):
    """The name of one record, queried alone: there may be thousands of choices."""
    if not isinstance(value, Model):
        try:
            value = field.queryset.filter(pk=value).first()
        except (TypeError, ValueError, OverflowError):
            value = None
    return field.label_from_instance(value) if value else ""


def _names(field, value):
    names = {}
    for key, name in field.choices:
        pairs = name if isinstance(name, list | tuple) else [(key, name)]
        names.update({str(k): str(n) for k, n in pairs})
    chosen = value if isinstance(value, list | tuple | set | QuerySet) else [value]
    return "\n".join(sorted(names.get(str(field.prepare_value(one)), "") for one in chosen))
