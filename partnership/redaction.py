"""Where some words stand in a partnership's records: in what is said now, and in everything that was said."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CharField, EmailField, Q, SlugField, TextField
from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.history import Change, rebuild, tracked
from partnership.models import Partnership, User

MARK = "[redacted]"
SHORT_MARK = "[…]"  # where a column has no room for the other
FEWEST_CHARACTERS = 3
MOST_PLACES = 100  # more cannot all be about one child
AROUND = 60  # characters shown on either side of what was found

# Who wrote something stays beside what they wrote. `altered` holds names of fields.
NO_WORDS = frozenset({"by_name", "altered"})
# Each way of writing a mark stands for all of them: a page prints another one than was typed.
LIKE = {mark: f"[{marks}]" for marks in ("'‘’", '"“”', "-‐‑–—") for mark in marks}


@dataclass(frozen=True)
class Passage:
    """Some words to find: in any case, with any white space between them, and as whole words alone."""

    words: str

    @cached_property
    def pattern(self):
        parts = ("".join(LIKE.get(c, re.escape(c)) for c in part) for part in self.words.split())
        return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)

    @cached_property
    def anchor(self):
        """The longest part that every database compares without regard to case; "" if there is none."""
        return max(re.findall(r"[A-Za-z0-9]+", self.words), key=len, default="")

    def stands_in(self, text):
        return bool(text) and self.pattern.search(text) is not None

    def taken_out_of(self, text, *, room=None):
        """``text`` without the words, within ``room`` characters if that is given."""
        rest = self.pattern.sub(MARK, text)
        return rest if room is None or len(rest) <= room else self.pattern.sub(SHORT_MARK, text)

    def within(self, rows, fields):
        """Those of ``rows`` (a QuerySet) that may hold the words in one of ``fields``."""
        if not self.anchor:
            return rows
        holds = Q()
        for field in fields:
            holds |= Q(**{f"{field}__icontains": self.anchor})
        return rows.filter(holds)

    def extract(self, text):
        """(before, the words, after) where they first stand in ``text``."""
        start, end = self.pattern.search(text).span()
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        more_before, more_after = start > AROUND, end + AROUND < len(text)
        return f"{'…' * more_before}{before}", text[start:end], f"{after}{'…' * more_after}"


@dataclass(frozen=True)
class Place:
    """One text of one record that holds the words, now or before; or the reason that a change gives."""

    model: type
    pk: int
    field: str
    name: str  # “Update of 1.3, 3 October 2026: comment”
    is_now: bool  # whether the words stand there now, and not only in what it said before
    extract: tuple[str, str, str]

    @property
    def key(self):
        return f"{self.model._meta.label_lower}.{self.pk}.{self.field}"


@cache
def texts_of(model):
    """Names of the fields in which people write; not those whose words are given, or find a person."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, SlugField | EmailField)
        and not field.choices
        and field.name not in NO_WORDS
    )


def written_in():
    """Tracked models in which a child could be named: not the name of a partnership or of an account."""
    return {model: rows for model, rows in tracked().items() if model not in (Partnership, User)}


def find_places(partnership, passage):
    """The Places of ``passage`` in everything that belongs to ``partnership``: some queries a kind of record."""
    places = []
    for model, history in written_in().items():
        places += _places_in(
            model, history.objects.filter(change__partnership=partnership), passage
        )
    return tuple(places + _reasons(partnership, passage))


def _places_in(model, rows, passage):
    fields = texts_of(model)
    found = defaultdict(list)
    for row in passage.within(rows, fields).order_by("history_date", "history_id"):
        for name in fields:
            if passage.stands_in(getattr(row, name)):
                found[row.id, name].append(row)
    # With what it belongs to, which its name is made of.
    live = model._base_manager.select_related().in_bulk({pk for pk, _ in found})
    return [
        _place(model, pk, name, holding[-1], live.get(pk), passage)
        for (pk, name), holding in found.items()
    ]


def _place(model, pk, name, row, live, passage):
    return Place(
        model=model,
        pk=pk,
        field=name,
        name=f"{name_of(live or rebuild(model, row))}: {model._meta.get_field(name).verbose_name}",
        is_now=live is not None and passage.stands_in(getattr(live, name)),
        extract=passage.extract(getattr(row, name)),
    )


def name_of(record):
    """What a record calls itself with its kind, though what it belongs to may be gone."""
    kind = str(record._meta.verbose_name).capitalize()
    try:
        name = " ".join(str(record).split())
    except ObjectDoesNotExist:
        return kind
    says_its_kind = name.lower().startswith(kind.split()[-1].lower())
    return name if says_its_kind else f"{kind} “{name[:100]}”"


def _reasons(partnership, passage):
    changes = passage.within(Change.objects.filter(partnership=partnership), ["reason"])
    return [
        Place(
            model=Change,
            pk=change.pk,
            field="reason",
            name=f"Change by {change.by_name}, "
            f"{date_format(timezone.localdate(change.at), 'j F Y')}: reason given",
            is_now=True,
            extract=passage.extract(change.reason),
        )
        for change in changes
        if passage.stands_in(change.reason)
    ]
