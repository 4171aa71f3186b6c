"""The documentation matches the tree: links resolve, files named exist, settings and decisions are listed."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
FILE = re.compile(r"`((?:[\w<>.-]+/)+[\w.-]+\.\w+)`")
README_AT_MOST = 120  # lines


def name_of(path):
    return str(path.relative_to(ROOT))


def links(text):
    return [link for link in LINK.findall(text) if "://" not in link]


def test_links_lead_to_files():
    broken = [
        f"{name_of(path)}: {link}"
        for path in PAGES
        for link in links(path.read_text())
        if not (path.parent / link).exists()
    ]
    assert broken == []


def test_a_broken_link_is_seen():
    assert links("[a](gone.md#part), [b](https://example.org)") == ["gone.md"]


def test_the_architecture_names_files_that_exist():
    """The table of where new things go names files that do not exist yet."""
    today, _ = (ROOT / "docs/architecture.md").read_text().split("## Where does it go?")
    named = [Path(name) for name in FILE.findall(today) if "<" not in name]
    assert len(named) > 20
    assert [str(path) for path in named if not (ROOT / path).exists()] == []


def test_every_setting_is_explained():
    source = (ROOT / "partnership/settings.py").read_text()
    read = set(re.findall(r"""(?:read_\w+|environ\.get)\(\s*["']([A-Z_]+)["']""", source))
    assert {"SECRET_KEY", "SITE_URL", "EMAIL_PORT"} <= read
    table = (ROOT / "docs/running.md").read_text()
    missing = sorted(name for name in read if f"`{name}" not in table)
    assert missing == [], "Add these settings to the table in docs/running.md."


def test_every_decision_has_a_number_of_its_own():
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert len(pages) >= 49
    numbers = [int(page.name[:4]) for page in pages]
    assert len(set(numbers)) == len(numbers)
    titles = [page.read_text().split("\n", 1)[0] for page in pages]
    headed = [int(re.match(r"# (\d+)\. ", title)[1]) for title in titles]
    assert headed == numbers


def test_the_readme_stays_short():
    assert len((ROOT / "README.md").read_text().splitlines()) < README_AT_MOST
