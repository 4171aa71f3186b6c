"""Reads a Word document (.docx) into neutral tables."""

import re
from io import BytesIO

import docx

from plans.importing.readers.word_numbering import Numbering
from plans.importing.readers.word_parts import leave_out_asides, note_what_was_seen
from plans.importing.readers.word_text import (
    MC,
    W,
    WordText,
    all_text,
    is_deleted_row,
    is_inserted_row,
)
from plans.importing.tables import (
    Cell,
    Line,
    Paragraph,
    Row,
    SourceFile,
    Table,
    is_sign,
    numbered_lines,
)

BLOCK_WRAPPERS = {
    *(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")),
    f"{MC}AlternateContent",
    f"{MC}Choice",
}


def read_word(content):
    """The SourceFile of the bytes of a .docx. Raises what python-docx raises for a damaged one."""
    document = docx.Document(BytesIO(content))
    reader = _Reader(document)
    reader.read(document.element.body)
    note_what_was_seen(reader.file, reader.text.seen, document)
    leave_out_asides(reader.file, document)
    return reader.file


class _Reader:
    def __init__(self, document):
        self.file = SourceFile("word")
        self.levels, lists, hidden = _styles(document)
        self.text = WordText(hidden, lists, Numbering(document))
        self.tables = 0

    def read(self, parent):
        for child in _blocks(parent):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif _is_frame(child):
                for row in _rows(child):
                    for cell in _wrapped(row, f"{W}tc"):
                        self.read(cell)
            else:
                self._table(child)

    def _paragraph(self, element):
        level, is_bold = self._level(element), _is_bold(element)
        for line in self.text.lines(element):
            # The number of a heading is part of it: “Priority 2:”, “3.”
            is_named = line.number and (level or any(map(str.isalpha, line.number)))
            text = f"{line.number} {line.text}" if is_named else line.text
            is_item = line.is_item and not is_named
            self.file.blocks.append(Paragraph(text, level, is_bold, is_item))

    def _level(self, element):
        properties = element.find(f"{W}pPr")
        if properties is None:
            return 0
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None and outline.get(f"{W}val", "9").isdecimal():
            level = int(outline.get(f"{W}val")) + 1
            return level if level <= 9 else 0
        style = properties.find(f"{W}pStyle")
        return 0 if style is None else self.levels.get(style.get(f"{W}val"), 0)

    def _table(self, element):
        self.tables += 1
        where = f"table {self.tables}"
        rows = []
        for number, row in enumerate(_rows(element), start=1):
            if is_deleted_row(row):
                self.text.see("deleted", all_text(row, deleted=True) or "a row")
                continue
            if is_inserted_row(row):
                self.text.see("inserted", "a row")
            rows.append(self._row(row, f"{where}, row {number}"))
        self.file.blocks.append(Table(where, tuple(rows)))

    def _row(self, element, where):
        properties = element.find(f"{W}trPr")
        column = _number(properties, "gridBefore")
        is_head = properties is not None and _is_on(properties.find(f"{W}tblHeader"))
        cells = []
        for number, cell in enumerate(_wrapped(element, f"{W}tc"), start=1):
            cells.append(self._cell(cell, column, f"{where}, column {number}"))
            column += cells[-1].span
        return Row(tuple(cells), where, is_head)

    def _cell(self, element, column, where):
        properties = element.find(f"{W}tcPr")
        span = max(_number(properties, "gridSpan"), 1)
        merge = None if properties is None else properties.find(f"{W}vMerge")
        is_below = merge is not None and merge.get(f"{W}val") != "restart"
        lines = numbered_lines(tuple(self._lines(element, where)))
        is_below = is_below and not lines
        fill = _fill(properties)
        if not fill and is_sign("".join(line.text for line in lines)):
            fill = _ink(element)
        return Cell(column, lines, span, fill, is_below, where)

    def _lines(self, element, where):
        for child in _blocks(element):
            if child.tag == f"{W}p":
                yield from self.text.lines(child)
            else:
                self.file.note(
                    "nested_table", where, "A table inside a cell was read as lines of text."
                )
                for row in _rows(child):
                    texts = [
                        " ".join(line.text for line in self._lines(cell, where))
                        for cell in _wrapped(row, f"{W}tc")
                    ]
                    if words := " ".join(text for text in texts if text):
                        yield Line(words)


def _blocks(parent):
    """The ``w:p`` and ``w:tbl`` of a body or cell, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in BLOCK_WRAPPERS:
            yield from _blocks(child)


def _wrapped(parent, tag):
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in BLOCK_WRAPPERS:
            yield from _wrapped(child, tag)


def _rows(table):
    return _wrapped(table, f"{W}tr")


def _number(properties, name):
    found = None if properties is None else properties.find(f"{W}{name}")
    text = "" if found is None else found.get(f"{W}val", "")
    return min(int(text), 200) if text.isdecimal() else 0


def _is_on(element):
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


def _is_bold(paragraph):
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _fill(properties):
    shade = None if properties is None else properties.find(f"{W}shd")
    fill = "" if shade is None else shade.get(f"{W}fill", "")
    return fill.lower() if re.fullmatch("[0-9A-Fa-f]{6}", fill) else ""


def _ink(element):
    """The colour of a cell's letters, which is all that a “●” says."""
    for colour in element.iter(f"{W}color"):
        if re.fullmatch("[0-9A-Fa-f]{6}", colour.get(f"{W}val", "")):
            return colour.get(f"{W}val").lower()
    return ""


def _is_frame(table):
    """Whether a table only arranges the page: each of its rows is one cell, and in one of them is a table."""
    rows = [list(_wrapped(row, f"{W}tc")) for row in _rows(table)]
    return all(len(cells) == 1 for cells in rows) and any(
        child.tag == f"{W}tbl" for cells in rows for cell in cells for child in _blocks(cell)
    )


def _styles(document):
    """({style: level of heading}, the styles of lists, the styles of hidden text)."""
    levels, lists, hidden = {}, set(), set()
    for style in document.styles.element.iter(f"{W}style"):
        name = style.find(f"{W}name")
        title = "" if name is None else name.get(f"{W}val", "").casefold()
        key = style.get(f"{W}styleId")
        if match := re.fullmatch("heading ([1-9])", title):
            levels[key] = int(match[1])
        elif title == "title":
            levels[key] = 1
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(f"{W}val", "9") in "012345678":
            levels[key] = int(outline.get(f"{W}val")) + 1
        if style.find(f"{W}pPr/{W}numPr") is not None or title.startswith("list "):
            lists.add(key)
        if _is_on(style.find(f"{W}rPr/{W}vanish")):
            hidden.add(key)
    return levels, lists, hidden
