"""Sealing and verifying stream: many times the rows need no more memory. ``LONG=1`` tries a million."""

import gc
import os
import re
import tracemalloc
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from partnership.management.commands.seal_history import EVERY
from partnership.models import Seal
from partnership.seals.verify import verify
from partnership.services.seal import make_seal
from plans.models import ProgressUpdate
from tests.benchmarks.seals import forget_peak, lengthen, resident
from tests.helpers.builders import NOW, action_of, make_update

LONG = bool(os.environ.get("LONG"))
FEW = 30_000 if LONG else 2_000  # two blocks of a seal
TIMES = 10 if LONG else 4
AT_ONCE = 500
MILLION = 1_000_000
FEW_MIB = 48  # a million rows take several hundred
MEMORY = 1.25  # ratio of memory, for that many times the rows


def add_rows(row, number):
    """Make that many copies of a history row, with different words."""
    history = type(row)
    for start in range(0, number, AT_ONCE):
        rows = []
        for at in range(start, start + AT_ONCE):
            row.pk, row.comment = None, f"Twenty cases were read, and {at} more."
            names = (field.attname for field in history._meta.concrete_fields)
            rows.append(history(**{name: getattr(row, name) for name in names}))
        history.objects.bulk_create(rows)


def peak(work):
    """The peak memory of ``work`` in bytes, beyond what was used before."""
    gc.collect()
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_many_times_the_rows_need_no_more_memory(people, plan):
    make_update(action_of(plan, "1.1"), at=NOW)
    row = ProgressUpdate.history.latest()
    make_seal(
        people.partnership, by=None, why=Seal.Why.SCHEDULE, at=NOW
    )  # loads what is loaded only once
    assert list(verify(people.partnership)) == []
    most = []
    for number in (FEW, TIMES * FEW):
        make_update(action_of(plan, "1.2"), at=NOW)
        add_rows(row, number)
        sealing = peak(
            lambda: make_seal(people.partnership, by=None, why=Seal.Why.SCHEDULE, at=NOW)
        )
        verifying = peak(lambda: list(verify(people.partnership)))
        most.append((sealing, verifying))
    assert Seal.objects.latest("number").rows > TIMES * FEW
    (few_sealing, few_verifying), (many_sealing, many_verifying) = most
    assert many_sealing < MEMORY * few_sealing
    assert many_verifying < MEMORY * few_verifying


def stored():
    """The size of the test database in MiB, which on SQLite is in memory too."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0] / 2**20


def run(command):
    """The output lines of a command, and the additional MiB while it ran, without what it stored.

    Not by tracemalloc, under which a million rows take a quarter of an hour.
    """
    out, before = StringIO(), resident("VmRSS") - stored()
    forget_peak()
    call_command(command, partnership="ashshire", stdout=out)
    return out.getvalue().splitlines(), resident("VmHWM") - stored() - before


@pytest.mark.long
def test_a_million_rows_need_the_memory_of_a_few_blocks(people, plan):
    """Sealed and verified by the commands, in the memory of a few blocks, with progress messages."""
    make_update(action_of(plan, "1.1"), at=NOW)
    lengthen(ProgressUpdate.history.latest(), MILLION)
    sealing, most_sealing = run("seal_history")
    verifying, most_verifying = run("verify_history")
    for lines, word in ((sealing, "sealed"), (verifying, "read")):
        told = [line for line in lines if re.fullmatch(rf"ashshire: [0-9,]+ rows {word} …", line)]
        assert len(told) == MILLION // EVERY
    assert re.fullmatch(
        r"ashshire: no problems found \(1 seal, 1,000,[0-9]{3} rows\)\.", verifying[-1]
    )
    assert max(most_sealing, most_verifying) < FEW_MIB
