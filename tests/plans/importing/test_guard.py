import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from plans.importing import guard
from plans.importing.guards import pdf as pdf_guard
from plans.importing.guards import tables as table_guard
from plans.importing.guards import text as text_guard
from plans.importing.read import read_plan_file
from tests.facts.example_files import FILES
from tests.helpers.plan_files import excel, heading, pdf, put, row, table, text_file, word

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet(rows=2, columns=3):
    def build(workbook):
        one = workbook.create_sheet("Plan")
        for number in range(1, rows + 1):
            put(one, number, ["words"] * columns)

    return excel(build)


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        read_plan_file(name, content)
    (sentence,) = refused.value.messages
    assert name in sentence
    return sentence


def old_office(*streams):
    return OLD + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


def with_password():
    with pikepdf.open(io.BytesIO(pdf("<p>words</p>"))) as opened:
        out = io.BytesIO()
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
        return out.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_example_is_accepted(path):
    assert read_plan_file(path.name, path.read_bytes()).blocks


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.exe", b"MZ", "choose a Word"),
        ("plan", b"words", "choose a Word"),
        ("plan.docx", b"", "is empty"),
        ("plan.docx", b"words", "another kind of file"),
        ("plan.docx", OLD, "old format"),
        ("plan.docx", old_office("WordDocument"), "Word before 2007"),
        ("plan.xlsx", old_office("Workbook"), "Rename it to .xls"),
        ("plan.xls", old_office("Workbook", "_VBA_PROJECT"), "macros"),
        ("plan.xlsx", old_office("EncryptedPackage"), "password"),
        ("plan.xls", old_office("Workbook"), "could not be read"),
        ("plan.xls", b"<html><table>", "another kind of file"),
        ("plan.csv", b"<!DOCTYPE html>", "another kind of file"),
        ("plan.csv", b"Action,Lead\nDo\0it,AB", "Line 2"),
        ("plan.csv", "Action,Lead".encode("utf-16-le") + b"\xff", "not readable as text"),
        ("plan.csv", b"Action,Lead\n" + b"words " * 200_000, "Line 2 of the file"),
        ("plan.pdf", b"words", "another kind of file"),
        ("plan.pdf", b"%PDF-1.7 words", "damaged or incomplete"),
        ("plan.pdf", b"%PDF-1.7 /JavaScript %%EOF", "program"),
        ("plan.pdf", b"%PDF-1.7 words %%EOF", "damaged or incomplete"),
    ],
)
def test_each_refusal_names_the_file_and_why(name, content, says):
    assert says in refusal(name, content)


def test_a_password_and_a_scan_are_named():
    assert "password" in refusal("plan.pdf", with_password())
    drawn = "<svg width=20 height=20><rect width=20 height=20 /></svg>"
    assert "scan" in refusal("plan.pdf", pdf(drawn))
    assert read_plan_file("plan.pdf", pdf(f"{drawn}<p>words</p>")).blocks


def test_half_a_file_is_refused():
    for path in FILES:
        if path.suffix != ".csv":
            content = path.read_bytes()
            assert "damaged" in refusal(path.name, content[: len(content) // 2])


def test_a_document_without_its_parts_is_refused():
    content = word(heading("Words"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != "word/document.xml":
                new.writestr(part, old.read(part))
    refusal("plan.docx", out.getvalue())


def test_more_rows_columns_cells_or_pages_than_can_be_read_are_counted(monkeypatch):
    for module, limit, most, name, content, says in (
        (table_guard, "MOST_ROWS", 4, "a.xlsx", sheet(rows=5), "“Plan” has 5 rows; at most 4"),
        (
            table_guard,
            "MOST_COLUMNS",
            3,
            "a.xlsx",
            sheet(columns=4),
            "“Plan” has 4 columns; at most 3",
        ),
        (table_guard, "MOST_CELLS", 5, "a.xlsx", sheet(), "“Plan” has 6 cells; at most 5"),
        (table_guard, "MOST_ROWS", 1, "a.docx", word(table(row("a"), row("b"))), "up to table 1"),
        (table_guard, "MOST_ELEMENTS", 9, "a.docx", word(table(row("a"), row("b"))), "too long"),
        (
            text_guard,
            "MOST_ROWS",
            1,
            "a.csv",
            text_file([["a", "b"], ["c", "d"]]),
            "2 lines; at most 1",
        ),
        (
            pdf_guard,
            "MOST_PAGES",
            1,
            "a.pdf",
            pdf("<p>a</p><p style='break-before:page'>b"),
            "2 pages",
        ),
        (pdf_guard, "MOST_OF_PAGE", 10, "a.pdf", pdf("<p>words"), "Page 1"),
        (pdf_guard, "MOST_UNPACKED", 10, "a.pdf", pdf("<p>words"), "too large"),
        (guard, "MOST_BYTES", 10, "a.csv", text_file([["Action", "Lead"]]), "larger than"),
    ):
        assert read_plan_file(name, content)
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, most)
            assert says in refusal(name, content)


def test_text_that_no_program_says_how_to_read_is_accepted_in_windows_1252():
    file = read_plan_file("plan.csv", text_file([["Action", "£ – ’"]], encoding="cp1252"))
    assert file.tables[0].rows[0].cells[1].text == "£ – ’"
    assert [note.code for note in file.notes] == ["guessed_encoding"]


def test_a_merged_area_counts_all_of_its_cells():
    """openpyxl makes a cell for each when it opens the file: a whole column would take minutes and gigabytes."""

    assert "“Plan” has 800,0" in refusal("plan.xlsx", with_large_merged_area())


def with_large_merged_area():
    """A workbook whose merged area is written without its cells, as a hostile one would be."""
    out = io.BytesIO()
    small = excel(lambda workbook: workbook.create_sheet("Plan").merge_cells("A1:B4"))
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b"A1:B4", b"A1:B400000"))
    return out.getvalue()
