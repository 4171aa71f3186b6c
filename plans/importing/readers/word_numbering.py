"""The numbers that Word prints before paragraphs and keeps nowhere: counted as it counts them."""

import re
from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
MOST_NUMBER = 5_000  # a longer Roman number is none that a plan has
ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """One list as it is counted; several numberings may share it."""

    levels: dict = field(default_factory=dict)  # level → _Level
    counts: dict = field(default_factory=dict)  # level → last number


class Numbering:
    """Counts the numbered paragraphs of a document, which has to be read in its order."""

    def __init__(self, document):
        self.lists, self.numberings, self.starts = {}, {}, {}
        self.styles = _numbered_styles(document.styles.element)
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part.element)

    def _read(self, root):
        for element in root.iter(f"{W}abstractNum"):
            levels = {_value(one, "ilvl"): _read_level(one) for one in element.iter(f"{W}lvl")}
            self.lists[element.get(f"{W}abstractNumId")] = _List(levels)
        for element in root.iter(f"{W}num"):
            key, link = element.get(f"{W}numId"), element.find(f"{W}abstractNumId")
            if link is None:
                continue
            self.numberings[key] = link.get(f"{W}val")
            for override in element.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self.starts[key, _value(override, "ilvl")] = _value(start, "val")

    def place(self, paragraph):
        """(numbering, level) of a paragraph, by itself or by its style; ("", 0) of one without a number."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        style = properties.find(f"{W}pStyle")
        by_style = ("", 0) if style is None else self.styles.get(style.get(f"{W}val"), ("", 0))
        own = properties.find(f"{W}numPr")
        if own is None:
            return by_style
        key, level = own.find(f"{W}numId"), own.find(f"{W}ilvl")
        number = by_style[0] if key is None else key.get(f"{W}val", "")
        return ("", 0) if number == "0" else (number, 0 if level is None else _value(level, "val"))

    def next_label(self, paragraph):
        """What Word prints before this paragraph: “1.2”, “a)”, “Priority 3:”; "" for a bullet or no number."""
        key, level = self.place(paragraph)
        found = self.lists.get(self.numberings.get(key, ""))
        if not key or found is None or level not in found.levels:
            return ""
        self._count(found, key, level)
        form = found.levels[level].form
        if form in ("bullet", "none"):
            return ""
        return re.sub(
            "%([1-9])", lambda sign: _shown(found, int(sign[1]) - 1), found.levels[level].text
        )

    def _count(self, found, key, level):
        start = self.starts.pop((key, level), None)
        if start is None and level in found.counts:
            found.counts[level] += 1
        else:
            found.counts[level] = found.levels[level].start if start is None else start
        for deeper in [one for one in found.counts if one > level]:
            del found.counts[deeper]


def _shown(found, level):
    known = found.levels.get(level, _Level())
    return _in_form(found.counts.get(level, known.start), known.form)


def _in_form(number, form):
    if form == "decimalZero":
        return f"{number:02}"
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
        return letters.upper() if form == "upperLetter" else letters
    if form.endswith("Roman") and 0 < number <= MOST_NUMBER:
        letters = _roman(number)
        return letters.upper() if form == "upperRoman" else letters
    return str(number)


def _roman(number):
    letters = ""
    for value, sign in ROMANS:
        times, number = divmod(number, value)
        letters += sign * times
    return letters


def _read_level(element):
    form, text = element.find(f"{W}numFmt"), element.find(f"{W}lvlText")
    start = element.find(f"{W}start")
    return _Level(
        1 if start is None else _value(start, "val"),
        "decimal" if form is None else form.get(f"{W}val", "decimal"),
        "" if text is None else text.get(f"{W}val", ""),
    )


def _numbered_styles(root):
    """{style: (numbering, level)} of the styles that number their paragraphs, those they are based on included."""
    own, base = {}, {}
    for style in root.iter(f"{W}style"):
        key, above = style.get(f"{W}styleId"), style.find(f"{W}basedOn")
        base[key] = None if above is None else above.get(f"{W}val")
        number, level = (
            style.find(f"{W}pPr/{W}numPr/{W}numId"),
            style.find(f"{W}pPr/{W}numPr/{W}ilvl"),
        )
        if number is not None:
            own[key] = (number.get(f"{W}val", ""), 0 if level is None else _value(level, "val"))
    found = {}
    for key in base:
        above = key
        for _ in range(LEVELS):
            if above is None or above in own:
                break
            above = base.get(above)
        if above in own and own[above][0] != "0":
            found[key] = own[above]
    return found


def _value(element, name):
    text = element.get(f"{W}{name}", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0
