"""Lines and words that a PDF must not break: what WeasyPrint does with a full line, and a table of many ratings."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from partnership.rating_library import BY_KEY
from plans.document.current import read_plan
from plans.models import Plan
from plans.services.measure import add_measure
from reports.render.pdf import print_pdf
from reports.render.plan import plan_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from tests.helpers.builders import TODAY, action_of, make_evidence
from tests.helpers.printed import pages_of
from tests.helpers.schemes import use_scheme
from tests.helpers.writing import make_report

pytestmark = pytest.mark.engine_free


def test_a_measure_that_fills_its_line_is_not_broken_after_its_first_word(people, plan):
    words = "Young people asked at random can say one thing the partnership is working on"
    action = action_of(plan, "1.1")
    measure = add_measure(action, by=people.business_manager, wording=words)
    make_evidence(action, measure=measure)
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    pdf = PdfReader(BytesIO(print_pdf(plan_sheets(read_plan(loaded, on=TODAY)))))
    lines = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert f"{words} (1 piece of evidence)" in lines


def test_the_ratings_over_a_table_of_numbers_are_whole_words(people, plan):
    use_scheme(people.partnership, BY_KEY["whole"])
    sheets = report_sheets(read_report(make_report(plan), on=TODAY))
    page = next(one for one in pages_of(print_pdf(sheets)) if "Actions by priority" in one)
    assert {"Complete", "Ended", "Overdue"} <= set(page.split())
