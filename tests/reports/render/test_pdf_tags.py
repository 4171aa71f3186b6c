"""What is added to the tags that WeasyPrint makes: scopes, furniture of the page, printed links, reading order."""

from io import BytesIO

import pikepdf
import pytest

from reports.render.pdf import Sheets, print_pdf
from tests.reports.render.test_pdf import pdf, plan_document, report  # noqa: F401

pytestmark = pytest.mark.engine_free

TABLE = """<!DOCTYPE html><html lang="en"><title>Ratings</title><body><h1>Ratings</h1><table>
<thead><tr><td></td><th scope="col">Actions</th></tr></thead><tbody>
<tr><th scope="row">On track</th><td>3</td></tr></tbody></table>
<p>See <a href="https://example.org/">this</a>.</p>"""


def walk(element):
    yield element
    for child in element.get("/K", ()):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from walk(child)


def elements(document, kind):
    return [e for e in walk(document.Root.StructTreeRoot.K[0]) if kind == e.S]


def painted(page):
    """The numbers of a page's marked content in the order it is painted, and the words of the artifacts."""
    numbers, artifacts, inside = [], [], None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            number = operands[1].get("/MCID")
            inside = None if number is not None else str(operands[1].get("/Type"))
            numbers += [int(number)] if number is not None else []
        elif str(operator) in ("Tj", "TJ") and inside:
            artifacts.append(inside)
        elif str(operator) == "EMC":
            inside = None
    return numbers, artifacts


def tagged(document, page):
    """The numbers of a page's marked content in the order of the structure."""
    found = []
    for element in walk(document.Root.StructTreeRoot.K[0]):
        if element.get("/Pg") is not None and element.Pg.objgen == page.obj.objgen:
            found += [int(kid) for kid in element.get("/K", ()) if isinstance(kid, int)]
    return found


def test_header_cells_say_what_they_head():
    with pikepdf.open(BytesIO(print_pdf(Sheets(TABLE, "")))) as document:
        scopes = [str(cell.A.Scope) for cell in elements(document, "/TH")]
    assert scopes == ["/Column", "/Row"]


def test_every_header_cell_of_a_report_has_a_scope(pdf):  # noqa: F811
    with pikepdf.open(BytesIO(pdf)) as document:
        cells = elements(document, "/TH")
        assert len(cells) > 10
        assert {str(cell.A.get("/Scope")) for cell in cells} == {"/Column", "/Row"}


def test_running_heads_and_page_numbers_are_furniture(pdf):  # noqa: F811
    with pikepdf.open(BytesIO(pdf)) as document:
        _, *others = document.pages
        for page in others:
            _, artifacts = painted(page)
            # Title, as at, partnership, page number; the sample has no marking
            assert len(artifacts) >= 4
            assert set(artifacts) == {"/Pagination"}


def test_no_marked_content_is_left_without_an_element(pdf):  # noqa: F811
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            numbers, _ = painted(page)
            assert numbers
            assert set(numbers) == set(tagged(document, page))


def test_a_report_is_painted_in_the_order_in_which_it_is_read(pdf):  # noqa: F811
    with pikepdf.open(BytesIO(pdf)) as document:
        # WeasyPrint paints the dotted lines of the contents, and their page numbers, last.
        cover, brief, _, *chapters = document.pages
        for page in (cover, brief, *chapters):
            numbers, _ = painted(page)
            assert numbers == tagged(document, page)


def test_links_are_printed():
    with pikepdf.open(BytesIO(print_pdf(Sheets(TABLE, "")))) as document:
        annotations = [a for page in document.pages for a in page.get("/Annots", ())]
        assert [int(a.F) & 4 for a in annotations] == [4]
