"""The text of a Word document as its reader would print it, from the elements of its XML.

python-docx by itself loses inserted text, content controls and smart tags, and does not say what is hidden, so the
elements are read here: insertions count, deletions and what was moved away do not, hidden text does not, and the
reader is told of each.
"""

from plans.importing.tables import BULLET, Line, visible

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Wrappers around what counts.
OPEN = {
    *(
        f"{W}{name}"
        for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
    ),
    *(f"{W}{name}" for name in ("sdt", "sdtContent", "dir", "bdo")),
    f"{MC}AlternateContent",
    f"{MC}Choice",
}
FORMULAS = {f"{M}oMath", f"{M}oMathPara"}
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "delInstrText", "instrText")}
BREAKS = {f"{W}br", f"{W}cr"}
# Signs that Word keeps by number in a symbol font.
SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F0A8": "☐", "F0FB": "✗", "F0B7": "•", "F06F": "☐"}
COMPLEX_INSTRUCTION = ("begin", "separate", "end")


class WordText:
    """Reads paragraphs; ``seen`` collects what was found on the way: “inserted”, “deleted”, “hidden”, “comment” …"""

    def __init__(self, hidden_styles=(), list_styles=(), numbering=None):
        self.seen = {}  # what → the words of each occurrence
        self.numbering = numbering
        self.hidden_styles = set(hidden_styles)
        self.list_styles = set(list_styles)

    def see(self, what, words=""):
        self.seen.setdefault(what, []).append(words)

    def lines(self, paragraph):
        """The Lines of a ``w:p``: more than one if it has line breaks."""
        parts = "".join(self._run_texts(paragraph)).split("\n")
        is_item = self._is_item(paragraph)
        label = self.numbering.next_label(paragraph) if self.numbering else ""
        if label and not "".join(parts).strip():
            return [Line(label)]
        lines = []
        for part in parts:
            words = visible(part)
            bare = BULLET.sub("", words, count=1).strip()
            if words:
                is_first = not lines
                lines.append(
                    Line(
                        bare or words,
                        (is_item and is_first) or (bare != words and bool(bare)),
                        label if is_first else "",
                    )
                )
        return lines

    def _is_item(self, paragraph):
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return False
        numbering = properties.find(f"{W}numPr")
        if numbering is not None:
            number = numbering.find(f"{W}numId")
            return number is None or number.get(f"{W}val") != "0"
        style = properties.find(f"{W}pStyle")
        return style is not None and style.get(f"{W}val") in self.list_styles

    def _run_texts(self, element):
        for child in element:
            tag = child.tag
            if tag in GONE:
                self._see_deleted(child)
            elif tag == f"{W}r":
                yield from self._run(child)
            elif tag in OPEN:
                if tag in (f"{W}ins", f"{W}moveTo"):
                    self.see("inserted", all_text(child))
                yield from self._run_texts(child)
            elif tag in FORMULAS:
                yield "".join(letter.text or "" for letter in child.iter(f"{M}t"))

    def _see_deleted(self, element):
        if words := all_text(element, deleted=True):
            self.see("deleted", words)

    def _run(self, run):
        properties = run.find(f"{W}rPr")
        if self._is_hidden(properties):
            if words := all_text(run):
                self.see("hidden", words)
            return
        for child in run:
            yield from self._piece(child)

    def _piece(self, child):
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in BREAKS:
            yield "\n"
        elif tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            yield SYMBOLS.get(child.get(f"{W}char", "").upper(), "")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self.see(tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", ""))
        elif tag == f"{W}commentReference":
            self.see("comment", child.get(f"{W}id", ""))
        elif tag in (
            f"{MC}AlternateContent",
            f"{MC}Choice",
            f"{W}pict",
            f"{W}drawing",
            f"{W}object",
        ):
            yield from self._boxes(child)

    def _boxes(self, element):
        """The text of text boxes, on lines of their own; a fallback repeats what a choice has said."""
        choice = element.find(f"{MC}Choice")
        for content in (element if choice is None else choice).iter(f"{W}txbxContent"):
            for paragraph in content.iter(f"{W}p"):
                yield "\n" + "".join(self._run_texts(paragraph)) + "\n"

    def _is_hidden(self, properties):
        if properties is None:
            return False
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return vanish.get(f"{W}val", "true") not in ("0", "false", "off")
        style = properties.find(f"{W}rStyle")
        return style is not None and style.get(f"{W}val") in self.hidden_styles


def all_text(element, *, deleted=False):
    """The words of an element, with a space between its paragraphs."""
    names = (f"{W}t", f"{W}delText") if deleted else (f"{W}t",)
    parts = list(element.iter(f"{W}p")) or [element]
    texts = ("".join(e.text or "" for e in part.iter(*names)) for part in parts)
    return " ".join(" ".join(texts).split())


def is_deleted_row(row):
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def is_inserted_row(row):
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}ins") is not None
