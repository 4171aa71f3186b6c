"""Finds what people read in templates, scripts and string literals, and the phrases of docs/wording.md."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import APPS, ROOT

GUIDE = "docs/wording.md"
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
# Comments are for engineers. Their line breaks stay, so that line numbers stay right.
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A text that people may read, and the line it begins on."""

    name: str
    line: int
    words: str

    def failures(self, phrases):
        for phrase in phrases:
            for match in pattern_of(phrase).finditer(self.words):
                line = self.line + self.words.count("\n", 0, match.start())
                yield f"{self.name}:{line} {phrase}"


def pattern_of(phrase):
    """Whole words, in any case, with any space between them."""
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def forbidden_phrases(guide):
    """The bullets under “Forbidden phrases”, each a phrase in backticks."""
    _, _, section = guide.partition("## Forbidden phrases\n")
    section = section.partition("\n## ")[0]
    return re.findall(r"^- `([^`]+)`", section, re.MULTILINE)


def texts(root=ROOT):
    """All texts of the product that people may read, under ``root``."""
    for path in sorted([*root.glob("templates/**/*"), *root.glob("*/templates/**/*")]):
        if path.suffix in (".html", ".txt"):
            yield _without_comments(root, path, TEMPLATE_COMMENT)
    for path in sorted(root.glob("static/js/*.js")):
        yield _without_comments(root, path, SCRIPT_COMMENT)
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _literals(root, path)


def _without_comments(root, path, comment):
    text = path.read_text(encoding="utf-8")
    words = comment.sub(lambda match: "\n" * match[0].count("\n"), text)
    return Text(_name(root, path), 1, words)


def _literals(root, path):
    """The string literals of a module that are not docstrings, an f-string with “…” for what it inserts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if _is_text(part)]
            skipped.update(map(id, parts))
            words = "".join(part.value if part in parts else "…" for part in node.values)
            yield Text(_name(root, path), node.lineno, words)
        elif _is_text(node) and id(node) not in skipped:
            yield Text(_name(root, path), node.lineno, node.value)


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr):
            yield node.body[0].value


def _name(root, path):
    return str(Path(path).relative_to(root))
