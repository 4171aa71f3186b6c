"""Office files that load something else, start a program or hide a part are refused; the message says which."""

import io

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from plans.files.checking import check_file
from plans.files.office_parts import DDE, LINKED, UNNAMED
from tests.helpers.files import REAL, archive, office, open_document

RELATIONS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_PART, EXCEL_PART = "word/header1.xml", "xl/externalLinks/externalLink1.xml"


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        check_file(name, content)
    (message,) = refused.value.messages
    return message


def relation(kind, target, mode="External"):
    mode = f' TargetMode="{mode}"' if mode else ""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="rId1" Type="{KIND}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def field(*texts):
    """A field of Word whose words are split over as many elements as it pleases."""
    run = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
    return f'<w:fldChar w:fldCharType="begin"/>{run}<w:fldChar w:fldCharType="end"/>'


def word(body):
    return office("docx", (WORD_PART, f"<w:hdr {WORD}>{body}</w:hdr>"))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("attachedTemplate", "a template"),
        ("image", "a picture"),
        ("oleObject", "an object"),
        ("externalLinkPath", "another workbook"),
        ("somethingNew", "another file"),
    ],
)
@pytest.mark.parametrize("mode", ["External", "external", " EXTERNAL "])
def test_what_loads_something_else_is_refused(kind, what, mode):
    content = office("docx", (RELATIONS, relation(kind, "https://evil.example/x", mode)))
    assert refusal("x.docx", content) == LINKED.format(what, RELATIONS)


@pytest.mark.parametrize(
    ("kind", "mode"), [("hyperlink", "External"), ("image", ""), ("image", "Internal")]
)
def test_links_to_press_and_parts_of_its_own_are_accepted(kind, mode):
    assert check_file("x.docx", office("docx", (RELATIONS, relation(kind, "media/a.png", mode))))


def test_the_same_in_a_workbook_of_a_chart():
    book = office("xlsx", ("xl/_rels/a.rels", relation("externalLinkPath", "file:///c:/x.xlsx")))
    content = office("docx", ("word/embeddings/a.xlsx", book))
    assert refusal("x.docx", content) == LINKED.format("another workbook", "xl/_rels/a.rels")


@pytest.mark.parametrize(
    "body",
    [
        field("DDEAUTO c:\\\\cmd.exe"),
        field(" dde excel sheet"),
        field("DD", "EAU", "TO x"),
        field(" ", "DDE", " x"),
        f"<w:p>{field('IF 1=1 ')}</w:p>{field('DDE x')}",
        '<w:fldSimple w:instr="DDEAUTO x"/>',
        "<w:delInstrText>DDEAUTO x</w:delInstrText>",
        # {{QUOTE 68 68 69} x}: another field writes the name
        f'<w:fldChar w:fldCharType="begin"/>{field("QUOTE 68 68 69")}<w:fldChar w:fldCharType="end"/>',
    ],
)
def test_dde_in_word_is_refused(body):
    assert refusal("x.docx", word(body)) == DDE.format(WORD_PART)


@pytest.mark.parametrize(
    "body",
    [
        field("PAGE"),
        field(' HYPERLINK "https://example.org/DDE" '),
        f'<w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText>{field("PAGE")}',
        "<w:t>DDEAUTO is a word</w:t>",
        field("TOC") + field("DDEFINITION"),
    ],
)
def test_other_fields_are_accepted(body):
    assert check_file("x.docx", word(body))


@pytest.mark.parametrize(
    "part",
    [
        "<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>",
        "<x:externalLink xmlns:x='y'><x:ddeLink/></x:externalLink>",
        "<worksheet><c><f>cmd|'/c calc'!A0</f></c></worksheet>",
        "<workbook><definedName name='x'>excel|book!R1C1</definedName></workbook>",
    ],
)
def test_dde_in_excel_is_refused(part):
    assert refusal("x.xlsx", office("xlsx", (EXCEL_PART, part))) == DDE.format(EXCEL_PART)


@pytest.mark.parametrize("formula", ["SUM(A1:A3)", 'IF(A1="a|b!","c",Sheet2!A1)', "'R|S'", ""])
def test_other_formulas_are_accepted(formula):
    part = f"<worksheet><c><f>{formula}</f></c></worksheet>"
    assert check_file("x.xlsx", office("xlsx", (EXCEL_PART, part)))


def test_dde_in_an_open_document_is_refused():
    content = open_document("ods", ("styles.xml", '<t:x xmlns:t="y"><t:dde-link/></t:x>'))
    assert refusal("x.ods", content) == DDE.format("styles.xml")


@pytest.mark.parametrize("name", ["word/hidden.dat", "hidden", "word/media.v2/hidden"])
def test_a_part_that_the_contents_do_not_name_is_refused(name):
    assert refusal("x.docx", office("docx", (name, "x"))) == UNNAMED.format(name)


def test_the_ending_of_a_folder_names_no_part():
    assert refusal("x.docx", office("docx", ("word/a.xml/hidden", "x"))).startswith(
        "The file contains a part"
    )


def test_folders_and_other_spellings_are_accepted():
    assert check_file("x.docx", office("docx", ("word/media/", ""), ("word/media/A.PNG", "x")))


def test_a_file_of_another_program_passes():
    made = io.BytesIO()
    document = Document()
    document.add_heading("Plan")
    document.save(made)
    assert check_file("x.docx", made.getvalue())


def test_an_archive_that_is_no_office_file_has_no_contents():
    assert "different kind of file" in refusal("x.docx", archive([("a", "b")]))
    assert check_file("x.odt", REAL["odt"])
