"""The whole plan as frozen data: complete, in print order, in the same number of queries whatever its size."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from plans.document.current import read_plan
from plans.document.records import DriverFacts
from plans.models import Action, Objective, Plan, Priority
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.structure import add_part, set_priorities
from plans.services.timescale import change_timescale
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_file,
    make_plan,
    make_update,
)

# Ratings, columns, core activities, priorities, objectives, actions, leads, measures, drivers, themes, points.
QUERIES = 11


def read(plan, *, on=TODAY, shown=None):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=on, shown=shown)


def fact(plan, reference, **values):
    return next(a for a in read(plan, **values).actions if a.reference == reference)


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.mark.parametrize("actions", [1, 3, 60])
def test_queries(people, django_assert_num_queries, actions):
    plan = make_plan(people, actions=actions)
    for action in plan.action_set.all()[:10]:
        make_update(action)
        make_evidence(action, measure=action.measures.get(), file=make_file())
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    with django_assert_num_queries(QUERIES):
        document = read_plan(plan, on=TODAY, shown=Action.objects.filter(plan=plan, rating="green"))
    with django_assert_num_queries(0):
        assert len(document.actions) == actions
        assert repr(document)
        assert [document.distribution_of(section).worst.key for section in document.narrowed()] == [
            "green"
        ]


def test_a_brief_one_reads_less_and_says_the_same_of_what_it_reads(plan, django_assert_num_queries):
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    with django_assert_num_queries(QUERIES - 5):
        brief = read_plan(loaded, on=TODAY, brief=True)
    whole = read(plan)
    left_out = {"themes": (), "drivers": (), "points": ()}
    assert brief.actions == tuple(replace(action, **left_out) for action in whole.actions)
    assert brief.columns == brief.core_activities == ()
    assert brief.distribution == whole.distribution


def test_is_frozen(plan):
    document = read(plan)
    with pytest.raises(FrozenInstanceError):
        document.title = "x"
    with pytest.raises(FrozenInstanceError):
        document.actions[0].rating = "complete"
    hash(document)  # frozen at every level


def test_the_plan_itself(people, plan):
    document = read(plan)
    assert (document.pk, document.title, document.period, document.status) == (
        plan.pk,
        "Business plan 2026–29",
        "2026–29",
        "agreed",
    )
    assert (document.starts_on, document.ends_on, document.on) == (
        date(2026, 4, 1),
        date(2029, 3, 31),
        TODAY,
    )
    assert (document.partnership, document.partnership_short, document.colour) == (
        "Ashshire Safeguarding Children Partnership",
        "ASCP",
        "#1d4f7a",
    )
    assert tuple((column.heading, column.shows) for column in document.columns) == (
        ("No.", "number"),
        ("Action", "action"),
        ("Who", "lead"),
        ("RAG", "rating"),
    )
    assert [rating.key for rating in document.ratings] == [
        *("red", "amber", "green", "complete", "not_rated")
    ]
    assert document.rating("complete").label == "Complete"


def test_holds_nothing_of_another_plan(people, plan):
    """Neither of another partnership nor of another plan of the same one."""
    other = make_plan(people, actions=2, title="Other")
    document, pks = read(plan), set(plan.action_set.values_list("pk", flat=True))
    assert {a.pk for a in document.actions} == pks
    assert not pks & {a.pk for a in read(other).actions}
    assert [s.priority.pk for s in document.sections] == [plan.priority_set.get().pk]


class TestActions:
    def test_with_all_that_belongs_to_them(self, plan):
        found = fact(plan, "1.2")
        assert [(lead.name, lead.role, lead.kind) for lead in found.leads] == [
            ("Professional Adviser", "lead", "post")
        ]
        assert (found.drivers, found.themes) == (
            (DriverFacts("", "Working Together 2023"),),
            ("Voice of the child",),
        )
        assert [m.wording for m in found.measures] == ["Measure 1 of 1.2"]
        assert (found.timescale.text, found.timescale.due_on) == (
            "October 2026",
            date(2026, 10, 31),
        )

    def test_the_last_update(self, people, plan):
        make_update(action_of(plan, "1.1"), comment="First", at=days_ago(60), rating="red")
        make_update(action_of(plan, "1.1"), comment="Last", at=days_ago(2), by=people.chair)
        found = fact(plan, "1.1")
        assert (found.update.comment, found.update.by_name, found.update.at) == (
            "Last",
            "Chair",
            days_ago(2),
        )
        assert (found.rating, found.rating_before, found.direction) == ("green", "red", "better")
        assert fact(plan, "1.3").update is None

    def test_evidence_is_counted_against_its_measure(self, people, plan, manager):
        action = action_of(plan, "1.1")
        add_measure(action, by=manager, wording="Second")
        add_measure(action, by=manager, wording="TBC", is_placeholder=True)
        for _ in range(2):
            make_evidence(action, measure=action.measures.first())
        make_evidence(action)
        found = fact(plan, "1.1")
        assert [m.evidence for m in found.measures] == [2, 0, 0]
        assert (found.measures_with_evidence, found.counted_measures) == (1, 2)

    def test_files_are_named_with_their_measure(self, plan):
        action = action_of(plan, "1.1")
        for name in ("one.csv", "two.csv"):
            make_evidence(action, measure=action.measures.get(), file=make_file(name))
        make_evidence(action, measure=action.measures.get())
        make_evidence(action, file=make_file("of the whole.csv"))
        (measure,) = fact(plan, "1.1").measures
        assert (measure.evidence, measure.files) == (3, ("one.csv", "two.csv"))

    def test_what_they_follow_on_from(self, plan, manager):
        revise_action(action_of(plan, "1.2"), by=manager, follows=action_of(plan, "1.1"))
        assert [fact(plan, r).follows for r in ("1.1", "1.2")] == ["", "1.1"]

    def test_overdue_by_the_day_given(self, plan):
        assert [a.is_overdue for a in read(plan).actions] == [False, True, False]
        assert not any(a.is_overdue for a in read(plan, on=date(2026, 10, 31)).actions)
        assert [a.is_overdue for a in read(plan, on=date(2027, 4, 1)).actions] == [
            True,
            True,
            False,
        ]

    def test_complete_is_not_overdue(self, plan):
        make_update(action_of(plan, "1.2"), rating="complete")
        assert not fact(plan, "1.2").is_overdue


class TestInherited:
    @pytest.fixture
    def priority(self, people, plan, manager):
        priority = plan.priority_set.get()
        set_leads(priority, [{"group": people.board}], by=manager, words="The Executive")
        change_timescale(priority, by=manager, reason="x", kind="month", due_on=date(2026, 9, 1))
        add_measure(priority, by=manager, wording="Of the whole")
        return priority

    def test_leads_and_date_of_the_priority_where_an_action_has_none(self, plan, priority):
        make_action(plan, "1.4")
        found = fact(plan, "1.4")
        assert (found.has_own_leads, found.has_own_timescale) == (False, False)
        assert ([lead.name for lead in found.leads], found.leads_words) == (
            ["Ashshire Executive"],
            "The Executive",
        )
        assert (found.timescale.text, found.is_overdue) == ("September 2026", True)
        assert [m.wording for m in found.measures] == ["Measure 1 of 1.4"]

    def test_its_own_where_it_has_some(self, plan, priority):
        found = fact(plan, "1.1")
        assert (found.has_own_leads, found.has_own_timescale) == (True, True)
        assert [lead.name for lead in found.leads] == ["Audit Group"]
        assert (found.timescale.text, found.is_overdue) == ("By March 2027", False)

    def test_words_alone_are_its_own_leads(self, plan, manager, priority):
        set_leads(action_of(plan, "1.1"), [], by=manager, words="To be agreed")
        found = fact(plan, "1.1")
        assert (found.has_own_leads, found.leads, found.leads_words) == (True, (), "To be agreed")

    def test_a_slip_of_the_priority_is_not_counted_for_each_action(self, plan, manager, priority):
        change_timescale(priority, by=manager, reason="x", kind="month", due_on=date(2026, 12, 1))
        make_action(plan, "1.4")
        assert fact(plan, "1.4").timescale.slips == 0


class TestSections:
    def test_an_objective_under_several_is_printed_under_the_first(self, plan, manager):
        first, objective = plan.priority_set.get(), plan.objective_set.get()
        second = add_part(Priority, plan, by=manager, number="2", title="Second")
        set_priorities(objective, [second, first], by=manager)
        revise_action(action_of(plan, "1.1"), by=manager, priority=None, objective=objective)
        document = read(plan)
        sections = document.sections
        assert [[p.objective and p.objective.number for p in s.parts] for s in sections] == [
            [None, "1"],
            [],
        ]
        assert sections[0].parts[1].objective.priority_codes == ("1", "2")
        assert [a.reference for a in sections[0].parts[1].actions] == ["1.1"]
        assert document.distribution_of(sections[1]).total == 0

    def test_an_objective_under_none_has_a_section_of_its_own_at_the_end(self, plan, manager):
        objective = plan.objective_set.get()
        set_priorities(objective, [], by=manager)
        revise_action(action_of(plan, "1.1"), by=manager, priority=None, objective=objective)
        *_, last = read(plan).sections
        assert last.priority is None
        assert [(p.objective.number, len(p.actions)) for p in last.parts] == [("1", 1)]
        assert last.parts[0].objective.priority_codes == ()

    def test_an_action_under_nothing_is_there_too(self, plan, manager):
        revise_action(action_of(plan, "1.3"), by=manager, priority=None)
        *_, last = read(plan).sections
        assert (last.priority, last.parts[0].objective) == (None, None)
        assert [a.reference for a in last.actions] == ["1.3"]

    def test_an_action_whose_priority_differs_from_its_objectives(self, plan, manager):
        """It appears under its own priority, with the objective's heading."""
        second = add_part(Priority, plan, by=manager, number="2", title="Second")
        revise_action(
            action_of(plan, "1.1"), by=manager, priority=second, objective=plan.objective_set.get()
        )
        first, other = read(plan).sections
        assert [p.objective.number for p in other.parts] == ["1"]
        assert [a.reference for a in other.actions] == ["1.1"]
        assert [a.reference for a in first.actions] == ["1.2", "1.3"]

    def test_objectives_stand_in_print_order_not_by_number(self, plan, manager):
        priority = plan.priority_set.get()
        for number in ("10", "9"):
            objective = add_part(Objective, plan, by=manager, number=number)
            set_priorities(objective, [priority], by=manager)
        (section,) = read(plan).sections
        assert [p.objective.number for p in section.parts if p.objective] == ["1", "10", "9"]

    def test_a_priority_without_actions_keeps_its_place(self, plan, manager):
        add_part(Priority, plan, by=manager, number="0", position=0, title="First in print")
        assert [s.priority.number for s in read(plan).sections] == ["0", "1"]

    def test_every_action_is_in_exactly_one_section(self, plan, manager):
        revise_action(action_of(plan, "1.3"), by=manager, priority=None)
        document = read(plan)
        assert sorted(a.reference for a in document.actions) == ["1.1", "1.2", "1.3"]


class TestDistribution:
    def test_counts_each_rating_and_never_grey_as_green(self, plan):
        make_update(action_of(plan, "1.1"), rating="green")
        found = read(plan).distribution
        counts = [(rating.key, number) for rating, number in found.counts]
        assert counts == [("red", 0), ("amber", 0), ("green", 1), ("complete", 0), ("not_rated", 2)]
        assert (found.total, found.overdue, found.number("not_rated")) == (3, 1, 2)

    @pytest.mark.parametrize(
        ("ratings", "worst"),
        [
            ([], "not_rated"),
            (["green"], "green"),
            (["complete"], "complete"),
            (["complete", "green", "amber"], "amber"),
            (["complete", "red", "green"], "red"),
        ],
    )
    def test_the_worst_is_the_worst_rated_and_never_an_average(self, plan, ratings, worst):
        for action, rating in zip(plan.action_set.all(), ratings, strict=False):
            make_update(action, rating=rating)
        assert read(plan).distribution.worst.key == worst


class TestFilter:
    def test_marks_what_is_shown_and_keeps_the_rest(self, plan):
        document = read(plan, shown=Action.objects.filter(reference="1.2"))
        assert [(a.reference, a.is_shown) for a in document.actions] == [
            ("1.1", False),
            ("1.2", True),
            ("1.3", False),
        ]
        assert [a.reference for a in document.shown] == ["1.2"]
        assert document.is_filtered
        assert document.distribution.total == 3

    def test_narrowed_leaves_out_what_is_empty(self, plan, manager):
        second = add_part(Priority, plan, by=manager, number="2", title="Second")
        revise_action(action_of(plan, "1.2"), by=manager, priority=second)
        document = read(plan, shown=Action.objects.filter(reference="1.2"))
        (section,) = document.narrowed()
        assert (section.priority.number, [a.reference for a in section.actions]) == ("2", ["1.2"])
        assert document.distribution_of(section).total == 1

    def test_no_filter_shows_all(self, plan):
        document = read(plan)
        assert not document.is_filtered
        assert document.shown == document.actions

    def test_a_filter_that_finds_nothing(self, plan):
        document = read(plan, shown=Action.objects.none())
        assert (document.shown, document.narrowed(), document.is_filtered) == ((), (), True)


def test_an_action_taken_out_is_gone(plan, manager):
    remove_action(action_of(plan, "1.2"), by=manager, reason="x", at=NOW)
    assert [a.reference for a in read(plan).actions] == ["1.1", "1.3"]


def test_an_empty_plan(people):
    document = read(make_plan(people, actions=0))
    assert (document.actions, document.distribution.total, document.distribution.worst) == (
        (),
        0,
        None,
    )
