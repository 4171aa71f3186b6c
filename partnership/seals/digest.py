"""What a seal digests, and how: the tables, the columns of each, and one row as 72 bytes.

A row's *facts* (ids, dates, ratings, who, which fields changed) and its *words* (text that a redaction may remove)
are digested separately. The words have a salt for each row: someone who reads only the seals cannot test guesses,
and once a redaction has blanked the salt no one can.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.db.models import Model

from partnership.history import Change, tracked
from partnership.models import RedactedWords, Seal
from partnership.redactions.find import texts_in_history_of, written_in

BLOCK = 1000  # rows
SALT, DIGEST, ENTRY = 16, 32, 72  # bytes
BLANK = bytes(SALT)


@dataclass(frozen=True)
class SealedTable:
    """A table whose rows are sealed, and how its rows are assigned to a partnership."""

    model: type[Model]
    owner: str  # lookup to the partnership
    words: tuple[str, ...]

    @property
    def label(self):
        return self.model._meta.label

    @cached_property
    def facts(self):
        """All columns except the words and what a redaction writes beside them."""
        left_out = {"salt"} if self.model is RedactedWords else {"redaction_id"}
        columns = (field.attname for field in self.model._meta.concrete_fields)
        return tuple(name for name in columns if name not in left_out | set(self.words))

    def of(self, partnership):
        """Rows of a partnership by id; rows without a partnership for None."""
        return self.model._base_manager.filter(**{self.owner: partnership}).order_by("pk")


@cache
def sealed_tables():
    """Label → SealedTable: every history table, the changes, the seals before, and the register of redacted rows."""
    redactable = written_in()
    tables = [
        SealedTable(Change, "partnership", ("reason",)),
        SealedTable(Seal, "partnership", ("reason",)),
        SealedTable(RedactedWords, "redaction__partnership", ()),
    ]
    for model, history in tracked().items():
        words = texts_in_history_of(model) if model in redactable else ()
        tables.append(SealedTable(history, "change__partnership", words))
    return {table.label: table for table in sorted(tables, key=lambda table: table.label)}


def _plain(value):
    """Encode what JSON cannot, the same on every database."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
    raise TypeError(f"A {type(value).__name__} cannot be sealed.")


_encode = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":")).encode


def row_digest(*values):
    """SHA-256 of plain values, in 32 bytes; equal on SQLite and PostgreSQL."""
    return sha256(_encode(values).encode()).digest()


def digest_of_words(salt, words):
    return sha256(bytes(salt) + _encode(words).encode()).digest()


def new_salt():
    return os.urandom(SALT)


def packed(table, rows):
    """Blocks of ``rows`` (tuples: the id, the facts, the words): (first id, last id, entries, salts)."""
    rows, words = iter(rows), 1 + len(table.facts)
    while batch := list(islice(rows, BLOCK)):
        salts, entries = os.urandom(SALT * len(batch)), bytearray()
        for at, row in enumerate(batch):
            salt = salts[at * SALT : (at + 1) * SALT]
            entries += row[0].to_bytes(8)
            entries += row_digest(table.label, row[1:words])
            entries += digest_of_words(salt, row[words:])
        yield batch[0][0], batch[-1][0], bytes(entries), salts


def unpacked(block):
    """(id, digest of facts, digest of words, salt) of every row of a SealBlock."""
    entries, salts = bytes(block.entries), bytes(block.salts)
    for at in range(len(entries) // ENTRY):
        entry, salt = entries[at * ENTRY : (at + 1) * ENTRY], salts[at * SALT : (at + 1) * SALT]
        yield int.from_bytes(entry[:8]), entry[8 : 8 + DIGEST], entry[8 + DIGEST :], salt


def digest_of_block(table, position, entries):
    return sha256(f"{table} {position} ".encode() + bytes(entries)).hexdigest()


def digest_of_seal(seal, blocks):
    """The digest of a seal except its reason, which the next seal covers; ``blocks`` digests its blocks in order."""
    said = (
        seal.partnership_id, seal.number, seal.made_at, seal.by_id, seal.by_name, seal.why,
        seal.rows, seal.previous, seal.tables,
    )  # fmt: skip
    return row_digest(*said, blocks).hex()
