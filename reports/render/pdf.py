"""Tagged PDFs (PDF/UA-1), made by WeasyPrint.

Only our own static files are loaded, as ``static:name``: an address in a text opens no file and no
connection.
"""

import mimetypes
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.render.pdf_tags import complete_tags

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
    """The input of a PDF: its HTML and its own CSS rules."""

    html: str
    rules: str


def house_rules(document):
    """A CSS rule with the partnership's colour, for ``pdf.css``."""
    colour = document.colour
    return f":root {{ --partnership-colour: {colour} }} @page cover {{ background: {colour} }}"


def print_pdf(sheets):
    """Sheets as a PDF, in bytes."""
    fetcher = OwnFilesOnly()
    rules = CSS(string=sheets.rules, url_fetcher=fetcher)
    pdf = HTML(string=sheets.html, base_url=SCHEME, url_fetcher=fetcher).write_pdf(
        stylesheets=[stylesheet(), rules], pdf_variant="pdf/ua-1"
    )
    return complete_tags(pdf)


def stylesheet():
    """``pdf.css``, read once a process in production; read again each time in development."""
    return _read_stylesheet() if not settings.DEBUG else _read_stylesheet.__wrapped__()


@cache
def _read_stylesheet():
    return CSS(url=f"{SCHEME}pdf.css", url_fetcher=OwnFilesOnly())
