"""Texts made safe to store, two texts compared word by word, and names in a row."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Above this many words the comparison would take too long for a page.
MOST_WORDS = 4_000


# Word writes a vertical tab for a line break inside a paragraph, and a form feed for a page break.
LINE_BREAKS = re.compile("\r\n?|[\v\f\u2028\u2029]")
# Signs that no text has: control characters but tab and line feed, halves of characters, and what Unicode reserves. One
# of them can spoil a PDF, break an XML file or be refused by the database.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def clean_text(text):
    """``text`` as it is stored: every line break is a line feed, and signs that are no text are gone."""
    if text.isascii() and text.isprintable():
        return text
    return NOT_TEXT.sub("", LINE_BREAKS.sub("\n", text))


@dataclass(frozen=True, slots=True)
class Words:
    """Some words in a row: “same”, “added” or “removed”."""

    text: str
    kind: str = "same"


def compare_words(before, after):
    """``after`` with what was added and removed since ``before``, as Words in reading order.

    Changes of white space are not marked. Very long texts are shown whole, as removed and added.
    """
    old, new = _split(before), _split(after)
    if len(old) + len(new) > MOST_WORDS:
        return _without_empty(Words(before, "removed"), Words(after, "added"))
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Words("".join(new[j1:j2])))
        else:
            found.append(Words("".join(old[i1:i2]), "removed"))
            found.append(Words("".join(new[j1:j2]), "added"))
    return _without_empty(*found)


def _split(text):
    return re.findall(r"\s*\S+\s*", text)


def _bare(words):
    return [word.strip() for word in words]


def _without_empty(*words):
    return tuple(part for part in words if part.text)


def listed(names):
    """“A”, “A and B”, “A, B and C”."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def lower_first(words):
    """The words with a small first letter, to stand inside a sentence."""
    return words[:1].lower() + words[1:]
