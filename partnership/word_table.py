"""Tables of Word files: a head that is repeated on every page, rows that stay whole, cells that span rows.

Built from elements. The library's own cells search the whole table each time, which takes minutes for a long plan.
"""

from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from partnership.word_text import clean

SIZE = "15"  # of letters, in half points
PADDING = 85  # of a cell at each side, in twentieths of a point
WHITE = "FFFFFF"
EDGE = "8A9196"


@dataclass(frozen=True, slots=True)
class WordCell:
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # printed as a list
    label: tuple = ()  # a text in bold with its colours: (text, of the letters, of the ground)
    rows: int = 1  # how many rows it spans; 0: an earlier cell spans this row
    is_heading: bool = False


def make_table(headings, rows, widths, *, about, ids, ink):
    """A w:tbl. ``widths`` are in twentieths of a point; ``ids`` are those of styles; ``ink`` colours the head."""
    table = OxmlElement("w:tbl")
    table.append(_properties(sum(widths), about, ids["Table Grid"]))
    grid = _child(table, "w:tblGrid")
    for width in widths:
        _child(grid, "w:gridCol", w=width)
    heads = [WordCell(label=(heading, WHITE, ink)) for heading in headings]
    table.append(_row(heads, widths, ids, is_head=True))
    for cells in rows:
        table.append(_row(cells, widths, ids))
    return table


def _properties(width, about, style):
    properties = OxmlElement("w:tblPr")
    _child(properties, "w:tblStyle", val=style)
    _child(properties, "w:tblW", w=width, type="dxa")
    borders = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz=4, space=0, color=EDGE)
    _child(properties, "w:tblLayout", type="fixed")
    margins = _child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w=PADDING, type="dxa")
    _child(properties, "w:tblLook", val="0020", firstRow=1)
    _child(properties, "w:tblDescription", val=about)
    return properties


def _row(cells, widths, ids, *, is_head=False):
    row = OxmlElement("w:tr")
    properties = _child(row, "w:trPr")
    _child(properties, "w:cantSplit")
    if is_head:
        _child(properties, "w:tblHeader")
    if len(cells) == 1 < len(widths):
        row.append(_cell(cells[0], sum(widths), ids, span=len(widths)))
        return row
    for cell, width in zip(cells, widths, strict=True):
        row.append(_cell(cell, width, ids))
    return row


def _cell(cell, width, ids, *, span=1):
    element = OxmlElement("w:tc")
    properties = _child(element, "w:tcPr")
    _child(properties, "w:tcW", w=width, type="dxa")
    if span > 1:
        _child(properties, "w:gridSpan", val=span)
    if cell.rows != 1:
        _child(properties, "w:vMerge", val="restart" if cell.rows else "continue")
    if cell.label:
        _child(properties, "w:shd", val="clear", color="auto", fill=cell.label[2])
    if cell.rows:
        for paragraph in _paragraphs(cell, ids):
            element.append(paragraph)
    if len(element) == 1:
        element.append(OxmlElement("w:p"))  # Word repairs a file with a cell that has none
    return element


def _paragraphs(cell, ids):
    if cell.label:
        text, colour, _ = cell.label
        yield _paragraph(text, colour=colour, is_bold=True)
    for text in cell.paragraphs:
        yield _paragraph(text, is_bold=cell.is_heading)
    for text in cell.items:
        yield _paragraph(text, style=ids["List Bullet"])


def _paragraph(text, *, style="", colour="", is_bold=False):
    paragraph = OxmlElement("w:p")
    properties = _child(paragraph, "w:pPr")
    if style:
        _child(properties, "w:pStyle", val=style)
    _child(properties, "w:spacing", before=20, after=40)
    if style:
        _child(properties, "w:ind", left=170, hanging=170)
    run = _child(paragraph, "w:r")
    looks = _child(run, "w:rPr")
    if is_bold:
        _child(looks, "w:b")
    if colour:
        _child(looks, "w:color", val=colour)
    _child(looks, "w:sz", val=SIZE)
    run.text = clean(text)
    return paragraph


def _child(parent, tag, **attributes):
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), str(value))
    parent.append(child)
    return child
