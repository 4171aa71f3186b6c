"""A change: one user action, recorded with who did it, when, from where and why.

``recording(record, by=…)`` opens it and first takes the lock of the record's partnership
(``partnership.locks``). What is read inside, whether the change may be made, and its moment are therefore of
one state, which no one alters before the change is committed; and the moment is later than that of every change
made to the partnership before.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from partnership.locks import lock_changes

TICK = timedelta(microseconds=1)


def redaction_key():
    """The redaction that removed words from a row; the row's other values are as they were written."""
    return models.ForeignKey(
        "partnership.Redaction",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Change(models.Model):
    """One user action: who, when, through which page, command or import, and why."""

    OWNED_THROUGH = "partnership"

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
    # What the change is about, for readers who look for it: a plan, a group, a report or the partnership.
    # A pair of plain values, so that the history of a deleted record can still be found.
    home_kind = models.CharField(max_length=60)
    home_id = models.BigIntegerField(null=True)
    redaction = redaction_key()

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
    """An open change: its details, the locks it holds, and its row once the first history row needs it."""

    by: object
    reason: str
    given: datetime | None = None  # its moment, when demonstration data is replayed
    # Id of a partnership whose lock is held → the moment of the change in it. None is the installation, whose
    # accounts have no feed to keep in order, and no lock.
    moments: dict = field(default_factory=dict)
    change: Change | None = None  # of the record written last
    # Id of a partnership → its row. Writing records of two partnerships makes a change in each:
    # neither can read about the other.
    changes: dict = field(default_factory=dict)
    altered: str = ""  # of the history row being written, in the format of HistoryRow.altered

    @property
    def at(self):
        """The moment of the change; NotRecording if it was opened without a record, and so holds no lock yet."""
        if self.given is not None:
            return self.given
        if not self.moments:
            raise NotRecording("Open the change on what it is about: recording(record, by=…).")
        return next(iter(self.moments.values()))

    def hold(self, *partnerships):
        """Take the locks of partnerships (ids), and with each the moment of the change there.

        In the order of their ids, so that two changes never wait for each other. Raises PartnershipBusy if that
        would take too long, or if a partnership that comes before one already held is not free.
        """
        for pk in sorted({*partnerships} - self.moments.keys(), key=lambda pk: pk or 0):
            if pk is not None:
                lock_changes(pk, wait=all(held is None or held < pk for held in self.moments))
            self.moments[pk] = self.given or _next_moment(pk)

    def change_for(self, record):
        """The Change row, written now if ``record`` is the first of its partnership in this change."""
        partnership = record.partnership_pk()
        self.hold(partnership)
        if partnership not in self.changes:
            self.changes[partnership] = self._begun(record, partnership)
        self.change = self.changes[partnership]
        return self.change

    def _begun(self, record, partnership):
        through, where = _through.get()
        kind, pk = record.history_home()
        return Change.objects.create(
            partnership_id=partnership,
            at=self.moments[partnership],
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
        """Join another part to the same change. It may add the reason; rolled back, it removes its change row too."""
        before = self.change, dict(self.changes), self.reason, dict(self.moments)
        self.reason = self.reason or reason
        try:
            for change in self.changes.values():
                if change.reason != self.reason:
                    change.reason = self.reason
                    change.save(update_fields={"reason"})
            yield
        except BaseException:
            self.change, self.changes, self.reason, self.moments = before
            raise


def _next_moment(partnership):
    """Now; or, if the clock has not advanced since the partnership's last change, the next moment after that."""
    last = Change.objects.filter(partnership=partnership).values_list("at", flat=True).first()
    now = timezone.now()
    return now if last is None else max(now, last + TICK)


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)
_through: ContextVar[tuple[str, str]] = ContextVar(
    "through", default=(Change.Through.COMMAND, "shell")
)


class NotRecording(RuntimeError):
    """A tracked record was written outside ``recording()``, so that no one could be named."""


@contextmanager
def recording(*about, by, reason="", at=None):
    """Open one change, in one transaction and under the lock of its partnership; inside an open change, join it.

    ``about`` are the records that the change is about (None: what belongs to the installation). Whatever the
    change depends on is read and checked inside, never before. Without ``about`` the lock is taken with the first
    record written: for the admin, which only knows then what is written, and for tests.
    ``by`` is the User (None only for the installation itself), ``reason`` what they entered, ``at`` an aware
    datetime for replaying demonstration data, used as given.
    Raises PartnershipBusy, a ValidationError, if another change holds the lock for too long.
    """
    partnerships = [None if one is None else one.partnership_pk() for one in about]
    outer = _recording.get()
    if outer is not None:
        with outer.joined(reason), transaction.atomic():
            outer.hold(*partnerships)
            yield outer
        return
    with transaction.atomic():
        token = _recording.set(Recording(by=by, reason=reason, given=at))
        try:
            _recording.get().hold(*partnerships)
            yield _recording.get()
        finally:
            _recording.reset(token)


@contextmanager
def through(kind, where):
    """Name the page, admin view or command through which the changes inside are made."""
    token = _through.set((kind, where))
    try:
        yield
    finally:
        _through.reset(token)


def through_view(kind, where):
    """Inside ``through()``, name the page or admin view once it is known."""
    _through.set((kind, where))


def hold(*partnerships):
    """Take the locks of partnerships (ids) for the open change, if any, before a row of theirs is locked."""
    if recording_now := _recording.get():
        recording_now.hold(*partnerships)


def current_recording():
    """The Recording that is open; None outside ``recording()``."""
    return _recording.get()
