"""Tagged PDFs (PDF/UA-1), made by WeasyPrint.

Only our own static files are loaded, as ``static:name``, and the pictures that come with the sheets, as
``stored:name``: an address in a text opens no file and no connection.
"""

import mimetypes
from dataclasses import dataclass, field, replace
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import escape
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.render.pdf_tags import complete_tags

SCHEME, STORED = "static:", "stored:"
COVER = '<section class="cover">'


class OwnFilesOnly(URLFetcher):
    """Reads ``static:name`` from our static files, ``stored:name`` from ``pictures``, and refuses the rest.

    ``pictures`` are (media type, bytes) by name; every other address is a ValueError.
    """

    def __init__(self, pictures=None):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = pictures or {}

    def fetch(self, url, headers=None):
        if url.startswith(STORED) and url.removeprefix(STORED) in self._pictures:
            media_type, content = self._pictures[url.removeprefix(STORED)]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})
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
    pictures: dict = field(default_factory=dict)  # name → (media type, bytes)

    def with_logo(self, logo):
        """These sheets with the PrintedLogo on their cover; unchanged without one, or without a cover."""
        if logo is None:
            return self
        picture = f'<p class="cover__logo"><img src="{STORED}logo" alt="{escape(logo.alt)}"></p>'
        html = self.html.replace(COVER, COVER + picture, 1)
        return replace(self, html=html, pictures={"logo": (logo.media_type, logo.content)})


def house_rules(document):
    """A CSS rule with the partnership's colour, for ``pdf.css``."""
    colour = document.colour
    return f":root {{ --partnership-colour: {colour} }} @page cover {{ background: {colour} }}"


def print_pdf(sheets):
    """Sheets as a PDF, in bytes."""
    fetcher = OwnFilesOnly(sheets.pictures)
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
