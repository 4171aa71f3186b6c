"""Kills a process in the middle of a request, before each statement that it sends to the database.

The request is handled in a forked child with a connection of its own. The result is read from another child,
as the next person would find it. SQLite's test database is in memory, so there the children work on a copy in
a file, made anew for each kill.
"""

import os
import pickle
import signal
import sqlite3
from itertools import count

from django.db import connection, connections

LONG = bool(os.environ.get("LONG"))
SHORT_RUN = 8  # kills, spread over the whole call


def killed_at_each_step(press, look, *, folder):
    """What ``look()`` returns after ``press()`` was killed at one step after another, and after it completed.

    Both are calls without arguments; what ``look`` returns must be picklable. A short run leaves some steps
    out. The first result is the state before.
    """
    folder.mkdir(exist_ok=True)
    database = _fresh(folder)
    steps = _in_child(_counting(press), database)
    every = 1 if LONG else max(1, steps // SHORT_RUN)
    if connection.vendor == "sqlite":
        database = _fresh(folder)
    found = [_in_child(look, database)]
    for step in count(1, every):
        done = _in_child(_killing(press, step), database)
        found.append(_in_child(look, database))
        if done:
            return found
        if connection.vendor == "sqlite":
            database = _fresh(folder)


def _fresh(folder):
    """A copy of the test database in a file; None on PostgreSQL, where a killed transaction is rolled back."""
    if connection.vendor != "sqlite":
        return None
    connection.ensure_connection()
    path = folder / "copy.sqlite3"
    for leftover in folder.iterdir():
        leftover.unlink()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    return str(path)


def _counting(press):
    """Run ``press`` and roll it back; returns about how many statements it sends."""

    def number():
        sent = []

        def note(execute, sql, params, many, context):
            sent.append(sql)
            return execute(sql, params, many, context)

        connection.set_autocommit(False)
        with connection.execute_wrapper(note):
            press()
        connection.rollback()
        return len(sent)

    return number


def _killing(press, step):
    """``press``, killed just before statement number ``step``."""

    def killed():
        sent = []

        def kill(execute, sql, params, many, context):
            sent.append(sql)
            if len(sent) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(kill):
            press()
        return True

    return killed


def _in_child(call, database):
    """The result of ``call()`` in a forked process; None if that was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _connect_anew(database)
            result = pickle.dumps(call())
            os.write(writing, result)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        result = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    assert os.WEXITSTATUS(status) == 0, "The child failed."
    return pickle.loads(result)


def _connect_anew(database):
    """Drop the parent's connection without closing it, and connect to ``database`` or the same one again."""
    handle = connections["default"]
    handle.inc_thread_sharing()
    handle.connection, handle.in_atomic_block, handle.savepoint_ids = None, False, []
    handle.needs_rollback, handle.run_on_commit = False, []
    if database is not None:
        handle.settings_dict["NAME"] = database
        handle.settings_dict["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
        handle.creation = type(handle.creation)(handle)
        handle.is_in_memory_db = lambda: False
    handle.connect()
