"""What the page of seals shows: the list, and whether a receipt still matches."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import Sum

from partnership.models import Seal
from partnership.seals.receipt import groups_of
from partnership.seals.verify import check_receipt, verify

PAGE = 50  # seals
MOST_SHOWN = 20  # problems
MOST_ROWS = 100_000  # more are not read while someone waits


@dataclass(frozen=True)
class Answer:
    """The result of checking a pasted receipt."""

    seal: Seal | None
    problems: tuple[str, ...] = ()
    has_more: bool = False  # more problems than are shown
    too_many: int = 0  # rows to read in a request: only the receipt itself was compared


def answer(partnership, receipt):
    """Compare a Receipt with the seals of a partnership, and the history up to it with what was sealed."""
    seals = Seal.objects.of(partnership).filter(number__lte=receipt.number)
    seal = seals.filter(number=receipt.number).first()
    problems = tuple(check_receipt(partnership, receipt))
    if problems:
        return Answer(seal=seal, problems=problems)
    rows = seals.aggregate(rows=Sum("rows"))["rows"]
    if rows > MOST_ROWS:
        return Answer(seal=seal, too_many=rows)
    found = list(islice(verify(partnership, upto=receipt.number), MOST_SHOWN + 1))
    return Answer(seal=seal, problems=tuple(found[:MOST_SHOWN]), has_more=len(found) > MOST_SHOWN)


def seals_of(partnership, asked):
    """A page of seals, newest first, as template context. Runs no COUNT."""
    seals = partnership.seals.defer("tables").order_by("-number")
    before = asked.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) <= 9:
        seals = seals.filter(number__lt=int(before))
    rows = list(seals[: PAGE + 1])
    return {
        "seals": [(seal, groups_of(seal.digest)) for seal in rows[:PAGE]],
        "older": str(rows[PAGE - 1].number) if len(rows) > PAGE else "",
        "is_first": not before,
    }
