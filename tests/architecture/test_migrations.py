"""Migrations match the models, create the same tables, have names, and are never edited after they landed."""

import json
import os
import re
import subprocess
import sys

from django.core.management import call_command
from django.db import connection

from tests.architecture.sources import APPS, ROOT

OURS = tuple(f"{app}_" for app in APPS)
NAMES = sorted(p.name for app in APPS for p in (ROOT / app / "migrations").glob("0*.py"))


def test_the_models_have_all_their_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def is_named(name):
    return re.fullmatch(r"\d{4}_(?!auto)[a-z][a-z0-9_]*\.py", name) and not re.search(
        r"_\d{8}_\d{4}", name
    )


def test_migrations_are_named():
    assert [name for name in NAMES if not is_named(name)] == []
    assert len(NAMES) >= len(APPS)


def tables(of):
    """Our table → its columns and constraints as the database reports them, without names that Django generates."""
    with of.cursor() as cursor:
        names = (n for n in of.introspection.table_names(cursor) if n.startswith(OURS))
        return {name: _table(of, cursor, name) for name in sorted(names)}


def _table(of, cursor, name):
    columns = of.introspection.get_table_description(cursor, name)
    constraints = of.introspection.get_constraints(cursor, name)
    return {
        "columns": sorted([c.name, str(c.type_code), c.display_size, c.null_ok] for c in columns),
        "constraints": sorted(
            json.dumps([_name(key), {k: v for k, v in found.items() if k != "definition"}])
            for key, found in constraints.items()
        ),
    }


def _name(constraint):
    """A constraint's own name; “…” for a generated one, which depends on the order in which tables were created."""
    made_up = r"__unnamed_constraint_|_[0-9a-f]{8}(_|$)|_key$|_pkey$|_not_null$|^sqlite_autoindex|^fk_\d+$"
    return "…" if re.search(made_up, constraint) else constraint


FRESH = """
import json, django
django.setup()
from django.db import connection
from tests.architecture.test_migrations import tables
connection.settings_dict["TEST"]["NAME"] = {name!r}
connection.creation.create_test_db(verbosity=0, autoclobber=True)
print(json.dumps(tables(connection)))
connection.creation.destroy_test_db("", verbosity=0)
"""


def test_migrations_make_the_tables_of_the_models(db, tmp_path):
    """The tables of the tests are created from the models; those of an installation by ``migrate``."""
    name = str(connection.settings_dict["NAME"])
    name = str(tmp_path / "fresh.sqlite3") if connection.vendor == "sqlite" else f"{name}_migrated"
    done = subprocess.run(
        [sys.executable, "-c", FRESH.format(name=name)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    migrated, made = (
        json.loads(done.stdout.splitlines()[-1]),
        json.loads(json.dumps(tables(connection))),
    )
    assert migrated.keys() == made.keys()
    assert {name: table for name, table in migrated.items() if table != made[name]} == {}
    assert len(made) > 50
