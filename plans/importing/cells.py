"""What one cell says: actions, measures, a rating. Each function takes the Lines of the cell and nothing else."""

import colorsys
import re

from plans.importing.tables import TYPED_NUMBER, Line, is_sign

SHORTEST_ACTION = 20  # letters
MOST_PARAGRAPHS = 3  # of one action: as many may be several
ENDED = re.compile(r"[.!?:;]$")
# What cannot end a sentence or a name.
UNFINISHED = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|for|to|with|by|in|on|at|from|via|its|their|that|who|which)|[,&/–-])$",
    re.IGNORECASE,
)
LAST_WORDS = 60  # letters that tell how a text ends
FIGURE = re.compile(r"^\d")
# A rating in one letter.
LETTERS = {
    "r": "Red",
    "a": "Amber",
    "g": "Green",
    "b": "Blue",
    "y": "Yellow",
    "w": "White",
    "p": "Purple",
}
# Signs that have a colour of their own.
SIGNS = {"🔴": "Red", "🟠": "Amber", "🟡": "Yellow", "🟢": "Green", "🔵": "Blue", "🟣": "Purple"}
SIGNS |= {"🟥": "Red", "🟧": "Amber", "🟨": "Yellow", "🟩": "Green", "🟦": "Blue", "🟪": "Purple"}
# Upper end of a hue in degrees → the word for its colour.
HUES = (
    (16, "Red"),
    (52, "Amber"),
    (70, "Yellow"),
    (170, "Green"),
    (262, "Blue"),
    (330, "Purple"),
    (361, "Red"),
)
LEAST_COLOUR = 0.12  # of saturation: Excel's pale “good” has 0.14, a tinted heading less
LEAST_LIGHT = 0.2
REFERENCE = re.compile(
    r"^(?:[A-Za-z]{0,6}[ ./-]?)?[0-9]{1,4}(?:[./-][0-9]{1,4})*[a-z]?[.):]?$|^[A-Za-z]{1,4}$"
)
DOTTED = re.compile(r"^((?:[A-Z]{1,4})?[0-9]{1,3}(?:\.[0-9]{1,3})+[a-z]?)[.):]?\s+(?=\S)")


def is_reference(text):
    return len(text) <= 40 and REFERENCE.match(text) is not None


def tidy_reference(text):
    return " ".join(text.split()).rstrip(".):")


def split_dotted_reference(text):
    """(“1.2”, the rest) of a text that begins with such a number; ("", text) of another."""
    match = DOTTED.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def split_first_number(lines):
    """(“3”, the lines without it) of the lines of a cell that begin with “3.”; ("", lines) of others."""
    if not lines:
        return "", lines
    first = lines[0]
    match = TYPED_NUMBER.match(first.text)
    number = first.number or (match[0] if match else "")
    text = first.text if first.number or not match else first.text[match.end() :]
    return tidy_reference(number.strip("( )")), (Line(text, False), *lines[1:])


def items_of(lines):
    """The Lines with typed numbers taken for what they are: list items, if two or more lines have one."""
    numbered = [TYPED_NUMBER.match(line.text) for line in lines]
    if sum(match is not None for match in numbered) < 2:
        return tuple(lines)
    return tuple(
        Line(line.text[match.end() :].strip(), True) if match else line
        for line, match in zip(lines, numbered, strict=True)
    )


def split_actions(lines):
    """(wordings, lead-in lines that are no action) of a cell with several actions; ((), ()) if it is only one."""
    lines = _numbered_items(items_of(lines))
    if sum(line.is_item for line in lines) < 2:
        return (), ()
    wordings, lead_in = [], []
    for line in lines:
        if line.is_item:
            wordings.append(line.text)
        elif not wordings:
            lead_in.append(line.text)
        else:
            wordings[-1] = join_texts(wordings[-1], line.text)
    if any(not text.endswith(":") for text in lead_in):
        # A sentence before the list may be an action of its own: a person decides.
        wordings = [text for text in lead_in if not text.endswith(":")] + wordings
        lead_in = [text for text in lead_in if text.endswith(":")]
    return tuple(wordings), tuple(lead_in)


def split_paragraphs(lines):
    """The wordings of a cell that is a whole priority: its paragraphs, if they are as many as no single action has."""
    texts = [line.text for line in lines]
    are_sentences = all(len(text) >= SHORTEST_ACTION and not starts_small(text) for text in texts)
    return tuple(texts) if len(texts) >= MOST_PARAGRAPHS and are_sentences else ()


def _numbered_items(lines):
    """The Lines; two or more that begin “1.1” are items, and keep that number, which is their own."""
    if sum(DOTTED.match(line.text) is not None for line in lines) < 2:
        return lines
    return tuple(Line(line.text, bool(DOTTED.match(line.text))) for line in lines)


def one_wording(lines):
    return "\n".join(line.text for line in lines)


def split_measures(lines):
    """(measures, lead-in lines) of a cell: its list items, or its paragraphs."""
    lines = items_of(lines)
    has_items = any(line.is_item for line in lines)
    measures, lead_in = [], []
    for line in lines:
        goes_on = measures and not line.is_item and (has_items or starts_small(line.text))
        if has_items and not measures and not line.is_item and line.text.endswith(":"):
            lead_in.append(line.text)
        elif goes_on:
            measures[-1] = join_texts(measures[-1], line.text)
        else:
            measures.append(line.text)
    return tuple(measures), tuple(lead_in)


def starts_small(text):
    """Whether a text begins like the middle of a sentence."""
    first = text.lstrip("“‘\"'(–-… ")[:1]
    return first.islower()


def join_texts(before, after):
    """Two halves of a text that a page or a line has cut: with a space inside a sentence, else on a line of its own."""
    if not before or not after:
        return before or after
    if starts_small(after) or not ENDED.search(before[-LAST_WORDS:]):
        return f"{before} {after}"
    return f"{before}\n{after}"


def join_lines(before, after):
    """The Lines of a cell and those of the cell that continues it."""
    if not before or not after:
        return (*before, *after)
    last, first = before[-1], after[0]
    if not first.is_item and is_cut(last.text, first.text):
        joined = Line(f"{last.text} {first.text}", last.is_item, last.number)
        return (*before[:-1], joined, *after[1:])
    return (*before, *after)


def is_cut(before, after):
    """Whether two texts are halves of one: “Head of” and “Health”, “by December” and “2026”."""
    before = before[-LAST_WORDS:]
    if UNFINISHED.search(before) or (starts_small(after) and not ENDED.search(before)):
        return True
    return (
        bool(FIGURE.match(after)) and not any(map(str.isdigit, before)) and not ENDED.search(before)
    )


def read_rating(text, fill):
    """(the word of a rating, whether it comes from the fill alone); ("", False) without one."""
    words = " ".join(text.split())
    signs = "".join(SIGNS.get(letter, "") for letter in words)
    if words and is_sign(words) and signs in SIGNS.values():
        return signs, False
    colour = colour_word(fill)
    if words and not (is_sign(words) and colour):
        return LETTERS.get(words.casefold().strip("()."), words), False
    return colour, bool(colour)


def colour_word(fill):
    """The word for a colour “rrggbb”; "" for white, greys, black and tints too pale to mean anything."""
    if len(fill) != 6:
        return ""
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, saturation, light = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < LEAST_COLOUR or light < LEAST_LIGHT:
        return ""
    return next(word for end, word in HUES if hue * 360 < end)
