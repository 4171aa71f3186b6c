"""CSV of a plan's tables: a row a thing, a value a cell, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from partnership.csv_cells import plain
from plans.exports.csv import write_csv
from plans.exports.tables import PLAN_TABLES, find_table
from tests.helpers.builders import action_of, make_update
from tests.helpers.exports import export_of, fill_plan

pytestmark = pytest.mark.engine_free


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_one_row_an_action_with_typed_text(people, plan):
    one, two, three = rows_of(write_csv(export_of(fill_plan(people, plan))))
    assert (one["Reference"], one["Due date"], one["Rating"]) == ("1.1", "2027-03-31", "Red")
    assert (one["Overdue"], two["Overdue"]) == ("no", "yes")
    assert (three["Due date"], three["Rating"]) == ("", "Not yet rated")
    assert one["Success measures"] == "Measure 1 of 1.1"


@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_each_table_has_its_headings_and_its_rows(people, plan, table):
    export = export_of(fill_plan(people, plan))
    found = list(csv.reader(io.StringIO(write_csv(export, table))))
    assert found[0] == [column.heading for column in table.columns]
    assert len(found) - 1 == len(list(table.rows(export))) > 0


def test_headings_are_told_apart():
    for table in PLAN_TABLES:
        headings = [column.heading for column in table.columns]
        assert len(headings) == len(set(headings)), table.name


def test_a_moment_is_in_local_time_with_its_offset(people, plan):
    text = write_csv(export_of(fill_plan(people, plan)), find_table("updates"))
    assert rows_of(text)[0]["When"] == "2026-11-19T10:00:00+00:00"


@pytest.mark.parametrize("formula", ["=1+1", "+44", "@SUM(A1)", "\u200b=1", "-2"])
def test_a_text_like_a_formula_is_no_formula(people, plan, formula):
    make_update(action_of(plan, "1.1"), comment=formula)
    cell = rows_of(write_csv(export_of(plan)))[0]["Last comment"]
    assert cell == f"'{plain(cell)}"


def test_no_table_has_a_strange_name():
    assert find_table("actions").name == "actions"
    assert find_table("../etc") is None
