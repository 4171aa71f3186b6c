import pytest

from tests.helpers.imported_plans import actions, codes, read_whole
from tests.helpers.plan_files import text_file

ROWS = [
    ["Ref", "Priority", "Action", "Lead", "Due"],
    ["A1", "Neglect", "Hold “neglect” week\neach term", "QA Group; Police", "May 2026"],
    ["A2", "Neglect", "Report – with data | and words", "Data Team", "1st December 2026"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_delimiter_and_encoding_gives_the_same_plan(delimiter, encoding):
    plan = read_whole("csv", text_file(ROWS, delimiter=delimiter, encoding=encoding))
    assert actions(plan, "reference", "wording", "leads", "words") == [
        ("A1", "Hold “neglect” week\neach term", ["QA Group", "Police"], "May 2026"),
        ("A2", "Report – with data | and words", ["Data Team"], "1st December 2026"),
    ]
    assert ("guessed_encoding" in codes(plan)) == (encoding == "cp1252")


def test_titles_and_priorities_in_rows_of_their_own():
    rows = [
        *(["Business plan 2026-27", "", ""], ["", "", ""], ["Priority 1: Voice", "", ""]),
        *(["Action", "Lead", "Measure"], ["Ask children", "Youth Team", "Survey\nReport"]),
        *(["Priority 2: Homes", "", ""], ["Visit homes", "Housing Officer", "Visits made"]),
        ["Key: G is on track", "", ""],
    ]
    plan = read_whole("csv", text_file(rows))
    assert actions(plan, "wording", "priority", "measures") == [
        ("Ask children", "Priority 1: Voice", ["Survey", "Report"]),
        ("Visit homes", "Priority 2: Homes", ["Visits made"]),
    ]
    assert (plan.title, str(plan.starts_on)) == ("Business plan 2026-27", "2026-04-01")
    assert "row_left_out" in codes(plan)


def test_themes_divide_a_plan_without_priorities():
    rows = [["Work stream", "Step", "Owner"], ["Comms", "Launch it", "JB"], ["Data", "Count", "KM"]]
    plan = read_whole("csv", text_file(rows))
    assert actions(plan, "priority") == [("Comms",), ("Data",)]
    assert "guessed_column" in codes(plan)


def test_a_blank_lead_measure_and_timescale_are_noted_and_a_blank_action_is_listed():
    rows = [["Ref", "Action", "Lead", "Timescale", "Measure"], ["1", "Do it", "", "", ""], ["2"]]
    plan = read_whole("csv", text_file(rows))
    assert actions(plan, "reference", "leads", "words", "due_on") == [("1", [], "", None)]
    assert codes(plan) == {"blank_lead", "blank_timescale", "blank_measures"}
    assert "2" in [words for _, words in plan.left_out]


def test_a_list_of_people_is_no_plan():
    plan = read_whole(
        "csv", text_file([["Name", "Agency", "Email"], ["AB", "Council", "a@example.org"]])
    )
    assert plan.actions == []
    assert codes(plan) >= {"not_a_plan", "table_left_out"}
