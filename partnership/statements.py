"""Queries whose SQL is compiled once a process, and on PostgreSQL prepared once a connection.

Django compiles the SQL of a QuerySet each time it is evaluated. For a union over forty history tables that takes
several times as long as the database does. ``Statement`` keeps the text, and ``Given`` is the placeholder of a value.
As the text is always the same, PostgreSQL can also keep its plan (decision 0065).
"""

import json
import re
from collections import namedtuple
from contextlib import contextmanager
from itertools import count

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, Expression, Field, ForeignKey, Lookup
from django.db.models.query import get_related_populators


class Given(Expression):
    """The placeholder of a value of ``output_field``, or of a list of ids, given when a statement is run."""

    def __init__(self, name, output_field=None):
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def prepared(self, value):
        """``value`` in the form the database takes as a parameter."""
        if isinstance(value, list | tuple | set | frozenset | dict):
            return json.dumps(list(value)) if connection.vendor == "sqlite" else list(value)
        return self.output_field.get_db_prep_value(value, connection)


class GivenIds(Given):
    """A list of ids, given when a statement is run, where a QuerySet has ``__in``: ``plan__in=GivenIds("plans")``."""

    def as_sql(self, compiler, connection):
        return "SELECT unnest(%s::bigint[])", [self]

    def as_sqlite(self, compiler, connection):
        return "SELECT value FROM json_each(%s)", [self]


@ForeignKey.register_lookup
@Field.register_lookup
class AmongGiven(Lookup):
    """``change_id__among=Given("ids")``: like ``__in``, with the whole list as one parameter."""

    lookup_name = "among"

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", (*params, self.rhs)

    def as_sqlite(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*params, self.rhs)


def _is_prepared():
    return connection.vendor == "postgresql" and settings.POSTGRES_PREPARED


@contextmanager
def _preparing():
    """Within it, a cursor of PostgreSQL prepares what it runs a second time; Django's own cursors cannot.

    It takes a text as PostgreSQL does, with $1 for the first value: psycopg would take a long text apart each time to
    find “%s” in it. Nothing else is run within it: to prepare, psycopg counts every query and keeps the texts of the
    last hundred.
    """
    if not _is_prepared():
        yield
        return
    connection.ensure_connection()
    client = connection.connection
    usual = client.cursor_factory, client.prepare_threshold
    client.cursor_factory, client.prepare_threshold = psycopg.RawCursor, 1
    try:
        yield
    finally:
        client.cursor_factory, client.prepare_threshold = usual


class Statement:
    """One query of the default database; ``make`` returns the QuerySet, with ``Given`` for what differs each time.

    Its text is compiled when it is first run, as a process uses one engine. It must depend on nothing but the
    models: whatever depends on a reader or a day is given, or needs another statement.
    """

    def __init__(self, make):
        self.make = make
        self._compiler = None

    def rows(self, **given):
        """The rows of a QuerySet of values, as tuples."""
        return list(self._run(given))

    def named_rows(self, **given):
        """The same as named tuples, as ``values_list(…, named=True)`` gives them."""
        rows = self._run(given)
        return list(map(self._named, rows))

    def dicts(self, **given):
        """The same as dictionaries, as ``values(…)`` gives them."""
        rows = self._run(given)
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def records(self, **given):
        """The records of a QuerySet of a model, with its annotations."""
        rows = self._run(given)
        compiler, info = self._compiler, self._compiler.klass_info
        positions = info["select_fields"]
        start, end = positions[0], positions[-1] + 1
        names = [column.target.attname for column, _, _ in compiler.select[start:end]]
        populators = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)
        found = []
        for row in rows:
            record = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in populators:
                populator.populate(row, record)
            for name, position in compiler.annotation_col_map.items():
                setattr(record, name, row[position])
            found.append(record)
        return found

    def _run(self, given):
        if self._compiler is None:
            self._compile()
        values = [p.prepared(given[p.name]) if isinstance(p, Given) else p for p in self._params]
        with _preparing(), connection.cursor() as cursor:
            cursor.execute(self._numbered if _is_prepared() else self._sql, values)
            rows = cursor.fetchall()
        if not self._converters:
            return rows
        return map(tuple, self._compiler.apply_converters(rows, self._converters))

    def _compile(self):
        queryset = self.make()
        self._names = tuple(queryset.query.selected or ())
        self._named = namedtuple("Row", self._names)._make
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = compiler.as_sql()
        self._numbered = _numbered(self._sql)
        self._converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._compiler = compiler


def _numbered(sql):
    """The text with $1, $2 … for each “%s”, and “%” for “%%”."""
    numbers = count(1)
    return re.sub("%([%s])", lambda m: "%" if m[1] == "%" else f"${next(numbers)}", sql)
