"""Recomputes the seals and names every row altered, removed or inserted outside the application."""

from collections import defaultdict
from hashlib import sha256
from itertools import islice

from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.models import RedactedWords, Redaction, Seal, SealBlock
from partnership.seals.digest import (
    BLANK,
    BLOCK,
    ENTRY,
    digest_of_block,
    digest_of_seal,
    digest_of_words,
    row_digest,
    sealed_tables,
    unpacked,
)

AT_ONCE = 20  # seals fetched
REDACTIONS = Redaction.history.model._meta.label
NOTED = RedactedWords._meta.label


def verify(partnership, *, upto=None, receipt=None, progress=lambda rows: None):
    """What does not match in a partnership's seals, one sentence each (None: the installation's own rows).

    ``upto`` is the number of the last seal to check; ``receipt`` a Receipt that must match too. ``progress`` is called
    now and then with the number of rows checked so far. Keeps only a few blocks in memory.
    """
    seals = Seal.objects.of(partnership)
    if upto is not None:
        seals = seals.filter(number__lte=upto)
    if receipt is not None:
        yield from check_receipt(partnership, receipt)
    last, ours, reach = None, defaultdict(int), []
    for seal in seals.iterator(chunk_size=AT_ONCE):
        yield from _link(last, seal)
        for problem in _SealReader(seal, ours).problems():
            if problem:
                yield problem
            else:
                progress(sum(ours.values()))
        last = seal
        reach.append((seal.number, seal.covered(REDACTIONS), seal.covered(NOTED)))
    if last is not None:
        yield from _inserted(last, ours)
        yield from _redactions(partnership, reach)


def check_receipt(partnership, receipt):
    """What does not match between a receipt and the current seals."""
    seal = Seal.objects.of(partnership).filter(number=receipt.number).first()
    if seal is None:
        yield (
            f"The receipt is of seal {receipt.number}, which does not exist. "
            "It was removed, or belongs to another partnership."
        )
    elif seal.digest != receipt.digest:
        yield (
            f"The receipt of {_named(seal)} has a different digest. Either the receipt was copied wrongly, or "
            "the seals were replaced after it was sent."
        )


def _named(seal, word="seal"):
    return f"{word} {seal.number} of {date_format(timezone.localdate(seal.made_at), 'j F Y')}"


def _link(before, seal):
    """Missing links, and links that do not match the one before (None for the first)."""
    expected = before.number + 1 if before else 1
    for number in range(expected, min(seal.number, expected + 10)):
        yield f"Seal {number} is missing."
    if before is None and seal.number == 1 and seal.previous:
        yield f"{_named(seal, 'Seal')} says that there was one before it."
    if before is not None and seal.previous != before.digest:
        yield f"{_named(seal, 'Seal')} does not follow {_named(before)}: the chain is broken."


class _SealReader:
    """One seal, its blocks and the rows they name, read once from first to last."""

    def __init__(self, seal, ours):
        self.seal, self.ours = seal, ours
        self.tables = sealed_tables()

    def problems(self):
        """Sentences; None after each block."""
        digest, number = sha256(), 0
        for label in sorted(name for name, facts in self.seal.tables.items() if "blocks" in facts):
            found, blocks = 0, self.seal.blocks.filter(table=label).order_by("position")
            for position, block in enumerate(blocks.iterator(chunk_size=1)):
                digest.update(block.digest.encode())
                found += 1
                yield from self._block(block, position)
                yield None
            number += found
            if found != (last := self.seal.tables[label]["blocks"]):
                yield f"{self._name()} has {found} of its {last} lists of {self._kind(label)}."
        if number != self.seal.blocks.count():
            yield f"{self._name()} has lists of rows that it should not have."
        if self.seal.digest != digest_of_seal(self.seal, digest.hexdigest()):
            yield f"{self._name()} was edited: its digest does not match its content."

    def _name(self):
        return _named(self.seal, "Seal")

    def _kind(self, label):
        table = self.tables.get(label)
        if table is None:
            return label
        original = getattr(table.model, "instance_type", table.model)
        return str(original._meta.verbose_name_plural)

    def _block(self, block, position):
        what = f"{self._name()}: its list {block.position + 1} of {self._kind(block.table)}"
        if block.position != position:
            yield f"{what} is not the {position + 1}. in order: one before it is missing."
        if digest_of_block(block.table, block.position, block.entries) != block.digest:
            yield f"{what} was edited."
        leaves = list(unpacked(block))
        ids = [leaf[0] for leaf in leaves]
        if len(block.entries) % ENTRY or len(leaves) > BLOCK or ids != sorted(set(ids)):
            yield f"{what} is out of order."
        elif leaves and (block.first_id, block.last_id) != (ids[0], ids[-1]):
            yield f"{what} does not begin and end where it says."
        yield from self._rows(block.table, leaves)

    def _rows(self, label, leaves):
        columns = self.seal.tables[label]
        table = self.tables.get(label)
        missing = _missing(table, columns["facts"] + columns["words"]) if table else [label]
        if missing:
            yield f"{self._name()} covers {', '.join(missing)} of {self._kind(label)}, which no longer exist."
            return
        names = ("pk", table.owner, *columns["facts"], *columns["words"])
        found = table.model._base_manager.filter(pk__in=[leaf[0] for leaf in leaves])
        found = {row[0]: row[1:] for row in found.values_list(*names)}
        blanked = _redacted(table, [pk for pk, _, _, salt in leaves if salt == BLANK])
        words_at = 1 + len(columns["facts"])
        for pk, facts, words, salt in leaves:
            name = f"{_kind_of(table)}: row {pk} of its history"
            row = found.get(pk)
            if row is None:
                yield f"{name} was removed ({_named(self.seal)} covers it)."
                continue
            self.ours[label] += row[0] == self.seal.partnership_id
            if row_digest(label, row[1:words_at]) != facts:
                yield f"{name} was altered in fields other than its text ({_named(self.seal)} covers it)."
            if problem := _words_problem(row[words_at:], words, salt, blanked.get(pk)):
                yield f"{name}{_of_record(table, columns, row)} {problem} ({_named(self.seal)} covers it)."


def _kind_of(table):
    model = getattr(table.model, "instance_type", table.model)
    return str(model._meta.verbose_name).capitalize()


def _of_record(table, columns, row):
    """“ (record 12)” if the row names its record."""
    if "history_id" not in columns["facts"]:
        return ""
    return f" (record {row[1 + columns['facts'].index('id')]})"


def _missing(table, names):
    columns = {field.attname for field in table.model._meta.concrete_fields}
    return [name for name in names if name not in columns]


def _redacted(table, ids):
    """Id → (redaction of the latest RedactedWords, its digest and salt, redaction that the row itself names)."""
    if not ids:
        return {}
    rows = RedactedWords.objects.filter(table=table.label, row__in=ids).order_by("pk")
    noted = {one.row: (one.redaction_id, bytes(one.digest), bytes(one.salt)) for one in rows}
    if not any(field.name == "redaction" for field in table.model._meta.concrete_fields):
        return {pk: (*facts, facts[0]) for pk, facts in noted.items()}
    named = dict(
        table.model._base_manager.filter(pk__in=ids).values_list("pk", "redaction_id"),
    )
    return {pk: (*facts, named.get(pk)) for pk, facts in noted.items()}


def _words_problem(now, sealed, salt, redacted):
    """What is wrong with the current words of a row (``now``); "" if nothing is."""
    if salt != BLANK:
        return "" if digest_of_words(salt, now) == sealed else "was altered: its text"
    if redacted is None:
        return "was altered: its text changed without a redaction"
    redaction, digest, left, named = redacted
    if redaction != named:
        return "was altered: it does not refer to the redaction of its text"
    return (
        "" if digest_of_words(left, now) == digest else "was altered: the text left by a redaction"
    )


def _inserted(last, ours):
    """Rows as old as sealed ones that no seal lists: they were inserted later."""
    for label, table in sealed_tables().items():
        rows = table.of(last.partnership).filter(pk__lte=last.covered(label))
        if rows.count() == ours[label]:
            continue
        ids = rows.values_list("pk", flat=True).iterator(chunk_size=BLOCK)
        while batch := list(islice(ids, BLOCK)):
            listed = _listed(last, label, batch[0], batch[-1])
            for pk in batch:
                if pk not in listed:
                    name = f"{_kind_of(table)}: row {pk} of its history"
                    yield f"{name} was added afterwards: no seal up to {_named(last)} lists it."


def _listed(last, label, first, final):
    """The sealed ids between two ids, and some around them."""
    blocks = SealBlock.objects.filter(
        seal__partnership=last.partnership,
        seal__number__lte=last.number,
        table=label,
        first_id__lte=final,
        last_id__gte=first,
    )
    return {pk for block in blocks.iterator(chunk_size=1) for pk, *_ in unpacked(block)}


def _redactions(partnership, reach):
    """Check redactions: each removes words once, when it is made, and its register of rows is sealed with it."""
    tables = sealed_tables()
    made = tables[REDACTIONS].of(partnership).filter(history_type="+")
    made = dict(made.values_list("id", "history_id"))
    noted = tables[NOTED].of(partnership).values_list("pk", "redaction_id", "table", "row")
    for pk, redaction, label, row in noted.iterator(chunk_size=BLOCK):
        sealed = next((number for number, _, to in reach if to >= pk), None)
        at = made.get(redaction)
        if at is None or sealed != next((number for number, to, _ in reach if to >= at), None):
            kind = _kind_of(tables[label]) if label in tables else label
            name = f"{kind}: row {row} of its history"
            yield f"{name} refers to a redaction that was made before it, or never."
