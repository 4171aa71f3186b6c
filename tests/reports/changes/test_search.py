"""The filter of changes: words, kinds of change, agencies, priorities, groups, freezes; and what it must not reveal."""

from datetime import date

import pytest
from django.urls import reverse

from partnership.accounts import LAST_VISIT
from partnership.history import rebuild, recording, revise
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.models import Priority
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, revise_measure
from plans.services.period import freeze_period
from plans.services.plan import create_plan
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from reports.changes.feed import Reader, reader_of
from reports.changes.read import ChangedRow, tracked
from reports.changes.search import CHANGES, of_kind, saying
from subgroups.services.group import add_group
from tests.helpers.builders import TODAY, action_of, days_ago, make_action, make_plan, make_update
from tests.helpers.periods import make_period
from tests.reports.test_changes import sentences

RECENT = {"since_day": "1", "since_month": "11", "since_year": "2026"}


@pytest.fixture
def read(client_as, people):
    def read(person, **query):
        address = reverse("reports:changes", args=["ashshire"])
        response = client_as(person).get(address, RECENT | query)
        assert response.status_code == 200
        return [s.partition(":")[0].split(" ")[0] for s in sentences(response)]

    return read


@pytest.fixture
def edits(people, plan):
    """One a day, identified by the number of the action: added, removed, rated, dated, led, reworded."""
    by = people.business_manager
    make_action(plan, "2.1", at=days_ago(9), leads=[{"group": people.board}])
    remove_action(action_of(plan, "1.3"), by=by, reason="Another board does it.", at=days_ago(8))
    make_update(action_of(plan, "1.1"), by=people.chair, comment="A whistle", at=days_ago(7))
    change_timescale(action_of(plan, "1.2"), by=by, reason="Late.", kind="ongoing", at=days_ago(6))
    set_leads(action_of(plan, "2.1"), [{"group": people.audit_group}], by=by, at=days_ago(5))
    revise_action(action_of(plan, "1.2"), by=by, wording="Whistle loudly.", at=days_ago(4))
    revise_action(action_of(plan, "1.2"), by=by, wording="Sing.", at=days_ago(3))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"words": "whistle"}, ["1.2", "1.2", "1.1"]),  # new wording, old wording, and comment
        ({"words": "another BOARD"}, ["Removed"]),  # the reason
        ({"words": "100%"}, []),
        ({"words": "whis_le"}, []),
        ({"did": "added"}, ["Added"]),
        ({"did": "removed"}, ["Removed"]),
        ({"did": "rated"}, ["1.1"]),
        ({"did": "dated"}, ["1.2"]),
        ({"did": "led"}, ["2.1"]),
        ({"did": "reworded"}, ["1.2", "1.2"]),
        ({"did": "added", "about": "progress"}, ["1.1"]),
        ({"did": "reworded", "words": "sing"}, ["1.2"]),
        ({"did": "led", "record": "1.1"}, []),
    ],
)
def test_filters(people, edits, read, query, expected):
    assert read(people.member, **query) == expected


def test_an_agencys_people(people, plan, edits, read):
    sent = {"role": Role.EXECUTIVE, "agency": people.police, "since": TODAY}
    admit(people.chair, people.partnership, by=None, **sent)
    assert read(people.member, agency=people.police.pk) == ["1.1"]
    assert read(people.member, agency=people.council.pk) == []


def test_a_group_and_what_it_leads_or_led(people, edits, read):
    revise(people.board, by=people.business_manager, remit="Decides.", at=days_ago(1))
    assert read(people.member, group=people.board.pk) == ["Ashshire", "2.1", "Added"]
    assert read(people.member, group=people.training_group.pk) == ["Removed"]


def test_a_priority_and_what_stands_under_it(people, plan, read):
    by = people.business_manager
    with recording(by=by, at=days_ago(9)):
        other = add_part(Priority, plan, by=by, number="2", title="Families")
    revise_action(action_of(plan, "1.1"), by=by, title="Hear", at=days_ago(8))
    revise_action(action_of(plan, "1.2"), by=by, priority=other, at=days_ago(7))
    add_measure(other, by=by, wording="Ten", at=days_ago(6))
    assert read(people.member, priority=other.pk) == ["“Priority", "1.2", "Added"]
    assert read(people.member, priority=plan.priority_set.first().pk) == ["1.2", "1.1"]


def test_between_two_freezes(people, plan, read):
    by = people.business_manager
    freezes = []
    for number, days in enumerate((9, 6, 3), start=1):
        revise_action(action_of(plan, f"1.{number}"), by=by, title="New", at=days_ago(days + 1))
        period = make_period(plan, name=f"Period {number}", at=days_ago(days + 0.5))
        freezes.append(freeze_period(period, by=by, at=days_ago(days)).pk)
    titles = {"about": "wording"}
    assert read(people.member, **titles) == ["1.3", "1.2", "1.1"]
    assert read(people.member, after=freezes[0], freeze=freezes[1], **titles) == ["1.2"]
    assert read(people.member, after=freezes[1], **titles) == ["1.3"]


@pytest.fixture
def secret(people, plan):
    """A change that a member may see in part: a group that was added, and a draft plan with it."""
    by = people.business_manager
    with recording(by=by):
        add_group(people.partnership, by=by, name="Online Harm Group", kind="subgroup")
        create_plan(
            people.partnership, by=by, title="A secret draft", period="2029–32",
            starts_on=TODAY, ends_on=date(2029, 3, 31), introduction="hush-hush",
        )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"words": "hush-hush"},
        {"words": "secret"},
        {"did": "added", "words": "secret"},
    ],
)
def test_a_draft_is_found_by_nothing_it_says(people, secret, read, query):
    assert read(people.scrutineer, **query) == ["New", "New"]
    assert read(people.member, **query) == []


def test_a_draft_is_no_choice(people, client_as):
    draft = make_plan(people, agreed=False, title="The next plan")
    revise(draft.priority_set.get(), by=people.business_manager, title="A secret priority")
    address = reverse("reports:changes", args=["ashshire"])
    assert "A secret priority" in client_as(people.scrutineer).get(address).text
    assert "A secret priority" not in client_as(people.member).get(address).text


def test_what_is_searched_is_what_may_be_seen(people, house):
    """``Reader.rows`` does in the database what ``may_see`` does for a row, for every model."""
    seen = people.partnership.plan_set.visible_to(people.member, on=TODAY)
    reader = Reader(people.partnership, dict(seen.values_list("pk", "agreed_at")), False)
    everything, checked = Reader(people.partnership, None, True), 0
    for model in tracked():
        rows = list(everything.rows(model).select_related("change"))
        told = ((row, ChangedRow(row.change_id, "~", rebuild(model, row))) for row in rows)
        theirs = {row.pk for row, one in told if reader.may_see(one, row.change)}
        assert set(reader.rows(model).values_list("pk", flat=True)) == theirs, model
        checked += len(rows) - len(theirs)
    assert checked > 30  # of the draft and of the report


@pytest.mark.parametrize("words", ["a", "x" * 101, "nul\x00nul"])
def test_words_that_mean_nothing_are_refused_with_a_sentence(people, plan, client_as, words):
    response = client_as(people.member).get(
        reverse("reports:changes", args=["ashshire"]), {"words": words}
    )
    assert "There is a problem" in response.text


def test_tags_name_what_was_chosen(people, plan, client_as):
    query = {"words": "whistle", "did": "led", "group": people.board.pk}
    page = client_as(people.member).get(reverse("reports:changes", args=["ashshire"]), query).text
    for tag in ("Search: whistle", "Kind of change: Lead changed", "leads: Ashshire Executive"):
        assert f"{tag}</a>" in page


def test_since_the_last_visit_is_one_press_away(people, plan, client_as):
    client, address = client_as(people.member), reverse("reports:changes", args=["ashshire"])
    assert "your last visit" not in client.get(address).text
    session = client.session
    session[LAST_VISIT] = days_ago(3).isoformat()
    session.save()
    page = client.get(address, {"words": "whistle"}).text
    link = "?words=whistle&amp;since_day=19&amp;since_month=11&amp;since_year=2026"
    assert f'href="{address}{link}">Since your last visit, 19 November 2026</a>' in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries(people, plan, django_assert_num_queries, number):
    """One for words in all records; one for a kind of change."""
    for action in range(1, number + 1):
        make_update(action_of(plan, f"1.{action}"), comment="A whistle")
    revise_measure(
        action_of(plan, "1.1").measures.get(), by=people.business_manager, wording="A whistle"
    )
    reader = reader_of(people.partnership, people.scrutineer, {Role.SCRUTINEER}, on=TODAY)
    with django_assert_num_queries(1):
        assert len(saying(reader, "whistle")) == number + 1
    for kind in CHANGES:
        with django_assert_num_queries(1):
            list(of_kind(reader, reader.changes(), kind))
