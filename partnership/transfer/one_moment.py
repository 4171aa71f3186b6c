"""Reads the whole database as at one moment, while others go on writing."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Every query inside sees the same state. Nothing is written inside; within a transaction, that one decides."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _reading_alone():
            yield


@contextmanager
def _reading_alone():
    """SQLite's own transaction for reading: Django's would keep all writers waiting."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
