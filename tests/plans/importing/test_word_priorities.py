"""Where a Word file has its priorities and objectives: in heads, headings and lists beside the tables."""

from tests.helpers.imported_plans import actions, codes, read_whole
from tests.helpers.plan_files import bullets, cell, heading, paragraph, row, table, word

HEAD = row("Ref", "What we will do", "Lead", "By when", "Success measure", is_head=True)
SURREY = ("What we will do", "Lead group or person", "By when", "What difference will it make")
STATEMENTS = [
    "We will seek assurance that thresholds are understood.",
    "We will audit how each agency uses them.",
    "Ensuring that the front door answers in time.",
]


def test_a_priority_whose_number_is_in_the_head_has_the_title_above_it():
    cells = (cell("\n".join(STATEMENTS)), "Learning Sub-group", "March 2027", "Sooner")
    content = word(
        paragraph("Thresholds – so that they are clear."),
        table(row("Priority 1", *SURREY), row("", *cells)),
        table(
            row(cell("Domestic abuse – to do better.", span=5)),
            row("Priority", *SURREY),
            row("2", *cells),
        ),
    )
    plan = read_whole("docx", content)
    headings = [
        "Priority 1: Thresholds – so that they are clear.",
        "Priority 2: Domestic abuse – to do better.",
    ]
    assert [(part.heading, part.leads, part.measures) for part in plan.priorities] == [
        (text, ("Learning Sub-group",), ("Sooner",)) for text in headings
    ]
    assert actions(plan, "wording", "priority") == [
        (statement, text) for text in headings for statement in STATEMENTS
    ]


def test_priorities_listed_above_one_table_are_priorities_of_none_of_its_actions():
    listed = [
        paragraph(f"Priority {number}: {text}")
        for number, text in (("One", "Safe"), ("Two", "Heard"))
    ]
    plan = read_whole(
        "docx", word(*listed, table(HEAD, row("1", "Do it", "Police", "TBC", "Done")))
    )
    assert [part.heading for part in plan.priorities] == [
        "Priority One: Safe",
        "Priority Two: Heard",
    ]
    assert actions(plan, "priority") == [(None,)]
    assert "priorities_without_actions" in codes(plan)


def test_an_objective_may_be_a_heading_below_its_priority():
    content = word(
        heading("Priority 1: Homes", 1),
        heading("Objective 1.1: Children are safe at home"),
        table(HEAD, row("a", "Do it", "Police", "TBC", "Done")),
        heading("Objective 1.2: Homes are warm"),
        table(HEAD, row("b", "Heat them", "Housing Board", "TBC", "Warm")),
    )
    plan = read_whole("docx", content)
    assert actions(plan, "priority", "objective") == [
        ("Priority 1: Homes", "1.1"),
        ("Priority 1: Homes", "1.2"),
    ]


def test_what_is_typed_again_after_a_page_does_not_cut_a_row():
    head = ("Objective", "Action", "Lead", "Target date", "How will we know?")
    content = word(
        table(
            row(*head),
            row(cell("Priority 1: Exploitation", span=5)),
            row(
                "1. Children are seen",
                "Use the tool in all",
                "Police",
                "Oct 2026",
                cell(bullets("A")),
            ),
            row(*(text.upper() for text in head)),
            row(cell("Priority 1: Exploitation (cont’d)", span=5)),
            row("1. Children are seen (cont’d)", "custody suites", "", "", cell(bullets("B"))),
        )
    )
    plan = read_whole("docx", content)
    assert actions(plan, "wording", "objective", "priority", "measures") == [
        ("Use the tool in all custody suites", "1", "Priority 1: Exploitation", ["A", "B"])
    ]
    assert codes(plan) >= {"repeated_header_left_out", "continued_row_joined"}


def test_a_priority_without_a_table_is_in_the_plan_without_actions():
    parts = [heading("Priority 1: Homes"), table(HEAD, row("1", "Do it", "Police", "TBC", "Done"))]
    content = word(*parts, heading("Priority 2: Streets"), paragraph("Nothing is agreed yet."))
    plan = read_whole("docx", content)
    assert [part.heading for part in plan.priorities] == [
        "Priority 1: Homes",
        "Priority 2: Streets",
    ]
    assert actions(plan, "priority") == [("Priority 1: Homes",)]
    assert "priorities_without_actions" in codes(plan)
