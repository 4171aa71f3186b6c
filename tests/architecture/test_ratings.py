"""Logic asks kinds of ratings and nothing else; the palette is one in Python and in the styles."""

import ast
import re

import pytest

from partnership.models import RatingSymbol
from partnership.palette import PALETTE, contrast
from tests.architecture.sources import ROOT, sources

# Names of values that are for people alone, and of keys, which only find a rating.
NOT_ASKED = {"label", "colour", "symbol", "meaning"}
RATING = {"rating", "previous_rating", "rating_before", "freeze_rating"}
# What makes a comparison of ratings.
OPERATORS = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
# Two keys may be compared with each other (has it changed?), with "" and with that of what was never rated.
UNRATED = {"''", "RatingKind.NOT_RATED", "None", "NOT_RATED"}


def name_of(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def compared_ratings(source):
    """(line, text) of each comparison with a rating's key, label, colour or symbol."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], OPERATORS)):
            continue
        left, right = node.left, node.comparators[0]
        names = {name_of(left), name_of(right)}
        is_of_rating = isinstance(left, ast.Attribute) and "rating" in ast.unparse(left.value)
        if (is_of_rating and names & NOT_ASKED) or (
            names & RATING and not is_between_keys(left, right)
        ):
            yield node.lineno, ast.unparse(node)


def is_between_keys(left, right):
    both = name_of(left) in RATING and name_of(right) in RATING
    return both or {ast.unparse(left), ast.unparse(right)} & UNRATED


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("action.rating == 'red'", True),
        ("rating in ('red', 'amber')", True),
        ("rating.label == 'Red'", True),
        ("action.rating_kind.colour", False),
        ("rating.colour != 'red'", True),
        ("action.rating_kind == RatingKind.OFF_TRACK", False),
        ("update.rating != update.previous_rating", False),
        ("key == RatingKind.NOT_RATED", False),
        ("update.previous_rating == RatingKind.NOT_RATED", False),
    ],
)
def test_a_comparison_is_seen(code, is_found):
    class Code:
        tree = ast.parse(code)

    assert bool(list(compared_ratings(Code))) == is_found


def test_logic_asks_kinds_alone():
    found = [f"{s.name}:{line} {text}" for s in sources() for line, text in compared_ratings(s)]
    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=str)
def test_templates_ask_kinds_alone(path):
    text = path.read_text(encoding="utf-8")
    asked = re.findall(r"\brating(?:_before)?\.?(?:label|colour|key)? *[!=]= *\"[^\"]*\"", text)
    asked += re.findall(r"\.rating\(\"[^\"]*\"\)", text)
    assert asked == []


def test_no_kind_is_called_by_a_colour():
    text = (ROOT / "partnership" / "rating_kinds.py").read_text(encoding="utf-8")
    assert not re.search(rf"\b({'|'.join(PALETTE)})\b", text)


class TestPalette:
    STYLES = (ROOT / "static" / "src" / "_palette.scss").read_text(encoding="utf-8")

    def test_is_the_same_in_the_styles(self):
        rows = re.findall(
            r'"(\w+)": \(text: (\S+), tint: (\S+), edge: (\S+), fill: (\S+)\)', self.STYLES
        )
        assert {name: tuple(shades) for name, *shades in rows} == {
            name: (s.text, s.tint, s.edge, s.fill) for name, s in PALETTE.items()
        }

    def test_has_a_sign_for_every_symbol(self):
        signs = dict(re.findall(r'^  "(\w+)": "(.)",$', self.STYLES, flags=re.MULTILINE))
        assert signs == {symbol.value: symbol.label[0] for symbol in RatingSymbol}

    @pytest.mark.parametrize("name", PALETTE)
    def test_can_be_read(self, name):
        """Letters by WCAG 2.2, 1.4.6; the edge, by which a shape is seen, by 1.4.11."""
        shades = PALETTE[name]
        assert contrast(shades.text, shades.tint) >= 7
        assert contrast(shades.text, "#ffffff") >= 7
        assert contrast(shades.edge, shades.tint) >= 3
        assert contrast(shades.edge, "#ffffff") >= 3
