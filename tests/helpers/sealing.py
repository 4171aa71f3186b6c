"""Helpers for tests of seals, and SQL that bypasses the application."""

from django.db import connection

from partnership.models import Seal
from partnership.seals.verify import verify
from partnership.services.seal import make_seal
from tests.helpers.builders import NOW


def seal(people, *, why=Seal.Why.SCHEDULE, at=NOW, **told):
    return make_seal(people.partnership, by=None, why=why, at=at, **told)


def problems(people, **told):
    return list(verify(people.partnership, **told))


def sql(statement, *values):
    """Run SQL directly, bypassing the application; returns the number of rows affected."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
