"""A plan arranged by the month its actions are due, or by who leads them: on the page, as a table and in the PDF."""

import re
from datetime import date

import pytest

from plans.document.arrange import arranged_sections
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Action, Column, Plan
from plans.services.action import revise_action
from plans.services.lead import set_leads
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from reports.render.plan import plan_sheets
from tests.helpers.builders import TODAY, action_of, make_action, make_plan
from tests.helpers.editing import address
from tests.helpers.jobs import fetch_file


def read(plan, **values):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY, **values)


def groups(plan, by, **values):
    sections = arranged_sections(read(plan, **values), by)
    return [(s.heading, [action.reference for action in s.actions]) for s in sections]


def test_by_the_month_they_are_due(people, plan):
    """Months in order, then what is ongoing, then what has no date; a day counts for its month."""
    make_action(plan, "1.4")
    day = {"kind": "date", "due_on": date(2027, 3, 9)}
    make_action(plan, "1.5", timescale=day)
    assert groups(plan, "date") == [
        ("October 2026", ["1.2"]),
        ("March 2027", ["1.1", "1.5"]),
        ("Ongoing", ["1.3"]),
        ("No date", ["1.4"]),
    ]


def test_by_the_date_of_the_priority_where_an_action_has_none(people, plan):
    make_action(plan, "1.4")
    change_timescale(
        plan.priority_set.get(),
        by=people.business_manager,
        reason="Agreed.",
        kind="month",
        due_on=date(2026, 10, 1),
    )
    assert groups(plan, "date")[0] == ("October 2026", ["1.2", "1.4"])


def test_by_who_leads_once_for_each(people, plan):
    """By name, then nobody; who only oversees or contributes has no group of their own."""
    leads = [
        {"group": people.training_group},
        {"post": people.adviser, "role": "joint"},
        {"group": people.board, "role": "oversees"},
    ]
    make_action(plan, "1.4", leads=leads)
    make_action(plan, "1.5")
    assert groups(plan, "lead") == [
        ("Audit Group", ["1.1"]),
        ("Professional Adviser", ["1.2", "1.4"]),
        ("Training Group", ["1.3", "1.4"]),
        ("Nobody named", ["1.5"]),
    ]


def test_by_the_names_written_in_the_cell(people, plan):
    revise_action(
        make_action(plan, "1.4"), by=people.business_manager, leads_words="All schools\nVCS"
    )
    found = dict(groups(plan, "lead"))
    assert (found["All schools"], found["VCS"]) == (["1.4"], ["1.4"])


def test_two_leads_of_one_name_stay_apart(people, plan):
    lead = {"words": "Audit Group"}
    set_leads(action_of(plan, "1.2"), [lead], by=people.business_manager)
    assert [heading for heading, _ in groups(plan, "lead")].count("Audit Group") == 2


@pytest.mark.parametrize("by", ["date", "lead"])
def test_only_what_the_filter_shows(plan, by):
    shown = Action.objects.filter(reference="1.2")
    ((_, references),) = groups(plan, by, shown=shown)
    assert references == ["1.2"]


def test_the_table_of_a_group_has_a_row_for_each_action_with_its_own_cells(people, plan):
    """Also where the priority would be printed as one row, and where an objective spans its actions."""
    by = people.business_manager
    add_part(Column, plan, by=by, heading="Outcome", shows="objective")
    add_part(Column, plan, by=by, heading="Priority", shows="title")
    revise_action(action_of(plan, "1.1"), by=by, objective=plan.objective_set.get())
    tables = published_tables(read(plan), by="lead")
    assert [table.heading for table in tables] == [
        "Audit Group",
        "Professional Adviser",
        "Training Group",
    ]
    (row,) = tables[0].rows
    printed = {cell.shows: (cell.paragraphs, cell.rows) for cell in row.cells}
    assert printed["objective"] == (("Every child has a say",), 1)
    assert printed["title"] == (("Children are heard",), 1)


class TestPages:
    @pytest.mark.parametrize("actions", [1, 3, 30])
    @pytest.mark.parametrize("query", ["?by=date", "?by=lead", "?by=lead&view=published"])
    def test_queries(self, people, client_as, django_assert_num_queries, actions, query):
        plan, client = make_plan(people, actions=actions), client_as(people.member)
        with django_assert_num_queries(16):
            client.get(address("plan", plan) + query)

    @pytest.mark.parametrize(
        ("query", "headings"),
        [
            ("?by=date", ["October 2026", "March 2027", "Ongoing"]),
            ("?by=lead", ["Audit Group", "Professional Adviser", "Training Group"]),
            ("?by=colour", ["Children are heard"]),
            ("", ["Children are heard"]),
        ],
    )
    def test_the_plan_page(self, people, plan, client_as, query, headings):
        text = client_as(people.member).get(address("plan", plan) + query).text
        found = re.findall(r'app-section__title">(?:<span.*?</span>)?(.*?)</h2>', text)
        assert found == headings

    def test_no_id_is_on_the_page_twice(self, people, plan, client_as):
        leads = [{"group": people.audit_group}, {"post": people.adviser}]
        set_leads(action_of(plan, "1.1"), leads, by=people.business_manager)
        text = client_as(people.member).get(f"{address('plan', plan)}?by=lead").text
        ids = re.findall(r' id="([^"]+)"', text)
        assert text.count(">Action 1.1</a>") == 2
        assert sorted(ids) == sorted(set(ids))

    def test_the_page_leads_to_its_pdf_and_keeps_the_filter(self, people, plan, client_as):
        page = f"{address('plan', plan)}?by=lead&view=published&rating=not_rated"
        text = client_as(people.member).get(page).text
        assert "/downloads/?by=lead&amp;view=published&amp;rating=not_rated" in text
        assert '<input type="hidden" name="by" value="lead">' in text
        assert "?by=date&amp;view=published&amp;rating=not_rated" in text

    @pytest.mark.parametrize("query", ["?by=date", "?by=date&view=published"])
    def test_the_pdf_says_how_it_is_arranged(self, people, plan, client_as, query):
        pdf = fetch_file(client_as(people.member), f"/ashshire/plans/{plan.pk}/plan.pdf{query}")
        assert "by-date" in pdf["Content-Disposition"]

    @pytest.mark.parametrize("as_published", [False, True])
    def test_the_pdf_has_a_heading_for_each_group(self, plan, as_published):
        html = plan_sheets(read(plan), as_published=as_published, by="date").html
        places = [html.index(f">{month}</h2>") for month in ("October 2026", "March 2027")]
        assert places == sorted(places)
        assert "2026–29, by date" in html
