"""What was asked for, and how the database looks for it (decision 0080).

Texts are searched with PostgreSQL's full text search, which also finds other forms of a word. SQLite has no
such search without an index of its own: there, every word must appear as it was typed.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import FloatField, TextField, Value
from django.db.models.functions import Concat

LONGEST = 200  # characters of a search that are used
MOST_WORDS = 12  # words that are used where each must appear
SHOWN = 220  # characters of an excerpt
BEFORE = 60  # of them before the first word found
START, STOP = "\x02", "\x03"  # around each word found; no text of ours has such characters
CONFIG = "english"


@dataclass(frozen=True)
class Asked:
    """A search: its text on one line, and the words in it without quotation marks and punctuation."""

    text: str
    words: tuple[str, ...]
    is_cut: bool  # whether more was typed than is used


def read_asked(typed):
    """What ``typed``, which may be anything, asks for."""
    line = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    text = re.sub("[“”„]", '"', line[:LONGEST])
    words = [word.strip("\"'‘’.,;:!?()-") for word in text.split()]
    words = list(dict.fromkeys(word for word in words if word))
    return Asked(text, tuple(words[:MOST_WORDS]), len(line) > LONGEST)


def search_texts(records, fields, asked, *, shown=None):
    """Those of ``records`` whose ``fields`` match together, each with ``excerpt`` (for ``cut_excerpt``) and ``rank``.

    ``shown`` are the fields of the excerpt, if not all of them.
    """
    text = join_fields(shown or fields)
    if connection.vendor != "postgresql":
        records = records.annotate(excerpt=text, rank=Value(0.0, FloatField()))
        return with_every_word(records, fields, asked)
    query = SearchQuery(asked.text, config=CONFIG, search_type="websearch")
    vector = SearchVector(*fields, config=CONFIG)
    excerpt = SearchHeadline(
        text, query, config=CONFIG, start_sel=START, stop_sel=STOP, max_words=35, min_words=20
    )
    found = records.alias(vector=vector).filter(vector=query)
    return found.annotate(excerpt=excerpt, rank=SearchRank(vector, query))


def with_every_word(records, fields, asked):
    """Those of ``records`` in whose ``fields`` every word appears, in any case; for names, on every database."""
    if not asked.words:
        return records.none()
    records = records.alias(searched=join_fields(fields))
    for word in asked.words:
        records = records.filter(searched__icontains=word)
    return records


def join_fields(fields):
    """The texts of ``fields`` after one another, as an expression; an empty one for no fields."""
    parts = [part for field in fields for part in (Value("\n"), field)]
    return Concat(Value(""), *parts, output_field=TextField()) if parts else Value("")


def cut_excerpt(text, asked):
    """A part of ``text`` around the first word found, as ((text, whether it was found), …)."""
    if START in text:
        pieces = re.split(f"{START}|{STOP}", " ".join(text.split()))
        parts = [(piece, number % 2 == 1) for number, piece in enumerate(pieces)]
        return tuple((f"{piece} …" if number == len(parts) - 1 and _is_cut(piece) else piece, found)
                     for number, (piece, found) in enumerate(parts) if piece)  # fmt: skip
    return _mark(" ".join(text.split()), asked.words)


def _is_cut(piece):
    return piece.strip() != "" and piece.rstrip()[-1] not in ".!?…"


def _mark(line, words):
    found = re.compile("|".join(map(re.escape, words)) or "(?!)", re.IGNORECASE)
    first = found.search(line)
    begin = max(first.start() - BEFORE, 0) if first else 0
    begin = line.rfind(" ", 0, begin) + 1 if begin else 0
    part = line[begin : begin + SHOWN]
    if begin + SHOWN < len(line):
        part = f"{part.rpartition(' ')[0] or part} …"
    part = f"… {part}" if begin else part
    pieces, at = [], 0
    for match in found.finditer(part):
        pieces += [(part[at : match.start()], False), (match.group(), True)]
        at = match.end()
    return tuple((piece, is_found) for piece, is_found in [*pieces, (part[at:], False)] if piece)
