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

each = pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))


@each
def test_nothing_inline(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]
    name = str(path.relative_to(ROOT / "templates"))
    assert found == ALLOWED.get(name, [])


@each
def test_short_enough_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


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
