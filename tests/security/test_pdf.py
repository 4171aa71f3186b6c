"""A PDF uses only our own files: whatever address is in a text, nothing is opened."""

import http.server
import logging
import threading
import urllib.request

import pytest
from django.urls import reverse

from partnership.history import recording
from plans.models import (
    Action,
    CoreActivity,
    Driver,
    Objective,
    Plan,
    Priority,
    SuccessMeasure,
    Theme,
)
from reports.models import Section
from reports.render.pdf import OwnFilesOnly, Sheets, print_pdf
from tests.helpers.jobs import fetch_file

pytestmark = pytest.mark.engine_free

SECRET = "hush-from-a-file"


@pytest.fixture
def listener():
    """A server on this machine that records requests."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<svg xmlns='http://www.w3.org/2000/svg'/>")

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(monkeypatch):
    """The files of ours that WeasyPrint was given."""
    read, fetch = [], OwnFilesOnly.fetch

    def noted(self, url, headers=None):
        answer = fetch(self, url, headers)
        read.append(url)
        return answer

    monkeypatch.setattr(OwnFilesOnly, "fetch", noted)
    return read


def hostile(base, secret):
    """The ways in which HTML, CSS and SVG can load something."""
    addresses = [
        f"{base}/hit",
        base.replace("http:", "") + "/hit",
        base.replace("http", "HTTP") + "/hit",
        secret.as_uri(),
        str(secret),
        "ftp://127.0.0.1/hit",
        "http://169.254.169.254/latest/meta-data/",
        "static:../../partnership/settings.py",
    ]
    shapes = [
        '<img src="{}" alt="x">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<style>@import url("{}");</style>',
        '<style>@font-face {{ font-family: f; src: url("{}") }} p {{ font-family: f }}</style>',
        '<style>body {{ background: url("{}") }} li {{ list-style-image: url("{}") }}</style>',
        '<style>p::before {{ content: url("{}") }}</style>',
        '<object data="{}" type="text/html"></object>',
        '<embed src="{}">',
        '<iframe src="{}"></iframe>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="{}#a"/></svg>',
        '<svg><?xml-stylesheet href="{}"?></svg>',
        '<meta http-equiv="refresh" content="0; url={}">',
        '<base href="{}"><img src="hit" alt="x">',
        "![x]({})",
        "[x]({})",
        '<!DOCTYPE d [<!ENTITY e SYSTEM "{}">]><p>&e;</p>',
    ]
    return [
        shape.replace("{}", a).replace("{{", "{").replace("}}", "}")
        for shape in shapes
        for a in addresses
    ]


@pytest.fixture
def ways(listener, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    return hostile(listener[0], secret)


def test_the_listener_would_be_heard(listener):
    base, asked = listener
    with urllib.request.urlopen(f"{base}/hit") as answer:
        answer.read()
    assert asked == ["/hit"]


def test_html_that_fetches_gets_nothing(listener, opened, ways):
    """Even if escaping had failed and the text were HTML."""
    html = f'<html lang="en"><title>T</title><body><p>Words</p>{"".join(ways)}'
    pdf = print_pdf(Sheets(html, "".join(w for w in ways if w.startswith("@"))))
    assert pdf.startswith(b"%PDF-")
    assert listener[1] == []
    assert [url for url in opened if url != "static:pdf.css"] == []
    assert SECRET.encode() not in pdf
    assert b"/EmbeddedFile" not in pdf


WORDS = {
    Plan: ["title", "period", "introduction", "note"],
    Priority: ["title", "heading_note", "action_heading", "note"],
    Objective: ["title", "note"],
    Action: [
        "title",
        "wording",
        "further_actions",
        "resources",
        "note",
        "leads_words",
        "timescale_words",
    ],
    SuccessMeasure: ["wording"],
    Driver: ["wording"],
    Theme: ["name"],
    CoreActivity: ["wording", "heading"],
    Section: ["text"],
}


def test_words_that_fetch_get_nothing(house, client_as, listener, opened, ways, caplog):
    """In every text field that is printed, through the pages that make the PDFs."""
    everything = " ".join(ways)
    with recording(by=house.people.business_manager, reason="Hostile"):
        for model, names in WORDS.items():
            for record in model._base_manager.all():
                for name in names:
                    limit = record._meta.get_field(name).max_length
                    setattr(record, name, everything[: limit or 20_000])
                record.save()
    client = client_as(house.people.business_manager)
    with caplog.at_level(logging.WARNING):
        for name, *args in (
            ("plan_file", house.mine["agreed"], "pdf"),
            ("report_pdf", house.mine["report"]),
        ):
            address = reverse(f"reports:{name}", args=["ashshire", *args])
            for view in ("", "?view=published") if name == "plan_file" else ("",):
                pdf = fetch_file(client, address + view).content
                assert pdf.startswith(b"%PDF-")
                assert SECRET.encode() not in pdf
                assert b"/EmbeddedFile" not in pdf
    assert listener[1] == []
    assert set(opened) <= {"static:pdf.css"}
