"""Divides a cell of a column that has several kinds: “Lead and timescale”, “Action / lead”."""

import re
from dataclasses import replace

from plans.importing import headings
from plans.importing.columns import RATING_WORDS
from plans.importing.headings import kind_of_heading, plain
from plans.importing.lead_cells import looks_like_lead
from plans.importing.words_of_time import is_timescale

BETWEEN = re.compile(r"\s*[,;|]\s*|\s+[-–—]\s*|\s*[–—]\s+|\s*:\s+|\s*\(|\s+(?=by\s)")
LABEL = re.compile(r"^(?P<label>[^:]{2,30}):\s*(?P<rest>\S.*)$", re.DOTALL)
IN_BRACKETS = re.compile(r"^(?P<text>.*\S)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\.?$", re.DOTALL)


def divide_cell(lines, kinds):
    """{kind: Lines} of a cell whose column has these kinds; what is none of the others is of the first."""
    found = {}

    def add(kind, line, text):
        text = text.strip()
        if text:
            found.setdefault(kind, []).append(replace(line, text=text))

    for position, line in enumerate(lines):
        is_last = position > 0 and position == len(lines) - 1
        for kind, text in _divide_line(line.text, kinds, is_last):
            add(kind, line, text)
    return {kind: tuple(parts) for kind, parts in found.items()}


def _divide_line(text, kinds, is_last):
    if (match := LABEL.match(text)) and kind_of_heading(match["label"]) in kinds:
        return [(kind_of_heading(match["label"]), match["rest"])]
    main = kinds[0] if headings.ACTION not in kinds else headings.ACTION
    if main == headings.RATING or headings.RATING in kinds:
        return _divide_rating(text)
    if headings.TIMESCALE in kinds and is_timescale(text):
        return [(headings.TIMESCALE, text)]
    if main == headings.ACTION:
        return _divide_action(text, kinds, is_last)
    return _divide_lead(text)


def _divide_rating(text):
    first, *rest = re.split(r"\s*[:–—-]\s+", text, maxsplit=1)
    if RATING_WORDS.fullmatch(plain(first)):
        return [(headings.RATING, first), *((headings.PROGRESS, one) for one in rest)]
    return [(headings.PROGRESS, text)]


def _divide_action(text, kinds, is_last):
    if headings.LEAD in kinds and is_last and looks_like_lead(text):
        return [(headings.LEAD, text)]
    match = IN_BRACKETS.match(text)
    if match and headings.LEAD in kinds and looks_like_lead(match["inner"]):
        return [(headings.ACTION, match["text"]), (headings.LEAD, match["inner"])]
    if match and headings.TIMESCALE in kinds and is_timescale(match["inner"]):
        return [(headings.ACTION, match["text"]), (headings.TIMESCALE, match["inner"])]
    return [(headings.ACTION, text)]


def _divide_lead(text):
    """A line of leads, with or without when: cut where one of its ends, as long as can be, says when."""
    for cut in BETWEEN.finditer(text):
        before, after = text[: cut.start()], text[cut.end() :].rstrip(" )")
        if is_timescale(after):
            return [(headings.LEAD, before), (headings.TIMESCALE, after)]
        if is_timescale(before):
            return [(headings.TIMESCALE, before), (headings.LEAD, after)]
    return [(headings.LEAD, text)]
