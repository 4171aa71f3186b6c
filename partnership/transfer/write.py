"""Writes the archive of a partnership, one row at a time: memory for one row, or for one uploaded file."""

import hashlib
from itertools import chain
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from partnership.history import Change
from partnership.models import User
from partnership.transfer.accounts import ArchivedAccounts, named_people
from partnership.transfer.contents import archived_tables, is_file
from partnership.transfer.manifest import (
    NAME,
    Manifest,
    Member,
    last_migrations,
    product_version,
)
from partnership.transfer.one_moment import one_moment
from partnership.transfer.rows import line_of

AT_ONCE = 500  # rows fetched; of tables with long rows, a few


def write_archive(partnership, file, *, made_by, now):
    """Write the archive into ``file``, binary and seekable; its Manifest. ``made_by`` is a name, for people to read."""
    with one_moment(), ZipFile(file, "w", ZIP_DEFLATED) as packed:
        members = _Writer(packed, partnership, now).members()
        manifest = Manifest(
            version=product_version(),
            migrations=last_migrations(),
            partnership={name: getattr(partnership, name) for name in ("id", "slug", "name")},
            made_at=now.isoformat(),
            made_by=made_by,
            members=members,
        )
        packed.writestr(_entry(NAME, now), manifest.as_bytes())
    return manifest


class _Writer:
    def __init__(self, packed, partnership, now):
        self.packed, self.partnership, self.now = packed, partnership, now
        self.tables = archived_tables()
        self._members = {}
        self._digests = {}  # (table, id) → digest of its file

    def members(self):
        """Write everything but the manifest; name → Member."""
        for table in self.tables:
            if table.has_files:
                self._write_files(table)
        self.accounts = ArchivedAccounts(named_people(self.partnership, self.tables))
        for table in self.tables:
            self._write_rows(table)
        return self._members

    def _write_files(self, table):
        (field,) = filter(is_file, table.fields)
        rows = table.of(self.partnership).values_list("pk", field.attname)
        for pk, content in rows.iterator(chunk_size=1):
            if content is None:
                continue
            content = bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            self._digests[table.name, pk] = digest
            if (name := f"files/{digest}") not in self._members:
                self.packed.writestr(_entry(name, self.now), content)
                self._members[name] = Member(len(content), digest)

    def _write_rows(self, table):
        digest, size, number = hashlib.sha256(), 0, 0
        with self.packed.open(_entry(table.name, self.now), "w", force_zip64=True) as out:
            for row in self._rows(table):
                line = line_of(row)
                out.write(line)
                digest.update(line)
                size += len(line)
                number += 1
        self._members[table.name] = Member(size, digest.hexdigest(), number)

    def _rows(self, table):
        names = [field.attname for field in table.fields]
        if table.model is User:
            return self.accounts.account_rows(names)
        if table.is_of_accounts:
            return self.accounts.history_rows(names)
        if table.model is Change:
            return chain(self.accounts.change_rows(names), self._rows_of(table))
        return self._rows_of(table)

    def _rows_of(self, table):
        names = [field.attname for field in table.fields]
        # The bytes of files have been written; here their digest takes their place.
        read = ["pk" if is_file(field) else field.attname for field in table.fields]
        rows = table.of(self.partnership).values_list(*read)
        for values in rows.iterator(chunk_size=10 if table.is_wide else AT_ONCE):
            row = dict(zip(names, values, strict=True))
            for field in filter(is_file, table.fields):
                row[field.attname] = self._digests.get((table.name, row[field.attname]))
            yield row


def _entry(name, now):
    entry = ZipInfo(name, date_time=timezone.localtime(now).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
