"""Plans: drafted, agreed, closed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, StaleRecord, recording
from plans.models import Plan, Theme
from plans.services.action import add_action, remove_action, revise_action, set_drivers, set_themes
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.plan import agree_plan, close_plan, create_plan, revise_plan
from plans.services.progress import add_evidence, record_no_change, record_update
from plans.services.structure import add_part, remove_part, revise_part, set_priorities
from plans.services.timescale import change_timescale
from tests.helpers.builders import AGREED, NOW, TODAY, action_of, make_closed_plan, make_plan

DATES = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def draft(people):
    return make_plan(people, agreed=False)


def test_a_new_plan_is_a_draft(people, manager):
    plan = create_plan(people.partnership, by=manager, title="New", period="2026–27", **DATES)
    assert (plan.status, plan.agreed_at, plan.agreed_by, plan.agreed_where) == (
        "draft",
        None,
        None,
        "",
    )


def test_it_cannot_end_before_it_starts(people, manager):
    with pytest.raises(ValidationError) as refused:
        create_plan(
            people.partnership,
            by=manager,
            title="New",
            period="2026",
            starts_on=DATES["ends_on"],
            ends_on=DATES["starts_on"],
        )
    assert refused.value.messages == ["The plan cannot end before it starts."]
    assert not Plan.objects.filter(title="New").exists()


def test_one_day_is_long_enough(people, manager):
    day = DATES["starts_on"]
    plan = create_plan(
        people.partnership, by=manager, title="New", period="x", starts_on=day, ends_on=day
    )
    assert plan.pk


class TestAgreeing:
    def test_keeps_when_by_whom_and_where(self, draft, manager):
        plan = agree_plan(draft, by=manager, agreed_where="Executive", at=AGREED)
        assert (plan.status, plan.agreed_at, plan.agreed_by, plan.agreed_where) == (
            "agreed",
            AGREED,
            manager,
            "Executive",
        )

    def test_makes_wording_measures_and_dates_the_first_agreed(self, draft, manager):
        assert {a.first_wording for a in draft.action_set.all()} == {""}
        agree_plan(draft, by=manager, at=AGREED)
        action = action_of(draft, "1.1")
        assert action.first_wording == action.wording == "Do what action 1.1 says."
        assert (action.first_timescale, action.first_due_on) == (
            "By March 2027",
            date(2027, 3, 31),
        )
        measure = action.measures.get()
        assert measure.first_wording == measure.wording == "Measure 1 of 1.1"

    def test_and_those_of_a_priority(self, draft, manager):
        priority = draft.priority_set.get()
        change_timescale(priority, by=manager, reason="", kind="month", due_on=date(2027, 6, 9))
        agree_plan(draft, by=manager, at=AGREED)
        priority.refresh_from_db()
        assert (priority.first_timescale, priority.first_due_on) == (
            "June 2027",
            date(2027, 6, 30),
        )

    def test_a_plan_is_agreed_once(self, plan, manager):
        with pytest.raises(ValidationError) as refused:
            agree_plan(plan, by=manager)
        assert refused.value.messages == [
            "This plan was agreed on 20 April 2026 (Executive, 20 April 2026)."
        ]
        plan.refresh_from_db()
        assert plan.agreed_at == AGREED

    def test_a_second_press_from_a_page_opened_before_is_refused_too(self, draft, manager):
        stale = Plan.objects.get(pk=draft.pk)
        agree_plan(draft, by=manager, at=AGREED)
        with pytest.raises(ValidationError):
            agree_plan(stale, by=manager, at=NOW)
        assert Plan.objects.get(pk=draft.pk).agreed_at == AGREED

    def test_is_one_change_with_its_reason(self, draft, manager):
        before = Change.objects.count()
        agree_plan(draft, by=manager, reason="All three partners signed.", at=AGREED)
        assert Change.objects.count() == before + 1
        assert (
            Change.objects.get(at=AGREED, home_id=draft.pk).reason == "All three partners signed."
        )

    def test_when_and_by_whom_go_together_in_the_database(self, plan, manager):
        plan.agreed_by = None
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=manager):
            plan.save()


class TestClosing:
    def test_ends_an_agreed_plan(self, plan, manager):
        assert close_plan(plan, by=manager, reason="Over").is_closed

    def test_a_draft_is_not_closed(self, draft, manager):
        with pytest.raises(ValidationError) as refused:
            close_plan(draft, by=manager, reason="Over")
        assert refused.value.messages == ["You can only close a plan that has been agreed."]

    def test_a_closed_plan_is_not_closed_again(self, people, manager):
        with pytest.raises(ValidationError):
            close_plan(make_closed_plan(people), by=manager, reason="Over")


CLOSED = "This plan is closed. You can read it but you cannot change it."
EVIDENCE = {"question": "how_much", "source": "audit", "text": "x"}
WRITES = {
    "revise_plan": lambda p, a, by: revise_plan(p, by=by, title="x"),
    "add_part": lambda p, a, by: add_part(Theme, p, by=by, name="x"),
    "revise_part": lambda p, a, by: revise_part(p.priority_set.get(), by=by, title="x"),
    "remove_part": lambda p, a, by: remove_part(p.theme_set.get(), by=by, reason="x"),
    "set_priorities": lambda p, a, by: set_priorities(p.objective_set.get(), [], by=by),
    "add_action": lambda p, a, by: add_action(p, by=by, reference="9", title="x", wording="x"),
    "revise_action": lambda p, a, by: revise_action(a, by=by, title="x"),
    "remove_action": lambda p, a, by: remove_action(a, by=by, reason="x"),
    "set_drivers": lambda p, a, by: set_drivers(a, [], by=by),
    "set_themes": lambda p, a, by: set_themes(a, [], by=by),
    "set_leads": lambda p, a, by: set_leads(a, [], by=by),
    "add_measure": lambda p, a, by: add_measure(a, by=by, wording="x"),
    "revise_measure": lambda p, a, by: revise_measure(a.measures.get(), by=by, wording="x"),
    "remove_measure": lambda p, a, by: remove_measure(a.measures.get(), by=by, reason="x"),
    "change_timescale": lambda p, a, by: change_timescale(a, by=by, reason="x", kind="ongoing"),
    "record_update": lambda p, a, by: record_update(a, by=by, rating="green", reason="x"),
    "record_no_change": lambda p, a, by: record_no_change(a, by=by),
    "add_evidence": lambda p, a, by: add_evidence(a, by=by, **EVIDENCE),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_closed_plan_is_changed_no_more(people, manager, name):
    plan = make_closed_plan(people)
    before = Change.objects.count()
    with pytest.raises(ValidationError) as refused:
        WRITES[name](plan, action_of(plan, "1.1"), manager)
    assert refused.value.messages == [CLOSED]
    assert Change.objects.count() == before


@pytest.mark.parametrize("name", sorted(WRITES.keys() - {"record_no_change"}))
def test_and_each_of_these_writes_would_have_changed_an_open_one(plan, manager, name):
    before = Change.objects.count()
    WRITES[name](plan, action_of(plan, "1.1"), manager)
    assert Change.objects.count() == before + 1


def test_a_plan_closed_since_the_page_was_opened_is_changed_no_more(plan, manager):
    action = action_of(plan, "1.1")
    assert not action.plan.is_closed
    close_plan(plan, by=manager, reason="Over")
    with pytest.raises(ValidationError):
        revise_action(action, by=manager, title="Too late")


class TestRevising:
    def test_changes_text_and_dates(self, plan, manager):
        revised = revise_plan(plan, by=manager, seen=plan.version, title="Better title")
        assert revised.title == "Better title"

    def test_a_stale_save_is_refused(self, plan, manager, people):
        seen = plan.version
        revise_plan(plan, by=people.executive, title="First")
        with pytest.raises(StaleRecord):
            revise_plan(plan, by=manager, seen=seen, title="Second")
        assert Plan.objects.get(pk=plan.pk).title == "First"


def test_current_plans_come_first_then_other_agreed_ones_then_drafts_then_closed(people, plan):
    closed, draft = make_closed_plan(people), make_plan(people, agreed=False)
    later = make_plan(people, title="Business plan 2028–31", starts_on=date(2028, 4, 1))
    found = people.partnership.plan_set.current_first(on=TODAY)
    assert list(found) == [plan, later, draft, closed]
