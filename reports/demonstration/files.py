"""Files attached to evidence in the demonstration: valid files, made when it is loaded."""

import csv
import io

from django.utils.html import format_html, format_html_join
from weasyprint import HTML

from partnership.csv_cells import neutral
from plans.files.checking import check_file

PAGE = '<html lang="en-GB"><head><title>{}</title></head><body><h1>{}</h1>{}</body></html>'


def make_file(facts):
    """The CheckedFile of a fixture's ``facts``: a name, and the rows of a table or the paragraphs of a note."""
    if "rows" in facts:
        return check_file(facts["name"], _table(facts["rows"]))
    return check_file(facts["name"], _note(facts["title"], facts["paragraphs"]))


def _table(rows):
    out = io.StringIO()
    csv.writer(out).writerows([neutral(cell) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}".encode()


def _note(title, paragraphs):
    words = format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in paragraphs))
    return HTML(string=format_html(PAGE, title, title, words)).write_pdf(pdf_variant="pdf/ua-1")
