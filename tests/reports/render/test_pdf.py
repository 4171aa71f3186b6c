"""PDFs: tagged, in the partnership's own style, and made of nothing but our own files."""

from io import BytesIO

import page
import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader
from weasyprint.urls import URLFetchingError, fetch

from partnership.column_widths import CHARACTER, PADDING, PAGES
from partnership.models import SecurityEvent
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.exports.column_widths import fit_columns
from plans.models import Column, Plan
from plans.services.action import revise_action
from plans.services.measure import add_measure, revise_measure
from plans.services.structure import add_part
from reports.render.pdf import OwnFilesOnly, Sheets, print_pdf
from reports.render.plan import plan_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from tests.helpers import builders
from tests.helpers.jobs import fetch_file
from tests.helpers.printed import LONG, assert_printed, laid_out, pages_of, squeezed
from tests.helpers.writing import live_through, make_report, write

pytestmark = pytest.mark.engine_free


@pytest.fixture
def report(plan):
    report = make_report(live_through(plan))
    write(report, "voice", "We **listened** <script>alert(1)</script>\n\n- twice")
    return report


@pytest.fixture
def pdf(report):
    """The report as it is printed; the same pages are printed once a process, because all tests only read them."""
    sheets = report_sheets(read_report(report, on=builders.TODAY))
    if sheets.html not in _printed:
        _printed[sheets.html] = print_pdf(sheets)
    return _printed[sheets.html]


_printed = {}  # HTML → PDF


def elements(pdf, kind):
    """The number of structure elements of a kind (“/TH”) in the PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(1 for thing in document.objects if _kind(thing) == kind)


def _kind(thing):
    return thing.get("/S") if isinstance(thing, pikepdf.Dictionary) else None


def plan_document(plan):
    loaded = Plan.objects.at_address(slug=plan.partnership.slug, pk=plan.pk).get()
    return read_plan(loaded, on=builders.TODAY)


def test_a_report_says_what_it_is_to_those_who_cannot_see_it(pdf):
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert str(root["/MarkInfo"]["/Marked"]) in ("True", "true")
    assert reader.metadata.title.startswith("Yearly report 2026, 1 May 2026 to 15 November 2026")
    assert reader.metadata.author == "Ashshire Safeguarding Children Partnership"
    assert all("/StructParents" in sheet for sheet in reader.pages)
    assert elements(pdf, "/TH") > 10
    assert elements(pdf, "/Figure") == 3  # the bars: whole plan twice, and its one priority


def test_the_outline_has_every_section(pdf):
    (title, sections, *_) = PdfReader(BytesIO(pdf)).outline
    assert title.title == "Yearly report 2026"
    assert [entry.title for entry in sections if not isinstance(entry, list)] == [
        "The year in brief",
        "Contents",
        "Our priorities and the difference we made",
        "Training, and whether it worked",
        "Learning from local and national reviews",
        "What children and families told us",
        "Changes to our arrangements",
        "Independent scrutiny",
        "Every action in the plan",
    ]


def test_contents_give_the_pages_where_things_are(pdf):
    sheets = pages_of(pdf)
    for words in ("Independent scrutiny", "Every action in the plan"):
        # After the contents, the first page with the words as a heading
        (contents,) = [sheet for sheet in sheets if "Contents The year in brief" in sheet]
        number = int(contents.split(words)[1].strip(" .").split()[0].strip("."))
        assert words in sheets[number - 1]


def test_pages_have_heads_numbers_and_words_for_ratings(people, pdf):
    sheets = pages_of(pdf)
    last = len(sheets)
    assert last >= 5
    assert f"Page {last} of {last}" in sheets[-1]
    for sheet in sheets[1:]:
        assert "Yearly report 2026" in sheet
        assert "Draft, as at 15 November 2026" in sheet
    whole = " ".join(sheets)
    assert "1.1 Action 1.1 Amber" in whole
    assert "<script>alert(1)</script>" in whole  # as text
    assert "**" not in whole


@pytest.mark.parametrize("as_published", [False, True])
def test_a_plan_passes_the_rules_of_pdf_ua(plan, as_published):
    pdf = print_pdf(plan_sheets(plan_document(plan), as_published=as_published))
    assert [f.message for f in page.validate_pdf_bytes(pdf, profile="ua1").failures] == []


@pytest.mark.parametrize("as_published", [False, True])
def test_no_element_of_a_plan_is_empty(plan, as_published):
    pdf = print_pdf(plan_sheets(plan_document(plan), as_published=as_published))
    with pikepdf.open(BytesIO(pdf)) as document:
        spans = [thing for thing in document.objects if _kind(thing) == "/Span"]
        parts = [thing.get("/K", pikepdf.Array()) for thing in spans]
        assert pikepdf.Array() not in parts
    assert elements(pdf, "/TD") > 0 if as_published else elements(pdf, "/LI") > 0


def test_a_report_passes_the_rules_of_pdf_ua(pdf):
    assert [f.message for f in page.validate_pdf_bytes(pdf, profile="ua1").failures] == []


def test_a_pdf_without_tags_would_not_pass():
    report = page.validate_pdf_bytes(print_untagged(), profile="ua1")
    assert not report.is_compliant


def print_untagged():
    empty = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(empty)
    return empty.getvalue()


def test_the_own_table_repeats_its_head_on_every_page(people):
    plan = builders.make_plan(people, actions=60)
    sheets = pages_of(print_pdf(plan_sheets(plan_document(plan), as_published=True)))
    tables = [sheet for sheet in sheets if "Do what action" in sheet]
    assert len(tables) > 1
    assert all("No. Action Who RAG" in sheet for sheet in tables)


def words_of(document, *, as_published):
    """The words of a plan's actions that its two PDFs print."""
    texts = []
    for action in document.actions:
        texts += [action.reference, action.wording]
        if not as_published:
            texts += [action.title, action.timescale.text]
            texts += [measure.wording for measure in action.measures]
            texts.append(action.update.comment if action.update else "")
    return [word for text in texts for word in text.split()]


@pytest.mark.parametrize("as_published", [False, True])
def test_no_word_of_a_plan_runs_off_the_page(people, plan, as_published):
    """Every word is in the PDF, inside its page, also an address of 281 signs and what Word writes as a break."""
    action, by = builders.action_of(plan, "1.1"), people.business_manager
    revise_action(action, by=by, wording=f"See {LONG}\vand more.", note=f"Note {LONG}")
    revise_measure(action.measures.get(), by=by, wording=f"Counted at {LONG}")
    builders.make_update(action, by=by, comment=f"Read {LONG} first.", next_steps=f"Then {LONG}")
    document = plan_document(plan)
    sheets = plan_sheets(document, as_published=as_published)
    assert_printed(sheets, words_of(document, as_published=as_published), at_least=10)


def test_columns_share_the_whole_width(plan):
    document = plan_document(plan)
    (table,) = published_tables(document)
    paper, shares = fit_columns([table], document.rating)
    assert (paper, table.shows) == ("A4", ("number", "action", "lead", "rating"))
    assert sum(shares) == pytest.approx(100, abs=0.1)
    widths = dict(zip(table.shows, shares, strict=True))
    assert widths["action"] > widths["lead"] > widths["number"]


def test_a_column_holds_its_longest_word(plan):
    document = plan_document(plan)
    (table,) = published_tables(document)
    paper, shares = fit_columns([table], document.rating)
    shown = zip(table.shows, shares, strict=True)
    widths = {shows: PAGES[paper] * share / 100 for shows, share in shown}
    assert widths["number"] >= len("1.1") * CHARACTER + PADDING
    assert widths["lead"] >= len("Professional") * CHARACTER + PADDING


def test_a_table_of_many_columns_is_printed_on_larger_paper(plan):
    """The ratings whole, and every word of every column inside its page."""
    by, action = builders.manager_of(plan), builders.action_of(plan, "1.1")
    builders.make_update(
        action, by=by, rating="complete", comment="Twenty of the audits were read."
    )
    for number in range(12):
        values = {"heading": f"Quarter {number} information", "shows": "progress"}
        add_part(Column, plan, by=by, **values)
        add_part(Column, plan, by=by, **values | {"shows": "rating"})
    sheets = plan_sheets(plan_document(plan), as_published=True)
    assert "size: A3 landscape" in sheets.rules
    printed = " ".join(pages_of(print_pdf(sheets)))
    assert printed.count("Complete") == 13
    assert squeezed(printed).count("Twentyoftheauditswereread.") == 12
    for width, ends in laid_out(sheets):
        assert max(ends) <= width


def test_a_long_block_goes_on_over_the_page(plan):
    builders.make_action(plan, "1.9", title="A long one", measures=40)
    sheets = pages_of(print_pdf(plan_sheets(plan_document(plan))))
    (first,) = [number for number, sheet in enumerate(sheets) if "1.9 A long one" in sheet]
    assert "Measure 1 of 1.9" in sheets[first]
    assert "Action 1.3" in sheets[first]  # it began below the block before it
    assert "Measure 40 of 1.9" in sheets[first + 1]


def test_a_measure_with_evidence_keeps_its_first_words_together(plan):
    action = builders.make_action(plan, "1.9", measures=0)
    wording = (
        "A conversation is recorded at booking, birth, new birth visit and six to eight weeks for"
    )
    for words in ("95% of", "95% of all", "95% of babies", "95% of babies born", "95% of them all"):
        measure = add_measure(action, by=builders.manager_of(plan), wording=f"{wording} {words}")
        for _ in range(3):
            builders.make_evidence(action, measure=measure)
    pdf = print_pdf(plan_sheets(plan_document(plan)))
    lines = [
        line for sheet in PdfReader(BytesIO(pdf)).pages for line in sheet.extract_text().split("\n")
    ]
    assert len([line for line in lines if "A conversation is recorded at booking" in line]) == 5


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "data:text/plain,words",
        "static:../../partnership/settings.py",
        "static:/etc/passwd",
        "static:not-there.css",
        "STATIC:pdf.css",
        "/etc/passwd",
    ],
)
def test_no_other_address_is_read(address):
    with pytest.raises(URLFetchingError), fetch(OwnFilesOnly(), address):
        pass


def test_our_own_files_are_read():
    with fetch(OwnFilesOnly(), "static:pdf.css") as response:
        assert response.content_type == "text/css"
        assert b"@page" in response.read()


def test_addresses_in_a_page_are_not_followed(tmp_path, monkeypatch):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>hush</text></svg>')
    asked = []
    fetched = OwnFilesOnly.fetch
    monkeypatch.setattr(
        OwnFilesOnly,
        "fetch",
        lambda self, url, *rest: asked.append(url) or fetched(self, url, *rest),
    )
    html = f'<html lang="en"><title>T</title><body><img alt="x" src="{secret.as_uri()}">Words'
    assert pages_of(print_pdf(Sheets(html, ""))) == ["Wordsx Page 1 of 1"]
    assert secret.as_uri() in asked


@pytest.mark.parametrize("role", ["business_manager", "executive", "scrutineer"])
def test_a_report_is_downloaded_by_those_who_read_drafts(people, report, client_as, role):
    address = reverse("reports:report_pdf", kwargs={"slug": "ashshire", "pk": report.pk})
    response = fetch_file(client_as(getattr(people, role)), address)
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="ashshire-yearly-report-2026.pdf"' in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(("view", "name"), [("blocks", ""), ("published", "-as-published")])
def test_a_plan_is_downloaded_by_every_member(people, plan, client_as, view, name):
    address = reverse("reports:plan_file", args=["ashshire", plan.pk, "pdf"])
    response = fetch_file(client_as(people.member), address, {"view": view})
    plain = f"ashshire-business-plan-202629-202629{name}.pdf"
    assert f'filename="{plain}"' in response["Content-Disposition"]
    assert "Children are heard" in " ".join(pages_of(response.content))
    assert client_as(people.outsider).get(address).status_code == 404


def test_a_printed_plan_names_the_files_of_its_evidence(plan):
    action = builders.action_of(plan, "1.1")
    for name in ("one.csv", "two.csv"):
        file = builders.make_file(name)
        builders.make_evidence(action, measure=action.measures.get(), file=file)
    printed = " ".join(pages_of(print_pdf(plan_sheets(plan_document(plan)))))
    assert "(2 pieces of evidence, with the files one.csv, two.csv)" in printed


def test_the_security_log_is_told_what_kind_of_file_was_taken_out(people, plan, client_as):
    address = reverse("reports:plan_file", args=["ashshire", plan.pk, "pdf"])
    client_as(people.outsider).get(address)
    assert not SecurityEvent.objects.filter(kind="exported").exists()
    fetch_file(client_as(people.member), address)
    told = SecurityEvent.objects.filter(kind="exported")
    assert [(e.by, e.partnership, e.about) for e in told] == [
        (people.member, people.partnership, "plan, PDF")
    ]


def test_a_draft_plan_is_printed_as_a_draft_for_those_who_read_drafts(people, client_as):
    plan = builders.make_plan(people, agreed=False)
    address = reverse("reports:plan_file", args=["ashshire", plan.pk, "pdf"])
    response = fetch_file(client_as(people.business_manager), address)
    assert "Draft, as at 22 November 2026" in pages_of(response.content)[1]
    assert client_as(people.member).get(address).status_code == 404


@pytest.mark.usefixtures("demo", "db")
@pytest.mark.parametrize("slug", ["greenwich", "surrey", "nottingham", "gloucestershire"])
def test_a_published_plan_is_printed_under_its_own_headings(slug):
    plan = plan_document(Plan.objects.get(partnership__slug=slug))
    pdf = print_pdf(plan_sheets(plan, as_published=True))
    assert [f.message for f in page.validate_pdf_bytes(pdf, profile="ua1").failures] == []
    (first, *_) = [table for table in published_tables(plan) if table.rows]
    heads = " ".join(first.columns)
    assert any(heads in sheet for sheet in pages_of(pdf))
    words = " ".join(pages_of(pdf)).replace(" ", "")
    # Every action's wording, whatever the line and column breaks
    assert [a.reference for a in plan.actions if "".join(a.wording.split()) not in words] == []
