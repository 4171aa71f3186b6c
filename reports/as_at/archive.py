"""Everything in a partnership's records as at a moment: one CSV file for each model, in one ZIP file.

Made only from the history tables, one after another, so that new tracked models are included automatically. The only
email addresses are those of members, for people who may have them; no keys, no bytes of files.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from io import BytesIO, TextIOWrapper
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import (
    BinaryField,
    BooleanField,
    EmailField,
    ForeignKey,
    JSONField,
    Q,
    UUIDField,
)
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst, slugify

from partnership.csv_cells import neutral
from partnership.history import Change, rebuild, tracked
from partnership.models import Membership, RatingDefinition, RatingKey, User
from plans.document.as_at import each_at
from reports.changes.kinds.registry import LABELS, kind_of
from reports.changes.values import shortened

LEFT_OUT = frozenset({"id", "version", "home_kind", "home_id"})  # internal fields
NOT_WRITTEN = (BinaryField, EmailField, UUIDField)
# An account belongs to the installation, so its other fields are not the partnership's.
ACCOUNT = ("name", "email")
FILES = {User: "people"}


@dataclass(frozen=True)
class Sheet:
    """One model: the name of its file, its headings, and an iterator over its rows."""

    name: str
    headings: tuple[str, ...]
    rows: object  # an iterator of lists of cells


class Everything:
    """All records of ``partnership`` as at the moment ``at``; with ``emails``, the addresses of its members too."""

    def __init__(self, partnership, *, at, emails):
        self.partnership, self.at, self.emails = partnership, at, emails
        self._named, self._parts = {}, {}

    def sheets(self):
        """A Sheet for each tracked model, with or without records. A fixed number of queries."""
        for model in sorted(tracked(), key=file_of):
            fields = self._fields(model)
            headings = [heading for field in fields for heading in _headings(field)]
            headings = ("Record", *headings, "Last changed", "Last change", "Redacted")
            yield Sheet(file_of(model), headings, self._rows(model, fields))

    def _fields(self, model):
        fields = [f for f in tracked()[model].tracked_fields if f.name not in LEFT_OUT]
        if model is User:
            shown = ACCOUNT if self.emails else ACCOUNT[:1]
            return [field for field in fields if field.name in shown]
        return [field for field in fields if not isinstance(field, NOT_WRITTEN)]

    def _rows(self, model, fields):
        for row in self._rows_in_force(model):
            cells = [cell for field in fields for cell in self._cells(model, field, row)]
            change = row.change_id if model is not User else ""  # the installation's, not included
            redacted = "yes" if row.redaction_id else ""
            cells = [row.pk, *cells, _in_cell(row.history_date), change, redacted]
            yield [neutral(cell) for cell in cells]

    def _rows_in_force(self, model):
        """The rows as at the moment. Accounts: of people who had been members or had changed something here by then."""
        if model is not User:
            return each_at(model, at=self.at, change__partnership=self.partnership)
        until = {"change__partnership": self.partnership, "change__at__lte": self.at}
        members = tracked()[Membership].objects.filter(**until).values("user_id")
        changes = Change.objects.filter(partnership=self.partnership, at__lte=self.at)
        known = Q(id__in=members) | Q(id__in=changes.exclude(by=None).values("by_id"))
        ids = tracked()[User].objects.filter(known).values("id")
        return each_at(User, at=self.at, id__in=ids)

    def _cells(self, model, field, row):
        value = getattr(row, field.attname)
        if isinstance(field, ForeignKey):
            return ("", "") if value is None else (self._name(field.related_model, value), value)
        if isinstance(field, EmailField):
            return (value if row.pk in self._members else "",)
        if isinstance(field, BooleanField):
            return ("yes" if value else "no",)
        if isinstance(field, RatingKey):
            return (self._ratings.get(value, value),)
        if isinstance(field, JSONField):
            return (json.dumps(value, ensure_ascii=False),)
        return (dict(field.flatchoices).get(value, _in_cell(value)),)

    @cached_property
    def _ratings(self):
        return {row.key: row.label for row in self._rows_in_force(RatingDefinition)}

    @cached_property
    def _members(self):
        """The users whose addresses are in the people file too."""
        return {row.user_id for row in self._rows_in_force(Membership)}

    def _name(self, model, pk):
        """The name of another record as at the moment; each model is read once, and its names cached."""
        if model is Change:
            return f"Change {pk}"
        if model not in self._named:
            records = self._records(model)
            self._named[model] = {record.pk: self._called(record) for record in records}
        return self._named[model].get(pk, "")

    def _records(self, model):
        """Records as at the moment; reference data, which has no history, as it is now."""
        if model not in tracked():
            return model._base_manager.iterator()
        return (rebuild(model, _Row(tracked()[model], row)) for row in self._rows_in_force(model))

    def _called(self, record):
        """Its name as at the moment. It may use its parent's name and nothing beyond: other records are today's."""
        kind = kind_of(type(record))
        of_name = {*kind.part_of, *kind.refers}
        for field in record._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                part = self._part(record, field) if field.name in of_name else None
                field.set_cached_value(record, part)
        try:
            return shortened(str(record))
        except (ObjectDoesNotExist, AttributeError):
            return f"{capfirst(record._meta.verbose_name)} {record.pk}"

    def _part(self, record, field):
        model = field.related_model
        if model not in self._parts:
            self._parts[model] = {part.pk: part for part in self._records(model)}
        return self._parts[model].get(getattr(record, field.attname))


class _Row:
    """A row of ``each_at``, in the shape that ``rebuild`` takes."""

    def __init__(self, history, row):
        self.tracked_fields = history.tracked_fields
        self.__dict__.update(vars(row))


def file_of(model):
    """The name of a model's file, without extension: “progress-updates”."""
    return FILES.get(model) or slugify(model._meta.verbose_name_plural)


def _headings(field):
    label = capfirst(LABELS.get(field.name) or str(field.verbose_name))
    return (label, f"{label}: record") if isinstance(field, ForeignKey) else (label,)


def _in_cell(value):
    """A value in a format that spreadsheets sort: “2026-11-22 10:00:00”, in local time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else value


def write_everything(everything, instant, *, by, now, report=lambda done, total, words: None):
    """The bytes of the ZIP file that ``by`` (a User) requested at ``now``. Rows are streamed into it, one by one.

    ``report`` is called with the number of record kinds written and the number of all.
    """
    file, counted = BytesIO(), Counter()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for number, sheet in enumerate(everything.sheets()):
            report(number, len(tracked()), "Writing the records")
            with _entry(packed, f"{sheet.name}.csv", now) as text:
                writer = csv.writer(text)
                writer.writerow(sheet.headings)
                counted[f"{sheet.name}.csv"] = 0
                for cells in sheet.rows:
                    writer.writerow(cells)
                    counted[f"{sheet.name}.csv"] += 1
        context = {"instant": instant, "partnership": everything.partnership, "by": by, "now": now}
        context |= {"files": list(counted.items()), "emails": everything.emails}
        with _entry(packed, "README.txt", now) as text:
            text.write(render_to_string("reports/archive.txt", context))
    return file.getvalue()


def _entry(packed, name, now):
    """A text file in the ZIP, open for writing; Excel reads UTF-8 only with a byte order mark."""
    about = ZipInfo(name, date_time=timezone.localtime(now).timetuple()[:6])
    about.compress_type = ZIP_DEFLATED
    return TextIOWrapper(packed.open(about, "w"), encoding="utf-8-sig", newline="")
