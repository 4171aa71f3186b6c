"""Sealing and verifying a long history, beside a plain streaming read of the same rows."""

import multiprocessing
import time
from pathlib import Path

from django.db import connection, connections

from partnership.models import Seal
from partnership.seals.digest import sealed_tables
from partnership.seals.verify import verify
from partnership.services.agency import add_agency
from partnership.services.seal import make_seal
from plans.models import ProgressUpdate

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def measure_seals(partnership, rows):
    """The speed of reading, sealing and verifying ``rows`` more rows of history, and the memory that takes."""
    make_seal(partnership, by=None, why=Seal.Why.SCHEDULE, tell=False)
    add_agency(
        partnership, by=None, name="Benchshire Ambulance", sector="health", standing="relevant"
    )
    lengthen(ProgressUpdate.history.filter(change__partnership=partnership).latest(), rows)
    plain, _ = alone(read, partnership)
    took = {"seal": alone(seal, partnership), "verify": alone(check, partnership)}
    found = {"rows": rows, "read": {"rows_per_s": round(rows / plain)}}
    for name, (seconds, memory) in took.items():
        found[name] = {
            "rows_per_s": round(rows / seconds),
            "ratio": round(seconds / plain, 1),
            "peak_mib": round(memory, 1),
        }
    return found


def lengthen(row, number):
    """Make that many copies of a history row, each with different words, by SQL: the application could not."""
    table, quote = row._meta.db_table, connection.ops.quote_name
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(map(quote, names))
    values = columns.replace(quote("comment"), "'Twenty cases were read, and ' || n.i || ' more.'")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number:d})"
            f" INSERT INTO {quote(table)} ({columns})"
            f" SELECT {values} FROM {quote(table)}, n WHERE history_id = {row.pk:d}"
        )


def alone(work, *arguments):
    """(seconds, additional peak MiB) of a call, in a process of its own."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_timed, (work, arguments))


def _timed(work, arguments):
    work_before = resident("VmRSS")
    forget_peak()  # the parent's, inherited by the fork
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began, resident("VmHWM") - work_before


def forget_peak():
    CLEAR.write_text("5")


def resident(name):
    """The memory of this process in MiB, at present (VmRSS) or at its peak (VmHWM)."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def read(partnership):
    """Read what is newer than the last seal, as the seal reads it, and nothing else."""
    last = Seal.objects.of(partnership).last()
    for label, table in sealed_tables().items():
        rows = table.of(partnership).filter(pk__gt=last.covered(label))
        for _ in rows.values_list("pk", *table.facts, *table.words).iterator(chunk_size=1000):
            pass


def seal(partnership):
    make_seal(partnership, by=None, why=Seal.Why.SCHEDULE, tell=False)


def check(partnership):
    assert not list(verify(partnership))
