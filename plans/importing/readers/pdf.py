"""Reads the ruled tables of a PDF into neutral tables, and the lines of text between them."""

import re
from collections import Counter
from io import BytesIO

import pdfplumber

from plans.importing.part_names import PART
from plans.importing.readers.pdf_text import (
    font_of,
    group_lines,
    line_text,
    paragraphs_of,
    usual_size,
)
from plans.importing.tables import BULLET, Cell, Paragraph, Row, SourceFile, Table, is_sign

NEAR = 3  # points: two of these apart are on one line
LEAST_OPEN = 3  # upright lines that end beside each other, where a page cuts a row
MOST_EDGES = (
    3_000  # of a page; a drawing has more, and no table can be found among them in reasonable time
)
DIGITS = re.compile(r"\d+")
WHITE = "ffffff"


def read_pdf(content):
    """The SourceFile of the bytes of a PDF. A scanned one has no text, and so no table."""
    file = SourceFile("pdf")
    with pdfplumber.open(BytesIO(content)) as pdf:
        tables = 0
        for page in pdf.pages:
            tables = _read_page(file, page, tables)
            page.close()
    _leave_furniture(file)
    file.note(
        "check_every_row",
        "file",
        "A PDF does not say which words belong together. Check every row against the file.",
    )
    return file


def _read_page(file, page, tables):
    is_drawing = len(page.edges) > MOST_EDGES
    found = [] if is_drawing else page.find_tables(_settings(page))
    found = sorted(found, key=lambda table: table.bbox[1])
    if is_drawing:
        where = f"page {page.page_number}"
        file.note(
            "drawing_left_out", where, "The page has a drawing, and no table was read from it."
        )
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    free = [word for word in words if not any(_is_inside(word, table.bbox) for table in found)]
    top = 0
    for table in found:
        _read_text(file, _between(free, top, table.bbox[1]), page)
        tables += 1
        where = f"table {tables} (page {page.page_number})"
        reader = _TableReader(table, page, words, where)
        file.blocks.append(reader.table())
        _read_text(file, reader.left, page)
        top = max(top, table.bbox[1])
    _read_text(file, _between(free, top, page.height + NEAR), page)
    return tables


def _settings(page):
    """Settings of pdfplumber that close a row which the end of the page cuts: nothing is ruled below or above it."""
    level = [edge for edge in page.edges if edge["orientation"] == "h"]
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [
        edge[side]
        for edge in upright
        for side in ("top", "bottom")
        if not any(_meets(line, edge["x0"], edge[side]) for line in level)
    ]
    # Both ends of a cut row: those of many columns, and only the outermost of each.
    cut = [end for end in ends if sum(abs(end - other) <= NEAR for other in ends) >= LEAST_OPEN]
    return {"explicit_horizontal_lines": _apart(cut)}


def _meets(line, across, down):
    return abs(line["top"] - down) <= NEAR and line["x0"] - NEAR <= across <= line["x1"] + NEAR


def _apart(positions):
    kept = []
    for position in sorted(positions):
        if not kept or position - kept[-1] > NEAR:
            kept.append(position)
    return kept


def _is_inside(word, box):
    left, top, right, bottom = box
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return left - 1 <= across <= right + 1 and top - 1 <= down <= bottom + 1


def _between(words, top, bottom):
    return [word for word in words if top <= (word["top"] + word["bottom"]) / 2 < bottom]


def _leave_furniture(file):
    """Lines that come again on other pages, but for their numbers, are headers and footers, and no headings."""
    texts = [DIGITS.sub("0", b.text) for b in file.blocks if isinstance(b, Paragraph)]
    often = {text for text, times in Counter(texts).items() if times > 1}
    kept = []
    for block in file.blocks:
        is_often = isinstance(block, Paragraph) and DIGITS.sub("0", block.text) in often
        if is_often and not PART.match(block.text):
            file.leave_out("header or footer of the page", block.text)
        else:
            kept.append(block)
    file.blocks[:] = kept


def _read_text(file, words, page):
    """Lines of text as paragraphs: larger letters than the page's usual ones make a heading."""
    usual = usual_size(page)
    for line in group_lines(words):
        text = line_text(line)
        size = max(word["bottom"] - word["top"] for word in line)
        is_bold = "bold" in font_of(page, line[0]).lower()
        level = 2 if size > usual * 1.1 or is_bold else 0
        file.blocks.append(Paragraph(text, level, is_bold, bool(BULLET.match(text))))


class _TableReader:
    """One table of a page. A cell that spans rows is given once, and as “goes on” in the rows below."""

    def __init__(self, table, page, words, where):
        self.ruled, self.where = table, where
        self.words = [word for word in words if _is_inside(word, table.bbox)]
        self.fills = _fills(page)
        boxes = [cell for row in table.rows for cell in row.cells if cell]
        self.edges = _apart(cell[0] for cell in boxes)
        self.boxes = sorted(set(boxes))
        self.taken = set()  # words, by id, so that none is in two cells

    def table(self):
        rows = []
        for number, row in enumerate(self.ruled.rows, start=1):
            here = f"{self.where}, row {number}"
            cells = [self._cell(box, here) for box in row.cells if box]
            cells += self._going_on(row, here)
            rows.append(Row(tuple(sorted(cells, key=lambda cell: cell.column)), here))
        return Table(self.where, tuple(rows))

    @property
    def left(self):
        """The words inside the table that are in none of its cells."""
        return [word for word in self.words if id(word) not in self.taken]

    def _cell(self, box, here):
        column, span = self._place(box)
        inside = [w for w in self.words if id(w) not in self.taken and _is_inside(w, box)]
        self.taken |= {id(word) for word in inside}
        lines = tuple(paragraphs_of(inside, box[2]))
        fill = self._fill(box)
        if not fill and inside and is_sign("".join(line.text for line in lines)):
            fill = inside[0].get("ink", "")
        return Cell(column, lines, span, fill, where=f"{here}, column {column + 1}")

    def _going_on(self, row, here):
        """The cells that began in a row above this one and reach down into it."""
        middle = (row.bbox[1] + row.bbox[3]) / 2
        for box in self.boxes:
            if box[1] < row.bbox[1] - NEAR and box[3] > middle:
                column, span = self._place(box)
                yield Cell(column, span=span, is_below=True, where=f"{here}, column {column + 1}")

    def _place(self, box):
        """(column, span) of a box by the left edges of all."""
        left, _, right, _ = box
        column = min(range(len(self.edges)), key=lambda n: abs(self.edges[n] - left))
        return column, max(sum(left - NEAR <= edge < right - NEAR for edge in self.edges), 1)

    def _fill(self, box):
        left, top, right, bottom = box
        across, down = (left + right) / 2, (top + bottom) / 2
        around = [
            fill
            for (x0, y0, x1, y1), fill in self.fills
            if x0 <= across <= x1 and y0 <= down <= y1 and (x1 - x0) * (y1 - y0) > 20
        ]
        return around[-1] if around and around[-1] != WHITE else ""


def _fills(page):
    """(box, rrggbb) of the filled areas of a page, in the order they are painted."""
    return [
        ((rect["x0"], rect["top"], rect["x1"], rect["bottom"]), colour)
        for rect in page.rects
        if rect.get("fill") and (colour := _hex(rect.get("non_stroking_color")))
    ]


def _hex(colour):
    """“rrggbb” of a colour of one (grey), three (RGB) or four (CMYK) parts from 0 to 1; "" of others."""
    if isinstance(colour, int | float):
        colour = (colour,)
    parts = [part for part in colour or () if isinstance(part, int | float)]
    if len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    elif len(parts) == 1:
        parts *= 3
    if len(parts) != 3:
        return ""
    return "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in parts)
