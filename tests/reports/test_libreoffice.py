"""Word and Excel files open in LibreOffice, whose PDF of them has the words of their beginning and their end."""

import os
import shutil
import subprocess

import pytest
from pypdf import PdfReader

from partnership.table_files import Masthead, write_tables
from plans.challenges.table import REGISTER
from plans.exports.excel import write_excel
from plans.exports.word import write_word
from reports.yearly.document import read_report
from reports.yearly.word import write_report
from tests.helpers.builders import TODAY, action_of, make_update
from tests.helpers.exports import export_of, fill_plan
from tests.helpers.writing import live_through, make_report, write

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.long,
    pytest.mark.engine_free,
    pytest.mark.skipif(
        OFFICE is None and not os.environ.get("LONG"), reason="LibreOffice is not installed."
    ),
]


@pytest.fixture
def convert(tmp_path):
    """``convert(content, ending)``: the words of the file as LibreOffice shows them."""

    def convert(content, ending):
        source = tmp_path / f"file.{ending}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        assert "Error" not in done.stdout + done.stderr
        pages = PdfReader(tmp_path / "file.pdf").pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    return convert


@pytest.fixture
def full(people, plan):
    make_update(action_of(plan, "1.3"), comment="=1+1 \u202eodd\u200f <&> 😀 " + "long " * 9_000)
    return fill_plan(people, plan)


@pytest.mark.parametrize("as_published", [True, False])
def test_a_plan_in_word(full, convert, as_published):
    text = convert(write_word(export_of(full), as_published=as_published), "docx")
    assert "Business plan 2026–29" in text
    assert "Do what action 1.3 says." in text
    assert "Page 1 of" in text


def test_a_plan_in_excel(full, convert):
    text = convert(write_excel(export_of(full)), "xlsx")
    assert "Do what action 1.3 says." in text
    assert "18 of 20 children were heard." in text
    assert "About this file" in text


def test_a_yearly_report_in_word(people, plan, convert):
    report = make_report(live_through(plan), ends_on=TODAY)
    write(report, "voice", "We **read**:\n\n- what children wrote")
    text = convert(write_report(read_report(report, on=TODAY)), "docx")
    assert "what children wrote" in text
    assert "Every action in the plan" in text


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_table_without_rows(people, convert, ending):
    facts = {"title": "Challenges", "about": "All", "as_at": "As at today", "on": TODAY}
    masthead = Masthead.of(people.partnership, **facts)
    assert "Challenges" in convert(write_tables(masthead, (REGISTER,), [], ending), ending)
