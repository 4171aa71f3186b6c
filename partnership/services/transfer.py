"""Makes a partnership again from its archive, in an installation that has nothing yet: all of it or nothing.

Seals cover the ids of rows, so every row has the id it had. That is why the installation must be empty.
"""

from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.db.models import AutoField, Max

from partnership.history import tracked
from partnership.models import Partnership, Seal, User
from partnership.transfer.contents import archived_tables
from partnership.transfer.manifest import ArchiveError
from partnership.transfer.next_ids import check_links, number_after
from partnership.transfer.read import open_archive

AT_ONCE = 500  # rows written together; of tables with long rows, one


def load_archive(path, *, progress=lambda table: None):
    """Load the archive at ``path``: its Manifest. ArchiveError, and nothing is loaded, if anything is wrong with it.

    ``progress`` is called with each ArchivedTable before its rows are loaded.
    """
    refuse_unless_empty()
    with open_archive(path) as archive:
        try:
            _load(archive, progress)
        except (IntegrityError, DataError, ValueError, OverflowError) as error:
            raise ArchiveError("The records in this archive do not fit together.") from error
        return archive.manifest


def refuse_unless_empty():
    found = [t for t in archived_tables() if not t.is_shared and t.model._base_manager.exists()]
    if found:
        kinds = ", ".join(
            sorted({str(table.model._meta.verbose_name_plural) for table in found})[:3]
        )
        raise ArchiveError(
            f"This installation is not empty: it has {kinds}. An archive is loaded into a new database, "
            "after manage.py migrate and before the first account is added."
        )


@transaction.atomic
def _load(archive, progress):
    refuse_unless_empty()
    tables = archived_tables()
    for table in tables:
        if table.is_shared:  # reference data, of which nothing in an empty installation makes use
            table.model._base_manager.all().delete()
    for table in tables:
        progress(table)
        _load_rows(table, archive.rows(table))
    _refuse_other_partnerships(archive.manifest.partnership)
    check_links()
    _number_new_rows(tables)


def _load_rows(table, rows):
    while batch := list(islice(rows, 1 if table.is_wide else AT_ONCE)):
        table.model._base_manager.bulk_create([_record(table, values) for values in batch])


def _record(table, values):
    record = table.model(**values)
    if table.model is User:
        record.set_unusable_password()
    return record


def _refuse_other_partnerships(named):
    loaded = list(Partnership.objects.values("id", "slug", "name"))
    if loaded != [named]:
        raise ArchiveError("This archive has another partnership than its manifest says.")


def _number_new_rows(tables):
    """No id that was ever used is used again: not of a record that was removed, nor up to where the seals reach.

    A seal says which ids it covers, of all partnerships that were in the database; a new row below would be taken
    for one that was slipped in.
    """
    last_seal = Seal.objects.of(Partnership.objects.get()).last()
    for table in tables:
        pk = table.model._meta.pk
        if not isinstance(pk, AutoField):
            continue
        highest = _highest(table.model, pk.attname)
        if history := tracked().get(table.model):
            highest = max(highest, _highest(history, "id"))
        if last_seal:
            highest = max(highest, last_seal.covered(table.model._meta.label))
        if highest:
            number_after(table.model, highest)


def _highest(model, name):
    return model._base_manager.aggregate(highest=Max(name))["highest"] or 0
