"""History: every edit of a tracked record belongs to one ``Change``, one press of one button.

A service (or the admin, or a command) opens ``recording(by=…, reason=…)``; every history row written inside
points to the same ``Change``. A write outside is refused: nobody can edit without being named. The change
itself is written with its first history row, so pressing *Save* with nothing altered leaves no trace.

Bulk writes, queryset ``update()`` and ``loaddata`` pass django-simple-history by; a test bans them.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from simple_history.models import HistoricalRecords


def _redaction():
    """Which redaction took words out of a row; the row's other facts stand as they were written."""
    return models.ForeignKey(
        "partnership.Redaction",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Change(models.Model):
    """One press of one button: who did it, when, through which page or command, and why."""

    class Through(models.TextChoices):
        PAGE = "page", "a page"
        ADMIN = "admin", "the admin"
        COMMAND = "command", "a command"
        DEMONSTRATION = "demonstration", "the demonstration data"

    partnership = models.ForeignKey(
        "partnership.Partnership", null=True, on_delete=models.PROTECT, related_name="changes"
    )
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name="who",
    )
    by_name = models.CharField(
        "name at the time", max_length=200, help_text="Survives the leaving of the person."
    )
    through = models.CharField(max_length=20, choices=Through)
    where = models.CharField("page or command", max_length=100)
    reason = models.TextField("reason given", blank=True)
    # What the press was about, as the reader looks for it: a plan, a group, a report or the partnership.
    # A pair of plain values, so that what was deleted since still finds its history.
    home_kind = models.CharField(max_length=60)
    home_id = models.BigIntegerField(null=True)
    redaction = _redaction()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["partnership", "-at", "-id"], name="change_by_partnership"),
            models.Index(fields=["home_kind", "home_id", "-at", "-id"], name="change_by_home"),
        ]

    def __str__(self):
        return f"{self.by_name}, {self.at:%d %B %Y}"


@dataclass
class Recording:
    """A change that is open: its facts, and its row once the first history row asked for it."""

    by: object
    reason: str
    at: datetime
    change: Change | None = None  # of the record touched last
    # Id of a partnership → its row. A press that touches two partnerships' records is a change in each:
    # neither reads of the other.
    changes: dict = field(default_factory=dict)
    altered: str = ""  # of the history row being written, as HistoryRow.altered keeps it

    def change_for(self, record):
        """The Change row, written now if ``record`` is the first of its partnership that this press touches."""
        partnership = record.partnership_pk()
        if partnership not in self.changes:
            self.changes[partnership] = self._begun(record, partnership)
        self.change = self.changes[partnership]
        return self.change

    def _begun(self, record, partnership):
        through, where = _through.get()
        kind, pk = record.history_home()
        return Change.objects.create(
            partnership_id=partnership,
            at=self.at,
            by=self.by,
            by_name=self.by.name if self.by else "The installation",
            through=through,
            where=where,
            reason=self.reason,
            home_kind=kind,
            home_id=pk,
        )

    @contextmanager
    def joined(self, reason):
        """Another part of the same press, which may add the reason; undone, it takes its change row along."""
        before = self.change, dict(self.changes), self.reason
        self.reason = self.reason or reason
        try:
            for change in self.changes.values():
                if change.reason != self.reason:
                    change.reason = self.reason
                    change.save(update_fields={"reason"})
            yield
        except BaseException:
            self.change, self.changes, self.reason = before
            raise


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)
_through: ContextVar[tuple[str, str]] = ContextVar(
    "through", default=(Change.Through.COMMAND, "shell")
)


class NotRecording(RuntimeError):
    """A tracked record was written outside ``recording()``: there would be nobody to name."""


@contextmanager
def recording(*, by, reason="", at=None):
    """Open one change, in one transaction; inside an open change, join it.

    ``by`` is the User (None only for the installation itself), ``reason`` what they gave, ``at`` an aware
    datetime (now, unless demonstration data is lived again).
    """
    outer = _recording.get()
    if outer is not None:
        with outer.joined(reason), transaction.atomic():
            yield outer
        return
    with transaction.atomic():
        token = _recording.set(Recording(by=by, reason=reason, at=at or timezone.now()))
        try:
            yield _recording.get()
        finally:
            _recording.reset(token)


@contextmanager
def through(kind, where):
    """Say through which page, admin view or command the changes inside are made."""
    token = _through.set((kind, where))
    try:
        yield
    finally:
        _through.reset(token)


def through_view(kind, where):
    """Inside ``through()``, name the page or admin view now that it is known."""
    _through.set((kind, where))


def _open_recording():
    recording_now = _recording.get()
    if recording_now is None or recording_now.change is None:
        raise NotRecording("Write tracked records inside recording(), and never in bulk.")
    return recording_now


def _current_change_id():
    return _open_recording().change.pk


def _current_altered():
    return _open_recording().altered


class HistoryRow(models.Model):
    """What every history table adds: the change it belongs to and which fields this row altered."""

    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, related_name="+", default=_current_change_id
    )
    # Field names between spaces (" due_on due_precision "), so that a filter by field can look for one.
    altered = models.TextField(blank=True, default=_current_altered)
    redaction = _redaction()

    class Meta:
        abstract = True

    def altered_fields(self):
        return self.altered.split()


@cache
def tracked():
    """Every tracked model → its history model, installed apps whole."""
    return {
        model.instance_type: model
        for model in apps.get_models()
        if issubclass(model, HistoryRow) and hasattr(model, "instance_type")
    }


def rebuild(model, row):
    """The record as a history row has it, without a query."""
    return model(**{field.attname: getattr(row, field.attname) for field in row.tracked_fields})


class TrackedHistory(HistoricalRecords):
    """simple-history with one change a press, dates that strictly increase per record, and no empty rows."""

    # Kept on each row, but no fact a reader would look for.
    NOT_FACTS = frozenset({"id", "version"})

    def get_meta_options(self, model):
        options = super().get_meta_options(model)
        options["indexes"] = [models.Index(fields=[model._meta.pk.attname, "history_date"])]
        return options

    def fields_included(self, model):
        """All but what a model says stands in the record alone (``NOT_IN_HISTORY``)."""
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
        recording_now = _recording.get()
        if recording_now is None:
            raise NotRecording(f"{type(instance).__name__} was written outside recording().")
        at = recording_now.change_for(instance).at
        if last is not None:
            # as_of() returns a record twice when two of its rows share a date.
            at = max(at, last.history_date + timedelta(microseconds=1))
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
    """Somebody else saved the record after this person opened it; nothing was written.

    ``record`` is the row as it now stands.
    """

    def __init__(self, record):
        super().__init__(f"{record} was changed by somebody else.")
        self.record = record


class TrackedQuerySet(models.QuerySet):
    def locked(self, record, *, seen=None):
        """The row of ``record`` locked for this transaction, as the database has it.

        ``seen`` is the version the person was looking at; StaleRecord if the row moved on since.
        """
        current = self.select_for_update(of=("self",)).get(pk=record.pk)
        if seen is not None and current.version != seen:
            raise StaleRecord(current)
        return current


class TrackedModel(models.Model):
    """A record that people edit: every write is in its history, and a stale save can be recognised.

    A subclass answers ``history_home()`` (kind, pk: where a reader looks for its changes) and
    ``partnership_pk()``.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    history = TrackedHistory(inherit=True, bases=[HistoryRow])

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        """Delete the record, first letting go by ordinary saves of what points to it and stays.

        Django would empty those foreign keys by a queryset update, of which history knows nothing.
        """
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
    """Change fields of one record, in one change; the row as it then stands is returned.

    ``seen`` is the version the person had before them. Where the row moved on since, what they left alone
    stays as the others made it; StaleRecord if both altered the same field. Values that are as they were
    write nothing. Raises ValidationError where the record's own rules say no.
    """
    with recording(by=by, reason=reason, at=at):
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
    """Of ``values``, those that the person altered since version ``seen``; StaleRecord if others did too."""
    rows = (
        current.history.filter(version__lte=seen)
        if seen < current.version
        else current.history.none()
    )
    base = rows.order_by("-history_date", "-history_id").first()
    if base is None or base.redaction_id:  # what they typed may hold the very words taken out since
        raise StaleRecord(current)
    attnames = {name: current._meta.get_field(name).attname for name in values}
    mine = {n: v for n, v in values.items() if getattr(base, attnames[n]) != getattr(v, "pk", v)}
    for name, value in mine.items():
        now = getattr(current, attnames[name])
        if now not in (getattr(base, attnames[name]), getattr(value, "pk", value)):
            raise StaleRecord(current)
    return mine
