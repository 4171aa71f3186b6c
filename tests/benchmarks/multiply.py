"""One lived-in partnership made into many, or into one with many years behind it, by SQL alone.

The services take a few minutes for one partnership; a hundred and fifty of them would take a night.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.db.models import (
    AutoField,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Max,
    UUIDField,
)

from partnership.history import Change, tracked
from plans.models import Action, Evidence, ProgressUpdate
from reports.models import Framework

OURS = ("partnership", "subgroups", "plans", "reports")
DAYS_A_TIME = 400  # by which each copy of a history lies before the one it was made of
PAIRED = {"home_id", "record", "object_id"}  # ids beside a word for their kind


def add_partnerships(number):
    """So many partnerships more, each a copy of all there is but for ids, addresses, slugs and the workers of jobs."""
    shared = {model for model in apps.get_models() if model._meta.app_label not in OURS}
    shared |= {Framework, *(rel.related_model for rel in Framework._meta.related_objects)}
    shared -= {model for model in shared if issubclass(model, _reports())}
    with _without_checks():
        copied = [model for model in apps.get_models() if model not in shared]
        copied = [model for model in copied if not isinstance(model._meta.pk, UUIDField)]
        step = _beyond(copied)
        for model in copied:
            _copy(model, copied, number, step)


def add_years(times):
    """The updates of all actions so many times more, with their evidence and what history has of both."""
    history = tracked()
    rows = [history[model] for model in (ProgressUpdate, Evidence, Action)]
    told = {history[Action]: "history_type = '~' AND altered LIKE '% rating %'"}
    told |= dict.fromkeys((history[ProgressUpdate], history[Evidence]), "history_type = '+'")
    changes = f"SELECT change_id FROM {_quoted(history[ProgressUpdate]._meta.db_table)}"
    told[Change] = f"id IN ({changes} WHERE history_type = '+')"
    told[history[Action]] += f" AND change_id IN ({changes} WHERE history_type = '+')"
    with _without_checks():
        copied = [Change, ProgressUpdate, Evidence, *rows]
        step = _beyond(copied)
        for model in copied:
            _copy(model, copied, times, step, where=told.get(model, "1 = 1"), days=DAYS_A_TIME)


def count_rows():
    """What there is now: {what: how many}."""
    history = sum(model.objects.count() for model in tracked().values())
    return {
        "actions": Action.objects.count(),
        "updates": ProgressUpdate.objects.count(),
        "history_rows": history,
    }


def _reports():
    """Reports name a framework, and belong to a partnership."""
    return apps.get_model("reports.AnnualReport")


def _beyond(models):
    """A power of ten above every id that is a number."""
    numbered = [model for model in models if isinstance(model._meta.pk, AutoField)]
    tops = (model._base_manager.aggregate(top=Max(F("pk")))["top"] for model in numbered)
    return 10 ** len(str(max(top or 0 for top in tops)))


def _copy(model, copied, number, step, *, where="1 = 1", days=0):
    """Insert ``number`` copies of the rows of a table, with ids and references moved by ``step`` each time."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(_value(model, field, copied, step, days) for field in fields)
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) WITH RECURSIVE n(i) AS"
            f" (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number:d})"
            f" SELECT {values} FROM {table}, n WHERE {where}"
        )


def _value(model, field, copied, step, days):
    """What a copy has in a column: SQL over the row that is copied, and ``n.i``."""
    column = f"{_quoted(model._meta.db_table)}.{_quoted(field.column)}"
    if _is_moved(model, field, copied):
        return f"{column} + n.i * {step}"
    if isinstance(field, UUIDField):
        is_sqlite = connection.vendor == "sqlite"
        return "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    if days and isinstance(field, DateTimeField | DateField):
        return _earlier(column, days, field)
    if field.unique and not field.primary_key and isinstance(field, CharField):
        return f"'copy' || n.i || '-' || {column}"
    return column


def _is_moved(model, field, copied):
    """Whether a column holds the id of something that is copied too."""
    if field.remote_field:
        return field.remote_field.model in copied
    if field.column in PAIRED:
        return isinstance(field, BigIntegerField)
    original = getattr(model, "instance_type", None)
    if original and field.column == original._meta.pk.column:
        return original in copied
    return field.primary_key and model in copied


def _earlier(column, days, field):
    if connection.vendor == "postgresql":
        return f"({column} - n.i * interval '{days} days'){'' if isinstance(field, DateTimeField) else '::date'}"
    if isinstance(field, DateTimeField):
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || (n.i * {days}) || ' days')"
    return f"date({column}, '-' || (n.i * {days}) || ' days')"


def _quoted(name):
    return connection.ops.quote_name(name)


@contextmanager
def _without_checks():
    """Every reference is copied along with its row; to check five million of them would take longer than to copy."""
    is_postgres = connection.vendor == "postgresql"
    off, on = (
        ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
        if is_postgres
        else ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(on)
        if is_postgres:
            cursor.execute("ANALYZE")
