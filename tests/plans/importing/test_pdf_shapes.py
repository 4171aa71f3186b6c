from tests.helpers.imported_plans import actions, codes, read_whole
from tests.helpers.plan_files import pdf

COLOURS = ("ff0000", "ffc000", "00b050")
FURNITURE = "@page{@bottom-center{content:'Business plan, page ' counter(page)} @top-left{content:'Exampleshire'}}"


def wording(number):
    return (
        f"Action {number} is to work with schools, health and police so that children are seen early, helped well "
        "and not passed from one service to the next without a plan that they had a say in"
    )


def test_rows_cut_by_pages_are_one_action_each():
    """A ruled table over three pages: heads repeat, rows break, the page has a header and a footer."""
    rows = "".join(
        f"<tr><td>{number}</td><td>{wording(number)}</td><td>Early Help Manager</td><td>31 Oct 2026</td>"
        f"<td><ul><li>Families in area {number} say that help came in time</li><li>Waits {number} fall</li></ul>"
        f"</td><td style='background:#{COLOURS[number % 3]}'></td></tr>"
        for number in range(1, 16)
    )
    head = "".join(
        f"<th>{text}</th>"
        for text in ("Ref", "What we will do", "Who", "By when", "How we will know", "RAG")
    )
    content = pdf(
        f"<h1>Plan 2026-27</h1><h2>Priority 1: Help</h2><table><thead><tr>{head}</tr></thead>{rows}</table>",
        FURNITURE,
    )
    plan = read_whole("pdf", content)
    assert actions(
        plan, "reference", "wording", "leads", "words", "measures", "rating", "priority"
    ) == [
        (
            str(number),
            wording(number),
            ["Early Help Manager"],
            "31 Oct 2026",
            [
                f"Families in area {number} say that help came in time",
                f"Waits {number} fall",
            ],
            ("Red", "Amber", "Green")[number % 3],
            "Priority 1: Help",
        )
        for number in range(1, 16)
    ]
    assert codes(plan) >= {"check_every_row", "rating_from_colour", "repeated_header_left_out"}
    assert ("header or footer of the page", "Exampleshire") in plan.left_out


def test_cells_that_span_rows_and_columns():
    rows = "".join(
        "<tr><td colspan=5>Priority A: Homes</td></tr>" * (number == 1)
        + "<tr>"
        + f"<td rowspan=2>{number}</td><td rowspan=2>Children are safe {number}</td>"
        + f"<td>Visit {number}</td><td>Police<br>Health Forum</td><td>May 2027</td></tr>"
        + f"<tr><td>Report {number}</td><td>QA Group</td><td>TBC</td></tr>"
        for number in (1, 2)
    )
    head = "".join(
        f"<th>{text}</th>" for text in ("No", "Objective", "Action", "Lead", "Timescale")
    )
    plan = read_whole("pdf", pdf(f"<table><tr>{head}</tr>{rows}</table>"))
    assert actions(plan, "objective", "wording", "leads", "words", "priority") == [
        ("1", "Visit 1", ["Police", "Health Forum"], "May 2027", "Priority A: Homes"),
        ("1", "Report 1", ["QA Group"], "TBC", "Priority A: Homes"),
        ("2", "Visit 2", ["Police", "Health Forum"], "May 2027", "Priority A: Homes"),
        ("2", "Report 2", ["QA Group"], "TBC", "Priority A: Homes"),
    ]
