"""Cells that a spreadsheet would compute become text."""

import pytest

from partnership.csv_cells import neutral, plain


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize(
    "before", ["", " ", "  \u00a0", "\ufeff", "\u200b", "\v", "\x85", "\u2028", " \ufeff\x00"]
)
def test_a_formula_becomes_words(sign, before):
    cell = f'{before}{sign}HYPERLINK("http://evil.example","x")'
    assert neutral(cell) == f"'{cell}"
    assert plain(neutral(cell)) == cell


@pytest.mark.parametrize("cell", ["", "1.3", "Audit Group", "a=b", "'quoted'", 3, -3, 1.5, None])
def test_everything_else_is_left_alone(cell):
    assert neutral(cell) is cell
    assert plain(cell) is cell
