"""The fields that make up a record's name are declared: past names depend on it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models

from partnership.history import TrackedModel, tracked


class _Other:
    """What a record refers to: all its attributes have the same text."""

    def __init__(self, called):
        self.called = called

    def __getattr__(self, name):
        return self.called

    def __str__(self):
        return self.called


def _values(field):
    """Two values of a field with different texts."""
    if field.flatchoices:
        return [value for value, _ in field.flatchoices][:2]
    if isinstance(field, models.DateTimeField):
        return [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 2)]
    if isinstance(field, models.DateField):
        return [date(2026, 3, 1), date(2026, 3, 2)]
    if isinstance(field, models.DecimalField):
        return [Decimal(1), Decimal(2)]
    if isinstance(field, models.IntegerField):
        return [1, 2]
    if isinstance(field, models.BooleanField):
        return [False, True]
    return ["one", "one\ntwo"]


def _name(model, altered=None):
    """The name of a record of ``model``, with the other value in the field ``altered``."""
    record = model()
    for field in model._meta.concrete_fields:
        number = field is altered
        if isinstance(field, models.ForeignKey):
            setattr(record, field.attname, 1 + number)
            field.set_cached_value(record, _Other(["one", "two"][number]))
        elif not field.primary_key:
            setattr(record, field.attname, _values(field)[number])
    return str(record)


@pytest.mark.parametrize("model", tracked(), ids=lambda model: model.__name__)
def test_every_field_of_a_name_is_declared(model):
    """A new field in ``__str__`` that is not declared would show today's name in the past.

    A record that it refers to has a name, and a history, of its own.
    """
    facts = [f for f in model._meta.concrete_fields if not f.primary_key and not f.is_relation]
    in_name = {f.name for f in facts if _name(model, f) != _name(model)}
    assert in_name - set(model.NAME_FIELDS) == set()


def test_each_declared_field_is_one():
    wrong = [
        (model.__name__, name)
        for model in tracked()
        for name in model.NAME_FIELDS
        if name not in {field.name for field in tracked()[model].tracked_fields}
    ]
    assert wrong == []
    assert TrackedModel.NAME_FIELDS == ()
