"""Sets from which id on a database numbers new rows, after rows came with ids of their own."""

from django.db import connection

POSTGRESQL = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
SQLITE_RAISE = "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s"
SQLITE_BEGIN = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"


def number_after(model, last):
    """Give new rows of ``model`` ids above ``last``."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, [f'"{table}"', model._meta.pk.column, last])
            return
        cursor.execute(SQLITE_RAISE, [last, table])
        if cursor.rowcount == 0:
            cursor.execute(SQLITE_BEGIN, [last, table])


def check_links():
    """Raise IntegrityError if a foreign key points to nothing."""
    connection.check_constraints()
