"""Tables and files that nobody made with care: always a plan, a note or a sentence, never an exception."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.importing.read import read_plan_file
from plans.importing.tables import Cell, Paragraph, Row, SourceFile, Table, lines_of, visible
from plans.importing.to_data import plan_data
from plans.importing.understand import understand
from tests.facts.example_files import FILES
from tests.helpers.imported_plans import lost_words_of_text

HEADS = (
    *("Ref", "Action", "Lead", "Timescale", "Success measure", "RAG", "Progress", "Priority"),
    *("Objective", "Lead and timescale", "Action / lead", "Q1", "Theme", "No.", "Notes", "Target"),
)
WORDS = st.sampled_from(
    [
        *(
            "Priority 1: Neglect",
            "Objective 2",
            "1",
            "1.1",
            "1.2 Do this",
            "2. Do that",
            "• Ask",
            "red",
        ),
        *(
            "May 2027",
            "TBC",
            "QA Group",
            "Police and Health",
            "(continued)",
            "continued",
            "●",
            "Key: red",
        ),
        *(
            "and so on",
            "Lead: JB",
            "a) first\nb) second",
            "1. one\n2. two",
            "31/12/2026\nMay 2027",
            "",
        ),
    ]
)
TEXTS = st.one_of(WORDS, WORDS, st.sampled_from(HEADS), st.text(max_size=30))
FUZZ = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def rows(draw, number):
    """A row of cells that follow each other, with gaps, spans, fills and cells that go on from above."""
    column, cells = draw(st.integers(0, 1)), []
    for _ in range(draw(st.integers(0, 6))):
        span = draw(st.sampled_from([1, 1, 1, 1, 2, 6]))
        is_below = draw(st.sampled_from([False, False, False, True]))
        lines = () if is_below else lines_of(draw(TEXTS))
        fill = draw(st.sampled_from(["", "", "ff0000", "dddddd"]))
        cells.append(Cell(column, lines, span, fill, is_below, f"row {number}, column {column}"))
        column += span
    return Row(tuple(cells), f"row {number}", draw(st.booleans()))


@st.composite
def tables(draw):
    found = [draw(rows(number)) for number in range(draw(st.integers(0, 7)))]
    if draw(st.booleans()):
        heads = draw(st.lists(st.sampled_from(HEADS), min_size=2, max_size=6))
        cells = tuple(Cell(n, lines_of(text)) for n, text in enumerate(heads))
        found.insert(draw(st.integers(0, len(found))), Row(cells, "head"))
    return Table("table 1", tuple(found), draw(st.sampled_from(["", "", "Plan", "1 Neglect"])))


PARAGRAPHS = st.builds(
    Paragraph,
    st.text(max_size=40).map(visible).filter(bool),  # as readers give it
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
)


@FUZZ
@given(st.lists(st.one_of(tables(), tables(), PARAGRAPHS), max_size=5))
def test_any_tables_become_a_plan_that_loses_no_word(blocks):
    file = SourceFile("word", list(blocks))
    plan = understand(file)
    plan_data(plan)
    texts = [
        text
        for block in blocks
        for text in (
            [block.text]
            if isinstance(block, Paragraph)
            else [cell.text for row in block.rows for cell in row.cells]
        )
    ]
    # Random cells repeat each other, and a heading that is said again is kept once.
    words = set("\n".join(texts).split())
    assert lost_words_of_text("\n".join(sorted(words)), plan) == {}


def damaged(content, place, byte):
    place %= len(content)
    return content[:place] + bytes([byte]) + content[place + 1 :]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@settings(FUZZ, max_examples=12)
@given(
    places=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4),
    cut=st.integers(0, 400),
)
def test_a_damaged_example_is_read_or_refused_in_a_sentence(path, places, cut):
    content = path.read_bytes()
    for place, byte in places:
        content = damaged(content, place, byte)
    _read_or_refuse(path.name, content[: len(content) - cut * (cut % 3 == 0)])


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix in (".docx", ".xlsx")], ids=lambda path: path.name
)
@settings(FUZZ, max_examples=12)
@given(
    part=st.integers(0, 30),
    place=st.integers(0, 10**6),
    text=st.sampled_from(["", "9999999999", "-1", "x", "<w:p/>", "é"]),
)
def test_an_example_with_wrong_xml_is_read_or_refused_in_a_sentence(path, part, place, text):
    """The archive is whole, and one value in it is not what its program would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            data = old.read(name)
            if name == names[part % len(names)]:
                values = list(re.finditer(rb'"[^"]*"|>[^<]+<', data))
                chosen = values[place % len(values)]
                data = data[: chosen.start() + 1] + text.encode() + data[chosen.end() - 1 :]
            new.writestr(name, data)
    _read_or_refuse(path.name, out.getvalue())


def _read_or_refuse(name, content):
    sentences = []
    try:
        plan_data(understand(read_plan_file(name, content)))
    except ValidationError as refused:
        sentences = refused.messages
    assert len(sentences) <= 1
    assert all(name in sentence for sentence in sentences)
