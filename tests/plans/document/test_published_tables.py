"""The plan in the partnership's own tables: a row for each action, for each priority, or cells that span."""

import pytest

from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Action, Column, Driver, Plan
from plans.services.action import add_action, revise_action, set_drivers
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.structure import add_part, remove_part, revise_part, set_priorities
from plans.services.timescale import change_timescale
from tests.helpers.builders import TODAY, action_of, make_plan, make_update


@pytest.fixture
def manager(people):
    return people.business_manager


def tables_of(plan, **values):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return published_tables(read_plan(plan, on=TODAY, **values))


def texts(row):
    return {
        cell.shows: cell.rating or " / ".join(cell.paragraphs or cell.items) for cell in row.cells
    }


def test_a_table_a_priority_and_a_row_an_action(plan):
    (table,) = tables_of(plan)
    assert (table.heading, table.columns) == (
        "Priority 1: Children are heard",
        ("No.", "Action", "Who", "RAG"),
    )
    assert [texts(row) for row in table.rows] == [
        {
            "number": f"1.{number}",
            "action": f"Do what action 1.{number} says.",
            "lead": who,
            "rating": "",
        }
        for number, who in ((1, "Audit Group"), (2, "Professional Adviser"), (3, "Training Group"))
    ]


def test_a_rating_is_printed_once_given_and_the_comment_beside_it(plan, manager):
    add_part(Column, plan, by=manager, heading="Comment on progress", shows="progress")
    make_update(action_of(plan, "1.1"), rating="amber", comment="Late data")
    (table,) = tables_of(plan)
    assert [(texts(r)["rating"], texts(r)["progress"]) for r in table.rows] == [
        ("amber", "Late data"),
        ("", ""),
        ("", ""),
    ]


def test_a_driver_that_several_rows_share_is_printed_once(plan, manager):
    add_part(Column, plan, by=manager, heading="Why", shows="driver")
    other = add_part(Driver, plan, by=manager, kind="audit", wording="Audit of 2026")
    set_drivers(action_of(plan, "1.3"), [other], by=manager)
    (table,) = tables_of(plan)
    shared = plan.driver_set.first().wording
    cells = [cell for row in table.rows for cell in row.cells if cell.shows == "driver"]
    assert [(cell.rows, cell.paragraphs) for cell in cells] == [
        (2, (shared,)),
        (0, (shared,)),
        (1, ("Audit of 2026",)),
    ]


def test_rows_without_a_driver_stay_apart(plan, manager):
    add_part(Column, plan, by=manager, heading="Why", shows="driver")
    for action in plan.action_set.all():
        set_drivers(action, [], by=manager)
    (table,) = tables_of(plan)
    cells = [cell for row in table.rows for cell in row.cells if cell.shows == "driver"]
    assert [(cell.rows, cell.paragraphs) for cell in cells] == [(1, ())] * 3


def test_leads_as_written_until_somebody_changes_them(people, plan, manager):
    action = action_of(plan, "1.1")
    set_leads(
        action, [{"group": people.audit_group}], by=manager, words="Audit Work Group\nand others"
    )
    assert texts(tables_of(plan)[0].rows[0])["lead"] == "Audit Work Group / and others"
    set_leads(action, [{"post": people.adviser}], by=manager)
    assert texts(tables_of(plan)[0].rows[0])["lead"] == "Professional Adviser"


def test_number_and_objective_span_the_actions_of_an_objective(plan, manager):
    add_part(Column, plan, by=manager, heading="What we want to achieve", shows="objective")
    objective = plan.objective_set.get()
    for reference in ("1.1", "1.2"):
        revise_action(action_of(plan, reference), by=manager, objective=objective)
    (table,) = tables_of(plan)
    spans = [{c.shows: c.rows for c in row.cells} for row in table.rows]
    # 1.3 has no objective and is printed before those that have one.
    assert [(s["number"], s["objective"], s["action"]) for s in spans] == [
        (1, 1, 1),
        (2, 2, 1),
        (0, 0, 1),
    ]
    assert texts(table.rows[1])["objective"] == "Every child has a say"
    assert texts(table.rows[1])["number"] == "1"


def test_one_row_where_leads_date_and_measures_are_the_prioritys(people, manager):
    plan = make_plan(people, actions=0)
    priority = plan.priority_set.get()
    remove_part(plan.column_set.get(shows="number"), by=manager, reason="x")
    for shows in ("priority", "timescale", "measure"):
        add_part(Column, plan, by=manager, heading=shows, shows=shows)
    set_leads(priority, [{"group": people.board}], by=manager, words="The board")
    change_timescale(priority, by=manager, reason="x", kind="ongoing")
    add_measure(priority, by=manager, wording="All children are heard")
    for number in (1, 2):
        bare(plan, manager, f"1.{number}")
    (table,) = tables_of(plan)
    (row,) = table.rows
    assert texts(row) == {
        "action": "Do 1.1. / Do 1.2.",
        "lead": "The board",
        "rating": "",
        "priority": "1",
        "timescale": "Ongoing",
        "measure": "All children are heard",
    }
    assert len(row.action_pks) == 2


def bare(plan, by, reference):
    return add_action(
        plan,
        by=by,
        reference=reference,
        title=reference,
        wording=f"Do {reference}.",
        priority=plan.priority_set.get(),
    )


def test_one_action_with_a_measure_of_its_own_and_each_has_its_row(people, manager):
    plan = make_plan(people, actions=0)
    priority = plan.priority_set.get()
    change_timescale(priority, by=manager, reason="x", kind="ongoing")
    first, _ = [bare(plan, manager, f"1.{number}") for number in (1, 2)]
    assert len(tables_of(plan)[0].rows) == 1
    add_measure(first, by=manager, wording="Its own")
    assert len(tables_of(plan)[0].rows) == 2


def test_a_priority_may_print_another_heading_over_its_actions(plan, manager):
    revise_part(plan.priority_set.get(), by=manager, action_heading="What do we want to do")
    (table,) = tables_of(plan)
    assert table.columns == ("No.", "What do we want to do", "Who", "RAG")


def test_the_title_in_a_column_makes_it_one_table(plan, manager):
    add_part(Column, plan, by=manager, heading="Title", shows="title")
    (table,) = tables_of(plan)
    assert (table.heading, len(table.rows)) == ("", 3)
    assert {texts(row)["title"] for row in table.rows} == {"Children are heard"}


def test_a_plan_that_chose_no_columns_has_plain_ones(plan, manager):
    for column in plan.column_set.all():
        remove_part(column, by=manager, reason="x")
    (table,) = tables_of(plan)
    assert table.columns == (
        "Number",
        "Action",
        "Lead",
        "Timescale",
        "Success measures",
        "Rating",
    )
    assert texts(table.rows[0])["timescale"] == "By March 2027"


def test_actions_under_no_priority_are_told_apart_from_the_priority_above(plan, manager):
    set_priorities(plan.objective_set.get(), [], by=manager)
    revise_action(
        action_of(plan, "1.1"), by=manager, priority=None, objective=plan.objective_set.get()
    )
    first, last = tables_of(plan)
    assert (len(first.rows), len(last.rows)) == (2, 1)
    assert last.heading == "Actions not under a priority"


def test_actions_without_a_priority_above_them_need_no_heading(plan, manager):
    for action in plan.action_set.all():
        revise_action(action, by=manager, priority=None, objective=None)
    assert [table.heading for table in tables_of(plan) if table.rows] == [""]


def test_filtered_as_the_document_is(plan):
    (table,) = tables_of(plan, shown=Action.objects.filter(reference="1.2"))
    assert [texts(row)["number"] for row in table.rows] == ["1.2"]
    assert tables_of(plan, shown=Action.objects.none()) == ()
