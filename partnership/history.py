"""History: every edit of a tracked record belongs to one ``Change``, one user action.

A service (or the admin, or a command) opens ``recording(record, by=…, reason=…)``; every history row written
inside points to the same ``Change``. A write outside is refused: no one can edit without being named. The change
itself is written with its first history row, so saving without a change leaves no trace.

Bulk writes, queryset ``update()`` and ``loaddata`` bypass django-simple-history; a test bans them.
"""

from functools import cache

from django.apps import apps
from django.db import models, router
from django.db.models import Q
from django.db.models.deletion import Collector
from simple_history.models import HistoricalRecords

from partnership.change import (
    TICK,
    Change,
    NotRecording,
    current_recording,
    hold,
    recording,
    redaction_key,
    through,
    through_view,
)
from partnership.text import clean_text

__all__ = [
    "Change",
    "HistoryRow",
    "NotRecording",
    "StaleRecord",
    "TrackedHistory",
    "TrackedModel",
    "TrackedQuerySet",
    "hold",
    "rebuild",
    "recording",
    "revise",
    "through",
    "through_view",
    "tracked",
]


def _open_recording():
    recording_now = current_recording()
    if recording_now is None or recording_now.change is None:
        raise NotRecording("Write tracked records inside recording(), and never in bulk.")
    return recording_now


def _current_change_id():
    return _open_recording().change.pk


def _current_altered():
    return _open_recording().altered


class HistoryRow(models.Model):
    """What every history table adds: the change a row belongs to and which fields it changed."""

    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, related_name="+", default=_current_change_id
    )
    # Field names between spaces (" due_on due_precision "), so that a filter can search for one.
    altered = models.TextField(blank=True, default=_current_altered)
    redaction = redaction_key()

    class Meta:
        abstract = True

    def altered_fields(self):
        return self.altered.split()


def altered(*names):
    """The condition of rows of history that altered one of the fields ``names``, for a filter."""
    found = Q()
    for name in names:
        found |= Q(altered__contains=f" {name} ")
    return found & Q(history_type="~")


@cache
def tracked():
    """Every tracked model of the installed apps → its history model."""
    return {
        model.instance_type: model
        for model in apps.get_models()
        if issubclass(model, HistoryRow) and hasattr(model, "instance_type")
    }


def rebuild(model, row):
    """The record rebuilt from a history row, without a query."""
    return model(**{field.attname: getattr(row, field.attname) for field in row.tracked_fields})


class TrackedHistory(HistoricalRecords):
    """simple-history with one change a user action, dates that strictly increase per record, and no empty rows."""

    # On each row, but not something a reader looks for.
    NOT_FACTS = frozenset({"id", "version"})

    def get_meta_options(self, model):
        options = super().get_meta_options(model)
        options["indexes"] = [models.Index(fields=[model._meta.pk.attname, "history_date"])]
        return options

    def fields_included(self, model):
        """All fields except those the model lists in ``NOT_IN_HISTORY``."""
        left_out = getattr(model, "NOT_IN_HISTORY", ())
        return [f for f in super().fields_included(model) if f.name not in left_out]

    def get_history_user(self, instance):
        return _open_recording().by

    def create_historical_record(self, instance, history_type, using=None):
        last = None
        if history_type != "+":
            rows = getattr(type(instance), self.manager_name).filter(id=instance.pk)
            last = rows.order_by("-history_date", "-history_id").first()
        altered = self._altered(instance, last)
        if history_type == "~" and not altered:
            return
        recording_now = current_recording()
        if recording_now is None:
            raise NotRecording(f"{type(instance).__name__} was written outside recording().")
        at = recording_now.change_for(instance).at
        if last is not None:
            # as_of() returns a record twice if two of its rows share a date.
            at = max(at, last.history_date + TICK)
        recording_now.altered = f" {' '.join(altered)} " if altered else ""
        instance._history_date = at
        super().create_historical_record(instance, history_type, using=using)
        del instance._history_date

    def _altered(self, instance, last):
        if last is None:
            return []
        fields = (f for f in self.fields_included(instance) if f.name not in self.NOT_FACTS)
        return [f.name for f in fields if getattr(last, f.attname) != getattr(instance, f.attname)]


class StaleRecord(Exception):
    """Someone else saved the record after this person opened it; nothing was written.

    ``record`` is the current row.
    """

    def __init__(self, record):
        super().__init__(f"{record} was changed by someone else.")
        self.record = record


class TrackedQuerySet(models.QuerySet):
    def locked(self, record, *, seen=None):
        """The row of ``record`` locked for this transaction, as the database has it.

        ``seen`` is the version the person was looking at; StaleRecord if the row has changed since.
        """
        # No key is ever altered, so who only points to the row need not wait.
        current = self.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
        if seen is not None and current.version != seen:
            raise StaleRecord(current)
        return current


@cache
def _text_fields(model):
    fields = model._meta.concrete_fields
    return tuple(f.attname for f in fields if isinstance(f, models.CharField | models.TextField))


class TrackedModel(models.Model):
    """A record that people edit: every write is in its history, and stale saves are recognised.

    A subclass defines ``history_home()`` (kind, pk: where readers look for its changes) and
    ``partnership_pk()``.
    """

    # The fields that ``str(record)`` is made of: who renames it alters one of these.
    NAME_FIELDS = ()

    version = models.PositiveIntegerField(default=1, editable=False)

    history = TrackedHistory(inherit=True, bases=[HistoryRow])

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        hold(self.partnership_pk())
        self._clean_texts()
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _clean_texts(self):
        """Whatever way a text came in, it is stored without control characters."""
        for name in _text_fields(type(self)):
            text = self.__dict__.get(name)  # not a deferred field
            if isinstance(text, str):
                setattr(self, name, clean_text(text))

    def delete(self, *args, **kwargs):
        """Delete the record, after clearing foreign keys that point to it by ordinary saves.

        Django would clear them by a queryset update, which is not in history.
        """
        hold(self.partnership_pk())
        collector = Collector(using=router.db_for_write(type(self)))
        collector.collect([self])
        doomed = {record for records in collector.data.values() for record in records}
        for (link, _), groups in collector.field_updates.items():
            for pointing in (record for group in groups for record in group):
                if pointing not in doomed:
                    setattr(pointing, link.name, None)
                    pointing.save(update_fields={link.name})
        return super().delete(*args, **kwargs)

    def history_home(self):
        raise NotImplementedError

    def partnership_pk(self):
        raise NotImplementedError


def revise(record, *, by, seen=None, reason="", at=None, **values):
    """Change fields of one record, in one change, and return the saved row.

    ``seen`` is the version the person saw. If the row has changed since, fields they did not change
    keep the others' values; StaleRecord if both changed the same field. Unchanged values
    write nothing. Raises ValidationError if the record's own rules refuse.
    """
    with recording(record, by=by, reason=reason, at=at):
        current = type(record).objects.locked(record)
        if seen not in (None, current.version):
            values = _merged(current, seen, values)
        altered = {name: value for name, value in values.items() if getattr(current, name) != value}
        if not altered:
            return current
        for name, value in altered.items():
            setattr(current, name, value)
        current.full_clean()
        current.save(update_fields=altered)
        return current


def _merged(current, seen, values):
    """The ``values`` that the person changed since version ``seen``; StaleRecord if others changed them too."""
    rows = (
        current.history.filter(version__lte=seen)
        if seen < current.version
        else current.history.none()
    )
    base = rows.order_by("-history_date", "-history_id").first()
    if base is None or base.redaction_id:  # the input may hold words redacted since
        raise StaleRecord(current)
    attnames = {name: current._meta.get_field(name).attname for name in values}
    mine = {n: v for n, v in values.items() if getattr(base, attnames[n]) != getattr(v, "pk", v)}
    for name, value in mine.items():
        now = getattr(current, attnames[name])
        if now not in (getattr(base, attnames[name]), getattr(value, "pk", value)):
            raise StaleRecord(current)
    return mine
