"""Templates have nothing that a strict content security policy forbids, and are not too long."""

import re

import pytest

from tests.architecture.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST = 120

FORBIDDEN = {
    "inline style": r"""\sstyle\s*=""",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "event attribute": r"""<[^>{]*\son[a-z]+\s*=\s*["']""",
    "script address": r"javascript:",
    "word kept from escaping": r"\|\s*safe\b|autoescape\s+false",
}

# Exceptions for single templates, and why.
ALLOWED = {}


def name_of(path):
    return str(path.relative_to(ROOT / "templates"))


def forbidden_in(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


def test_nothing_inline():
    found = {name_of(path): forbidden_in(path) for path in TEMPLATES}
    assert {name: wrong for name, wrong in found.items() if wrong} == ALLOWED
    assert len(found) > 150


def test_short_enough_to_read():
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES
    }
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('<p style="color: red">', "inline style"),
        ("<script>go()</script>", "inline script"),
        ('<a href="#" onclick="go()">', "event attribute"),
        ("{{ text|safe }}", "word kept from escaping"),
    ],
)
def test_what_is_forbidden_would_be_found(line, wrong):
    assert re.search(FORBIDDEN[wrong], line)


def test_what_is_allowed_is_not_found():
    line = '<script type="module" src="/static/app.js"></script> <p class="one-style" data-on="1">'
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, line)] == []
