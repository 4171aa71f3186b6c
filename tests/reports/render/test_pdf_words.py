"""Every word of a report, a list of changes, a comparison and a summary is in its PDF, inside its page.

An address of 281 signs and what Word writes as a break are among them. Those of a plan: test_pdf.
"""

from datetime import date, timedelta

import pytest

from partnership.text import compare_words
from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.services.action import revise_action
from plans.services.progress import correct_update
from plans.services.timescale import change_timescale
from reports.as_at.comparison_sheets import comparison_sheets
from reports.as_at.moments import PlanVersion
from reports.changes.csv_export import ChangesDocument
from reports.changes.feed import read_page, reader_of
from reports.changes.sheets import changes_sheets
from reports.executive import PAPER, read_executive
from reports.render.plan import plan_sheets, summary_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_evidence, make_update
from tests.helpers.printed import LONG, assert_printed, pages_of, print_pdf
from tests.helpers.writing import live_through, make_report, write

pytestmark = pytest.mark.engine_free


@pytest.fixture
def told(people, plan):
    """1.1 reworded, its date moved and rated, each with long words."""
    action, by = action_of(plan, "1.1"), people.business_manager
    revise_action(
        action, by=by, wording=f"See {LONG}\vand more.", reason=f"As {LONG} asks.", at=days_ago(3)
    )
    change_timescale(action_of(plan, "1.1"), by=by, kind="month", due_on=date(2027, 9, 1),
                     reason=f"Late by {LONG}", at=days_ago(2))  # fmt: skip
    make_update(
        action_of(plan, "1.1"), by=by, rating="red", comment=f"Read {LONG} first.", at=days_ago(1)
    )
    make_evidence(action_of(plan, "1.1"))
    return plan


def test_every_word_of_a_yearly_report_is_printed(told):
    report = make_report(live_through(told), ends_on=TODAY)
    write(report, "voice", f"We read {LONG}\n\n- and listened")
    document = read_report(report, on=TODAY)
    texts = [document.title, document.partnership, "We read and listened", LONG]
    for section in document.sections:
        texts.append(section.title)
    for action in document.plan.actions:
        texts += [action.reference, action.title, action.wording, action.timescale.text]
        texts += [measure.wording for measure in action.measures]
        texts += [action.update.comment, action.update.by_name] if action.update else []
    assert_printed(report_sheets(document), texts, at_least=100)


def test_every_word_of_a_list_of_changes_is_printed(people, told):
    reader = reader_of(
        people.partnership,
        people.scrutineer,
        people.partnership.roles_of(people.scrutineer, on=TODAY),
        on=TODAY,
    )
    page = read_page(reader, reader.changes(), size=500, marked=True)
    style = people.partnership.house_style
    document = ChangesDocument(
        title="Changes", partnership=people.partnership.name, colour=style.colour, marking=style.marking, on=TODAY,
        asked=(f"Search: {LONG}",), by="day", page=page, parts=(), actions={}, freezes=(),
    )  # fmt: skip
    texts = [LONG]
    for summary in page.summaries:
        texts += [summary.by_name, summary.reason]
        for sentence in summary.sentences:
            texts += [sentence.text, *(rule.text for rule in sentence.marks)]
            texts += [part.text for text in sentence.texts for part in text.words]
    assert_printed(changes_sheets(document), texts, at_least=100)


def test_every_word_of_a_comparison_is_printed(people, told):
    before, after = (
        PlanVersion(key, key, read_plan_as_at(told, at=at), 1)
        for key, at in (("before", days_ago(3) - timedelta(hours=1)), ("after", NOW))
    )
    comparison = compare_documents(before.document, after.document)
    sheets = comparison_sheets(
        {"before": before, "after": after, "comparison": comparison, "compare_words": compare_words}
    )
    (one,) = comparison.altered
    texts = [one.after.reference, one.after.title, *(words for _, words in comparison.counted)]
    texts += [
        text
        for words in (*one.words, *one.measures)
        for text in (words.what, words.before, words.after)
    ]
    texts += [text for pair in one.pairs for text in (pair.what, pair.before, pair.after)]
    assert_printed(sheets, texts, at_least=15)


def test_a_summary_on_one_page(people, told):
    make_update(action_of(told, "1.3"), rating="amber", comment="Waiting for the police.")
    document = read_plan(told, on=TODAY, brief=True)
    part = read_executive(document, most=PAPER)
    texts = [document.title, document.period]
    for concern in part.concerns:
        for action in concern.actions:
            texts += [action.reference, action.title, action.timescale.text]
    texts += [row.priority.name for row in part.priorities]
    sheets = summary_sheets(document, part)
    assert_printed(sheets, texts, at_least=15)
    assert len(pages_of(print_pdf(sheets))) == 1


def test_a_corrected_update_says_so_on_paper(people, plan):
    update = make_update(action_of(plan, "1.1"), by=people.chair, rating="red", comment="Twelve.")
    before = pages_of(print_pdf(plan_sheets(read_plan(plan, on=TODAY))))
    later = NOW + timedelta(minutes=9)
    correct_update(update, by=people.chair, comment="Twelve of twenty.", next_steps="", at=later)
    after = pages_of(print_pdf(plan_sheets(read_plan(plan, on=TODAY))))
    assert not any(", corrected" in sheet for sheet in before)
    assert any("“Twelve of twenty.” Chair, 22 November 2026, corrected" in sheet for sheet in after)
