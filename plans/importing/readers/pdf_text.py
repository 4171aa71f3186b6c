"""Puts the words of a PDF together to lines and paragraphs, by where they are on the page."""

import re

from plans.importing.tables import BULLET, TYPED_NUMBER, Line, visible

NEAR = 3  # points: two of these apart are on one line
GAP = 1.5  # points of room that a word needs beyond its width to be on the line above
# Lines that had no room for the next word, but read as one of a list each: two bodies, two dates.
ENDS_BODY = re.compile(
    r"\b(?:sub-?group|group|board|panel|forum|committee|council|team|unit|trust|network)$",
    re.IGNORECASE,
)
ENDS_DATE = re.compile(r"\b(?:19|20)\d\d[.,;]?$")
BEGINS_DATE = re.compile(
    r"^(?:(?:by |end )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}[ /.-])",
    re.IGNORECASE,
)
MOST_PADDING = 6  # points between the longest line of a cell and its edge


def usual_size(page):
    sizes = [round(char["bottom"] - char["top"], 1) for char in page.chars]
    return max(set(sizes), key=sizes.count) if sizes else 10


def font_of(page, word):
    for char in page.chars:
        if abs(char["x0"] - word["x0"]) < 0.5 and abs(char["top"] - word["top"]) < 0.5:
            return char["fontname"]
    return ""


def group_lines(words):
    """Words grouped to lines from top to bottom, each from left to right."""
    lines = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= NEAR:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def paragraphs_of(words, right):
    """The Lines of a cell: a line whose end had no room for the next word goes on in the next line."""
    paragraphs, before = [], None
    edge = right - _padding(words, right) if words else right
    for line in group_lines(words):
        text = line_text(line)
        bare = BULLET.sub("", text, count=1).strip()
        is_item = bare != text and bool(bare)
        if paragraphs and not is_item and _goes_on(paragraphs[-1], before, line, edge):
            between = "" if _is_broken_word(before, line, edge) else " "
            paragraphs[-1] = Line(f"{paragraphs[-1].text}{between}{text}", paragraphs[-1].is_item)
        else:
            paragraphs.append(Line(bare or text, is_item))
        before = line
    return paragraphs


def line_text(line):
    return visible(" ".join(word["text"] for word in line))


def _goes_on(paragraph, before, line, edge):
    text, above = line_text(line), line_text(before)
    if TYPED_NUMBER.match(text) or (ENDS_DATE.search(above) and BEGINS_DATE.match(text)):
        return False
    if paragraph.is_item:
        return True
    are_bodies = ENDS_BODY.search(above) and ENDS_BODY.search(text) and text[:1].isupper()
    return not are_bodies and not _had_room(before, line, edge)


def _had_room(before, line, edge):
    first = line[0]["x1"] - line[0]["x0"]
    return before[-1]["x1"] + GAP + first < edge


def _is_broken_word(before, line, edge):
    """Whether a word too long for its column goes on: it fills its line alone, to less than a letter of the edge."""
    first = line[0]
    letter = (first["x1"] - first["x0"]) / max(len(first["text"]), 1)
    is_full = before[-1]["x1"] + letter > edge
    return len(before) == 1 and is_full and first["text"][:1].islower()


def _padding(words, right):
    """How far from its edge a cell's longest line ends, if it is near: the room that no line uses."""
    longest = max(word["x1"] for word in words)
    return min(max(right - longest, 0), MOST_PADDING)
