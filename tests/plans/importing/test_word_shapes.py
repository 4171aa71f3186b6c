import pytest

from tests.helpers.imported_plans import actions, codes, read_whole
from tests.helpers.plan_files import (
    bullets,
    cell,
    control,
    deleted,
    heading,
    inserted,
    paragraph,
    row,
    run,
    table,
    text_box,
    word,
)

HEAD = row("Ref", "What we will do", "Lead", "By when", "Success measure", is_head=True)


def test_automatic_numbers_of_an_empty_column_are_references():
    content = word(
        heading("Priority 1: Voice"),
        table(
            HEAD,
            row(
                cell(paragraph(number=(70, 0))), "Ask children", "Youth Team", "May 2027", "Survey"
            ),
            row(cell(paragraph(number=(70, 0))), "Tell them", "Comms Team", "June 2027", "Film"),
        ),
        numbering={70: ["%1."]},
    )
    found = actions(read_whole("docx", content), "reference", "wording")
    assert found == [("1", "Ask children"), ("2", "Tell them")]


def test_automatic_numbers_of_headings_and_actions_are_part_of_them():
    content = word(
        paragraph("Safe babies", style="Heading2", number=(70, 0)),
        table(
            row("Action", "Lead", "Timescale"),
            row(cell(paragraph("Visit parents", number=(70, 1))), "Midwifery Service", "May 2027"),
            row(cell(paragraph("Train staff", number=(70, 1))), "Named Nurse", "June 2027"),
        ),
        numbering={70: ["Priority %1:", "%1.%2"]},
    )
    plan = read_whole("docx", content)
    assert actions(plan, "reference", "wording", "priority") == [
        ("1.1", "Visit parents", "Priority 1: Safe babies"),
        ("1.2", "Train staff", "Priority 1: Safe babies"),
    ]


def test_a_head_of_two_rows_names_progress_by_its_quarter():
    merged = [cell(text, merge="restart") for text in ("Action", "Owner", "Deadline")]
    content = word(
        heading("Priority A: Early help"),
        table(
            row(*merged, cell("Progress", span=2), cell("BRAG", merge="restart")),
            row(*[cell(merge="continue")] * 3, "Q1", "Q2", cell(merge="continue")),
            row("Open two hubs", "Early Help Board", "30.09.26", "Sites found", "", "G"),
            row("Write one form", "MASH Manager", "Q4", "Draft", "Signed", cell(fill="FFC000")),
        ),
    )
    plan = read_whole("docx", content)
    assert actions(plan, "progress", "rating") == [
        ("Q1: Sites found", "Green"),
        ("Q1: Draft\nQ2: Signed", "Amber"),
    ]
    assert codes(plan) >= {"several_progress_columns", "rating_from_colour"}


def test_a_row_cut_by_a_page_goes_on_in_a_table_without_head():
    content = word(
        heading("Priority 1: Neglect"),
        table(
            HEAD,
            row(
                "1",
                "Set up a group with members from",
                "Neglect Lead and",
                "December",
                "It meets and",
            ),
            row("", "each agency", "Business Manager", "2026", "reports"),
        ),
        table(
            row("", "", "", "", "Staff know of it"),
            row("2", "Launch it", "Comms Team", "May 2027", "Launched"),
            columns=5,
        ),
    )
    plan = read_whole("docx", content)
    assert actions(plan, "reference", "wording", "leads", "words", "measures") == [
        (
            "1",
            "Set up a group with members from each agency",
            ["Neglect Lead", "Business Manager"],
            "December 2026",
            ["It meets and reports", "Staff know of it"],
        ),
        ("2", "Launch it", ["Comms Team"], "May 2027", ["Launched"]),
    ]
    assert "continued_row_joined" in codes(plan)


def test_a_row_may_be_cut_after_its_number():
    content = word(
        table(
            HEAD,
            row("A1", "", "", "", ""),
            row("", "Ask children", "Youth Team", "May 2027", "Survey"),
        )
    )
    assert actions(read_whole("docx", content), "reference", "wording") == [("A1", "Ask children")]


def test_a_cell_merged_over_several_actions_is_that_of_each():
    start, below = {"merge": "restart"}, {"merge": "continue"}
    content = word(
        table(
            row(
                "Outcome we want",
                "Who's leading",
                "What's to be done",
                "When?",
                "Strategic priority",
            ),
            row(
                cell("Fewer waits", **start),
                cell("MASH Manager", **start),
                "Audit",
                "May '26",
                cell("Help", **start),
            ),
            row(cell(**below), cell(**below), "Give feedback", "June '26", cell(**below)),
        )
    )
    plan = read_whole("docx", content)
    assert actions(plan, "wording", "leads", "measures", "priority") == [
        ("Audit", ["MASH Manager"], ["Fewer waits"], "Help"),
        ("Give feedback", ["MASH Manager"], ["Fewer waits"], "Help"),
    ]
    assert "continued_row_joined" not in codes(plan)


def test_one_column_may_hold_lead_and_timescale():
    content = word(
        table(
            row("What we will do", "Lead and timescale", "Measure"),
            row("Set up a panel", "Participation Lead\nSeptember 2026", "It meets"),
            row("Pay it", "Business Manager, by October 2026", "Paid"),
            row("Write a charter", "Early Help Board – January 2027", "Used"),
        )
    )
    plan = read_whole("docx", content)
    assert actions(plan, "leads", "words") == [
        (["Participation Lead"], "September 2026"),
        (["Business Manager"], "by October 2026"),
        (["Early Help Board"], "January 2027"),
    ]
    assert "combined_column" in codes(plan)


def test_dates_and_leads_pair_line_by_line_with_the_actions_of_a_cell():
    content = word(
        table(
            row("Priority", "Actions", "By whom", "By when", "Success measures"),
            row(
                "Exploitation",
                "1. Map hot spots\n2. Brief drivers",
                "Police\nLicensing Officer",
                "June 2026\nSept 2026",
                "Map made\n300 drivers\nFewer calls",
            ),
        )
    )
    plan = read_whole("docx", content)
    measures = ["Map made", "300 drivers", "Fewer calls"]
    assert actions(plan, "wording", "leads", "words", "measures") == [
        ("Map hot spots", ["Police"], "June 2026", measures),
        ("Brief drivers", ["Licensing Officer"], "Sept 2026", measures),
    ]
    assert codes(plan) >= {"several_actions_in_a_cell", "lines_paired"}


def test_lines_that_begin_with_an_actions_number_are_its_own():
    content = word(
        table(
            row("Actions", "Lead", "Timescale", "Measure"),
            row(
                "1.1 Ask\n1.2 Tell",
                "1.1 Youth Team\n1.2 Police",
                "1.1 July 2026\n1.2 TBC",
                "1.2 Film",
            ),
        )
    )
    assert actions(read_whole("docx", content), "reference", "leads", "words", "measures") == [
        ("1.1", ["Youth Team"], "July 2026", []),
        ("1.2", ["Police"], "TBC", ["Film"]),
    ]


def test_a_form_with_its_headings_at_the_left_is_one_action():
    forms = [
        table(
            row(f"Action {number}", text),
            row("Lead", "Youth Service"),
            row("Timescale", "August 2026"),
            row("Success measure", "Map shared"),
            columns=2,
        )
        for number, text in (("1.1", "Map the town"), ("1.2", "Train shops"))
    ]
    plan = read_whole("docx", word(heading("Priority 1: Places"), forms[0], paragraph(), forms[1]))
    assert actions(plan, "reference", "wording", "leads", "words", "measures", "priority") == [
        (number, text, ["Youth Service"], "August 2026", ["Map shared"], "Priority 1: Places")
        for number, text in (("1.1", "Map the town"), ("1.2", "Train shops"))
    ]


def test_a_table_that_only_frames_the_page_is_looked_into():
    plan_table = table(
        row("Action", "Lead", "Timescale"),
        row("Train leaders", "Faith Forum", "May 2027"),
        columns=3,
    )
    framed = cell(paragraph("Priority 5: Faith", bold=True) + plan_table + paragraph())
    plan = read_whole("docx", word(table(row(framed), columns=1)))
    assert actions(plan, "wording", "priority") == [("Train leaders", "Priority 5: Faith")]


def test_rows_of_the_grid_may_begin_and_end_within_it():
    content = word(
        table(
            row("Priority", "Ref.", "Key actions", "Lead", "Due date", "Status"),
            row(
                cell("Learning", merge="restart"),
                "L1",
                "Audit files",
                "QA Subgroup",
                "May 2027",
                "Late",
            ),
            row("L2", "Meet each quarter", "Executive Group", "Quarterly", "Fine", before=1),
            row(cell(merge="continue"), "L3", "Agree the budget", "Executive Group", after=2),
        )
    )
    assert actions(read_whole("docx", content), "reference", "priority", "words", "rating") == [
        ("L1", "Learning", "May 2027", "Late"),
        ("L2", "Learning", "Quarterly", "Fine"),
        ("L3", "Learning", "", None),
    ]


def test_what_word_hides_or_keeps_aside_is_read_or_listed():
    hidden = run("not for print", "<w:vanish/>")
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    content = word(
        heading("Priority 1: Infants"),
        table(
            HEAD,
            control(
                row(
                    "1",
                    cell(paragraph("Talk to parents", raw=note)),
                    control(cell("GPs")),
                    "TBC",
                    "Talks held",
                )
            ),
            row(
                "2",
                cell(paragraph(raw=run("Train ") + deleted("some") + inserted("all"))),
                "NHS",
                "",
                cell(paragraph(raw=hidden + text_box("ICON counts"))),
            ),
            row(
                *(cell(paragraph(raw=deleted(text))) for text in ("3", "Print leaflets")),
                is_deleted=True,
            ),
        ),
        footnotes={2: "As the panel asked"},
    )
    plan = read_whole("docx", content)
    assert actions(plan, "wording", "measures") == [
        ("Talk to parents", ["Talks held"]),
        ("Train all", ["ICON counts"]),
    ]
    wanted = {"tracked_changes_read_as_accepted", "hidden_text_left_out", "footnote_left_out"}
    assert codes(plan) >= wanted
    told = " ".join(note.text for note in plan.notes)
    assert all(words in told for words in ("not for print", "As the panel asked", "Print leaflets"))


def test_a_priority_that_goes_on_after_the_page_stays_one():
    rows = [
        row(text, "Do it", "Police", "May 2027")
        for text in ("Priority 1: Homes", "Priority 1: Homes (continued)")
    ]
    plan = read_whole("docx", word(table(row("Priority", "Action", "Lead", "Date"), *rows)))
    assert [part.heading for part in plan.priorities] == ["Priority 1: Homes"]
    assert "continued_row_joined" in codes(plan)


def test_a_list_of_measures_is_not_split_at_its_lead_in():
    content = word(
        table(
            HEAD,
            row("1", "Do it", "Police", "TBC", cell(paragraph("We will see:") + bullets("A", "B"))),
        )
    )
    plan = read_whole("docx", content)
    assert actions(plan, "measures") == [(["A", "B"],)]


def test_minutes_and_a_risk_register_are_no_plan():
    risks = table(
        row("Risk", "Likelihood", "Impact", "Mitigating actions", "Owner"),
        row("Staff leave", "4", "4", "Recruit", "HR Lead"),
    )
    minutes = table(
        row("Item", "Discussion", "Action", "By whom"),
        row("1", "We talked.", "Write a paper", "AB"),
    )
    for content in (word(risks), word(minutes)):
        plan = read_whole("docx", content)
        assert plan.actions == []
        assert "not_a_plan" in codes(plan)
    as_plan = word(table(row("Item", "Action", "By whom"), row("1", "Write a paper", "AB")))
    assert len(read_whole("docx", as_plan).actions) == 1


def test_marks_that_nobody_sees_do_not_count():
    cells = ("1\u200b", "\u200fDo\u00ad it\u202c", "QA\u00a0Group", "May\u200b 2027", "Done")
    plan = read_whole("docx", word(table(HEAD, row(*cells))), starts_on=None)
    assert actions(plan, "reference", "wording", "leads", "due_on") == [
        ("1", "Do it", ["QA Group"], "2027-05-31")
    ]


HEADINGS = ("Priority", "Action", "Lead", "By when")


def test_a_number_in_the_column_of_priorities_is_that_of_the_heading_above():
    content = word(
        heading("Priority 1: Neglect", 1),
        paragraph("Everyone knows the signs."),
        table(row(*HEADINGS), row("1", "Train the staff", "Training Group", "May 2027")),
        heading("Priority 2: Voice", 1),
        table(row(*HEADINGS), row("2", "Ask the children", "Youth Team", "June 2027")),
    )
    plan = read_whole("docx", content)
    assert actions(plan, "wording", "priority") == [
        ("Train the staff", "Priority 1: Neglect"),
        ("Ask the children", "Priority 2: Voice"),
    ]


def test_headings_listed_above_the_only_table_are_priorities_without_actions():
    plain_head = row("Action", "Lead", "By when")
    content = word(
        heading("Priority 1: Neglect", 1),
        heading("Priority 2: Voice", 1),
        table(plain_head, row("Train the staff", "Training Group", "May 2027")),
    )
    plan = read_whole("docx", content)
    assert actions(plan, "wording", "priority") == [("Train the staff", None)]
    assert [part.heading for part in plan.priorities] == [
        "Priority 1: Neglect",
        "Priority 2: Voice",
    ]
    assert "priorities_without_actions" in codes(plan)


@pytest.mark.parametrize("words", ["Other actions", "Actions not under a priority"])
def test_a_heading_may_say_that_its_actions_are_under_no_priority(words):
    head = row("Action", "Lead", "By when")
    content = word(
        heading("Priority 1: Neglect", 1),
        table(head, row("Train the staff", "Training Group", "May 2027")),
        heading(words, 1),
        table(head, row("Write the report", "Board", "June 2027")),
    )
    assert actions(read_whole("docx", content), "wording", "priority") == [
        ("Train the staff", "Priority 1: Neglect"),
        ("Write the report", None),
    ]
