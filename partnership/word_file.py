"""Word files in the house style: real headings, British English, the marking on every page, page n of m.

One class writes a document from top to bottom; a module for each document provides the content. Words
that were added or removed are named in brackets, and also underlined or struck through.
"""

import io
from datetime import UTC, datetime, time

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from partnership.formatted_text import word_paragraphs
from partnership.word_table import make_table
from partnership.word_text import clean

LANGUAGE = "en-GB"
LETTERS = "Arial"  # installed wherever Word is; our own font is not
LOGO_HEIGHT, LOGO_WIDTH = Cm(1.8), Cm(12)
PAPERS = {"A4": (Cm(21), Cm(29.7)), "A3": (Cm(29.7), Cm(42))}  # width and height, upright
TWIP = 635  # of Word's lengths, in its units of drawing
PROPERTY = 255  # the longest property of a document, in characters
BOLD, ADDED, REMOVED = "Strong", "Words added", "Words removed"


class WordFile:
    """A Word file being written. ``document`` provides title, partnership, colour and marking."""

    def __init__(self, document, *, subtitle, as_at, about, on, logo=None):
        """``as_at``: “As at 22 November 2026, version 214, 3f9c2ab81d04”, on every page. Made on the day ``on``."""
        self.file, self.ink = Document(), document.colour.lstrip("#").upper()
        _dress(self.file, document.colour)
        _describe(self.file.core_properties, document, about, on)
        _frame(self.file.sections[0], document, as_at)
        # The library searches all styles each time, which was most of the time for a long file.
        self.ids = {style.name: style.style_id for style in self.file.styles}
        if logo is not None and logo.is_png:
            self._picture(logo)
        self.paragraph(document.title, style="Title")
        self.paragraph(subtitle, style="Subtitle")
        self.paragraph(_sentences(document.partnership, as_at, document.marking))

    def _picture(self, logo):
        """A PrintedLogo with its description; of PNGs alone, as older Words show no SVG."""
        picture = self.file.add_picture(io.BytesIO(logo.content), height=LOGO_HEIGHT)
        picture.width = min(picture.width, LOGO_WIDTH)
        picture._inline.docPr.set("descr", clean(logo.alt))

    def heading(self, words, level=1):
        self.paragraph(words, style=f"Heading {level}")

    def paragraph(self, *runs, style="", leads=False):
        """Add a paragraph of ``runs``: texts, or (text, style) pairs. Plain without a ``style``.

        ``leads``: keep it on the page of the next paragraph.
        """
        paragraph = self.file.add_paragraph()
        if style:
            paragraph._p.style = self.ids[style]
        for run in runs:
            text, how = (run, "") if isinstance(run, str) else run
            written = paragraph.add_run(clean(text))
            if how:
                written._r.style = self.ids[how]
        if leads:
            paragraph.paragraph_format.keep_with_next = True

    def formatted(self, text):
        """Add a long text with the formatting that people may use."""
        for style, runs in word_paragraphs(text):
            self.paragraph(*runs, style=style)

    def points(self, items):
        """Add a list; an item is a text."""
        for item in items:
            self.paragraph(item, style="List Bullet")

    def wide_pages(self, paper):
        """Turn all pages to landscape, on A4 or A3."""
        section = self.file.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_height, section.page_width = PAPERS[paper]
        section.left_margin = section.right_margin = Cm(1.4)

    def table(self, headings, rows, *, about, widths=None):
        """Add a table of ``rows``, each a list of WordCells; its head is repeated on every page.

        ``about`` is what a screen reader says of it; ``widths`` are per cent. A cell that spans rows is followed by a
        cell with ``rows=0`` in each of the others; a row of one cell is as wide as the table.
        """
        section = self.file.sections[0]
        room = (section.page_width - section.left_margin - section.right_margin) // TWIP
        widths = [round(room * w / 100) for w in widths or [100 / len(headings)] * len(headings)]
        table = make_table(headings, rows, widths, about=clean(about), ids=self.ids, ink=self.ink)
        self.file.element.body.insert_element_before(table, "w:sectPr")
        self.file.add_paragraph().paragraph_format.space_after = Pt(0)  # two tables would be one

    def content(self):
        """The file, in bytes."""
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()


def comparison_runs(words):
    """Compared words (of ``partnership.text``) as runs of a paragraph."""
    styles = {"added": ADDED, "removed": REMOVED}
    for part in words:
        if part.kind == "same":
            yield part.text
        else:
            yield f"[{part.kind}: {part.text.strip()}]", styles[part.kind]
            yield " "


def _sentences(*parts):
    """The non-empty parts, joined as sentences."""
    return ". ".join(part for part in parts if part)


def _dress(file, colour):
    """Replace the library's styles by the house style."""
    defaults = file.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for element in file.styles.element.iter(qn("w:rFonts")):
        for kind in ("ascii", "hAnsi", "cs"):
            element.attrib.pop(qn(f"w:{kind}Theme"), None)
            element.set(qn(f"w:{kind}"), LETTERS)
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
    file.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # otherwise Word opens it in compatibility mode
    ink = RGBColor.from_string(colour.lstrip("#").upper())
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        file.styles[name].font.color.rgb = ink
        file.styles[name].font.italic = False
    for element in file.styles["Title"].element.iter(qn("w:pBdr")):
        element.getparent().remove(element)
    file.styles["Quote"].font.italic = False
    file.styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    file.styles["Normal"].paragraph_format.space_after = Pt(6)
    file.styles.add_style(ADDED, WD_STYLE_TYPE.CHARACTER).font.underline = True
    file.styles.add_style(REMOVED, WD_STYLE_TYPE.CHARACTER).font.strike = True


def _describe(properties, document, about, on):
    properties.title = clean(document.title)[:PROPERTY]
    properties.author = properties.last_modified_by = clean(document.partnership)[:PROPERTY]
    properties.subject = clean(about)[:PROPERTY]
    properties.comments, properties.language = "", LANGUAGE
    properties.created = properties.modified = datetime.combine(on, time(), tzinfo=UTC)


def _frame(section, document, as_at):
    """Set A4, with title and marking in the header and the page number in the footer."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].add_run(clean(document.title))
    if document.marking:
        section.header.add_paragraph(style="Header").add_run(clean(document.marking), style=BOLD)
    section.footer.paragraphs[0].add_run(clean(_sentences(document.partnership, as_at)))
    number = section.footer.add_paragraph("Page ", style="Footer")
    _field(number, "PAGE")
    number.add_run(" of ")
    _field(number, "NUMPAGES")


def _field(paragraph, name):
    """A field, such as a page number, that Word updates."""
    field, run, text = (OxmlElement(f"w:{tag}") for tag in ("fldSimple", "r", "t"))
    field.set(qn("w:instr"), name)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
