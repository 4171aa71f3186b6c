"""Records by the names that they had at a moment, for every sentence about the past.

A record is read as it is now or, deleted since, as its last history row has it. Only where history says that
its name was altered after the earliest moment asked about are those alterations read as well.
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import inf

from django.db.models import DateTimeField, Exists, F, ForeignKey, OuterRef, Subquery, Value
from django.db.models.base import ModelState

from partnership.history import altered, rebuild, tracked
from partnership.statements import Given, Statement

EARLIER = "earlier_"


class PastRecords:
    """The records of some keys, as they are and as they were called.

    ``live`` are those that still exist, ``gone`` the others, by (model, id).
    """

    def __init__(self, keys, *, since=None, known=()):
        """``keys``: (model, id) pairs. ``since``: the earliest moment asked about; None: no past name is.

        One query a model; one more where some records were deleted, and one where some were renamed. What is
        ``known``, records that the caller has read, costs one query for all; one more a model where some
        were renamed.
        """
        self.live, self.gone, self._renamings = {}, {}, {}
        wanted = defaultdict(set)
        self._keep_known(known, since)
        for model, pk in keys:
            if (model, pk) not in self.live:
                wanted[model].add(pk)
        for model, pks in wanted.items():
            asked = _marked_by_id(model, _may_be(model, since)).records(ids=pks, since=since)
            found = {record.pk: record for record in asked}
            self._keep(model, found, pks - found.keys(), since)

    def add_of_partnership(self, model, partnership, *, since):
        """Read all records of ``model`` in the partnership too; their keys are returned."""
        statement = _marked_of_partnership(model, _may_be(model, since))
        asked = statement.records(partnership=partnership.pk, since=since)
        found = {record.pk: record for record in asked}
        self._keep(model, found, set(), since)
        return [(model, pk) for pk in found]

    def get(self, key):
        """The record as it is, or as it last was; None where nothing is known of it."""
        return self.live.get(key) or self.gone.get(key)

    def at(self, at, change_id=None):
        """The records as they were called at a moment: ``change_id`` tells changes of the same moment apart."""
        return RecordsAt(self, (at, inf if change_id is None else change_id))

    def called_then(self, key, moment):
        """The record with the name that it had at ``moment``: (at, id of the change)."""
        record = self.get(key)
        later = (r for r in self._renamings.get(key, ()) if (r["at"], r["change_id"]) > moment)
        renaming = next(later, None)
        if record is None or renaming is None:
            return record
        return _renamed(record, renaming)

    def _keep_known(self, records, since):
        self.live |= {(type(record), record.pk): record for record in records}
        for model, pks in _find_renamed(self.live, since).items():
            self._renamings |= _read_renamings(model, pks, since)

    def _keep(self, model, found, missing, since):
        self.live |= {(model, pk): record for pk, record in found.items()}
        if missing and model in tracked():
            self.gone |= _last_known(model, missing)
        renamed = {pk for pk, record in found.items() if getattr(record, "is_renamed", False)}
        renamed |= {pk for pk in missing if (model, pk) in self.gone and _may_be(model, since)}
        if renamed:
            self._renamings |= _read_renamings(model, renamed, since)


@dataclass(frozen=True)
class RecordsAt:
    """PastRecords at one moment."""

    records: PastRecords
    moment: tuple[datetime, float]
    _known: dict = field(default_factory=dict)

    @property
    def live(self):
        return self.records.live

    def get(self, key):
        """The record by its name at the moment; None where nothing is known of it."""
        if key not in self._known:
            self._known[key] = self.records.called_then(key, self.moment)
        return self._known[key]

    def today(self, key):
        """The record as it is called now, or was called last."""
        return self.records.get(key)

    def introduce(self, record):
        """A copy of ``record`` that has what it refers to in reach, so that its own name costs no query."""
        return _introduced(record, self.get)

    def introduce_today(self, record):
        """The same with everything called as it is now."""
        return _introduced(record, self.today)


def _introduced(record, get):
    """A copy of ``record`` with the records it points to cached; by hand, as ``copy`` takes several times as long."""
    other = object.__new__(type(record))
    other.__dict__ = dict(record.__dict__)
    other._state = ModelState()
    other._state.db, other._state.adding = record._state.db, record._state.adding
    other._state.fields_cache = dict(record._state.fields_cache)
    for link, name, model in _links(type(record)):
        if (pk := record.__dict__.get(name)) is not None and (found := get((model, pk))):
            link.set_cached_value(other, found)
    return other


@cache
def _links(model):
    """(foreign key, its column, the model it points to) of each foreign key."""
    return [
        (link, link.attname, link.related_model)
        for link in model._meta.concrete_fields
        if isinstance(link, ForeignKey)
    ]


def _renamed(record, renaming):
    """A copy of ``record`` with the name that it had before a renaming."""
    record = copy(record)
    for name in _name_columns(type(record)):
        setattr(record, name, renaming[EARLIER + name])
    return record


def _may_be(model, since):
    """Whether past names of ``model`` are asked about at all."""
    return since is not None and model in tracked() and bool(model.NAME_FIELDS)


def _name_columns(model):
    return [model._meta.get_field(name).attname for name in model.NAME_FIELDS]


def _marked(records, since):
    """A QuerySet of records, each with whether it was renamed after ``since``."""
    if not _may_be(records.model, since):
        return records
    renamings = _renamings(records.model, since).filter(id=OuterRef("pk"))
    return records.annotate(is_renamed=Exists(renamings))


@cache
def _marked_by_id(model, is_dated):
    """The Statement of the records of some ids, marked where names of the past are asked about (``is_dated``)."""
    return Statement(
        lambda: _marked(
            model._base_manager.filter(pk__among=Given("ids")).order_by(), _since(is_dated)
        )
    )


@cache
def _marked_of_partnership(model, is_dated):
    """The same of all in a partnership, in their own order."""
    return Statement(
        lambda: _marked(model.objects.filter(partnership=Given("partnership")), _since(is_dated))
    )


def _since(is_dated):
    return Given("since", DateTimeField()) if is_dated else None


def _renamings(model, since):
    """The history rows of ``model`` after ``since`` that altered what its records are called."""
    return tracked()[model].objects.filter(altered(*model.NAME_FIELDS), history_date__gt=since)


def _find_renamed(keys, since):
    """Model → the ids of those of ``keys`` that were renamed after ``since``. One query."""
    wanted = defaultdict(set)
    for model, pk in keys:
        if _may_be(model, since):
            wanted[model].add(pk)
    # In one order whatever asked first, so that the same models have one statement.
    models, found = tuple(sorted(wanted, key=lambda model: model._meta.label)), defaultdict(set)
    if models:
        ids = {f"ids_{number}": wanted[model] for number, model in enumerate(models)}
        for number, pk in _renamed_among(models).rows(since=since, **ids):
            found[models[number]].add(pk)
    return found


@cache
def _renamed_among(models):
    """The Statement of those renamed among some ids of each of ``models``: the model's place, and the id."""

    def make():
        since = Given("since", DateTimeField())
        first, *others = (
            _renamings(model, since)
            .filter(id__among=Given(f"ids_{number}"))
            .order_by()
            .annotate(which=Value(number))
            .values_list("which", "id")
            for number, model in enumerate(models)
        )
        return first.union(*others)

    return Statement(make)


def _read_renamings(model, pks, since):
    """Key → its renamings after ``since``, oldest first: when, by which change, and the name before. One query."""
    earlier = (
        tracked()[model]
        .objects.filter(id=OuterRef("id"), history_date__lt=OuterRef("history_date"))
        .order_by("-history_date", "-history_id")
    )
    names = _name_columns(model)
    rows = (
        _renamings(model, since)
        .filter(id__in=pks)
        .annotate(
            at=F("change__at"),
            **{EARLIER + name: Subquery(earlier.values(name)[:1]) for name in names},
        )
        .order_by("history_date", "history_id")
    )
    found = defaultdict(list)
    for row in rows.values("id", "at", "change_id", *(EARLIER + name for name in names)):
        found[model, row["id"]].append(row)
    return found


def _last_known(model, pks):
    """Key → the record as it was when it was deleted. One query."""
    rows = tracked()[model].objects.filter(id__in=pks, history_type="-")
    return {(model, row.id): rebuild(model, row) for row in rows.order_by("history_date")}
