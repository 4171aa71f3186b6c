"""The draft of a yearly report as a Word file: every word of the document, and who may have it."""

import io
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse
from docx import Document

from partnership.models import SecurityEvent
from reports.yearly.document import read_report
from reports.yearly.word import write_report
from tests.helpers.builders import TODAY, action_of, make_evidence
from tests.helpers.challenges import make_answered
from tests.helpers.jobs import fetch_file
from tests.helpers.measures import make_counted, make_value
from tests.helpers.writing import live_through, make_report, write

pytestmark = pytest.mark.engine_free


@pytest.fixture
def report(people, plan):
    make_evidence(action_of(plan, "1.1"))
    asked = {"by": people.scrutineer, "to": people.audit_group, "answered_by": people.chair}
    make_answered(action_of(plan, "1.1"), **asked)
    report = make_report(live_through(plan), ends_on=TODAY)
    write(
        report, "voice", "We **read**:\n\n- what children wrote\n- [the audit](https://x.example/)"
    )
    return report


def opened(report):
    return Document(io.BytesIO(write_report(read_report(report, on=TODAY))))


def text_of(file):
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_every_word_of_the_report_is_in_it(report):
    document = read_report(report, on=TODAY)
    text = text_of(opened(report))
    expected = [document.title, document.partnership, document.plan.title]
    expected += [section.title for section in document.sections]
    for action in document.plan.actions:
        expected += [action.reference, action.title, action.wording, action.timescale.text]
        expected += [measure.wording for measure in action.measures]
        expected += [action.update.comment] if action.update else []
    period = document.period
    for item in period.little_progress:
        expected += [item.title, item.comment, *item.reasons[1:]]
    for slip in period.slips:
        expected += [slip.was, slip.became, slip.reason]
    for change in period.changes:
        expected += [change.before, change.after, change.reason]
    for item in period.completed:
        expected += [item.comment, item.reason]
    for _, found in (answer for one in period.achieved for answer in one.answers):
        expected += [evidence.text for evidence in found]
    (reported,) = (s.challenges for s in document.sections if s.challenges)
    for challenge in reported.challenges:
        expected += [challenge.question, *(turn.words for turn in challenge.turns)]
    assert reported.challenges
    assert period.slips
    assert period.changes
    for words in expected:
        for line in words.splitlines():
            assert line in text, words


def test_formatted_text_is_formatted(report):
    file = opened(report)
    assert "what children wrote" in [
        p.text for p in file.paragraphs if p.style.name == "List Bullet"
    ]
    runs = [run for p in file.paragraphs if p.text == "We read:" for run in p.runs]
    assert [(run.text, run.style.name) for run in runs][1] == ("read", "Strong")
    assert "the audit (https://x.example/)" in text_of(file)


def test_headings_leave_no_level_out(report):
    names = [p.style.name for p in opened(report).paragraphs]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_small_numbers_of_people_are_not_in_it(people, plan):
    measure = make_counted(
        action_of(plan, "1.1").measures.get(), unit="children", counts_people=True, target=None,
        target_on=None, target_precision="",
    )  # fmt: skip
    make_value(measure, "3", date(2026, 9, 1))
    text = text_of(opened(make_report(plan, ends_on=TODAY)))
    assert "Fewer than 5 children" in text
    assert "3 children" not in text


def test_only_those_who_read_drafts_have_it(people, report, client_as):
    address = reverse("reports:report_word", args=["ashshire", report.pk])
    for person in (people.member, people.chair, people.outsider):
        assert fetch_file(client_as(person), address).status_code == 404
    response = fetch_file(client_as(people.executive), address)
    assert '"ashshire-yearly-report-2026.docx"' in response["Content-Disposition"]
    assert SecurityEvent.objects.get(kind="exported").about == "yearly report, Word"


def test_the_page_of_the_report_links_to_it(people, report, client_as):
    page = client_as(people.executive).get(reverse("reports:report", args=["ashshire", report.pk]))
    link = reverse("reports:report_word", args=["ashshire", report.pk])
    assert f'href="{link}"' in page.content.decode()
