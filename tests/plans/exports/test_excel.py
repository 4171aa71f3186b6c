"""Excel of a plan, opened with openpyxl: typed cells, their own columns, nothing that is run or cut in silence."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from partnership.excel_file import CUT, MOST, ExcelColumn, ExcelFile, fitting, utf16
from partnership.palette import PALETTE
from partnership.tables import Kind
from plans.exports.excel import write_excel
from plans.exports.tables import PLAN_TABLES
from tests.helpers.builders import TODAY, action_of, make_update
from tests.helpers.exports import export_of, fill_plan

pytestmark = pytest.mark.engine_free


@pytest.fixture
def full(people, plan):
    return fill_plan(people, plan)


def opened(export):
    return openpyxl.load_workbook(io.BytesIO(write_excel(export)))


def records(sheet):
    """The rows of a sheet as dicts by heading."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


class TestPlan:
    def test_a_sheet_for_each_table(self, full):
        names = [table.title for table in PLAN_TABLES]
        assert opened(export_of(full)).sheetnames == [*names, "About this file"]

    def test_the_actions_begin_with_the_columns_of_the_partnership(self, full):
        """Each fact is there once: “Who” is theirs and the leads by name are ours."""
        sheet = opened(export_of(full))["Actions"]
        head = [cell.value for cell in sheet[1]]
        assert head[:4] == ["No.", "Action", "Who", "RAG"]
        assert {"Reference", "Rating"}.isdisjoint(head)
        assert {"Title", "Leads", "Due date", "Last comment", "Success measures"} <= set(head)
        assert len(head) == len(set(head))
        first = [cell.value for cell in sheet[2]][:4]
        assert first == ["1.1", "Do what action 1.1 says.", "Audit Group", "Red"]

    def test_a_plan_without_columns_of_its_own_has_ours(self, full):
        export = export_of(full)
        plain = replace(export, document=replace(export.document, columns=()))
        head = [cell.value for cell in opened(plain)["Actions"][1]]
        assert head[:3] == ["Reference", "Title", "Action"]

    def test_dates_are_dates_and_numbers_are_numbers(self, full):
        book = opened(export_of(full))
        one, two, three = records(book["Actions"])
        assert one["Due date"].date() == date(2027, 3, 31)
        assert (one["Overdue"], two["Overdue"], three["Due date"]) == ("no", "yes", None)
        assert one["Milestones"] == 1
        (value,) = records(book["Values"])
        assert (value["Value"], value["Date"].date()) == (66.5, date(2026, 9, 1))
        assert str(records(book["Updates"])[0]["When"]) == "2026-11-19 10:00:00"

    def test_a_rating_is_a_word_in_its_colours(self, full):
        sheet = opened(export_of(full))["Actions"]
        red, grey = sheet.cell(2, 4), sheet.cell(4, 4)
        assert (red.value, grey.value) == ("Red", "Not yet rated")
        assert red.fill.fgColor.rgb == f"FF{PALETTE['red'].tint.lstrip('#').upper()}"
        assert red.font.color.rgb == f"FF{PALETTE['red'].text.lstrip('#').upper()}"
        assert red.fill.fgColor.rgb != grey.fill.fgColor.rgb

    def test_the_head_stays_filters_and_is_printed_on_every_page(self, full):
        for sheet in opened(export_of(full)).worksheets[:-1]:
            assert sheet.freeze_panes in ("A2", "B2")
            assert sheet.auto_filter.ref.startswith("A1:")
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.page_setup.orientation == "landscape"
            assert "Business plan 2026–29" in sheet.oddHeader.left.text
            assert "As at 22 November 2026" in sheet.oddFooter.left.text

    def test_ids_are_hidden_at_the_end(self, full):
        sheet = opened(export_of(full))["Actions"]
        head = [cell.value for cell in sheet[1]]
        place = head.index("Id") + 1
        assert sheet.cell(2, place).value == action_of(full, "1.1").pk
        assert sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].hidden
        assert head[-2:] == ["Id", "Priority id"]

    def test_every_word_of_the_document_is_in_it(self, full):
        export = export_of(full)
        book = opened(export)
        cells = {
            str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None
        }
        for action in export.document.actions:
            words = [action.reference, action.title, action.wording, *map(str, action.drivers)]
            words += [measure.wording for measure in action.measures]
            words += [action.update.comment] if action.update else []
            for text in words:
                assert any(text in cell for cell in cells), text

    def test_as_filtered_it_says_so(self, full):
        book = opened(export_of(full, "rating=green"))
        assert [row["No."] for row in records(book["Actions"])] == ["1.2"]
        assert "Evidence" not in book.sheetnames
        about = [row[1] for row in book["About this file"].iter_rows(values_only=True)]
        assert "Rating: Green" in about
        assert "1 of 3 actions" in about

    def test_nothing_matches(self, full):
        book = opened(export_of(full, "q=not+there"))
        assert (book.sheetnames, records(book["Actions"])) == (
            ["Actions", "Ratings", "About this file"], [],
        )  # fmt: skip

    @pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+44 20", "http://x.example", "{=A1}"])
    def test_text_is_never_a_formula_or_a_link(self, full, text):
        make_update(action_of(full, "1.3"), comment=text)
        sheet = opened(export_of(full))["Updates"]
        found = [c for row in sheet.iter_rows() for c in row if c.value == text]
        assert [(cell.data_type, cell.hyperlink) for cell in found] == [("s", None)]
        assert found[0].quotePrefix is text.startswith(("=", "@", "+"))

    def test_what_a_cell_cannot_hold_is_cut_and_says_so(self, full):
        long = "“Words” and 😀 more. " * 2_500
        make_update(action_of(full, "1.3"), comment=long)
        cell = records(opened(export_of(full))["Updates"])[-1]["Comment"]
        assert cell.endswith(CUT)
        assert long.strip().startswith(cell.removesuffix(CUT))
        assert utf16(cell) <= MOST


@pytest.mark.parametrize(
    ("text", "kept"), [("a" * MOST, True), ("a" * (MOST + 1), False), ("😀" * (MOST // 2 + 1), False)]
)  # fmt: skip
def test_a_cell_is_measured_as_excel_measures_it(text, kept):
    assert (fitting(text) == text) is kept
    assert utf16(fitting(text)) <= MOST


class Titled:
    title = "R&D " + "long " * 99
    partnership = "A & B"
    colour = "#1d4f7a"
    marking = "Official &P"


def written(columns, rows, document=Titled):
    file = ExcelFile(document, as_at="As at 22 November 2026", about="About.", on=TODAY)
    file.sheet("Rows", columns, rows)
    return openpyxl.load_workbook(io.BytesIO(file.content()))


def test_headers_hold_any_title_and_marking():
    """Excel gives up a header that is too long, and reads “&P” as a page number."""
    header = written([ExcelColumn("A", Kind.TEXT)], [["x"]])["Rows"].oddHeader
    assert header.left.text.startswith("R&&D long")
    assert len(str(header.left.text)) < 160
    assert header.right.text == "Official &&P"


@pytest.mark.parametrize("odd", ["\x01\x1f", "\x0b", "\ufffe", "_x0041_", "\u202eabc", "<&>\"'"])
def test_odd_characters(odd):
    text = written([ExcelColumn("A", Kind.TEXT)], [[f"a{odd}z"]])["Rows"]["A2"].value
    assert (text[0], text[-1]) == ("a", "z")
    if odd in ("_x0041_", "\u202eabc", "<&>\"'"):
        assert (
            text.replace("_x005F_", "_") == f"a{odd}z"
        )  # Excel reads the escape; openpyxl does not
    else:
        assert "\ufffd" in text


def test_a_date_that_excel_does_not_know_is_text():
    sheet = written([ExcelColumn("A", Kind.DATE)], [[date(1834, 1, 2)], [date(9999, 12, 31)]])["Rows"]  # fmt: skip
    assert sheet["A2"].value == "1834-01-02"
    assert sheet["A3"].value.date() == date(9999, 12, 31)
