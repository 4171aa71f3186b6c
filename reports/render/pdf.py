"""Printing: our documents on paper, as tagged PDFs (PDF/UA-1) made by WeasyPrint.

Nothing is fetched but our own static files, addressed as ``static:name``: whatever address a text holds, it
opens no file and no connection.
"""

import mimetypes
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from plans.document.published_tables import published_tables
from reports.changes.csv_export import cut_words, in_words

SCHEME = "static:"


class OwnFilesOnly(URLFetcher):
    """Reads ``static:name`` from our static files, and refuses every other address with ValueError."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        name = url.removeprefix(SCHEME)
        path = finders.find(name) if url.startswith(SCHEME) else None
        if path is None:
            raise ValueError("Only our own static files may be read.")
        with open(path, "rb") as file:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read(), {"Content-Type": kind})


@dataclass(frozen=True)
class Sheets:
    """What is printed, before it is: its HTML, and the rules that go with it alone."""

    html: str
    rules: str


def report_sheets(document):
    """A ReportDocument, ready to print."""
    return Sheets(render_to_string("print/report.html", {"document": document}), house(document))


def plan_sheets(document, *, as_published=False, mark=""):
    """A PlanDocument, ready to print: in blocks, or in the partnership's own tables on wide sheets.

    ``mark`` is said after “as at” on every page: the version and digest of a plan as it stood.
    """
    context = {"document": document, "mark": mark}
    if not as_published:
        return Sheets(render_to_string("print/plan.html", context), house(document))
    tables = published_tables(document)
    html = render_to_string("print/plan_published.html", context | {"tables": tables})
    widths = "".join(
        f".app-published__{shows} {{ width: {share}% }}" for shows, share in column_shares(tables)
    )
    return Sheets(html, f"{house(document)} {WIDE} {widths}")


def changes_sheets(document):
    """A ChangesDocument, ready to print."""
    context = {"document": document, "worded": _worded, "cut": document.is_cut and cut_words()}
    return Sheets(render_to_string("print/changes.html", context), house(document))


def _worded(story):
    """The sentences of a ChangeSummary, each with its longer words in lines."""
    return [(sentence, [in_words(text) for text in sentence.texts]) for sentence in story.sentences]


def house(document):
    """The partnership's colour, where ``pdf.css`` takes it from."""
    colour = document.colour
    return f":root {{ --partnership-colour: {colour} }} @page cover {{ background: {colour} }}"


def comparison_sheets(context):
    """A Comparison (with its Moments ``before`` and ``after``), ready to print."""
    document = context["after"].document
    html = render_to_string("print/comparison.html", context | {"document": document})
    return Sheets(html, house(document))


WIDE = """
    @page { size: A4 landscape; margin: 18mm 14mm 16mm }
    @page cover { margin: 34mm 24mm 24mm }
"""

# How much of a table's width a column wants, by what it shows; an empty one wants only its heading's.
WIDTHS = {
    "number": 6.5,
    "priority": 6,
    "objective": 12,
    "driver": 17,
    "title": 10,
    "action": 22,
    "importance": 9.5,
    "lead": 11,
    "timescale": 9,
    "measure": 20,
    "further_actions": 13,
    "progress": 18,
    "rating": 8,
}
EMPTY = 8


def column_shares(tables):
    """(what a column shows, per cent of the width) for all columns of the tables of one plan."""
    columns = dict.fromkeys(shows for table in tables for shows in table.shows)
    filled = {
        cell.shows
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.paragraphs or cell.items or cell.rating
    }
    wants = {s: WIDTHS[s] if s in filled else min(WIDTHS[s], EMPTY) for s in columns}
    return [(shows, round(100 * want / sum(wants.values()), 2)) for shows, want in wants.items()]


def print_pdf(sheets):
    """Sheets as a PDF, in bytes."""
    fetcher = OwnFilesOnly()
    rules = CSS(string=sheets.rules, url_fetcher=fetcher)
    return HTML(string=sheets.html, base_url=SCHEME, url_fetcher=fetcher).write_pdf(
        stylesheets=[stylesheet(), rules], pdf_variant="pdf/ua-1"
    )


def stylesheet():
    """``pdf.css``, read once by a process that serves; anew each time while somebody works on it."""
    return _read_stylesheet() if not settings.DEBUG else _read_stylesheet.__wrapped__()


@cache
def _read_stylesheet():
    return CSS(url=f"{SCHEME}pdf.css", url_fetcher=OwnFilesOnly())
