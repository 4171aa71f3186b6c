"""The pages in the footer: help, accessibility, privacy. An installation may replace them."""

from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from partnership.context import partnerships_of, people_who_help


def help(request):  # named like its page; Python's own help is not used here
    people = people_who_help(partnerships_of(request))
    return _page(request, "help", title="Help", people=people)


def accessibility(request):
    return _page(request, "accessibility", title="Accessibility")


def privacy(request):
    return _page(request, "privacy", title="Privacy")


def _page(request, name, **context):
    text = own_words(name)
    if text is None:
        return render(request, f"partnership/{name}.html", context)
    context |= {"name": name, "parts": parts_of(text)}
    return render(request, "partnership/own_page.html", context)


def own_words(name):
    """The text (Markdown) that the installation puts in place of our page, or None."""
    if not settings.PAGES_DIR:
        return None
    path = Path(settings.PAGES_DIR, f"{name}.md")
    return path.read_text(encoding="utf-8") if path.is_file() else None


def parts_of(text):
    """(heading or "", text) of each part of a text, where a line that begins with # is a heading."""
    parts, words = [], []
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            parts.append((heading, "\n".join(words)))
            heading, words = line.lstrip("#").strip(), []
        else:
            words.append(line)
    parts.append((heading, "\n".join(words)))
    return [(heading, words) for heading, words in parts if heading or words.strip()]
