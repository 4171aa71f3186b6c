"""The board of a period: who was asked for what, what is missing, and who can do something about it."""

import re
from datetime import timedelta

import pytest

from plans.models import GroupReturn
from plans.services.lead import set_leads
from plans.services.period import freeze_period
from plans.services.plan import close_plan
from plans.services.progress import record_no_change
from plans.services.returns import question_return
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_plan,
    make_update,
)
from tests.helpers.editing import address
from tests.helpers.periods import make_period, make_submitted


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row(page, record):
    """The text of one return's row."""
    found = re.search(rf'<li class="app-board__row" id="return-{record.pk}">.*?</li>', page, re.S)
    return text(found.group())


@pytest.fixture
def period(plan):
    return make_period(plan, meeting="Executive", at=days_ago(10))


@pytest.fixture
def record(people, period):
    return period.returns.get(group=people.audit_group)


@pytest.fixture
def board(people, client_as, period):
    def board(person=None):
        person = person or people.business_manager
        return client_as(person).get(address("period", period)).text

    return board


def test_days_left_and_what_is_in(board):
    page = text(board())
    assert "Reporting period for Executive" in page
    assert "16 days left. 0 of 3 returns submitted." in page
    assert "Still to come (3)" in page
    assert "Leads update by 1 December 2026 Chairs submit by 8 December 2026" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Returns are due today."), (-1, "Returns were due yesterday."), (1, "1 day left.")],
)  # fmt: skip
def test_the_day_in_words(people, plan, client_as, days, words):
    day = TODAY + timedelta(days)
    period = make_period(plan, leads_by=day, chairs_by=day)
    page = text(client_as(people.member).get(address("period", period)).text)
    assert words in page
    assert ("Overdue (3)" in page) is (days < 0)


def test_a_row_says_how_far_it_is(people, plan, record, board):
    for reference in ("1.4", "1.5"):
        make_action(plan, reference, leads=[{"group": people.audit_group}])
    assert row(board(), record).startswith(
        "Audit Group Not started 3 actions: 0 updated, 3 missing"
    )
    make_update(action_of(plan, "1.1"), by=people.chair, at=days_ago(0))
    make_update(action_of(plan, "1.4"), by=people.chair, at=days_ago(200))
    record_no_change(action_of(plan, "1.4"), by=people.chair, at=NOW)
    assert row(board(), record).startswith(
        "Audit Group In progress 3 actions: 1 updated, 1 “no change”, 1 missing"
    )


def test_no_change_is_told_apart_and_twice_running_is_counted(people, plan, client_as):
    action = action_of(plan, "1.1")
    make_update(action, by=people.chair, at=days_ago(200))
    first = make_period(plan, name="Summer 2026", at=days_ago(90))
    record_no_change(action, by=people.chair, at=days_ago(80))
    freeze_period(first, by=people.business_manager, at=days_ago(70))
    second = make_period(plan)
    record_no_change(action, by=people.chair, at=NOW)
    client = client_as(people.member)
    for period, twice in ((first, ""), (second, "1 action has said “no change” twice")):
        page = client.get(address("period", period)).text
        words = row(page, period.returns.get(group=people.audit_group))
        assert "1 action: 0 updated, 1 “no change”, 0 missing" in words
        assert ("“no change” twice" in words) is bool(twice)
        assert twice in words


def test_what_came_late_is_counted(people, plan, client_as):
    day = TODAY - timedelta(2)
    period = make_period(plan, leads_by=day, chairs_by=day, at=days_ago(20))
    record = period.returns.get(group=people.audit_group)
    make_submitted(record, by=people.chair, references=["1.1"])
    words = row(client_as(people.member).get(address("period", period)).text, record)
    assert "Submitted Late" in words
    assert "1 updated late" in words


def test_all_said_and_not_submitted(people, plan, record, board):
    make_update(action_of(plan, "1.1"), by=people.chair)
    assert row(board(), record).startswith("Audit Group Ready to submit 1 action: 1 updated, 0")


def test_note_and_question_are_read_by_everybody(people, record, board):
    record = make_submitted(record, by=people.chair, references=["1.1"], note="All well.")
    assert "Note by Chair, 22 November 2026 All well." in row(board(people.member), record)
    later = NOW + timedelta(hours=1)
    question_return(record, by=people.business_manager, question="Who was asked?", at=later)
    words = row(board(people.member), record)
    assert words.startswith("Audit Group Returned with a question")
    assert "Business manager asked, 22 November 2026 Who was asked?" in words


def test_an_answered_question_stays_readable(people, record, board):
    make_submitted(record, by=people.chair, references=["1.1"], at=days_ago(2))
    question_return(record, by=people.business_manager, question="Who was asked?", at=days_ago(1))
    make_submitted(record, by=people.chair, references=[], note="Twelve of them.")
    words = row(board(people.member), record)
    assert words.startswith("Audit Group Submitted")
    assert "Twelve of them. Before that, Business manager asked, 21 November 2026" in words


class TestWhatThereIsToDo:
    def links(self, page, name, records):
        """The groups and posts whose row links to the page ``name``."""
        return {r.name for r in records if f'"{address(name, r)}"' in page}

    def test_each_fills_in_their_own(self, people, period, board):
        records = GroupReturn.objects.filter(period=period)
        found = {
            key: self.links(board(getattr(people, key)), "group_return", records)
            for key in ("chair", "lead", "member", "executive", "business_manager")
        }
        assert found == {
            "chair": {"Audit Group"},
            "lead": {"Professional Adviser"},
            "member": set(),
            "executive": set(),
            "business_manager": {"Audit Group", "Professional Adviser", "Training Group"},
        }

    def test_the_business_manager_chases_asks_and_freezes(self, people, period, record, board):
        make_submitted(record, by=people.chair, references=["1.1"])
        page = board()
        assert (
            page.count(f'href="{address("period_chase", period)}') == 3
        )  # for all, and for each of two
        assert "Chase all 2" in page
        assert self.links(page, "group_return_question", period.returns.all()) == {"Audit Group"}
        for name in ("period_edit", "period_freeze"):
            assert f'"{address(name, period)}"' in page
        assert f'"{address("period_reopen", period)}"' not in page

    @pytest.mark.parametrize("key", ["chair", "executive", "scrutineer", "member"])
    def test_nobody_else_does(self, people, period, record, board, key):
        make_submitted(record, by=people.chair, references=["1.1"])
        page = board(getattr(people, key))
        for name in ("period_chase", "period_edit", "period_freeze"):
            assert address(name, period) not in page
        assert address("group_return_question", record) not in page

    def test_nothing_of_a_closed_plan(self, people, plan, period, board):
        close_plan(plan, by=people.business_manager, reason="Over.")
        page = board()
        assert "This plan is closed. No more updates are needed." in page
        for name in ("period_chase", "period_edit", "period_freeze"):
            assert address(name, period) not in page


class TestFrozen:
    @pytest.fixture
    def frozen(self, people, period):
        return freeze_period(period, by=people.business_manager, at=days_ago(-1))

    def test_says_when_and_by_whom_and_what_came_after(self, people, plan, frozen, board):
        page = text(board())
        assert "Frozen on 23 November 2026 by Business manager." in page
        assert "Later updates are marked “after freeze” ." in page.replace(".", " .")
        make_update(action_of(plan, "1.1"), by=people.chair, at=days_ago(-2))
        assert "marked “after freeze”: 1 update so far." in text(board())

    def test_can_be_reopened_and_no_more(self, people, frozen, board):
        page = board()
        assert f'"{address("period_reopen", frozen)}"' in page
        for name in ("period_chase", "period_edit", "period_freeze"):
            assert address(name, frozen) not in page

    def test_an_earlier_one_is_not_reopened(self, plan, frozen, board):
        make_period(plan, name="Winter", at=days_ago(-3))
        assert address("period_reopen", frozen) not in board()


def test_the_plan_leads_to_its_open_period(people, plan, client_as, board, period):
    client = client_as(people.member)
    page = text(client.get(address("plan", plan)).text)
    assert "Reporting period: Autumn 2026 , 16 days left" in page
    freeze_period(period, by=people.business_manager)
    assert "Reporting period:" not in text(client.get(address("plan", plan)).text)


def test_the_actions_page_marks_what_came_late_or_after(people, plan, client_as):
    day = TODAY - timedelta(2)
    period = make_period(plan, leads_by=day, chairs_by=day, at=days_ago(20))
    action = action_of(plan, "1.1")
    make_update(action, by=people.chair, at=days_ago(3), comment="In time.")
    make_update(action, by=people.chair, at=days_ago(1), comment="Too late.")
    freeze_period(period, by=people.business_manager, at=NOW)
    make_update(action, by=people.chair, at=days_ago(-1), comment="Afterwards.")
    page = text(client_as(people.member).get(address("action", action)).text)
    timeline = page[page.index("What has happened") :]
    assert "After freeze Chair, 23 November 2026, for Autumn 2026 Afterwards." in timeline
    assert "Late Chair, 21 November 2026, for Autumn 2026 Too late." in timeline
    assert "Chair, 19 November 2026 In time." in timeline


@pytest.mark.parametrize("actions", [1, 3])
@pytest.mark.parametrize("key", ["business_manager", "chair"])
def test_queries_do_not_grow(people, client_as, django_assert_num_queries, actions, key):
    """With one return, and with three of one action each."""
    plan = make_plan(people, actions=actions)
    period = make_period(plan)
    assert period.returns.count() == actions
    client = client_as(getattr(people, key))
    # those who chase also see whom no one can be asked for
    with django_assert_num_queries(18 if key == "business_manager" else 15):
        client.get(address("period", period))


def test_home_asks_for_what_the_board_says_is_missing(people, plan, client_as):
    """Including actions led through the priority, unless they name others; not those complete before the period."""
    make_action(plan, "1.4")
    make_action(plan, "1.7")
    set_leads(action_of(plan, "1.7"), [], by=people.business_manager, words="To be agreed")
    set_leads(plan.priority_set.get(), [{"group": people.audit_group}], by=people.business_manager)
    for reference in ("1.5", "1.6"):
        make_action(plan, reference, leads=[{"group": people.audit_group}])
    make_update(action_of(plan, "1.5"), rating="complete", at=days_ago(20))
    period = make_period(plan, at=days_ago(10))
    make_update(action_of(plan, "1.6"), rating="complete", at=days_ago(5))
    record = period.returns.get(group=people.audit_group)
    board = client_as(people.chair).get(address("period", period)).text
    assert row(board, record).startswith("Audit Group In progress 3 actions: 1 updated, 2 missing")
    home = text(client_as(people.chair).get("/ashshire/").text)
    assert "Audit Group: 2 of 3 actions to update" in home
    assert "Fill in the return" not in text(client_as(people.member).get("/ashshire/").text)
    manager = text(client_as(people.business_manager).get("/ashshire/").text)
    assert "0 of 3 returns submitted." in manager
