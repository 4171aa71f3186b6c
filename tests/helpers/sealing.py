"""Helpers for tests of seals, and SQL that bypasses the application."""

from django.db import connection

from partnership.models import Seal
from partnership.seals.verify import verify
from partnership.services.seal import make_seal
from tests.helpers.builders import NOW, action_of, days_ago, make_update

NAME = "Tamsin Oakleaf"  # in the words that are sealed


def seal(people, *, why=Seal.Why.SCHEDULE, at=NOW, **told):
    """Seal the history of the partnership of these people, or of a record."""
    return make_seal(people.partnership, by=None, why=why, at=at, **told)


def make_seals(plan):
    """Two seals, each over an update of 1.1; and one update later than both."""
    action = action_of(plan, "1.1")
    for number in (3, 2, 1):
        make_update(action, comment=f"We saw {NAME} {number}.", at=days_ago(number))
        if number > 1:
            seal(plan, at=days_ago(number))


def problems(people, **told):
    return list(verify(people.partnership, **told))


def sql(statement, *values):
    """Run SQL directly, bypassing the application; returns the number of rows affected."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
