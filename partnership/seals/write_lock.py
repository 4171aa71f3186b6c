"""The highest id of each history table at a moment when no change is half written."""

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Max

from partnership.history import Change
from partnership.seals.digest import sealed_tables

PATIENCE = "5s"  # others who save meanwhile wait for us


def highest_ids():
    """Label of every sealed table → its highest id, every row up to which is either committed or never will be.

    Every history row is written in one transaction with its Change, after it: while PostgreSQL lets no one write
    a Change, none is half written. (SQLite allows one writer at a time.) The lock is held while the ids are read, or
    until the enclosing transaction ends. Raises ValidationError if a writer takes too long.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _hold_back_writers()
            return {
                label: table.model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
                for label, table in sealed_tables().items()
            }
    except OperationalError as error:
        raise ValidationError("Someone is saving a large change. Try again in a minute.") from error


def _hold_back_writers():
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f'LOCK TABLE "{Change._meta.db_table}" IN SHARE MODE')
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
