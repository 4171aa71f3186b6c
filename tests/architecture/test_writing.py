"""Nothing bypasses the history: no bulk writes, no queryset update, no raw SQL in the application."""

from tests.architecture.sources import sources

SOURCES = sources()
BANNED = (
    "bulk_create",
    "bulk_update",
    "abulk_create",
    "abulk_update",
    "raw",
    "_raw_delete",
    "extra",
)
# QuerySet.update takes only keyword arguments. These receivers are dicts that take them as well.
DICTS = {"self.initial", "env.globals", "env.filters", "cleaned"}


def bulk_writes(source):
    for line, receiver, call in source.calls(*BANNED):
        yield f"{source.name}:{line} {receiver}.{call.func.attr}()"
    for line, receiver, call in source.calls("update", "aupdate"):
        if call.keywords and receiver not in DICTS:
            yield f"{source.name}:{line} {receiver}.update()"
    for line, module, name in source.imports():
        if module == "django.db" and name in ("connection", "connections"):
            yield f"{source.name}:{line} imports {name}"


# Modules that may use the database without models, and why.
ALLOWED = {
    # Only SQL can block all writers while the ends of all histories are read.
    # Nor does Django know a lock that belongs to no row.
    "partnership/locks.py": ["partnership/locks.py:11 imports connection"],
    # Text of SQL that is compiled once a process and only ever reads.
    "partnership/statements.py": ["partnership/statements.py:16 imports connection"],
    "partnership/seals/write_lock.py": ["partnership/seals/write_lock.py:4 imports connection"],
    # The whole database, whatever is in it.
    "partnership/management/commands/back_up.py": [
        "partnership/management/commands/back_up.py:4 imports connection"
    ],
    "partnership/management/commands/restore.py": [
        "partnership/management/commands/restore.py:6 imports connection"
    ],
    # Whether the database is migrated.
    "partnership/management/commands/load_partnership.py": [
        "partnership/management/commands/load_partnership.py:5 imports connection"
    ],
    # An archive is read as at one moment, and its rows come with their ids and their own history.
    "partnership/transfer/one_moment.py": [
        "partnership/transfer/one_moment.py:5 imports connection"
    ],
    "partnership/transfer/next_ids.py": ["partnership/transfer/next_ids.py:3 imports connection"],
    "partnership/services/transfer.py": [
        "partnership/services/transfer.py:64 table.model._base_manager.bulk_create()"
    ],
    # The log of reminders is no part of the history.
    "plans/services/reminder.py": [
        "plans/services/reminder.py:86 ReminderSent.objects.bulk_create()",
        "plans/services/reminder.py:109 begun.update()",
    ],
    # The rows of a file as they were, which are no part of the history.
    "plans/services/plan_import.py": [
        "plans/services/plan_import.py:167 ImportedRow.objects.bulk_create()"
    ],
    # Asks which engine it is: only one has full text search.
    "reports/search/words.py": ["reports/search/words.py:11 imports connection"],
    # Whether the database answers, whatever is in it.
    "partnership/views/health.py": ["partnership/views/health.py:5 imports connection"],
    # A process that was forked must have a connection of its own.
    "partnership/worker.py": ["partnership/worker.py:18 imports connections"],
}


def test_nothing_is_written_in_bulk():
    found = {source.name: list(bulk_writes(source)) for source in SOURCES}
    assert {name: writes for name, writes in found.items() if writes} == ALLOWED


def test_a_bulk_write_would_be_found(tmp_path, monkeypatch):
    path = tmp_path / "bulk.py"
    path.write_text(
        "from django.db import connection\n"
        "Action.objects.filter(pk=1).update(title='x')\n"
        "Action.objects.bulk_create([])\n"
        "found.update(Action.objects.all())\n"
    )
    monkeypatch.setattr("tests.architecture.sources.ROOT", tmp_path)
    (source,) = [type(SOURCES[0])(path)]
    assert list(bulk_writes(source)) == [
        "bulk.py:3 Action.objects.bulk_create()",
        "bulk.py:2 Action.objects.filter(pk=1).update()",
        "bulk.py:1 imports connection",
    ]
