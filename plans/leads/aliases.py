"""Reads the cell in which a plan names its leads: where it is split, and who each part is.

A part is someone only if its words are exactly a name that is known, apart from capitals, punctuation and the
spelling of “and” and “subgroup”. Nothing is ever matched because it is similar. A cell that cannot be read as a whole
is left as it is written (decision 0093).

Plain values only: this module imports no model, so that models can use it too.
"""

import re
import unicodedata
from dataclasses import dataclass

LEAD, JOINT, VIA, OVERSEES, CONTRIBUTES = "lead", "joint", "via", "oversees", "contributes"

LONGEST = 2_000  # characters; what is longer is a text and no list of leads
MOST_PIECES = 60

APOSTROPHES = re.compile(r"['’‘`´]")
SUBGROUP = re.compile(r"\bsub[\s-]+(group|committee)(s?)\b")
SINGLE_LETTERS = re.compile(r"\b(\w) (?=\w\b)")  # “j h”
PUNCTUATION = re.compile(r"[^\w/+]+")
TITLE = re.compile(r"^(?:dr|mr|mrs|ms|miss|prof|professor|cllr|sgt|pc|dci|di|ds|supt) ")
INITIALS = re.compile(r"\(?(?:[A-Z]\.?){2,4}\)?")
CLASS = re.compile(r"\b(?:each|every|all) (?:agency|agencies|partner|partners)\b", re.IGNORECASE)
LABEL = re.compile(
    r"^\s*(?:leads?|lead officers?|lead agenc(?:y|ies)|actions?(?: by)?|owners?|by whom)\s*:\s*",
    re.IGNORECASE,
)
OVERSEEING_LABEL = re.compile(r"^\s*strategic lead\b[^:\n]*:\s*", re.IGNORECASE)
OVERSEEING_END = re.compile(r"\s+(?:co-?ordinating|to co-?ordinate|to oversee)\s*$", re.IGNORECASE)

# What may be between two leads: the pattern, the role of those that follow (None: as before), and whether it
# separates leads even where not all of them are known.
SEPARATORS = (
    (r",?\s+(?:overseen by)\s+", OVERSEES, False),
    (r",?\s+(?:with contributions from|with support from|supported by)\s+", CONTRIBUTES, False),
    (r",?\s+via\s+", VIA, False),
    (r"(?:^|\s+)sponsor:?\s+", OVERSEES, False),
    (r"(?:^|\s+)(?:pm|project manager):?\s+", LEAD, False),
    (r"\s*(?:\n|;|/|\s\+\s)\s*", None, True),
    (r"\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*|\s+with\s+", None, False),
)
SEPARATOR = re.compile("|".join(f"({pattern})" for pattern, *_ in SEPARATORS), re.IGNORECASE)


@dataclass(frozen=True)
class NamedLead:
    """One part of a cell: its words, its role, and who it is; None if nobody has exactly that name."""

    words: str
    role: str
    who: object = None


def merge_roles(chosen, read):
    """The role of a part: the one chosen for the whole cell, unless the words of the cell say another."""
    return read if chosen == LEAD or read not in (LEAD, JOINT) else chosen


@dataclass(frozen=True)
class _Separator:
    text: str
    role: str | None = None
    is_strong: bool = False


def normalise(words):
    """The words without what may differ between two spellings of one name: the key by which names are found."""
    text = unicodedata.normalize("NFKC", words).casefold()
    text = APOSTROPHES.sub("", text).replace(".", "").replace("&", " and ")
    text = SUBGROUP.sub(r"sub\1\2", " ".join(text.split()))
    text = " ".join(PUNCTUATION.sub(" ", text).split()).removeprefix("the ")
    return SINGLE_LETTERS.sub(r"\1", text)


def find_named(words, names):
    """Whom ``names`` (normalised name → who) has for exactly these words; None if no one."""
    key = normalise(words)
    return names.get(key) or names.get(TITLE.sub("", key))


def read_cell(cell, names):
    """The NamedLeads of a cell, in order; none for an empty one.

    ``names`` are those of groups, posts, agencies and people, normalised, each with who it is. The cell is split only
    if each part is known, or is initials or “each agency” between strong separators.
    """
    cell = cell.strip()
    if not cell:
        return ()
    whole = find_named(cell, names)
    if whole is not None or len(cell) > LONGEST:
        return (NamedLead(cell, LEAD, whole),)
    text, first = _without_label(cell)
    pieces, separators = _tokens(text)
    spans = _best_cover(pieces, separators, names) if len(pieces) <= MOST_PIECES else None
    if spans is None:
        return (NamedLead(cell, LEAD),)
    return tuple(_leads(spans, pieces, separators, names, first))


def _without_label(cell):
    """The cell without “Lead:” before it or “coordinating” after it, and the role these give, if any."""
    if OVERSEEING_LABEL.match(cell):
        return OVERSEEING_LABEL.sub("", cell), OVERSEES
    if OVERSEEING_END.search(cell):
        return OVERSEEING_END.sub("", cell), OVERSEES
    return LABEL.sub("", cell), None


def _tokens(text):
    """The pieces of a text and the separators before each, the first of which may be empty."""
    pieces, separators, start = [], [_Separator("")], 0
    for match in SEPARATOR.finditer(text):
        _, role, is_strong = SEPARATORS[match.lastindex - 1]
        separator = _Separator(match[0], role, is_strong)
        if role and match.start() == start == 0:  # a label at the very beginning
            separators[0] = separator
        else:
            pieces.append(text[start : match.start()])
            separators.append(separator)
        start = match.end()
    return [*pieces, text[start:]], separators


def _best_cover(pieces, separators, names):
    """The spans (from, to) of pieces that make up one lead each, as few as possible; None if there is no cover."""
    best = [(0, ())]  # at each piece: the cost of what is before it, and its spans
    for end in range(1, len(pieces) + 1):
        costs = [
            (best[start][0] + cost, (*best[start][1], (start, end)))
            for start in range(end)
            if best[start] is not None
            and (cost := _cost(pieces, separators, start, end, names)) is not None
        ]
        best.append(min(costs, key=lambda found: found[0], default=None))
    return best[-1] and best[-1][1]


def _cost(pieces, separators, start, end, names):
    """1 for a span that is someone, more for one that is not and yet a lead of its own; None for any other."""
    words = _words(pieces, separators, start, end)
    if find_named(words, names) is not None:
        return 1
    before, after = start == 0 or separators[start], end == len(pieces) or separators[end]
    is_apart = all(one is True or one.is_strong for one in (before, after))
    is_own = end - start == 1 and (INITIALS.fullmatch(words.strip()) or CLASS.search(words))
    return 10 if is_apart and is_own else None


def _words(pieces, separators, start, end):
    text = pieces[start]
    for number in range(start + 1, end):
        text += separators[number].text + pieces[number]
    return text


def _leads(spans, pieces, separators, names, first):
    role, has_lead = first, False
    for start, end in spans:
        role = separators[start].role or role
        words = " ".join(_words(pieces, separators, start, end).split())
        own = role or (JOINT if has_lead else LEAD)
        who = find_named(words, names)
        if who is None and CLASS.search(words):
            own = CONTRIBUTES
        has_lead = has_lead or own == LEAD
        yield NamedLead(words, own, who)
