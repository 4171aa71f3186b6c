"""OpenDocument sheets, and tables pasted from a page, Word or Excel."""

import io
import zipfile

from plans.importing.read import read_plan_file
from plans.importing.readers.delimited import read_pasted
from plans.importing.understand import understand
from tests.helpers.imported_plans import actions, codes

OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(f' xmlns:{one}="{OPEN}:{one}:1.0"' for one in ("office", "table", "text"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Plan">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entry = f'<m:file-entry m:full-path="/" m:media-type="{SPREADSHEET}"/>'
    manifest = f'<m:manifest xmlns:m="{OPEN}:manifest:1.0">{entry}</m:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", SPREADSHEET)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def test_an_open_document_sheet_is_read_and_its_dates_are_to_be_checked():
    content = ods(
        [["Ref", "Action", "Lead", "Due date"], ["1", "Ask children", "Youth Team", "May 2027"]]
    )
    plan = understand(read_plan_file("plan.ods", content))
    assert actions(plan, "reference", "leads", "words") == [("1", ["Youth Team"], "May 2027")]
    assert "check_every_row" in codes(plan)


def test_a_pasted_table_keeps_its_spans_lists_and_fills():
    html = """<table><tr><th>Priority<th>Action</th><th>Lead</th><th>Measure</th><th>RAG</th></tr>
        <tr><td rowspan=2>Voice</td><td>Ask &amp; listen</td><td>Youth Team<br>Police</td>
        <td><ul><li>One</li><li>Two</li></ul></td><td style="background:#FF0000"></td></tr>
        <tr><td>Tell</td><td>Comms Team</td><td>Three</td><td>G</td></tr></table>"""
    plan = understand(read_pasted(html))
    assert actions(plan, "wording", "priority", "leads", "measures", "rating") == [
        ("Ask & listen", "Voice", ["Youth Team", "Police"], ["One", "Two"], "Red"),
        ("Tell", "Voice", ["Comms Team"], ["Three"], "Green"),
    ]


def test_text_pasted_from_a_sheet_is_divided_at_its_tabs():
    plan = understand(read_pasted("Action\tLead\tWhen\nAsk, then tell\tYouth Team\tMay 2027\n"))
    assert actions(plan, "wording", "words") == [("Ask, then tell", "May 2027")]
