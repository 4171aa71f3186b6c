"""What an executive reads before a meeting, on the page and on paper."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from plans.document.current import read_plan
from plans.services.timescale import change_timescale
from reports.executive import PAPER, read_executive
from reports.render.pdf import print_pdf
from reports.render.plan import summary_sheets
from tests.helpers.builders import TODAY, action_of, days_ago, make_action, make_update


@pytest.fixture
def troubled(people, plan):
    """1.1 red and worse, 1.2 overdue, 1.3 worse, 1.4 slipped, 1.5 red, worse, overdue; 1.6 fine."""
    past = {"kind": "month", "due_on": date(2026, 10, 1)}
    future = {"kind": "month", "due_on": date(2027, 6, 1)}
    make_action(plan, "1.4", timescale=future)
    make_action(plan, "1.5", timescale=past)
    make_action(plan, "1.6", timescale=future)
    for reference, before, after in (("1.1", "green", "red"), ("1.3", "green", "amber"),
                                     ("1.5", "amber", "red")):  # fmt: skip
        make_update(action_of(plan, reference), rating=before, at=days_ago(9))
        make_update(action_of(plan, reference), rating=after, comment=f"Why {reference}.")
    change_timescale(action_of(plan, "1.4"), by=people.business_manager, kind="month",
                     due_on=date(2027, 9, 1), reason="Late.", agreed_where="Board")  # fmt: skip
    return plan


def references(actions):
    return [action.reference for action in actions]


def test_each_action_is_written_out_once_and_named_under_its_other_concerns(troubled):
    part = read_executive(read_plan(troubled, on=TODAY, brief=True))
    found = {c.key: (references(c.actions), references(c.also)) for c in part.concerns}
    assert found == {
        "worse": (["1.1", "1.3", "1.5"], []),
        "off_track": ([], ["1.1", "1.5"]),
        "overdue": (["1.2"], ["1.5"]),
        "slipped": (["1.4"], []),
    }


def test_a_complete_action_that_slipped_is_no_concern(people, troubled):
    make_update(action_of(troubled, "1.4"), rating="complete")
    part = read_executive(read_plan(troubled, on=TODAY, brief=True))
    assert part.concerns[-1].number == 0


def test_home_says_why_and_what_is_overdue(people, troubled, client_as):
    home = client_as(people.executive).get("/ashshire/").content.decode()
    order = ("3 actions got worse", "“Why 1.1.”", "2 actions rated Red", "1.1, 1.5, above",
             "2 actions overdue", "October 2026", "1 date has slipped")  # fmt: skip
    assert sorted(order, key=home.index) == list(order)
    assert home.count("“Why 1.5.”") == 1


def test_a_long_list_shows_the_most_important_and_leads_to_all(people, troubled, client_as):
    """The longest overdue first. An action without room under one concern may be written out under the next."""
    for month in (5, 7, 6):
        make_action(
            troubled, f"3.{month}", timescale={"kind": "month", "due_on": date(2026, month, 1)}
        )
    part = read_executive(read_plan(troubled, on=TODAY, brief=True))
    overdue = next(concern for concern in part.concerns if concern.key == "overdue")
    assert (references(overdue.actions), overdue.number) == (["3.5", "3.6"], 5)
    client, plan = client_as(people.executive), f"/ashshire/plans/{troubled.pk}/"
    home = client.get("/ashshire/").text
    assert (
        f'Also 1.5, above, and <a class="govuk-link" href="{plan}?timescale=overdue">2 more' in home
    )
    assert "Showing 5 of 9" in client.get(f"{plan}?timescale=overdue").text


def test_home_says_that_nothing_is_wrong(people, plan, client_as):
    home = client_as(people.executive).get("/ashshire/").content.decode()
    for words in ("No actions are rated Red", "Nothing got worse", "No dates have slipped"):
        assert words in home


def test_the_paper_has_the_same_on_one_page(troubled):
    for number in range(10, 40):
        make_action(troubled, f"2.{number}")
    document = read_plan(troubled, on=TODAY, brief=True)
    printed = print_pdf(summary_sheets(document, read_executive(document, most=PAPER)))
    (sheet,) = PdfReader(BytesIO(printed)).pages
    page = " ".join(sheet.extract_text().split())
    order = (
        "3 actions got worse",
        "Why 1.1.",
        "2 actions rated Red",
        "1.4 Action 1.4",
        "By priority",
    )
    assert sorted(order, key=page.index) == list(order)
