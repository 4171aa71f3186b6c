"""Finds words in a partnership's records: in the current text and in all its history."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CharField, EmailField, JSONField, Q, SlugField, TextField
from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.history import Change, rebuild, tracked
from partnership.models import Partnership, User

MARK = "[redacted]"
SHORT_MARK = "[…]"  # if a column is too short for the other
FEWEST_CHARACTERS = 3
MOST_PLACES = 100  # more matches cannot all be about one child
AROUND = 60  # characters shown on either side of what was found

# The author's name stays beside the text. `altered` contains names of fields.
NO_WORDS = frozenset({"by_name", "altered"})
# Each way of writing a punctuation mark matches all of them: a page prints another than was typed.
LIKE = {mark: f"[{marks}]" for marks in ("'‘’", '"“”', "-‐‑–—") for mark in marks}


@dataclass(frozen=True)
class Passage:
    """Words to find: in any case, with any white space between them, and as whole words only."""

    words: str

    @cached_property
    def pattern(self):
        parts = ("".join(LIKE.get(c, re.escape(c)) for c in part) for part in self.words.split())
        return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)

    @cached_property
    def anchor(self):
        """The longest part that every database compares without case; "" if there is none."""
        return max(re.findall(r"[A-Za-z0-9]+", self.words), key=len, default="")

    def stands_in(self, value):
        """Whether the words appear in a text, or in any text of a JSON value."""
        return any(self.pattern.search(text) for text in texts_in(value))

    def taken_out_of(self, value, *, room=None):
        """A text or JSON value without the words; at most ``room`` characters if that is given."""
        if isinstance(value, dict):
            return {key: self.taken_out_of(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.taken_out_of(one) for one in value]
        if not isinstance(value, str):
            return value
        rest = self.pattern.sub(MARK, value)
        return rest if room is None or len(rest) <= room else self.pattern.sub(SHORT_MARK, value)

    def within(self, rows, fields):
        """Those of ``rows`` (a QuerySet) that may contain the words in one of ``fields``."""
        if not self.anchor:
            return rows
        holds = Q()
        for field in fields:
            if isinstance(rows.model._meta.get_field(field), JSONField):
                return rows  # its texts are stored escaped
            holds |= Q(**{f"{field}__icontains": self.anchor})
        return rows.filter(holds)

    def extract(self, value):
        """(before, the words, after) of the first match in a text or JSON value."""
        text = next(text for text in texts_in(value) if self.pattern.search(text))
        start, end = self.pattern.search(text).span()
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        more_before, more_after = start > AROUND, end + AROUND < len(text)
        return f"{'…' * more_before}{before}", text[start:end], f"{after}{'…' * more_after}"


def texts_in(value):
    """Every text in a value: itself, or inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


@dataclass(frozen=True)
class Place:
    """One text of one record that contains the words, now or earlier; or the reason of a change."""

    model: type
    pk: int
    field: str
    name: str  # “Update of 1.3, 3 October 2026: comment”
    is_now: bool  # whether the words are in the current text, and not only in earlier ones
    extract: tuple[str, str, str]

    @property
    def key(self):
        return f"{self.model._meta.label_lower}.{self.pk}.{self.field}"


@cache
def texts_of(model):
    """Names of the fields in which people write; not those with fixed choices, or that identify a person."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and not isinstance(field, SlugField | EmailField)
        and not field.choices
        and field.name not in NO_WORDS
    )


def texts_in_history_of(model):
    """Those of its texts that are in history; none if there is no history."""
    history = tracked().get(model)
    kept = {field.name for field in history._meta.concrete_fields} if history else set()
    return tuple(name for name in texts_of(model) if name in kept)


def written_in():
    """Tracked models in which a child could be named: not the name of a partnership or of an account."""
    return {model: rows for model, rows in tracked().items() if model not in (Partnership, User)}


def without_history():
    """Models whose text is in no history; each has ``words_of``, its rows of a partnership."""
    return [model for model in apps.get_models() if hasattr(model, "words_of")]


def find_places(partnership, passage):
    """The Places of ``passage`` in everything that belongs to ``partnership``: a few queries a kind of record."""
    places = []
    for model, history in written_in().items():
        places += _places_in(
            model, history.objects.filter(change__partnership=partnership), passage
        )
    for model in without_history():
        places += _places_now(model, model.words_of(partnership), passage)
    return tuple(places + _reasons(partnership, passage))


def _places_in(model, rows, passage):
    fields = texts_in_history_of(model)
    found = defaultdict(list)
    for row in passage.within(rows, fields).order_by("history_date", "history_id"):
        for name in fields:
            if passage.stands_in(getattr(row, name)):
                found[row.id, name].append(row)
    # With its parent, which is part of its name.
    live = model._base_manager.select_related().in_bulk({pk for pk, _ in found})
    return [
        _place(pk, name, holding[-1], live.get(pk) or rebuild(model, holding[-1]), passage)
        for (pk, name), holding in found.items()
    ]


def _places_now(model, rows, passage):
    fields = set(texts_of(model)) - set(texts_in_history_of(model))
    return [
        _place(row.pk, name, row, row, passage)
        for row in passage.within(rows.select_related(), fields)
        for name in fields
        if passage.stands_in(getattr(row, name))
    ]


def _place(pk, name, row, record, passage):
    """``row`` contains the words; ``record`` is its current version or, if deleted, its last one."""
    return Place(
        model=type(record),
        pk=pk,
        field=name,
        name=f"{name_with_kind(record)}: {record._meta.get_field(name).verbose_name}",
        is_now=not record._state.adding and passage.stands_in(getattr(record, name)),
        extract=passage.extract(getattr(row, name)),
    )


def name_with_kind(record):
    """A record's name with its kind, though its parent may be deleted."""
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
