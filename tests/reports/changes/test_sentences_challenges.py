"""The sentences that describe challenges."""

from datetime import date

import pytest

from plans.models import Action
from plans.services.action import remove_action
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
)
from reports.changes.feed import Reader, changes_of, read_page, reader_of
from subgroups.services.people import end_membership
from tests.helpers.builders import TODAY, action_of, make_plan
from tests.helpers.challenges import QUESTION, make_challenge
from tests.helpers.sentences import describe_last_change, last_summary, texts

ABOUT = "Challenge about “1.1 Action 1.1”"


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def challenge(people, action):
    return make_challenge(action, by=people.scrutineer, to=people.audit_group)


def test_what_is_asked_of_whom_and_by_when(people, challenge):
    summary = last_summary(people)
    assert describe_last_change(people) == [
        "New challenge about “1.1 Action 1.1”, for Audit Group, answer due by 6 December 2026"
    ]
    assert texts(people) == [("Question", [("same", QUESTION)])]
    assert summary.sentences[0].url == f"/ashshire/challenges/{challenge.pk}/"
    assert (summary.by_name, summary.home.name) == ("Scrutineer", "Business plan 2026–29")


def test_each_turn_of_the_conversation(people, challenge):
    answer_challenge(challenge, by=people.business_manager, words="Soon.", seen=0)
    assert describe_last_change(people) == [
        f"{ABOUT}: answered by Business manager on behalf of Audit Group: “Soon.”"
    ]
    again = {"words": "When?", "due_on": date(2027, 1, 14)}
    ask_again(challenge, by=people.scrutineer, seen=1, **again)
    assert describe_last_change(people) == [
        f"{ABOUT}: asked again by Scrutineer, answer due by 14 January 2027: “When?”"
    ]
    answer_challenge(challenge, by=people.chair, words="In January.", seen=2)
    assert describe_last_change(people) == [f"{ABOUT}: answered by Chair: “In January.”"]
    accept_answer(challenge, by=people.scrutineer, seen=3)
    assert describe_last_change(people) == [f"{ABOUT}: answer accepted by Scrutineer"]
    people.executive.memberships.update(role="scrutineer")
    end_membership(people.scrutineer.memberships.get(), by=None, reason="Left.")
    close_challenge(challenge, by=people.executive, words="All were read.", seen=4)
    assert describe_last_change(people) == [
        f"{ABOUT}: closed by Executive on behalf of Scrutineer; difference made: “All were read.”"
    ]


def test_stands_among_the_changes_of_what_it_is_about(people, action, challenge):
    answer_challenge(challenge, by=people.chair, words="Soon.", seen=0)
    reader = Reader(people.partnership, None, True)
    page = read_page(reader, changes_of(reader, Action, [action.pk]))
    said = [str(sentence) for summary in page.summaries[:2] for sentence in summary.sentences]
    assert [words.split(",")[0].split(":")[0] for words in said] == [
        ABOUT,
        "New challenge about “1.1 Action 1.1”",
    ]


def test_outlasts_what_it_was_about(people, action, challenge):
    remove_action(action, by=people.business_manager, reason="Merged.")
    assert [words for words in describe_last_change(people) if "hallenge" in words] == []
    close_challenge(challenge, by=people.scrutineer, words="Overtaken.", seen=0)
    assert describe_last_change(people) == [
        f"{ABOUT}: closed by Scrutineer; difference made: “Overtaken.”"
    ]


def test_about_a_draft_is_told_to_those_who_read_it(people, plan):
    draft = make_plan(people, agreed=False, title="The next plan")
    made = make_challenge(draft, about="plan", by=people.scrutineer, to=people.police)
    answer_challenge(made, by=people.business_manager, words="Wait.", seen=0)
    for key, number in (("executive", 2), ("member", 0)):
        person = getattr(people, key)
        roles = people.partnership.roles_of(person, on=TODAY)
        reader = reader_of(people.partnership, person, roles, on=TODAY)
        summaries = read_page(reader, reader.changes(), size=50).summaries
        said = [
            str(s) for summary in summaries for s in summary.sentences if "The next plan”" in str(s)
        ]
        assert len([words for words in said if "hallenge" in words]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(people, action, number, django_assert_num_queries):
    made = [make_challenge(action, by=people.scrutineer, to=people.audit_group) for _ in range(3)]
    for challenge in made:
        answer_challenge(challenge, by=people.chair, words="Soon.", seen=0)
    reader = reader_of(people.partnership, people.member, {"member"}, on=TODAY)
    with django_assert_num_queries(9):
        read_page(reader, reader.changes(), size=number)
