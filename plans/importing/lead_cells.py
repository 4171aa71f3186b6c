"""Splits the cell that names an action's leads as a person would, by the shape of its words alone.

Where names are known (``plans/leads/aliases.py``) they decide. Here nothing is known: a sign that only separates
splits always, and “and”, “&”, “with”, “+” and commas only between two that are each a body, a post or initials.
"""

import re

# What the name of a body or a post ends with, or begins with.
BODY = re.compile(
    r"\b(?:sub-?groups?|groups?|boards?|panels?|forums?|committees?|councils?|teams?|units?|trusts?|services?|partnerships?|partners"
    r"|networks?|associations?|federations?|alliances?|consortium|foundations?|departments?|directorates?"
    r"|offices?|programmes?|courts?|executive|police|agenc(?:y|ies)|authority|schools?|colleges?|hospitals?|hub|assembly|cabinet|icb|ccg|nhs|lscb|lscp|mash"
    r"|officers?|managers?|leads?|directors?|chairs?|heads?|scrutineer|coordinators?|co-ordinators?|commissioners?|commanders?|advis(?:er|or)s?"
    r"|nurses?|doctors?|gps?|designated \w+|practitioners?|consultants?|visiting|nursing|health|probation|care)$",
    re.IGNORECASE,
)
# A post whose title goes on after “of”, “for”, a comma or a dash.
POST = r"(?:director|head|lead|manager|commander|officer|nurse|chair|adviser|commissioner)s?"
TITLE = re.compile(rf"^(?:the )?(?:[\w']+ ){{0,3}}{POST}\s*(?:,|-|–|:|of\b|for\b)", re.IGNORECASE)
FIELD = re.compile(
    r"\b(?:schools?|colleges?|health|care|visiting|nursing|services?|police|probation|units?|sen)$",
    re.IGNORECASE,
)
INITIALS = re.compile(r"^\(?(?:[A-Z]\.?){2,5}\)?$")
ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,6}s?$")
FOR_EACH = re.compile(
    r"\b(?:each|every|all) (?:\w+ )?(?:agenc(?:y|ies)|partners?)\b", re.IGNORECASE
)
LABEL = re.compile(
    r"^(?:leads?|lead officers?|lead agenc(?:y|ies)|owners?|by whom)\s*:\s*", re.IGNORECASE
)
ALWAYS = re.compile(r"\s*[\n;]\s*|\s*/\s*")
WORDS_BETWEEN = re.compile(r"\s+\+\s+|\s+(?:and|with|plus)\s+|\s+&\s+", re.IGNORECASE)


# A line that ends so goes on in the next.
UNFINISHED = re.compile(r"(?:\b(?:and|or|of|for|the|with|via|from|to|in)|[&+/,–-])$", re.IGNORECASE)
MOST_WORDS = 10  # of one lead


def looks_like_lead(text):
    """Whether a text, all of it, reads as who does something."""
    names = split_leads(text.split("\n"))
    return bool(names) and all(_is_name(name) for name in names)


def _is_name(name):
    if len(name.split()) > MOST_WORDS or name.endswith("."):
        return False
    is_known = _is_one(name) or ACRONYM.match(name) or TITLE.match(name) or FOR_EACH.search(name)
    return bool(is_known) and not name[:1].islower()


def _whole_lines(lines):
    """The lines, those that a page or column has cut inside a name joined again."""
    whole = []
    for line in lines:
        if whole and UNFINISHED.search(whole[-1]):
            whole[-1] = f"{whole[-1]} {line.strip()}"
        else:
            whole.append(line.strip())
    return whole


def split_leads(lines):
    """The leads that the lines of a cell name, each as it is written; () for an empty cell."""
    found = []
    for line in _whole_lines(lines):
        text = LABEL.sub("", line)
        for part in ALWAYS.split(text):
            found.extend(_by_commas(part.strip()))
    return tuple(name for name in found if name)


def _by_commas(text):
    parts = [part.strip() for part in text.split(",")]
    is_list = (len(parts) > 1 and all(map(_is_one, parts))) or _is_short_list(parts)
    if is_list and not TITLE.match(text):
        return [name for part in parts for name in _by_words(part)]
    return _by_words(text)


def _is_short_list(parts):
    return len(parts) > 2 and all(0 < len(part.split()) <= 3 for part in parts)


def _by_words(text):
    """The parts of a text between “and”, “&”, “+” and “with”, where what stands on both sides is one by itself."""
    for match in WORDS_BETWEEN.finditer(text):
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        first = WORDS_BETWEEN.split(after, maxsplit=1)[0].strip()
        if _is_whole(before) and (_is_other(first) if TITLE.match(before) else _may_begin(first)):
            return [before, *_by_words(after)]
    return [text]


def _is_one(text):
    return bool(BODY.search(text)) or bool(INITIALS.match(text))


def _is_whole(text):
    """Whether a lead may end here. Initials may not: they may be half of “Q & P” or of “CSE + CM Subgroup”."""
    return bool(BODY.search(text)) or bool(FOR_EACH.search(text))


def _may_begin(text):
    return _is_one(text) or bool(ACRONYM.match(text)) or bool(FOR_EACH.search(text))


def _is_other(text):
    """Whether this is plainly somebody else than the post before it, and not another of its fields."""
    return bool(BODY.search(text)) and not FIELD.search(text)
