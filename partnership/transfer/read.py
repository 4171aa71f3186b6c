"""Reads an archive that somebody brings: first all of it against its manifest, then its rows.

Nothing is unpacked to a disk and no name in it is used as a path. Nothing larger than a row is held in memory, and
nothing is read beyond what the manifest says.
"""

import hashlib
import zlib
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from partnership.transfer.contents import archived_tables, is_file
from partnership.transfer.manifest import LARGEST, NAME, ArchiveError, read_manifest
from partnership.transfer.rows import UnreadableRow, row_in

CHUNK = 1024**2
LONGEST_ROW = 64 * 1024**2  # bytes
LARGEST_FILE = 256 * 1024**2
# Our own archives unpack to about ten times their size.
MOST_UNPACKED, LEAST_SUSPECT = 100, 64 * 1024**2

DAMAGED = "This archive is damaged: "


@contextmanager
def open_archive(path):
    """The Archive at ``path``, compared with its manifest; ArchiveError if it is not whole."""
    try:
        with ZipFile(path) as packed:
            yield Archive(packed)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise ArchiveError(f"{path} is damaged, or is not an archive of a partnership.") from error


class Archive:
    def __init__(self, packed):
        self._packed = packed
        entries = packed.infolist()
        self._entries = {entry.filename: entry for entry in entries}
        if len(entries) != len(self._entries):
            raise ArchiveError(f"{DAMAGED}a file is in it twice.")
        self._refuse_bomb(entries)
        self.manifest = read_manifest(self._manifest())
        self._refuse_other_files()
        for name, member in self.manifest.members.items():
            self._compare(name, member)

    def _refuse_bomb(self, entries):
        if any(
            e.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or e.flag_bits & 1 for e in entries
        ):
            raise ArchiveError(f"{DAMAGED}it is packed or locked in another way than ours.")
        unpacked, packed = (
            sum(getattr(e, name) for e in entries) for name in ("file_size", "compress_size")
        )
        if unpacked > max(LEAST_SUSPECT, MOST_UNPACKED * packed):
            raise ArchiveError(
                "This archive would unpack to far more than any of ours, so it is not read."
            )

    def _manifest(self):
        entry = self._entries.pop(NAME, None)
        if entry is None:
            raise ArchiveError(
                f"There is no {NAME} in this file: it is not an archive of a partnership."
            )
        if entry.file_size > LARGEST:
            raise ArchiveError(f"{NAME} in this archive is too large.")
        return self._packed.read(entry)

    def _refuse_other_files(self):
        expected = set(self.manifest.members)
        if odd := sorted(expected ^ set(self._entries)):
            raise ArchiveError(
                f"{DAMAGED}{ascii(odd[0])[:120]} is missing, or is not in its manifest."
            )
        tables = {table.name for table in archived_tables()}
        if tables != {name for name in expected if not name.startswith("files/")}:
            raise ArchiveError(f"{DAMAGED}it has other tables than this version of the product.")

    def _compare(self, name, member):
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._packed.open(self._entries[name]) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                lines += chunk.count(b"\n")
        is_other = (size, digest.hexdigest()) != (member.bytes, member.sha256)
        if member.rows is None:
            is_other |= name != f"files/{member.sha256}" or size > LARGEST_FILE
        elif lines != member.rows:
            is_other = True
        if is_other:
            raise ArchiveError(f"{DAMAGED}{name} is not what its manifest says.")

    def rows(self, table):
        """The rows of an ArchivedTable, as values by column; with the bytes of files in their places."""
        fields = table.fields
        with self._packed.open(self._entries[table.name]) as file:
            for number in range(1, self.manifest.members[table.name].rows + 1):
                try:
                    yield self._row(file.readline(LONGEST_ROW), fields)
                except UnreadableRow as error:
                    where = f"line {number} of {table.name}"
                    raise ArchiveError(f"{DAMAGED}{where} is no record of this version.") from error

    def _row(self, line, fields):
        digests = [field for field in fields if is_file(field)]
        values = row_in(line, fields)
        for field in digests:
            if (digest := values[field.attname]) is not None:
                values[field.attname] = self._file(digest)
        return values

    def _file(self, digest):
        entry = self._entries.get(f"files/{digest}")
        if entry is None:
            raise UnreadableRow
        return self._packed.read(entry)
