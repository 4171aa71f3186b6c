"""What a plan lacks: filter, home, patterns and the page that agrees a plan list the same."""

from datetime import date

import pytest
from django.urls import reverse

from plans.filters.action import ActionFilter
from plans.gaps import (
    BY_KEY,
    GAPS,
    OF_A_DRAFT,
    count_gaps,
    find_gap,
    find_rated_without_evidence,
    read_gaps_of_draft,
)
from plans.models import Action, Plan
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.plan import agree_plan
from plans.services.timescale import change_timescale
from plans.timescales.rules import is_understood
from reports.changes.feed import reader_of
from reports.home import read_dashboard
from reports.patterns.read import read_patterns
from tests.helpers.builders import AGREED, TODAY, make_action, make_evidence, make_plan, make_update
from tests.helpers.measures import make_counted, make_value
from tests.helpers.planting import plant

DATED = {"kind": "date", "due_on": date(2027, 3, 1)}

# Reference → the gaps of the action.
EXPECTED = {
    "1.1": set(),
    "1.2": {"overdue"},
    "1.3": {"not_understood"},
    "1.4": {"no_timescale"},
    "1.5": {"no_timescale"},
    "1.6": {"no_lead"},
    "1.7": {"no_lead"},
    "1.8": {"no_measure"},
    "1.9": {"no_measure"},
    "1.10": {"no_evidence"},
    "1.11": {"never_rated"},
    "1.12": set(),
    "1.13": {"no_lead", "no_measure"},
    "1.14": {"to_check"},
    "1.15": {"to_check", "overdue"},
    "1.16": {"no_values"},
    "1.17": set(),
}


@pytest.fixture
def draft(people):
    return plant("gaps of a draft", lambda: make_draft(people), into=["people"])


def make_draft(people):
    """A draft with an action for each way to lack something; only 1.12 and the complete 1.13 are unlike the rest."""
    plan = make_plan(people, actions=0, agreed=False)
    by, ours = people.business_manager, [{"group": people.audit_group}]

    def action(reference, *, leads=ours, timescale=DATED, measures=1):
        values = {"leads": leads, "timescale": timescale, "measures": measures}
        return make_action(plan, reference, **values)

    action("1.1")
    action("1.2", timescale={"kind": "date", "due_on": date(2026, 11, 21)})
    action("1.3", timescale={"kind": "none", "words": "Phase 3"})
    action("1.4", timescale=None)
    action("1.5", timescale={"kind": "none", "words": " N/A\n"})
    action("1.6", leads=())
    action("1.7", leads=[{"group": people.board, "role": "oversees"}])
    action("1.8", measures=0)
    waiting = action("1.9", measures=0)
    add_measure(waiting, by=by, wording="Measures to be agreed", is_placeholder=True)
    for reference in ("1.10", "1.11"):
        action(reference)
    action("1.12", timescale={"kind": "ongoing"})
    action("1.13", leads=(), measures=0, timescale=None)
    part = {"words": "Oct 2026 if funded", "needs_check": True}
    action("1.14", timescale=part | {"kind": "none"})
    action("1.15", timescale=part | {"kind": "month", "due_on": date(2026, 10, 1)})
    make_counted(action("1.16").measures.get())
    make_value(make_counted(action("1.17").measures.get()), "70", date(2026, 9, 1))
    return plan


@pytest.fixture
def agreed(people):
    plan = plant("gaps", lambda: agree_and_rate(make_draft(people), people), into=["people"])
    return Plan.objects.at_address(slug="ashshire", pk=plan.pk).get()


def agree_and_rate(draft, people):
    """Agreed, and everything but 1.11 rated; only 1.10 claims more than its evidence shows."""
    agree_plan(draft, by=people.business_manager, agreed_where="Executive", at=AGREED)
    for action in Action.objects.filter(plan=draft).exclude(reference="1.11"):
        rating = {"1.10": "green", "1.12": "green", "1.13": "complete"}.get(
            action.reference, "amber"
        )
        if action.reference in ("1.12", "1.13"):
            make_evidence(action)
        make_update(action, rating=rating)
    return draft


def expected(key):
    return {reference for reference, keys in EXPECTED.items() if key in keys}


def references(actions):
    return set(actions.values_list("reference", flat=True))


@pytest.mark.parametrize("kind", GAPS, ids=lambda kind: kind.key)
def test_each_kind_finds_its_actions_and_so_does_the_filter(agreed, kind):
    actions = agreed.action_set.all()
    found = find_gap(actions, kind.key, on=TODAY)
    assert references(found) == expected(kind.key)
    assert found.count() == len(expected(kind.key))
    shown = ActionFilter({kind.filter: kind.key}, queryset=actions, on=TODAY).shown()
    assert references(shown) == expected(kind.key)


def test_home_counts_them_in_one_query(people, agreed, django_assert_num_queries):
    with django_assert_num_queries(1):
        counted = count_gaps(agreed, on=TODAY)
    assert {kind.key: number for kind, number in counted} == {
        kind.key: len(expected(kind.key)) for kind in GAPS
    }
    person = people.business_manager
    roles = people.partnership.roles_of(person, on=TODAY)
    reader = reader_of(people.partnership, person, roles, on=TODAY)
    (part,) = read_dashboard(reader, person, roles, on=TODAY).parts
    assert [(gap.query, gap.number) for gap in part.manager.gaps] == [
        (f"?{kind.filter}={kind.key}", number)
        for kind, number in counted
        if kind.key != "never_rated"  # beside the bar of ratings
    ]


def test_the_scrutineers_home_lists_the_same(agreed):
    found = find_rated_without_evidence(agreed, on=TODAY)
    assert references(agreed.action_set.filter(pk__in=found)) == expected("no_evidence")


def test_each_day_and_plan_is_counted_by_itself(people, agreed):
    empty = make_plan(people, actions=0)

    def overdue(plan, on):
        return {kind.key: number for kind, number in count_gaps(plan, on=on)}["overdue"]

    assert overdue(agreed, TODAY) == 2
    assert overdue(agreed, date(2026, 10, 31)) == 0
    assert [number for _, number in count_gaps(empty, on=TODAY)] == [0] * len(GAPS)


def test_patterns_list_the_same(agreed):
    patterns = read_patterns(agreed, on=TODAY)
    assert {action.reference for action in patterns.no_evidence} == expected("no_evidence")
    assert {action.reference for action in patterns.led_by_nobody} == expected("no_lead")
    overdue = {action.reference for one in patterns.carried for action in one.overdue}
    assert overdue == expected("overdue")


def test_the_page_that_agrees_a_draft_lists_what_can_be_filled(
    people, draft, client_as, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = read_gaps_of_draft(draft, on=TODAY)
    listed = {(action.reference, kind.key) for action, kind in found}
    # 1.13 is not complete yet, so its timescale is missing too.
    assert listed == {("1.13", "no_timescale")} | {
        (reference, key) for key in OF_A_DRAFT for reference in expected(key)
    }
    for key in OF_A_DRAFT:
        there = {action.reference for action, kind in found if kind == BY_KEY[key]}
        assert there == references(find_gap(draft.action_set.all(), key, on=TODAY))
    page = client_as(people.business_manager).get(
        reverse("plans:plan_agree", args=["ashshire", draft.pk])
    )
    for action, kind in found:
        assert f"{kind.phrase}</h3>" in page.text
        assert f'/actions/{action.pk}/">{action}</a>' in page.text


def test_what_the_priority_has_is_not_missing(people, draft):
    """Its lead, timescale and measure count for actions without one of their own; a placeholder does not."""
    priority, by = draft.priority_set.get(), people.business_manager
    add_measure(priority, by=by, wording="To be agreed", is_placeholder=True)
    assert references(find_gap(draft.action_set, "no_measure", on=TODAY)) == expected("no_measure")
    add_measure(priority, by=by, wording="Children say so.")
    set_leads(priority, [{"group": people.board}], by=by)
    change_timescale(priority, by=by, reason="", kind="none", words="Phase 3")
    make_counted(priority.measures.last())
    found = {kind.key: references(find_gap(draft.action_set, kind.key, on=TODAY)) for kind in GAPS}
    assert found["no_values"] == {"1.8", "1.13", "1.16"}  # but not 1.9, with a measure of its own
    assert found["no_measure"] == set()
    assert found["no_lead"] == {"1.7"}
    assert found["no_timescale"] == {"1.5"}
    assert found["not_understood"] == {"1.3", "1.4", "1.13"}


def test_the_record_agrees_on_what_is_understood(draft):
    found = references(find_gap(draft.action_set, "not_understood", on=TODAY))
    by_rule = {
        action.reference
        for action in draft.action_set.all()
        if not is_understood(
            action.timescale_kind, action.timescale_words, action.due_on, action.needs_check
        )
    }
    by_record = {a.reference for a in draft.action_set.all() if not a.is_timescale_understood}
    assert found == by_rule == by_record == {"1.3"}
