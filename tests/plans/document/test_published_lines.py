"""Leads and dates of one cell in pairs, milestones in a published table, recommendations as headings over actions."""

from dataclasses import replace
from datetime import date

import pytest

from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Column, Driver, Plan
from plans.services.action import revise_action, set_drivers
from plans.services.lead import set_leads
from plans.services.milestone import change_milestone
from plans.services.structure import add_part
from reports.render.plan import plan_sheets
from tests.helpers.builders import TODAY, action_of
from tests.helpers.editing import address
from tests.helpers.milestones import make_milestone

DATES = ("By 31/12/2026", "By 31/01/2027", "By 31/03/2027")
LEADS = ("Head of Safety, hospital trust", "Ashshire Police", "Chief Nurse, commissioning board")


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def columns(plan, by):
    add_part(Column, plan, by=by, heading="By when", shows="timescale")


@pytest.fixture
def pairs(people, plan, by, columns):
    """1.1 has a cell of three leads and one of three dates, line 1 with line 1."""
    action = action_of(plan, "1.1")
    leads = [{"words": LEADS[0]}, {"agency": people.police}, {"words": LEADS[2]}]
    set_leads(action, leads, by=by, words="\n".join(LEADS))
    days = (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31))
    return [
        make_milestone(
            action, "", lead=lead, timescale={"kind": "date", "due_on": day, "words": words}
        )
        for lead, words, day in zip(action.leads.all(), DATES, days, strict=True)
    ]


def document_of(plan):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY)


def table_of(plan):
    (table,) = published_tables(document_of(plan))
    return table


def cells(row, *shown):
    found = {cell.shows: cell for cell in row.cells}
    return tuple("; ".join((*found[name].paragraphs, *found[name].items)) for name in shown)


def rows_of(table, action):
    return [row for row in table.rows if action.pk in row.action_pks]


class TestPairs:
    def test_are_printed_line_by_line_as_written(self, plan, pairs):
        rows = rows_of(table_of(plan), action_of(plan, "1.1"))
        assert [cells(row, "lead", "timescale") for row in rows] == list(
            zip(LEADS, DATES, strict=True)
        )
        assert [[cell.rows for cell in row.cells] for row in rows] == [
            [3, 3, 1, 3, 1],
            [0, 0, 1, 0, 1],
            [0, 0, 1, 0, 1],
        ]

    def test_stay_pairs_when_the_order_and_a_date_change(self, people, plan, pairs, by):
        action = action_of(plan, "1.1")
        leads = [{"agency": people.police}, {"words": LEADS[0]}, {"words": LEADS[2]}]
        set_leads(action, leads, by=by)
        police = action.leads.first()
        later = {"kind": "date", "due_on": date(2027, 2, 28), "words": "28 February 2027"}
        change_milestone(pairs[1], by=by, text="", lead=police, timescale=later, reason="Late")
        rows = rows_of(table_of(plan), action)
        assert [cells(row, "lead", "timescale") for row in rows] == [
            (LEADS[1], "28 February 2027"),
            (LEADS[0], DATES[0]),
            (LEADS[2], DATES[2]),
        ]

    def test_a_lead_without_a_date_has_that_of_the_action(self, people, plan, columns, by):
        action = action_of(plan, "1.1")
        set_leads(action, [{"group": people.audit_group}, {"agency": people.police}], by=by)
        make_milestone(action, "", lead=action.leads.last(), due_on=date(2026, 12, 31))
        rows = rows_of(table_of(plan), action)
        assert [cells(row, "lead", "timescale") for row in rows] == [
            ("Audit Group", "By March 2027"),
            ("Ashshire Police", "By December 2026"),
        ]

    def test_the_date_of_one_who_leads_no_longer_is_not_lost(self, people, plan, pairs, by):
        action = action_of(plan, "1.1")
        set_leads(action, [{"words": LEADS[0]}, {"words": LEADS[2]}], by=by)
        rows = rows_of(table_of(plan), action)
        assert cells(rows[-1], "lead", "timescale") == ("Ashshire Police", DATES[1])

    def test_without_a_column_of_leads_each_date_names_its_lead(self, plan, pairs, by):
        document = document_of(plan)
        kept = tuple(column for column in document.columns if column.shows != "lead")
        (table,) = published_tables(replace(document, columns=kept))
        (row,) = rows_of(table, action_of(plan, "1.1"))
        (when,) = (cell for cell in row.cells if cell.shows == "timescale")
        assert when.paragraphs == tuple(
            f"{lead}: {day}" for lead, day in zip(LEADS, DATES, strict=True)
        )

    def test_on_the_page_and_on_paper_other_cells_span_the_lines(
        self, people, plan, pairs, client_as
    ):
        page = client_as(people.member).get(f"{address('plan', plan)}?view=published").text
        assert page.count('rowspan="3"') == 3
        html = plan_sheets(document_of(plan), as_published=True).html
        for words in (*LEADS, *DATES):
            assert words in page
            assert words in html

    def test_a_driver_spans_the_lines_too(self, plan, pairs, by):
        add_part(Column, plan, by=by, heading="Why", shows="driver")
        table = table_of(plan)
        found = [cell.rows for row in table.rows for cell in row.cells if cell.shows == "driver"]
        assert found == [5, 0, 0, 0, 0]
        for action in plan.action_set.all():
            set_drivers(action, [], by=by)
        table = table_of(plan)
        found = [cell.rows for row in table.rows for cell in row.cells if cell.shows == "driver"]
        assert found == [3, 0, 0, 1, 1]


class TestMilestones:
    def test_are_below_the_action_where_they_have_no_column(self, plan):
        action = action_of(plan, "1.1")
        make_milestone(action, who="Police", due_on=date(2026, 12, 31))
        (row,) = rows_of(table_of(plan), action)
        assert row.cells[1].items == ("Staff are trained (Police): By December 2026",)
        assert row.cells[1].paragraphs == (action.wording,)

    def test_have_their_own_column_where_the_plan_has_one(self, plan, by):
        action = action_of(plan, "1.1")
        make_milestone(action)
        add_part(Column, plan, by=by, heading="Key milestones", shows="milestone")
        (row,) = rows_of(table_of(plan), action)
        assert (row.cells[1].items, row.cells[-1].items) == ((), ("Staff are trained",))


class TestHeadings:
    @pytest.fixture
    def reviewed(self, plan, by):
        """1.1 and 1.2 answer recommendation 3, 1.3 another with its own word, after a heading column."""
        add_part(Column, plan, by=by, heading="Recommendation", shows="driver_heading")
        made = [
            add_part(Driver, plan, by=by, kind="local_review", reference=ref, wording=words)
            for ref, words in (("3", "Review the training."), ("Recommendation 4", "Ask parents."))
        ]
        for reference, driver in (("1.1", made[0]), ("1.2", made[0]), ("1.3", made[1])):
            set_drivers(action_of(plan, reference), [driver], by=by)

    def test_each_is_printed_once_over_its_actions(self, plan, reviewed):
        table = table_of(plan)
        assert "Recommendation" not in table.columns
        assert [row.heading or cells(row, "number") for row in table.rows] == [
            ("Recommendation 3: Review the training.",),
            ("1.1",),
            ("1.2",),
            ("Recommendation 4: Ask parents.",),
            ("1.3",),
        ]

    def test_actions_without_one_come_without_a_heading(self, plan, reviewed, by):
        set_drivers(action_of(plan, "1.3"), [], by=by)
        assert [bool(row.heading) for row in table_of(plan).rows] == [True, False, False, False]

    def test_on_the_page_and_on_paper(self, people, plan, reviewed, client_as):
        page = client_as(people.member).get(f"{address('plan', plan)}?view=published").text
        html = plan_sheets(document_of(plan), as_published=True).html
        for text in (page, html):
            assert '<th scope="colgroup" colspan="4" class="app-published__over"><p>Reco' in text

    def test_an_objective_is_printed_beside_each_row_under_them(self, plan, reviewed, by):
        add_part(Column, plan, by=by, heading="Objective", shows="objective")
        for action in plan.action_set.all():
            revise_action(action, by=by, objective=plan.objective_set.get())
        rows = [row for row in table_of(plan).rows if row.cells]
        assert [cells(row, "number", "objective") for row in rows] == [
            (f"1.{n}", "Every child has a say") for n in (1, 2, 3)
        ]
