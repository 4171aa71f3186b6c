"""The formatting that people may use, as paragraphs of a Word file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.formatted_text import word_paragraphs


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("One\nline\n\nTwo", [("", ["One", " ", "line"]), ("", ["Two"])]),
        ("a  \nb", [("", ["a", "\n", "b"])]),
        ("- a\n- b\n\n1. c", [("List Bullet", ["a"]), ("List Bullet", ["b"]), ("List Number", ["c"])]),
        ("x **y** *z*", [("", ["x ", ("y", "Strong"), " ", ("z", "Emphasis")])]),
        ("[a](https://x.example)", [("", ["a", " (https://x.example)"])]),
        ("<https://x.example>", [("", ["https://x.example"])]),
        ("# a <b>", [("", ["# a <b>"])]),
    ],
)  # fmt: skip
def test_paragraphs_lists_emphasis_and_links(text, paragraphs):
    found = [(style, [run for run in runs if run]) for style, runs in word_paragraphs(text)]
    assert found == paragraphs


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("ab *_-1.[]()<>\n#`!&;:/"), max_size=60))
def test_no_letter_is_lost(text):
    runs = (run for _, runs in word_paragraphs(text) for run in runs)
    found = "".join(run if isinstance(run, str) else run[0] for run in runs)
    assert found.count("a") >= text.count("a") - text.count("](") - text.count("]:")
