"""What a PDF says, and where its lines end."""

import re
from io import BytesIO

from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import TextBox

from reports.render.pdf import OwnFilesOnly, print_pdf, stylesheet

LONG = f"https://example.org/{'a' * 130}/{'b' * 129}"  # 281 signs


def pages_of(pdf):
    """The text of each page, with single spaces."""
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(pdf)).pages]


def squeezed(text):
    """Without white space and hyphens, where a line may have been broken."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def laid_out(sheets):
    """The pages as WeasyPrint lays them out: each with its width, and the right ends of its lines of text."""
    html = HTML(string=sheets.html, base_url="static:", url_fetcher=OwnFilesOnly())
    rules = CSS(string=sheets.rules, url_fetcher=OwnFilesOnly())
    for sheet in html.render(stylesheets=[stylesheet(), rules]).pages:
        texts = [box for box in sheet._page_box.descendants() if isinstance(box, TextBox)]
        yield sheet.width, [box.position_x + box.width for box in texts]


def assert_printed(sheets, texts, *, at_least):
    """Every word of ``texts`` is in the PDF of ``sheets``, and none runs off its page."""
    words = [word for text in texts for word in text.split()]
    assert len(words) >= at_least
    printed = squeezed(" ".join(pages_of(print_pdf(sheets))))
    missing = [word for word in words if squeezed(word) not in printed]
    assert missing == []
    for width, ends in laid_out(sheets):
        assert max(ends) <= width
