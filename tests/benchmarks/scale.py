"""Pages of a partnership among many, or with many years behind it, beside those of a lone and young one."""

import os
import shutil
import statistics
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from tests.benchmarks.measure import (
    addresses_of,
    count_queries,
    get,
    processor_seconds,
    server,
    signed_in,
)
from tests.benchmarks.multiply import add_partnerships, add_years, count_rows
from tests.benchmarks.sample import build

LONE = "_lone"  # behind the name of the database: its copy with one partnership, or one year


def measure_scale(*, partnerships=1, years=1, lived=1, actions, repeats):
    """Each page in a database with so many partnerships or years, and in a copy from before they were added.

    ``lived``: how often the sample's updates are repeated in every partnership, the lone one too. Both servers are
    asked in turn, so that a busy machine slows both; processor time is that of the web process and of PostgreSQL.
    """
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    people, plan, report = build(actions=actions)
    if lived > 1:
        add_years(lived - 1)
    key = signed_in(people.business_manager)
    before = count_rows()
    with copied_database() as lone:
        if partnerships > 1:
            add_partnerships(partnerships - 1)
        if years > 1:
            add_years(years - 1)
        addresses = addresses_of(people, plan, report)
        client = Client()
        client.force_login(people.business_manager)
        queries = {name: count_queries(client, address) for name, address in addresses.items()}
        pages = _side_by_side(addresses, lone, f"sessionid={key}", repeats)
        for name, number in queries.items():
            pages[name] = {"queries": number, **pages[name]}
        return {"engine": connection.vendor, "lone": before, "now": count_rows(), "pages": pages}


def copied_database():
    """The address of a copy of the database at hand, gone afterwards."""
    return _Copy(os.environ["DATABASE_URL"])


class _Copy:
    def __init__(self, url):
        self.url = url + LONE
        self.name = str(connection.settings_dict["NAME"])

    def __enter__(self):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(self.name, self.name + LONE)
        else:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}{LONE}"')
            self._on_server(f'CREATE DATABASE "{self.name}{LONE}" TEMPLATE "{self.name}"')
        return self.url

    def __exit__(self, *error):
        if connection.vendor == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(self.name + LONE + ending).unlink(missing_ok=True)
        else:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}{LONE}" WITH (FORCE)')

    def _on_server(self, statement):
        """Run a statement from outside the database, which PostgreSQL copies only while nobody is in it."""
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)


def _side_by_side(addresses, lone, cookie, repeats):
    with server() as ours, server(lone) as theirs:
        return {
            name: _compare(ours, theirs, cookie, address, repeats)
            for name, address in addresses.items()
        }


def _compare(ours, theirs, cookie, address, repeats):
    sites = {"ms": ours, "lone_ms": theirs}
    walls, processors = {name: [] for name in sites}, {name: [] for name in sites}
    for number in range(repeats + 3):
        for name, site in sites.items():
            began = processor_seconds(site)
            wall = get(site.port, cookie, address)
            if number >= 3:
                walls[name].append(wall)
                processors[name].append(processor_seconds(site) - began)
    found = {name: round(statistics.median(walls[name]) * 1000, 1) for name in sites}
    found["ratio"] = round(found["ms"] / found["lone_ms"], 2)
    spent = [statistics.median(processors[name]) for name in sites]
    if all(spent):
        found["processor_ratio"] = round(spent[0] / spent[1], 2)
    return found


def print_table(found):
    """The pages as a table, on the standard error: the JSON goes to the standard output."""
    print(f"\n{found['engine']}: {found.get('now') or found['actions']}", file=sys.stderr)
    for name, page in found["pages"].items():
        cells = "  ".join(f"{key} {value:>7}" for key, value in page.items())
        print(f"{name:<28}{cells}", file=sys.stderr)
