"""Builds small plans as Word, Excel, CSV and PDF files, element by element, for tests of the importer."""

import csv
import io
from xml.sax.saxutils import escape

import docx
import openpyxl
import weasyprint
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "a": f"{OFFICE}/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
PAGE = (
    "@page{size:A4 landscape;margin:15mm} body{font:10pt sans-serif} table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid black;padding:4px;vertical-align:top;text-align:left} ul{padding-left:12pt;margin:0}"
)


def run(text, properties=""):
    texts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(texts)}</w:r>"


def paragraph(text="", *, style="", number=None, bold=False, raw=""):
    """A paragraph; ``number`` is (numbering, level), ``raw`` further XML after its text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        level, numbering = f'<w:ilvl w:val="{number[1]}"/>', f'<w:numId w:val="{number[0]}"/>'
        properties += f"<w:numPr>{level}{numbering}</w:numPr>"
    text = run(text, "<w:b/>" if bold else "") if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{text}{raw}</w:p>"


def heading(text, level=2):
    return paragraph(text, style=f"Heading{level}")


def bullets(*texts):
    return "".join(paragraph(text, style="ListBullet") for text in texts)


def cell(content="", *, span=1, merge="", fill=""):
    """A cell of paragraphs as XML, or of a text with a paragraph a line; ``merge`` is “restart” or “continue”."""
    if not content.startswith("<w:"):
        content = "".join(map(paragraph, content.split("\n")))
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties += f'<w:shd w:val="clear" w:fill="{fill}"/>' if fill else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells, before=0, after=0, is_head=False, is_deleted=False):
    properties = f'<w:gridBefore w:val="{before}"/>' if before else ""
    properties += f'<w:gridAfter w:val="{after}"/>' if after else ""
    properties += "<w:tblHeader/>" if is_head else ""
    properties += '<w:del w:id="1" w:author="A"/>' if is_deleted else ""
    found = (one if one.startswith(("<w:tc", "<w:sdt")) else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(found)}</w:tr>"


def table(*rows, columns=6):
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content):
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def inserted(text):
    return f'<w:ins w:id="2" w:author="A">{run(text)}</w:ins>'


def deleted(text):
    return f'<w:del w:id="3" w:author="A"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def text_box(text):
    """A text box as Word writes it, with the fallback that says the same again."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    choice = (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    fallback = f"<w:pict><v:textbox>{content}</v:textbox></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def word(*blocks, numbering=None, footnotes=None):
    """The bytes of a .docx. ``numbering`` is {numbering: [text of each level]}, ``footnotes`` {number: text}."""
    document = docx.Document()
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{''.join(blocks)}</w:body>")):
        body[-1].addprevious(element)
    for number, texts in (numbering or {}).items():
        _add_numbering(document, number, texts)
    if footnotes:
        _add_footnotes(document, footnotes)
    return _saved(document)


def _add_numbering(document, number, texts):
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(texts)
    )
    key = f'w:abstractNumId="{900 + number}"'
    root.insert(0, parse_xml(f"<w:abstractNum {NAMESPACES} {key}>{levels}</w:abstractNum>"))
    link = f'<w:abstractNumId w:val="{900 + number}"/>'
    root.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{number}">{link}</w:num>'))


def _add_footnotes(document, texts):
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in texts.items()
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>".encode(),
        document.part.package,
    )
    address = f"{OFFICE}/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(part, address)


def excel(fill):
    """The bytes of an .xlsx whose sheets ``fill(workbook)`` adds."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    fill(workbook)
    return _saved(workbook)


def put(sheet, number, values, *, column=1):
    """Write the values of a row from a column on; None leaves a cell as it is."""
    for offset, value in enumerate(values):
        if value is not None:
            sheet.cell(number, column + offset, value)


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_file(rows, *, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def pdf(html, css=""):
    return weasyprint.HTML(string=f"<style>{PAGE}{css}</style>{html}").write_pdf()
