"""The topics of the filter of changes: what each finds, and nothing else."""

import pytest
from django.urls import reverse

from partnership.history import recording
from partnership.permissions import Role
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import revise_measure
from plans.services.proposal import propose
from plans.services.timescale import change_timescale
from reports.changes.feed import reader_of
from reports.changes.search import CHANGES, of_kind, of_topic
from reports.changes.topics import TOPICS
from subgroups.services.group import add_group
from tests.helpers.builders import (
    TODAY,
    action_of,
    days_ago,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.challenges import make_challenge
from tests.helpers.periods import make_period
from tests.reports.test_changes import sentences

RECENT = {"since_day": "1", "since_month": "11", "since_year": "2026"}
FOUND = {
    "progress": "rated",
    "dates": "dated",
    "leads": "led",
    "wording": "reworded",
    "measures": "measured",
    "evidence": "evidenced",
    "actions": "removed",
    "proposals": "proposed",
    "challenges": "challenged",
    "periods": "opened",
    "people": "grouped",
}


@pytest.fixture
def edits(people, plan):
    """One change on each topic, by name; each on a day of its own."""
    by = people.business_manager
    one, two, three = (action_of(plan, f"1.{number}") for number in (1, 2, 3))
    make_update(one, by=people.chair, at=days_ago(12))
    change_timescale(two, by=by, reason="Late.", kind="ongoing", at=days_ago(11))
    set_leads(two, [{"group": people.board}], by=by, at=days_ago(10))
    revise_action(one, by=by, wording="Sing.", at=days_ago(9))
    revise_measure(one.measures.get(), by=by, wording="Twenty", at=days_ago(8))
    make_evidence(one, at=days_ago(7))
    remove_action(three, by=by, reason="Done elsewhere.", at=days_ago(6))
    propose(one, by=people.chair, about="wording", reason="Clearer.", words="Hum.", at=days_ago(5))
    make_challenge(two, by=people.scrutineer, to=people.audit_group, at=days_ago(4))
    make_period(plan, at=days_ago(3))
    add_group(people.partnership, by=by, name="Online Harm Group", kind="subgroup", at=days_ago(2))
    names = [
        *("rated", "dated", "led", "reworded", "measured", "evidenced", "removed"),
        *("proposed", "challenged", "opened", "grouped"),
    ]
    made = people.partnership.changes.filter(at__gte=days_ago(12)).order_by("at")
    return dict(zip(made.values_list("pk", flat=True), names, strict=True))


@pytest.fixture
def find(client_as, edits):
    """``find(person, **query)``: the names of the edits on a page of changes, oldest first."""

    def find(person, **query):
        page = client_as(person).get(reverse("reports:changes", args=["ashshire"]), RECENT | query)
        assert "There is a problem" not in page.text
        return [name for pk, name in edits.items() if f'id="change-{pk}"' in page.text]

    return find


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_each_topic_finds_its_changes_only(people, find, topic):
    """Rewording a measure is a matter of wording as well; removing an action ends its parts."""
    expected = {FOUND[topic.key]}
    expected |= {"measured"} if topic.key == "wording" else set()
    expected |= {"removed"} if topic.key in ("leads", "measures") else set()
    assert set(find(people.member, about=topic.key)) == expected


def test_without_a_topic_all_are_found(people, find, edits):
    assert find(people.member) == list(edits.values())


def test_a_topic_of_one_action(people, find):
    assert find(people.member, about="leads", record="1.2") == ["led"]
    assert find(people.member, about="leads", record="1.1") == []
    assert find(people.member, about="wording", record="1.1") == ["reworded", "measured"]


def test_a_topic_and_a_kind_of_change(people, find):
    assert find(people.member, about="measures", did="altered") == ["measured"]
    assert find(people.member, about="measures", did="removed") == ["removed"]


@pytest.mark.parametrize("name", ["kind", "field"])
def test_choices_of_earlier_addresses_are_ignored(people, find, edits, name):
    assert find(people.member, **{name: "plans.action.title"}) == list(edits.values())


def test_a_draft_is_found_by_no_topic(people, find, edits):
    """Only who may read drafts finds the changes of one."""
    draft = make_plan(people, agreed=False, title="A secret draft")
    by = people.business_manager
    revise_action(action_of(draft, "1.1"), by=by, wording="Secret.", at=days_ago(1))
    secret = people.partnership.changes.latest("at", "pk").pk
    edits[secret] = "secret"
    assert find(people.member, about="wording") == ["reworded", "measured"]
    assert find(people.scrutineer, about="wording") == ["reworded", "measured", "secret"]


@pytest.mark.parametrize("topic", [None, *TOPICS], ids=lambda topic: topic.key if topic else "all")
def test_every_topic_goes_with_every_kind_of_change(people, plan, topic):
    reader = reader_of(people.partnership, people.member, {Role.MEMBER}, on=TODAY)
    for kind in CHANGES:
        assert of_kind(reader, reader.changes(), kind, topic).count() >= 0
    if topic:
        assert of_topic(reader, reader.changes(), topic).count() >= 0


def test_a_number_and_a_kind_of_change_are_of_one_record(people, plan, client_as):
    """A change that re-rates one action and rewords another is no new rating of the other."""
    by = people.business_manager
    with recording(plan, by=by, at=days_ago(2)):
        make_update(action_of(plan, "1.1"), by=by, at=days_ago(2))
        revise_action(action_of(plan, "1.2"), by=by, wording="Sing.", at=days_ago(2))
    address = reverse("reports:changes", args=["ashshire"])

    def found(number):
        page = client_as(people.member).get(address, {"record": number, "did": "rated"})
        return sentences(page)

    assert found("1.1")
    assert found("1.2") == []
