"""Word of a plan, opened again: its own tables under its own headings, and every word of the document."""

import io
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from partnership.word_table import WordCell, make_table
from plans.document.published_tables import published_tables
from plans.exports.word import write_word
from tests.helpers.exports import export_of, fill_plan

pytestmark = pytest.mark.engine_free


@pytest.fixture
def full(people, plan):
    return fill_plan(people, plan)


def opened(export, **how):
    return Document(io.BytesIO(write_word(export, **{"as_published": True, **how})))


def words_of(file):
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def of_style(file, *styles):
    return [p.text for p in file.paragraphs if p.style.name in styles]


class TestPublished:
    def test_their_headings_and_the_cells_of_their_tables(self, full):
        export = export_of(full)
        (table,) = published_tables(export.document)
        file = opened(export)
        assert table.heading in of_style(file, "Heading 1")
        rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
        assert rows[0] == ["No.", "Action", "Who", "RAG"]
        wording = "Do what action 1.1 says.\nStaff are trained: By June 2026"
        assert rows[1] == ["1.1", wording, "Audit Group", "Red"]
        assert len(rows) == 4

    def test_the_head_is_repeated_and_no_row_breaks(self, full):
        rows = opened(export_of(full)).tables[0].rows
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, *[False] * 3]  # fmt: skip
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)

    def test_a_screen_reader_is_told_what_the_table_is_and_that_its_first_row_is_a_head(self, full):
        properties = opened(export_of(full)).tables[0]._tbl.tblPr
        assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "Priority 1: Children are heard"  # fmt: skip
        assert properties.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"

    def test_a_rating_is_a_word_on_its_colour(self, full):
        cell = opened(export_of(full)).tables[0].cell(1, 3)
        assert cell.text == "Red"
        assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "FBE5E3"

    def test_pages_are_landscape_and_say_what_they_are_of(self, full):
        (section,) = opened(export_of(full)).sections
        assert section.page_width > section.page_height
        assert "As at 22 November 2026" in section.footer.paragraphs[0].text


@pytest.mark.parametrize("as_published", [True, False])
class TestBoth:
    def test_every_word_of_the_document_is_in_it(self, full, as_published):
        export = export_of(full)
        document = export.document
        text = words_of(opened(export, as_published=as_published))
        expected = [document.title, document.period, document.partnership, document.introduction]
        for section in document.sections:
            expected.append(section.title)
        for action in document.actions:
            expected += [action.reference, action.wording, document.rating(action.rating).label]
            expected += [lead.name for lead in action.leads]
            if not as_published:
                expected += [action.title, action.timescale.text]
                expected += [measure.wording for measure in action.measures]
                expected += [action.update.comment] if action.update else []
        if as_published:
            expected.remove("Not yet rated")  # a published table leaves it empty
        for words in expected:
            assert words in text, words

    def test_as_filtered_it_says_so_and_has_nothing_else(self, full, as_published):
        file = opened(export_of(full, "rating=green"), as_published=as_published)
        assert of_style(file, "List Bullet")[:2] == ["Rating: Green", "This is 1 of 3 actions."]
        assert "action 1.2" in words_of(file)
        assert "action 1.1" not in words_of(file)

    def test_nothing_matches(self, full, as_published):
        file = opened(export_of(full, "q=not+there"), as_published=as_published)
        assert of_style(file, "Normal")[-1] == "No actions match your filters."

    def test_arranged_by_lead_it_has_a_heading_for_each(self, full, as_published):
        file = opened(export_of(full), as_published=as_published, by="lead")
        headings = of_style(file, "Heading 1")
        assert headings[-3:] == ["Audit Group", "Professional Adviser", "Training Group"]


def test_headings_go_down_by_one(full):
    """A screen reader's outline has no gaps."""
    file = opened(export_of(full), as_published=False)
    levels = [int(p.style.name[-1]) for p in file.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


# The order in which the standard wants the properties of a table, a cell, a paragraph and a run: Word repairs others.
ORDERS = {
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblDescription",
    "tcPr": "tcW gridSpan vMerge shd",
    "pPr": "pStyle keepNext spacing ind",
    "rPr": "rStyle b color sz",
}


@pytest.mark.parametrize("name", ORDERS)
def test_properties_are_in_the_order_that_word_wants(full, name):
    order = ORDERS[name].split()
    table = opened(export_of(full)).tables[0]._tbl
    found = [
        [order.index(part.tag.rpartition("}")[2]) for part in one]
        for one in table.iter(qn(f"w:{name}"))
    ]
    assert any(found)
    assert all(places == sorted(set(places)) for places in found)


def test_a_cell_that_spans_rows_is_merged_and_a_lone_one_is_as_wide_as_the_table():
    file = Document()
    ids = {style.name: style.style_id for style in file.styles}
    rows = [
        [WordCell(("Both",), rows=2), WordCell(("One",))],
        [WordCell(rows=0), WordCell(items=("Two",))],
        [WordCell(("Heading",), is_heading=True)],
    ]
    table = make_table(["A", "B"], rows, [1000, 2000], about="What", ids=ids, ink="1D4F7A")
    file.element.body.insert_element_before(table, "w:sectPr")
    buffer = io.BytesIO()
    file.save(buffer)
    (table,) = Document(io.BytesIO(buffer.getvalue())).tables
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [["A", "B"], ["Both", "One"], ["Both", "Two"], ["Heading", "Heading"]]
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
