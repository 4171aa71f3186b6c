"""What the address of a feed may ask for: changed-since, $top and $skiptoken."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.dateparse import parse_date, parse_datetime

from partnership.days import start_of
from plans.feeds.read import PAGE

SINCE, TOP, SKIP = "changed-since", "$top", "$skiptoken"
BIGGEST = 2**63 - 1


class BadQuery(Exception):
    """An address asks for what there is not; the message says so to whoever wrote it."""


@dataclass(frozen=True)
class FeedQuery:
    since: datetime | None = None
    most: int = PAGE
    after: tuple | None = None  # the key of the last row before this page
    began_at: datetime | None = None  # the last change that the first page could see


def read_query(asked, table, *, is_paged):
    """The FeedQuery of a QueryDict. Raises BadQuery."""
    known = (SINCE, TOP, SKIP) if is_paged else (SINCE,)
    if unknown := sorted(set(asked) - set(known)):
        raise BadQuery(f"“{unknown[0][:40]}” is not known here. Use {' and '.join(known)} alone.")
    after, began_at = _read_skip(asked[SKIP], table) if SKIP in asked else (None, None)
    return FeedQuery(
        since=_read_moment(asked[SINCE]) if SINCE in asked else None,
        most=_read_top(asked[TOP]) if TOP in asked else PAGE,
        after=after,
        began_at=began_at,
    )


def _read_moment(text):
    """A day, as its beginning in the United Kingdom, or a moment with its offset."""
    text = text.replace(" ", "+") if "T" in text else text  # a plus sign that was not escaped
    try:
        if day := parse_date(text):
            return start_of(day)
        moment = parse_datetime(text)
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadQuery(
        f"{SINCE} must be a date like 2026-11-22, or a moment with its offset like 2026-11-22T10:00:00Z."
    )


def _read_top(text):
    if text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= PAGE:
        return int(text)
    raise BadQuery(f"{TOP} must be a whole number from 1 to {PAGE:,}.")


# Where a page ends


def write_skip(key, began_at):
    """The $skiptoken of the page after the row with this key."""
    moment = began_at.isoformat() if began_at else None
    parts = [moment, *(p.isoformat() if isinstance(p, datetime) else p for p in key)]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _read_skip(text, table):
    """(key, began_at) of a $skiptoken of this table."""
    try:
        padded = text + "=" * (-len(text) % 4)
        began_at, *key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        began_at = began_at and _aware(began_at)
        values = tuple(_key_part(name, part) for name, part in zip(table.key, key, strict=True))
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise BadQuery(f"{SKIP} must be taken from @odata.nextLink as it is.") from None
    return values, began_at


def _key_part(name, part):
    if name == "changed_at":
        return _aware(part)
    if name == "table":
        if not isinstance(part, str) or "\x00" in part:
            raise ValueError
        return part
    if type(part) is not int or not 0 <= part <= BIGGEST:
        raise ValueError
    return part


def _aware(text):
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)
