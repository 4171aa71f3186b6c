"""Puts records into the test database quickly: made once a process through the services, then row by row.

What is made by the services takes seconds, because every record is checked and leaves history behind. Its rows
are kept in memory, and the next test that wants the same gets the same rows. The demonstration takes the longest: the
first process that makes it leaves its rows in a file for the other processes of the same run.
"""

import os
import pickle
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from partnership.models import Partnership
from tests.helpers.builders import NOW

SLUGS = ("greenwich", "surrey", "nottingham", "gloucestershire", "exampleshire", "sampleton")

_folder = None  # where the processes of one run leave the demonstration for each other
_kept = {}  # what was made → (its records, pickled; the rows it added, by table and columns)


def share_in(folder):
    """Share the demonstration with the other processes of this run, through a file in this folder."""
    global _folder
    _folder = Path(folder)


def plant(name, make, *, into=()):
    """What ``make()`` returns, with its rows in the database. ``into`` names what must be planted before.

    Where the database holds anything else already, ``make()`` is called again.
    """
    before = _read()
    if before != _rows_of(into):
        return make()
    if name not in _kept:
        made = make()
        _kept[name] = (pickle.dumps(made), _difference(_read(), before))
        return made
    made, rows = _kept[name]
    _write(rows)
    return pickle.loads(made)


def _rows_of(names):
    """The rows, by table and columns, of what was planted under these names."""
    found = {}
    for name in names:
        for key, rows in _kept.get(name, (b"", {}))[1].items():
            found.setdefault(key, []).extend(rows)
    return found


def plant_demonstration():
    """The demonstration as seen from NOW, unless it is there."""
    if Partnership.objects.filter(slug__in=SLUGS).exists():
        return
    file = _folder / "demonstration.pickle" if _folder else None
    if file and "demonstration" not in _kept and file.exists():
        _kept["demonstration"] = pickle.loads(file.read_bytes())
    plant("demonstration", _load_demonstration)
    if file and not file.exists():
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pickle.dumps(_kept["demonstration"]))
        unfinished.replace(file)  # at once, so that nobody reads half of it


def _load_demonstration():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        call_command("load_demo", stdout=StringIO())


def _tables():
    # allauth's "account" too: whose e-mail address is confirmed.
    ours = {"partnership", "subgroups", "plans", "reports", "account"}
    models = [model for model in apps.get_models() if model._meta.app_label in ours]
    return {model._meta.db_table: model for model in models}


def _read():
    """(table, columns) → rows, of every table of ours that has any."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if rows := cursor.fetchall():
                found[table, tuple(column[0] for column in cursor.description)] = rows
    return found


def _difference(after, before):
    """The rows that were added. Rows that were altered could not be put back."""
    added = {}
    for key, rows in after.items():
        known = set(map(repr, before.get(key, ())))
        assert known <= set(map(repr, rows)), f"Rows of {key[0]} were altered."
        if new := [row for row in rows if repr(row) not in known]:
            added[key] = new
    return added


@transaction.atomic
def _write(tables):
    models = _tables()
    with connection.cursor() as cursor:
        for (table, columns), rows in tables.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({holes})", rows
            )
        written = [models[table] for table, _ in tables]
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
