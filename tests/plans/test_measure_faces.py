"""Where what was counted is read: plan, its own table, PDFs, patterns and yearly report; and small numbers there."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.measures.numbers import Figure
from plans.models import Column, Plan
from plans.services.measure import add_measure
from plans.services.structure import add_part
from reports.render.plan import plan_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from tests.helpers.builders import TODAY, action_of, days_ago, make_evidence
from tests.helpers.measures import make_counted, make_value
from tests.helpers.page_text import text_of
from tests.helpers.writing import make_report

WORDS = "63% (45 of 71) in June, 89% (66 of 74) in September; target 90% by March 2027"
INSIDE = "9 children in June, 3 children (small number, not for publication) in September"
PUBLIC = "9 children in June, fewer than 5 children in September"


@pytest.fixture
def measure(plan):
    """The measure of 1.1, in per cent; beside it one of children, small in September."""
    action = action_of(plan, "1.1")
    share = make_counted(
        action.measures.get(), outcome="Plans are good.", for_whom="professionals", at=days_ago(9)
    )
    make_value(share, "63", date(2026, 6, 1), numerator=45, denominator=71, at=days_ago(8))
    make_value(share, "89", date(2026, 9, 1), numerator=66, denominator=74, at=days_ago(8))
    by = plan.agreed_by
    children = add_measure(action, by=by, wording="Children waiting", at=days_ago(9))
    make_counted(
        children, unit="children", wanted="down", counts_people=True, target=None, target_on=None,
        target_precision="", at=days_ago(9),
    )  # fmt: skip
    make_value(children, "9", date(2026, 6, 1), at=days_ago(8))
    make_value(children, "3", date(2026, 9, 1), at=days_ago(8))
    return share


@pytest.fixture
def document(plan, measure):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY)


def test_the_plan_page_has_the_sentence_and_the_line(people, plan, measure, client_as):
    page = client_as(people.member).get(reverse("plans:plan", args=["ashshire", plan.pk])).text
    words = text_of(page)
    assert f"Measure 1 of 1.1: {WORDS}" in words
    assert f"Children waiting: {INSIDE}" in words
    assert page.count('class="app-series__line"') == 2
    assert f"<title>{WORDS}</title>" in page


def test_the_action_page_has_outcome_and_for_whom(people, measure, client_as):
    page = (
        client_as(people.chair)
        .get(reverse("plans:action", args=["ashshire", measure.action_id]))
        .text
    )
    words = text_of(page)
    assert "Outcome: Plans are good. For: professionals" in words
    assert WORDS in words
    assert reverse("plans:measure_value_new", args=["ashshire", measure.pk]) in page


def test_a_plan_in_blocks_on_paper(document):
    html = plan_sheets(document).html
    assert WORDS in text_of(html)
    assert INSIDE in text_of(html)
    assert "Outcome: Plans are good. For: professionals" in text_of(html)


@pytest.mark.parametrize(
    "measured", [["measure"], ["measure", "baseline", "target", "actual", "outcome"]]
)
def test_the_partnerships_own_table_prints_no_small_number(people, plan, measure, measured):
    with_column(people, plan, measured)
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    document = read_plan(loaded, on=TODAY)
    (table,) = published_tables(document)
    cells = {cell.shows: cell.items for cell in table.rows[0].cells if cell.shows in measured}
    if measured == ["measure"]:
        assert cells == {"measure": (f"Measure 1 of 1.1: {WORDS}", f"Children waiting: {PUBLIC}")}
    else:
        assert cells == {
            "measure": ("Measure 1 of 1.1", "Children waiting"),
            "baseline": (),
            "target": ("90% by March 2027",),
            "actual": (
                "89% (66 of 74) in September 2026",
                "fewer than 5 children in September 2026",
            ),
            "outcome": ("Plans are good.",),
        }
    sheets = text_of(plan_sheets(document, as_published=True).html)
    assert "fewer than 5 children" in sheets
    assert "3 children" not in sheets


def with_column(people, plan, measured):
    for shows in measured:
        add_part(Column, plan, by=people.business_manager, heading=shows, shows=shows)


def test_the_yearly_report_prints_no_small_number(people, plan, measure, client_as):
    report = make_report(plan)
    page = text_of(
        client_as(people.business_manager).get(f"/ashshire/reports/{report.pk}/read/").text
    )
    paper = text_of(report_sheets(read_report(report, on=TODAY)).html)
    for words in (page, paper):
        assert "What was counted" in words
        assert WORDS in words
        assert PUBLIC in words
        assert "3 children" not in words


def test_patterns_count_what_got_worse_and_what_is_reached(people, plan, measure, client_as):
    make_counted(measure, target=Decimal(80))
    make_counted(action_of(plan, "1.3").measures.get())
    other = make_counted(action_of(plan, "1.2").measures.get())
    for month, number in ((6, "63"), (9, "40")):
        make_value(other, number, date(2026, month, 1))
    client = client_as(people.scrutineer)
    page = client.get(reverse("reports:plan_patterns", args=["ashshire", plan.pk])).text
    words = text_of(page)
    assert "Measures that count 4 : Measures that count" in words
    assert "Values that got worse 1 : Values that got worse of 4" in words
    assert "Targets reached 1 : Targets reached of 4" in words
    assert "Targets without a value 1 : Targets without a value of 4" in words

    def listed(pattern):
        return client.get(reverse("reports:plan_pattern", args=["ashshire", plan.pk, pattern])).text

    assert "Measure 1 of 1.2" in listed("worse")
    assert "Measure 1 of 1.1" not in listed("worse")
    assert (
        "63% (45 of 71) in June, 89% (66 of 74) in September; target 80% by March 2027, reached"
        in text_of(listed("reached"))
    )
    assert listed("counted").count("app-series__words") == 4
    assert "Measure 1 of 1.3" in listed("without-values")
    assert "Measure 1 of 1.2" not in listed("without-values")


@pytest.mark.parametrize("number", [1, 3])
def test_the_plan_page_makes_one_query_more(
    people, plan, client_as, number, django_assert_num_queries
):
    for n in range(1, number + 1):
        counted = make_counted(action_of(plan, f"1.{n}").measures.get())
        make_value(counted, "5", date(2026, 9, 1))
    client, address = client_as(people.member), reverse("plans:plan", args=["ashshire", plan.pk])
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)


def test_evidence_that_gives_a_small_number_is_not_published_either(
    people, plan, measure, client_as
):
    action, children = measure.action, measure.action.measures.last()
    for on, number in ((date(2026, 10, 2), "3"), (date(2026, 10, 9), "30")):
        make_evidence(
            action, measure=children, found_on=on, text=f"{number} children were waiting.",
            figure=Figure(Decimal(number)), at=days_ago(8),
        )  # fmt: skip
    add_part(Column, plan, by=people.business_manager, heading="Evidence", shows="evidence")
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    table = text_of(plan_sheets(read_plan(loaded, on=TODAY), as_published=True).html)
    report = text_of(report_sheets(read_report(make_report(plan), on=TODAY)).html)
    inside = (
        client_as(people.member).get(reverse("plans:action", args=["ashshire", action.pk])).text
    )
    for words in (table, report):
        assert "30 children were waiting." in words
        assert "The number of people is small, so this is not published." in words
        assert " 3 children were waiting" not in words
    assert " 3 children were waiting." in text_of(inside)


def test_a_total_that_gives_a_small_number_away_is_not_published(people, plan, measure, client_as):
    action, by = measure.action, plan.agreed_by
    for wording, number in (("Children seen", "12"), ("All children", "15")):
        made = add_measure(action, by=by, wording=wording, at=days_ago(9))
        aims = dict.fromkeys(("target", "target_on")) | {"target_precision": ""}
        make_counted(made, unit="children", counts_people=True, at=days_ago(9), **aims)
        make_value(made, number, date(2026, 9, 1), at=days_ago(8))
    with_column(people, plan, ["measure"])
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    table = text_of(plan_sheets(read_plan(loaded, on=TODAY), as_published=True).html)
    report = text_of(report_sheets(read_report(make_report(plan), on=TODAY)).html)
    for words in (table, report):
        assert "12 children" in words
        assert "number that is not published in September" in words
        assert "15 children in September" not in words
    page = client_as(people.member).get(reverse("plans:action", args=["ashshire", action.pk])).text
    assert "15 children in September" in text_of(page)
