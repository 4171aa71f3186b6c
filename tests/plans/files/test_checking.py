"""Which files are accepted as evidence: recognised by their content, whatever their name."""

import hashlib
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.file_size import size_in_words
from plans.files import archives, checking
from plans.files.checking import CheckedFile, check_file
from plans.files.kinds import BY_EXTENSION, KINDS
from plans.files.names import LONGEST_NAME, clean_name
from tests.helpers.files import MAIN, PDF, REAL, TYPES, archive, office, open_document, picture


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        check_file(name, content)
    (message,) = refused.value.messages
    return message


@pytest.mark.parametrize("extension", REAL)
def test_every_kind_is_taken_for_what_it_is(extension):
    content = REAL[extension]
    file = check_file(f"Audit 2026.{extension.upper()}", content)
    assert file == CheckedFile(
        f"Audit 2026.{extension}",
        BY_EXTENSION[extension].media_type,
        len(content),
        hashlib.sha256(content).hexdigest(),
        content,
    )


def test_every_kind_has_a_real_file_here():
    assert set(REAL) == set(BY_EXTENSION)
    assert {kind.extension for kind in KINDS} == set(BY_EXTENSION) - {"jpeg"}


@pytest.mark.parametrize("said", BY_EXTENSION)
def test_nothing_is_taken_for_what_only_its_name_says(said):
    texts = {"txt", "csv"}
    for extension, content in REAL.items():
        alike = BY_EXTENSION[said] == BY_EXTENSION[extension] or {said, extension} <= texts
        if not alike:
            assert "Save it again in the program it came from." in refusal(f"x.{said}", content)


@pytest.mark.parametrize(
    "name", ["x.exe", "report.pdf.exe", "x", "x.", "x.docm", "x.svg", "x.html", "x.doc", "x.gif"]
)  # fmt: skip
def test_other_endings_are_refused(name):
    assert refusal(name, PDF) == checking.TAKEN


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.pdf", b"", checking.EMPTY),
        ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, checking.OLD),
        ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, checking.OLD),
        ("x.pdf", PDF[:-20], checking.CUT_PDF),
        ("x.pdf", PDF + b"<script>alert(1)</script>", checking.CUT_PDF),
        ("x.pdf", PDF + archive([("a", "b")]), checking.CUT_PDF),
        ("x.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), checking.ACTIVE_PDF),
        ("x.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(x)>>"), checking.ACTIVE_PDF),
        ("x.csv", "a,b\n".encode("utf-16"), checking.NOT_UTF8),
        ("x.txt", "Zoë".encode("latin-1"), checking.NOT_UTF8),
        ("x.csv", b"a,b\n1,=1+1\n", checking.FORMULA.format(2)),
        ("x.csv", b"a;b\n1;\"=cmd|' /C calc'!A0\"\n", checking.FORMULA.format(2)),
        ("x.csv", b"a\tb\n\n1\t@SUM(A1)\n", checking.FORMULA.format(3)),
        ("x.csv", b"-2+3+cmd|' /C calc'!A0,b\n", checking.FORMULA.format(1)),
        (
            "x.png",
            REAL["png"] + b"<html>",
            "The picture has extra data after its end. Save it again, then choose that file.",
        ),
        ("x.png", REAL["png"][:40], "The picture is damaged. Choose a different file."),
        ("x.jpg", b"\xff\xd8\xff" + b"x" * 90, "The picture is damaged. Choose a different file."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(name, content, sentence):
    assert refusal(name, content) == sentence


@pytest.mark.parametrize(
    "cell", ["-5", "- not asked", "+44 1234 567890", "a=b", "-5 (2019)", "3-4"]
)
def test_cells_that_no_spreadsheet_computes_are_taken(cell):
    assert check_file("x.csv", f"a,b\n1,{cell}\n".encode()).media_type == "text/csv"


@pytest.mark.parametrize(
    "text",
    [
        "<html><script>alert(1)</script>",
        "\n <!DOCTYPE html>",
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "<?php system('id');",
        "#!/bin/sh",
        "GIF89a=1;alert(1)",
        "{\\rtf1}",
        "a\x1b[2Jb",
        "a\0b",
    ],
)
@pytest.mark.parametrize("extension", ["txt", "csv", "pdf", "png", "docx"])
def test_pages_programs_and_pictures_with_script_are_no_text(text, extension):
    assert "Save it again in the program" in refusal(f"x.{extension}", text.encode())


@pytest.mark.parametrize("extension", ["png", "jpg"])
def test_a_picture_has_a_reasonable_number_of_pixels(extension, monkeypatch):
    monkeypatch.setattr("plans.files.pictures.MOST_PIXELS", 5)
    assert "too many pixels" in refusal(f"x.{extension}", picture(extension))


def test_a_picture_that_says_it_is_enormous():
    """A decompression bomb: few bytes, and a header that declares gigabytes."""
    png = REAL["png"]
    grown = png[:16] + (60_000).to_bytes(4, "big") * 2 + png[24:]
    assert refusal("x.png", grown).startswith("The picture")


# Office files


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>'
LOCKED = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def encrypted():
    made = bytearray(REAL["docx"])
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := made.find(mark, at + 1)) >= 0:
            made[at + place] |= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (office("docx", ("../../etc/cron.d/x", "x")), archives.WANDERING),
        (office("docx", ("/etc/passwd", "x")), archives.WANDERING),
        (office("docx", ("word/../../x", "x")), archives.WANDERING),
        (office("docx", ("..\\..\\x.exe", "x")), archives.WANDERING),
        (office("docx", ("C:x.exe", "x")), archives.WANDERING),
        (office("docx", ("word/vbaProject.bin", "x")), archives.ACTIVE),
        (office("docx", ("word/VBAPROJECT.BIN", "x")), archives.ACTIVE),
        (office("docx", ("word/activeX/activeX1.bin", "x")), archives.ACTIVE),
        (office("xlsx", ("xl/macrosheets/sheet1.xml", "<x/>")), archives.ACTIVE),
        (office("docx", ("word/embeddings/oleObject1.bin", "x")), archives.ACTIVE),
        (office("docx", ("word/embeddings/run.exe", "x")), archives.ACTIVE),
        (office("docx", content_type=MACRO_TYPE), archives.ACTIVE),
        (open_document("odt", ("Basic/Standard/Module1.xml", "<x/>")), archives.ACTIVE),
        (open_document("odt", ("Scripts/python/x.py", "x")), archives.ACTIVE),
        (office("docx", ("word/a.xml", ENTITIES)), archives.DECLARES),
        (office("docx", ("word/a.xml", ENTITIES.encode("utf-16"))), archives.DECLARES),
        (office("docx", ("word/_rels/a.rels", OUTSIDE)), archives.DECLARES),
        (open_document("odt", ("styles.xml", OUTSIDE)), archives.DECLARES),
        (open_document("odt", manifest=LOCKED), archives.LOCKED),
        (encrypted(), archives.LOCKED),
        (office("docx", ("word/media/a.png", archive([("a", "b")]))), archives.NESTED),
        (office("docx", ("word/embeddings/a.xlsx", archive([("a", "b")]))), archives.NESTED),
        (office("docx", ("word/a.xml", "<x>")), archives.DAMAGED),
        (b"PK\3\4" + b"\0" * 200, archives.DAMAGED),
        (REAL["docx"][:-30], archives.DAMAGED),
        (REAL["docx"] + b"<script>alert(1)</script>", archives.AROUND),
        (archive([(TYPES, "<x/>")], zipfile.ZIP_LZMA), archives.DAMAGED),
    ],
)  # fmt: skip
def test_an_office_file_that_is_more_than_a_document(content, sentence):
    assert refusal("x.odt" if b"opendocument" in content[:90] else "x.docx", content) == sentence


@pytest.mark.parametrize("parts", ["one huge part", "many parts"])
def test_an_office_file_that_would_fill_the_memory(parts):
    """Made by the test, as these take a second: not at each collection of the tests."""
    more = {
        "one huge part": lambda: [("word/a.xml", "<x>" + " " * 110_000_000 + "</x>")],
        "many parts": lambda: [(f"word/{n}", "") for n in range(5_001)],
    }[parts]
    assert refusal("x.docx", office("docx", *more())) == archives.TOO_LARGE


def test_a_page_before_an_archive_is_no_office_file():
    assert "Save it again" in refusal("x.docx", b"<script>alert(1)</script>" + REAL["docx"])


def test_two_parts_of_one_name():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = office("docx", (MAIN["docx"][0], "<y/>"))
    assert refusal("x.docx", content) == archives.WANDERING


def test_the_workbook_of_a_chart_is_taken_and_nothing_deeper():
    chart = office("docx", ("word/embeddings/a.xlsx", REAL["xlsx"]))
    assert check_file("x.docx", chart).size == len(chart)
    deeper = office("xlsx", ("xl/embeddings/b.docx", REAL["docx"]))
    deepest = office("docx", ("word/embeddings/a.xlsx", deeper))
    assert refusal("x.docx", deepest) == archives.NESTED


def test_workbooks_share_the_room_of_their_document(monkeypatch):
    book = office("xlsx", ("xl/a.xml", "<x>" + " " * 50_000 + "</x>"))
    two = [(f"word/embeddings/{n}.xlsx", book) for n in range(2)]
    monkeypatch.setattr(archives, "MOST_UNPACKED", 90_000)
    assert check_file("x.docx", office("docx", two[0]))
    assert refusal("x.docx", office("docx", *two)) == archives.TOO_LARGE


def test_sizes_that_an_archive_lies_about_do_not_matter():
    """Unpacking counts bytes up to the declared size; more than that is damage."""
    made = bytearray(office("docx", ("word/a.xml", "<x>" + " " * 60_000 + "</x>")))
    said = (60_007).to_bytes(4, "little")
    assert made.count(said) == 2
    assert (
        refusal("x.docx", bytes(made.replace(said, (9).to_bytes(4, "little")))) == archives.DAMAGED
    )


# Names


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("audit.pdf", "audit.pdf"),
        ("../../manage.pdf", "manage.pdf"),
        ("..\\..\\settings.PDF", "settings.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("a\r\nSet-Cookie: a=b.pdf", "aSet-Cookie- a=b.pdf"),
        ("audit\u202efdp.exe", "auditfdp.exe"),
        ("\u200baudit\ufeff.pdf", "audit.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("  a   b .pdf", "a b.pdf"),
        ('<a "b"|c?*:d>.pdf', "-a -b--c---d-.pdf"),
        ("con.pdf", "file-con.pdf"),
        ("LPT1.tar.pdf", "file-LPT1.tar.pdf"),
        ("console.pdf", "console.pdf"),
        (".pdf", "file.pdf"),
        ("...pdf", "file.pdf"),
        ("", "file"),
        ("Zoë’s größe.pdf", "Zoë’s größe.pdf"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("a%00.pdf", "a-00.pdf"),
    ],
)
def test_names_lose_what_leads_or_disguises(name, cleaned):
    assert clean_name(name)[0] == cleaned


@given(st.text(max_size=400))
def test_any_name_is_short_plain_and_leads_nowhere(name):
    cleaned, ending = clean_name(f"{name}.pdf")
    assert ending == "pdf"
    assert cleaned.endswith(".pdf")
    assert 5 <= len(cleaned) <= LONGEST_NAME
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*%;\r\n\0')
    assert clean_name(cleaned) == (cleaned, ending)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_234_567, "1.2 MB"),
        (10_000_000, "10 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_sizes_as_people_say_them(size, words):
    assert size_in_words(size) == words


def test_the_largest_file_is_a_setting(settings):
    settings.EVIDENCE_FILE_MAX_BYTES = 2_000
    assert check_file("x.txt", b"x" * 2_000).size == 2_000
    assert refusal("x.txt", b"x" * 2_001) == "The file must be 2 kB or smaller."


# Anything else


@st.composite
def mutated(draw):
    """A real file with some of its bytes changed, inserted, removed or repeated."""
    extension = draw(st.sampled_from(sorted(REAL)))
    content = bytearray(REAL[extension])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        how = draw(st.sampled_from(["alter", "insert", "cut", "repeat"]))
        some = draw(st.binary(min_size=1, max_size=8))
        if how == "cut":
            del content[at : at + draw(st.integers(1, 40))]
        elif how == "repeat":
            content[at:at] = content[max(0, at - 60) : at]
        else:
            content[at : at + (len(some) if how == "alter" else 0)] = some
    return extension, bytes(content)


@settings(max_examples=600, deadline=None)
@given(mutated())
def test_whatever_is_sent_is_taken_or_told_in_a_sentence(sent):
    extension, content = sent
    told = []
    try:
        file = check_file(f"x.{extension}", content)
    except ValidationError as refused:
        told = refused.messages
    if told:
        assert [message[-1] for message in told] == ["."]
    else:
        assert (file.media_type, file.content) == (BY_EXTENSION[extension].media_type, content)
