"""Reads the ruled tables of a PDF into neutral tables, and the lines of text between them."""

from io import BytesIO

import pdfplumber

from plans.importing.tables import BULLET, Cell, Line, Paragraph, Row, SourceFile, Table

MOST_PAGES = 200
NEAR = 3  # points: two of these apart are on one line
GAP = 1.5  # points of room that a word needs beyond its width to be on the line above


def read_pdf(content):
    """The SourceFile of the bytes of a PDF. A scanned one has no text, and so no table."""
    file = SourceFile("pdf")
    with pdfplumber.open(BytesIO(content)) as pdf:
        tables = 0
        for page in pdf.pages[:MOST_PAGES]:
            tables = _read_page(file, page, tables)
            page.close()
        if len(pdf.pages) > MOST_PAGES:
            file.note("pages_left_out", "file", f"Only the first {MOST_PAGES} pages were read.")
    file.note(
        "check_every_row",
        "file",
        "A PDF does not say which words belong together. Check every row against the file.",
    )
    return file


def _read_page(file, page, tables):
    found = sorted(page.find_tables(_settings(page)), key=lambda table: table.bbox[1])
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    top = 0
    for table in found:
        _read_text(file, _between(words, top, table.bbox[1]), page)
        tables += 1
        file.blocks.append(_table(table, words, f"table {tables} (page {page.page_number})"))
        top = table.bbox[3]
    _read_text(file, _between(words, top, page.height), page)
    return tables


def _settings(page):
    """Settings of pdfplumber that close a row which the end of the page cuts: nothing is ruled below or above it."""
    edges = page.edges
    level = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    ends = {round(edge[side], 1) for edge in upright for side in ("top", "bottom")}
    open_ends = [end for end in ends if all(abs(end - line) > NEAR for line in level)]
    # Both ends of a cut row: those of many columns, and only the outermost of each.
    cut = [end for end in open_ends if sum(_touches(edge, end) for edge in upright) >= 3]
    return {"explicit_horizontal_lines": _apart(cut)}


def _touches(edge, end):
    return min(abs(edge["top"] - end), abs(edge["bottom"] - end)) <= NEAR


def _apart(positions):
    kept = []
    for position in sorted(positions):
        if not kept or position - kept[-1] > NEAR:
            kept.append(position)
    return kept


def _between(words, top, bottom):
    return [word for word in words if top <= (word["top"] + word["bottom"]) / 2 < bottom]


def _read_text(file, words, page):
    """Lines of text as paragraphs: larger letters than the page's usual ones make a heading."""
    usual = _usual_size(page)
    for line in _lines(words):
        text = " ".join(word["text"] for word in line)
        size = max(word["bottom"] - word["top"] for word in line)
        is_bold = all("bold" in _font(page, word).lower() for word in line[:1])
        level = 2 if size > usual * 1.1 or is_bold else 0
        file.blocks.append(Paragraph(text, level, is_bold, bool(BULLET.match(text))))


def _usual_size(page):
    sizes = [round(char["bottom"] - char["top"], 1) for char in page.chars]
    return max(set(sizes), key=sizes.count) if sizes else 10


def _font(page, word):
    for char in page.chars:
        if abs(char["x0"] - word["x0"]) < 0.5 and abs(char["top"] - word["top"]) < 0.5:
            return char["fontname"]
    return ""


def _lines(words):
    """Words grouped to lines from top to bottom, each from left to right."""
    lines = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= NEAR:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def _table(table, words, where):
    edges = sorted({round(cell[0]) for row in table.rows for cell in row.cells if cell})
    rows = []
    for number, row in enumerate(table.rows, start=1):
        here = f"{where}, row {number}"
        cells = []
        for cell in row.cells:
            if cell is None:
                continue
            left, top, right, bottom = cell
            column = edges.index(round(left))
            span = max(sum(round(left) <= edge < round(right) - 1 for edge in edges), 1)
            inside = [
                word
                for word in words
                if left - 1 <= (word["x0"] + word["x1"]) / 2 <= right + 1
                and top - 1 <= (word["top"] + word["bottom"]) / 2 <= bottom + 1
            ]
            lines = tuple(_cell_lines(inside, right))
            cells.append(Cell(column, lines, span, where=f"{here}, column {column + 1}"))
        rows.append(Row(tuple(cells), here))
    return Table(where, tuple(rows))


def _cell_lines(words, right):
    """The paragraphs of a cell: a line whose end had no room for the next word goes on in the next line."""
    paragraphs, ended_at = [], 0
    for line in _lines(words):
        text = " ".join(word["text"] for word in line)
        bare = BULLET.sub("", text, count=1).strip()
        is_item = bare != text and bool(bare)
        first = line[0]["x1"] - line[0]["x0"]
        had_room = ended_at + GAP + first < right - _padding(words, right)
        if paragraphs and not is_item and not had_room:
            paragraphs[-1] = Line(f"{paragraphs[-1].text} {text}", paragraphs[-1].is_item)
        elif paragraphs and not is_item and paragraphs[-1].is_item:
            paragraphs[-1] = Line(f"{paragraphs[-1].text} {text}", True)
        else:
            paragraphs.append(Line(bare or text, is_item))
        ended_at = line[-1]["x1"]
    return paragraphs


def _padding(words, right):
    """How far from its edge a cell's longest line ends, if it is near: the room that no line uses."""
    longest = max(word["x1"] for word in words)
    return min(max(right - longest, 0), 6)
