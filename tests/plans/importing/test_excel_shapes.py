from datetime import date, datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from plans.importing.readers.excel_cells import cell_text
from tests.helpers.imported_plans import actions, codes, read_whole
from tests.helpers.plan_files import excel, put


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (date(2026, 9, 1), "mmm-yy", "Sep-26"),
        (date(2026, 9, 1), "mmmm yyyy", "September 2026"),
        (date(2026, 9, 5), "dd/mm/yyyy", "05/09/2026"),
        (date(2026, 9, 5), "mm-dd-yy", "05/09/2026"),
        (date(2026, 9, 5), "d mmm yy", "5 Sep 26"),
        (date(2026, 9, 18), '[$-809]ddd d" of "mmmm yyyy;@', "Fri 18 of September 2026"),
        (datetime(2026, 9, 5, 12, 30), "dd/mm/yyyy hh:mm", "05/09/2026"),  # noqa: DTZ001
        (date(2026, 9, 5), "yyyy-mm-dd", "2026-09-05"),
        (date(2026, 9, 5), "General", "05/09/2026"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (1200, "#,##0", "1,200"),
        (2.0, "General", "2"),
        (1.1, "General", "1.1"),
        (1.5, "0.00", "1.50"),
        (7, "000", "007"),
        (True, "General", "Yes"),
        (None, "General", ""),
    ],
)
def test_a_cell_reads_as_its_format_shows_it(value, number_format, text):
    assert cell_text(value, number_format) == text


def fill(colour):
    return PatternFill("solid", fgColor=f"FF{colour}")


def test_titles_above_the_head_name_the_first_priority():
    def build(workbook):
        sheet = workbook.create_sheet("Tracker")
        put(sheet, 1, ["Partnership tracker 2026-27"])
        put(sheet, 2, ["PRIORITY 1: NEGLECT"])
        put(sheet, 3, ["No", "Task", "Who?", "Deadline", "RAG"])
        put(sheet, 4, [1, "Audit", "QA Group", "TBC", "●"])
        put(sheet, 6, ["PRIORITY 2: ONLINE"])
        put(sheet, 7, ["No", "Task", "Who?", "Deadline", "RAG"])
        put(sheet, 8, [2, "Survey", "Schools Group", date(2027, 2, 28), "●"])
        put(sheet, 10, ["Total", 2])
        sheet["E4"].fill, sheet["E8"].font = fill("00B050"), Font(color="FFFF0000")
        sheet["D8"].number_format = "d mmm yyyy"

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "wording", "priority", "words", "rating") == [
        ("Audit", "PRIORITY 1: NEGLECT", "TBC", "Green"),
        ("Survey", "PRIORITY 2: ONLINE", "28 Feb 2027", "Red"),
    ]
    assert codes(plan) >= {"repeated_header_left_out", "rating_from_colour"}
    assert ("sheet Tracker, A10", "Total") in plan.left_out or any(
        words == "Total" for _, words in plan.left_out
    )


def test_sheets_named_after_priorities_are_priorities():
    def build(workbook):
        for name, action in (("1 Neglect", "Agree a tool"), ("2 Exploitation", "Map hot spots")):
            sheet = workbook.create_sheet(name)
            put(sheet, 2, ["Action", "Responsible", "Due date"], column=2)
            put(sheet, 3, [action, "Police", "May 2027"], column=2)

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "wording", "priority") == [
        ("Agree a tool", "1 Neglect"),
        ("Map hot spots", "2 Exploitation"),
    ]
    assert "priority_from_sheet_name" in codes(plan)


def test_what_a_workbook_hides_is_listed_and_not_in_the_plan():
    def build(workbook):
        sheet = workbook.create_sheet("Plan")
        put(sheet, 1, ["Ref", "Action", "Lead", "Start date", "End date"])
        put(sheet, 2, ["1", "Set up a panel", "JB", "secret start", "May 2027"])
        put(sheet, 3, ["2", "Hidden action", "KM", None, "May 2027"])
        put(sheet, 4, ["3", "Pay it", "JB / KM", None, "=1+1"])
        sheet.column_dimensions["D"].hidden = sheet.row_dimensions[3].hidden = True
        sheet["B2"].comment = Comment("Ask IT", "A")
        old = workbook.create_sheet("Old")
        old.sheet_state = "hidden"
        put(old, 1, ["Old words"])

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "reference", "leads") == [("1", ["JB"]), ("3", ["JB", "KM"])]
    assert codes(plan) >= {
        *("hidden_columns", "hidden_rows", "sheet_left_out", "comment_left_out"),
        "formula_value_used",
    }
    assert {"Hidden action", "secret start", "Old words"} <= {words for _, words in plan.left_out}


def test_a_merged_rating_is_that_of_each_of_its_rows():
    def build(workbook):
        sheet = workbook.create_sheet("Plan")
        put(sheet, 1, ["Action", "Lead", "Status"])
        put(sheet, 2, ["Set up a panel", "JB"])
        put(sheet, 3, ["Pay it", "JB"])
        sheet.merge_cells("C2:C3")
        sheet["C2"].fill = fill("C6EFCE")

    assert actions(read_whole("xlsx", excel(build)), "rating") == [("Green",), ("Green",)]


def test_a_head_over_number_and_title_is_one_objective():
    def build(workbook):
        sheet = workbook.create_sheet("BP")
        put(sheet, 1, ["Objective", None, "Action", "Lead", "RAG rating", None])
        put(sheet, 2, ["No.", "Title", None, None, "2026/27", "2027/28"])
        for area in ("A1:B1", "C1:C2", "D1:D2", "E1:F1"):
            sheet.merge_cells(area)
        put(sheet, 3, [1, "Safe at home", "Visit in 5 days", "Head of Social Care", "Amber"])
        put(sheet, 4, [2, "Safe online", "Teach parents", "Schools Lead", "Red", "Green"])

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "objective", "rating") == [("1", "Amber"), ("2", "Green")]
    assert [(one.number, one.title) for one in plan.objectives] == [
        ("1", "Safe at home"),
        ("2", "Safe online"),
    ]
    assert "several_rating_columns" in codes(plan)


def test_a_key_and_a_list_of_choices_are_no_plan():
    def build(workbook):
        sheet = workbook.create_sheet("Plan")
        put(sheet, 1, ["Action", "Lead", "Status"])
        put(sheet, 2, ["Set up a panel", "JB", "Complete"])
        key = workbook.create_sheet("Lookups")
        put(key, 1, ["Action status", "Lead"])
        put(key, 2, ["Complete", "JB"])

    plan = read_whole("xlsx", excel(build))
    assert len(plan.actions) == 1
    assert "sheet_left_out" in codes(plan)


def test_columns_are_known_by_their_content_where_the_heading_misleads():
    def build(workbook):
        sheet = workbook.create_sheet("Plan")
        put(sheet, 1, ["Step", "Delivered by", "Milestone", "Mystery"])
        put(sheet, 2, ["Build a site", "Comms Team", "May 2027", "x"])
        put(sheet, 3, ["Print a leaflet", "Business Manager", "June 2027", "y"])

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "leads", "words") == [
        (["Comms Team"], "May 2027"),
        (["Business Manager"], "June 2027"),
    ]
    assert codes(plan) >= {"guessed_column", "unmatched_column"}
    assert [column.kinds for column in plan.columns] == [
        ("action",),
        ("lead",),
        ("timescale",),
        (),
    ]


def test_ratings_of_several_quarters_give_the_last_and_plans_of_two_years_are_noted():
    def build(workbook):
        for year in ("2025-26", "2026-27"):
            sheet = workbook.create_sheet(year)
            put(sheet, 1, ["Action", "Owner", "Q1 RAG", "Q1 comment", "Q2 RAG", "Q2 comment"])
            put(sheet, 2, [f"Open hub {year}", "Hub Manager", None, "Slow", "A", "Better"])
            put(sheet, 3, [f"Close hub {year}", "Hub Manager", "G", "Fine"])
            sheet["C2"].fill = fill("FF0000")

    plan = read_whole("xlsx", excel(build))
    assert actions(plan, "rating", "progress")[:2] == [
        ("Amber", "Q1 comment: Slow\nQ2 comment: Better"),
        ("Green", "Q1 comment: Fine"),
    ]
    assert ("previous_rating", "Red") in plan.actions[0].others
    assert codes(plan) >= {"several_plans", "several_rating_columns"}
