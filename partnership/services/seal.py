"""Seals the history so far, and keeps seals verifiable after a redaction."""

import logging
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partnership.history import Change
from partnership.locks import lock_seals
from partnership.models import (
    OwedSeal,
    RedactedWords,
    Seal,
    SealBlock,
    SecurityEvent,
    User,
)
from partnership.permissions import Role
from partnership.seals.digest import (
    BLANK,
    ENTRY,
    SALT,
    digest_of_block,
    digest_of_seal,
    digest_of_words,
    new_salt,
    packed,
    sealed_tables,
)
from partnership.seals.receipt import groups_of
from partnership.seals.write_lock import highest_ids
from partnership.security_log.record import record_event

logger = logging.getLogger(__name__)

INSTALLATION = "The installation"
AT_ONCE = 1000  # rows fetched
MOST_WHILE_WAITING = 20_000  # rows; a slow machine seals ten thousand a second (script/bench)


class TooMuchToSeal(ValidationError):
    """Too many rows are new to be sealed while someone waits."""


def make_seal(
    partnership, *, by, why, reason="", at=None, hurried=False,
    tell=True, progress=lambda rows: None, request=None,
):  # fmt: skip
    """Seal every history row of ``partnership`` (None: the installation's own) since the last seal.

    ``by`` is None for the timer. ``progress`` is called now and then with the number of rows sealed so far.
    With ``tell`` the scrutineers get a receipt. Raises ValidationError if nothing is new, and, with ``hurried``
    because someone waits, TooMuchToSeal if more than MOST_WHILE_WAITING rows are new.
    """
    if why == Seal.Why.BY_HAND and not reason.strip():
        raise ValidationError({"reason": "Enter a reason for sealing the history now."})
    at, highest = at or timezone.now(), highest_ids()
    with transaction.atomic():
        if partnership is not None:  # one seal at a time, and no redaction meanwhile
            lock_seals(partnership.pk)
        last = Seal.objects.of(partnership).last()
        if not _has_news(partnership, last, highest):
            since = f" since {last} of {last.made_at:%-d %B %Y}" if last else ""
            raise ValidationError(f"Nothing has changed{since}: there is nothing to seal.")
        if hurried:
            _refuse_too_much(partnership, last, highest)
        seal = Seal.objects.create(
            partnership=partnership,
            number=last.number + 1 if last else 1,
            made_at=at,
            by=by,
            by_name=by.name if by else INSTALLATION,
            why=why,
            reason=reason.strip(),
            rows=0,
            previous=last.digest if last else "",
            tables={},
        )
        _fill(seal, last, highest, progress)
        owed = OwedSeal.objects.filter(change__partnership=partnership)
        owed.filter(change__lte=seal.covered(Change._meta.label)).delete()
        about, kind = f"{seal}: {seal.rows} rows", SecurityEvent.Kind.SEALED
        event = {"by": by, "partnership": partnership, "request": request, "at": at}
        record_event(kind, about=about, **event)
        if tell and partnership is not None:
            transaction.on_commit(lambda: send_receipts(seal))
    return seal


def _has_news(partnership, last, highest):
    label = Change._meta.label
    since = last.covered(label) if last else 0
    changes = Change.objects.filter(partnership=partnership, pk__gt=since, pk__lte=highest[label])
    return changes.exists()


def _refuse_too_much(partnership, last, highest):
    """Refuse if too many rows are new. Counts no further than it must."""
    tables = sealed_tables()
    reach = {label: (last.covered(label) if last else 0, highest[label]) for label in tables}
    if sum(to - since for since, to in reach.values()) <= MOST_WHILE_WAITING:
        return
    room = MOST_WHILE_WAITING
    for label, (since, to) in reach.items():
        rows = tables[label].of(partnership).filter(pk__gt=since, pk__lte=to).order_by()
        room -= rows[: room + 1].count()
        if room < 0:
            raise TooMuchToSeal(
                f"More than {MOST_WHILE_WAITING:,} rows of history are new, which takes longer to seal than "
                "you should have to wait. They will be sealed automatically within a day."
            )


def _fill(seal, last, highest, progress):
    """Write the seal's blocks, then its own figures and digest, before it is visible to others."""
    blocks = sha256()
    for label, table in sealed_tables().items():
        since = last.covered(label) if last else 0
        to = max(since, highest[label])  # of two at once, the later one may have read first
        rows = table.of(seal.partnership).filter(pk__gt=since, pk__lte=to)
        rows = rows.values_list("pk", *table.facts, *table.words).iterator(chunk_size=AT_ONCE)
        facts, number = {"to": to}, 0
        for position, (first, final, entries, salts) in enumerate(packed(table, rows)):
            digest = digest_of_block(label, position, entries)
            SealBlock.objects.create(
                seal=seal, table=label, position=position, first_id=first, last_id=final,
                entries=entries, salts=salts, digest=digest,
            )  # fmt: skip
            blocks.update(digest.encode())
            number += len(entries) // ENTRY
            facts |= {"rows": number, "blocks": position + 1}
            facts |= {"facts": list(table.facts), "words": list(table.words)}
            progress(seal.rows + number)
        seal.rows += number
        seal.tables[label] = facts
    seal.digest = digest_of_seal(seal, blocks.hexdigest())
    seal.save(update_fields={"rows", "tables", "digest"})


def send_receipts(seal):
    """Email the seal's receipt to everyone who is scrutineer on that day, if there is one."""
    on, partnership = timezone.localdate(seal.made_at), seal.partnership
    members = partnership.membership_set.running(on).filter(role=Role.SCRUTINEER)
    page = reverse("partnership:seals", kwargs={"slug": partnership.slug})
    context = {
        "seal": seal,
        "partnership": partnership,
        "groups": groups_of(seal.digest),
        "address": f"{settings.SITE_URL}{page}" if settings.SITE_URL else "",
    }
    subject = " ".join(f"{partnership.short_name}: receipt of seal {seal.number}".split())
    for who in User.objects.filter(memberships__in=members, is_active=True).distinct():
        body = render_to_string("partnership/email/receipt.txt", {**context, "who": who})
        try:
            EmailMessage(subject, body, to=[who.email]).send()
        except OSError as error:  # the mail server's reply may quote the address
            logger.error(
                "The receipt of seal %s was not emailed to person %s: %s",
                seal.pk, who.pk, type(error).__name__,
            )  # fmt: skip


@contextmanager
def no_seal_meanwhile(partnership):
    """What a redaction is made in: no seal of the partnership is made until it is committed.

    Opened before the change, so that nobody else waits while a redaction waits for a long seal.
    """
    with transaction.atomic():
        lock_seals(partnership.pk)
        yield


def keep_verifiable(row, redaction):
    """After a redaction of ``row`` (saved): blank the salt of its earlier text, and digest the remaining text.

    Does nothing for a row that is not sealed. The caller is inside ``no_seal_meanwhile``.
    """
    label = type(row)._meta.label
    table = sealed_tables().get(label)
    block = table and _block_of(label, row.pk, redaction.partnership)
    if not block:
        return
    _blank_salt(block, row.pk)
    for earlier in RedactedWords.objects.filter(table=label, row=row.pk):
        earlier.salt = BLANK
        earlier.save(update_fields={"salt"})
    salt = new_salt()
    words = tuple(getattr(row, name) for name in block.seal.tables[label]["words"])
    RedactedWords.objects.create(
        redaction=redaction,
        table=label,
        row=row.pk,
        digest=digest_of_words(salt, words),
        salt=salt,
    )


def _block_of(label, pk, partnership):
    blocks = SealBlock.objects.filter(
        table=label, first_id__lte=pk, last_id__gte=pk, seal__partnership=partnership
    )
    return blocks.select_related("seal").first()


def _blank_salt(block, pk):
    entries, salts = bytes(block.entries), bytearray(block.salts)
    for at in range(len(entries) // ENTRY):
        if int.from_bytes(entries[at * ENTRY : at * ENTRY + 8]) == pk:
            salts[at * SALT : (at + 1) * SALT] = BLANK
            block.salts = bytes(salts)
            block.save(update_fields={"salts"})
