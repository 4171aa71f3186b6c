"""Every kind of column of the published table, any number of times, and of a reporting period or a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.document.published_tables import published_tables
from plans.models import Action, Column, Plan
from plans.services.action import revise_action, set_drivers, set_themes
from plans.services.period import freeze_period
from plans.services.progress import record_no_change
from plans.services.snapshot import as_data, save_snapshot
from plans.services.structure import add_part, move_part, revise_part
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.measures import make_counted, make_value
from tests.helpers.milestones import make_milestone
from tests.helpers.periods import make_period

SOON = NOW + timedelta(seconds=1)  # of several changes at NOW, each comes a tick after the last


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def add(plan, manager):
    """Adds a column to the plan."""

    def add(shows, heading="", **when):
        return add_part(Column, plan, by=manager, heading=heading or shows, shows=shows, **when)

    return add


@pytest.fixture
def summer(people, plan, manager):
    """Summer 2026, frozen 60 days ago with 1.1 red, then amber; 1.2 confirmed without words in it."""
    make_update(action_of(plan, "1.1"), rating="green", comment="Begun.", at=days_ago(200))
    make_update(action_of(plan, "1.2"), rating="green", comment="Agreed.", at=days_ago(190))
    period = make_period(plan, name="Summer 2026", at=days_ago(90))
    make_update(action_of(plan, "1.1"), rating="red", comment="Stopped.", at=days_ago(85))
    make_update(action_of(plan, "1.1"), rating="amber", comment="Going again.", at=days_ago(80))
    record_no_change(action_of(plan, "1.2"), by=manager, at=days_ago(75))
    return freeze_period(period, by=manager, at=days_ago(60))


def read(plan, *, on=TODAY):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=on)


def cells(plan, place, *, document=None):
    """What the column at ``place`` (from the right end: -1) prints for each action, in order."""
    tables = published_tables(document or read(plan))
    found = [row.cells[place] for table in tables for row in table.rows]
    return [cell.rating or " / ".join(cell.paragraphs or cell.items) for cell in found]


class TestKinds:
    def test_every_kind_can_be_printed(self, plan, add):
        """Each cell prints what the action has of it: none is left empty because nobody wrote how to print it."""
        action = action_of(plan, "1.1")
        fill(action)
        for shows in Column.Shows.values:
            add(shows)
        row = next(
            row
            for table in published_tables(read(plan))
            for row in table.rows
            if action.pk in row.action_pks
        )
        empty = {c.shows for c in row.cells if not (c.rating or c.paragraphs or c.items)}
        assert empty == set()
        # A heading over actions is no cell
        shown = {cell.shows for cell in row.cells} | {Column.Shows.DRIVER_HEADING}
        assert shown == set(Column.Shows.values)

    @pytest.mark.parametrize(
        ("shows", "printed"),
        [
            ("action_title", "Action 1.1"),
            ("driver", "Working Together 2023"),
            ("driver_reference", "CSPR 12, rec 3"),
            ("theme", "Voice of the child"),
            ("milestone", "Staff are trained: By February 2027"),
            ("outcome", "All are heard."),
            ("baseline", "40%"),
            ("target", "90% by March 2027"),
            ("actual", "89% in September 2026"),
            ("resources", "Two days a month / A room"),
            ("start", "From May 2026"),
            ("done", "3 November 2026"),
            ("evidence", "18 of 20 children were heard. (22 November 2026)"),
            ("progress", "All cases were read."),
            ("next_steps", "Tell the board."),
            ("rating", "complete"),
            ("previous_rating", "red"),
            ("direction", "Better: was Red"),
            ("further_actions", "Ask again in a year."),
            ("note", "As printed twice."),
        ],
    )
    def test_what_is_printed(self, plan, add, shows, printed):
        fill(action_of(plan, "1.1"))
        add("driver_reference")
        add(shows)
        assert cells(plan, -1)[-1] == printed  # an action of an objective comes last

    def test_a_driver_is_printed_with_its_reference_unless_that_has_a_column(self, plan, add):
        fill(action_of(plan, "1.1"))
        add("driver")
        assert cells(plan, -1)[-1] == "CSPR 12, rec 3 Working Together 2023"
        add("driver_reference")
        assert cells(plan, -2)[-1] == "Working Together 2023"

    def test_done_since_it_was_last_not_complete(self, plan, add):
        action = action_of(plan, "1.1")
        for rating, days in (("complete", 50), ("green", 40), ("complete", 30), ("complete", 20)):
            make_update(action_of(plan, action.reference), rating=rating, at=days_ago(days))
        add("done")
        assert cells(plan, -1) == ["23 October 2026", "", ""]
        make_update(action_of(plan, "1.1"), rating="green", at=days_ago(1))
        assert cells(plan, -1) == ["", "", ""]

    def test_the_direction_is_since_the_freeze(self, plan, summer, add):
        add("direction")
        make_update(action_of(plan, "1.3"), rating="green", at=days_ago(9))
        assert cells(plan, -1) == ["No change", "No change", ""]
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(8))
        assert cells(plan, -1) == ["Worse: was Amber", "No change", ""]

    def test_any_number_of_one_kind_in_the_plans_own_order(self, plan, add, manager):
        add("progress", "Told to the board")
        add("progress", "Told to the public")
        make_update(action_of(plan, "1.1"), comment="Half was read.")
        (table,) = published_tables(read(plan))
        assert table.columns[-2:] == ("Told to the board", "Told to the public")
        assert cells(plan, -1) == cells(plan, -2) == ["Half was read.", "", ""]
        move_part(plan.column_set.last(), by=manager, up=True)
        (table,) = published_tables(read(plan))
        assert table.columns[-2:] == ("Told to the public", "Told to the board")


def fill(action):
    """Something of everything that a column can show: complete since 3 November, red before."""
    by, plan = action.plan.agreed_by, action.plan
    driver = plan.driver_set.get()
    revise_part(driver, by=by, reference="CSPR 12, rec 3")
    set_drivers(action, [driver], by=by)
    set_themes(action, [plan.theme_set.get()], by=by)
    revise_action(
        action_of(plan, action.reference),
        by=by,
        importance=Action.Importance.HIGH,
        objective=plan.objective_set.get(),
        further_actions="Ask again in a year.",
        starts_words="From May 2026",
        resources="Two days a month\nA room",
        note="As printed twice.",
    )
    measure = make_counted(action.measures.get(), baseline=Decimal(40), outcome="All are heard.")
    make_value(measure, "89", date(2026, 9, 1))
    make_evidence(action_of(plan, action.reference), measure=measure)
    make_milestone(action_of(plan, action.reference), due_on=date(2027, 2, 1), at=days_ago(110))
    make_update(action_of(plan, action.reference), rating="red", at=days_ago(100))
    make_update(
        action_of(plan, action.reference),
        rating="complete",
        comment="All cases were read.",
        next_steps="Tell the board.",
        at=days_ago(19),
    )


class TestTimes:
    def test_of_a_frozen_period(self, plan, summer, add):
        """The rating at its freeze, whenever it was given; the words only if they were said in it."""
        make_update(action_of(plan, "1.1"), rating="green", comment="Done soon.", at=days_ago(5))
        add("progress", "Summer", period=summer)
        add("rating", "RAG in summer", period=summer)
        assert cells(plan, -2) == ["Going again.", "No change, 8 September 2026", ""]
        assert cells(plan, -1) == ["amber", "green", ""]

    def test_of_the_open_period_what_was_said_so_far(self, plan, summer, add):
        autumn = make_period(plan, name="Autumn 2026", at=days_ago(30))
        add("rating", "RAG in autumn", period=autumn)
        assert cells(plan, -1) == ["", "", ""]
        make_update(action_of(plan, "1.1"), rating="green", comment="Better.", at=days_ago(5))
        assert cells(plan, -1) == ["green", "", ""]

    def test_as_at_a_day(self, plan, summer, add):
        """The end of that day; nothing on a day to come."""
        when = {"as_at": timezone.localdate(days_ago(85))}
        add("progress", "Then", **when)
        add("rating", "RAG then", **when)
        add("rating", "RAG next year", as_at=date(2027, 3, 31))
        assert cells(plan, -3) == ["Stopped.", "Agreed.", ""]
        assert cells(plan, -2) == ["red", "green", ""]
        assert cells(plan, -1) == ["", "", ""]

    @pytest.mark.parametrize("actions", [1, 3, 30])
    @pytest.mark.parametrize("columns", [1, 8])
    def test_one_query_for_all_of_them(
        self, people, manager, django_assert_num_queries, actions, columns
    ):
        plan = make_plan(people, actions=actions)
        period = make_period(plan, at=days_ago(30))
        for action in plan.action_set.all()[:10]:
            make_update(action, at=days_ago(5))
        for number in range(columns):
            when = {"period": period} if number % 2 else {"as_at": date(2026, 11, 1 + number)}
            add_part(Column, plan, by=manager, heading=f"{number}", shows="rating", **when)
        loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
        with django_assert_num_queries(12):
            read_plan(loaded, on=TODAY)

    def test_history_and_a_snapshot_print_the_same(self, plan, manager, summer, add):
        for shows in ("done", "evidence", "next_steps", "direction"):
            add(shows)
        make_evidence(action_of(plan, "1.2"), at=days_ago(1))
        add("rating", "RAG in summer", period=summer)
        add("progress", "In October", as_at=date(2026, 10, 31))
        snapshot = save_snapshot(plan, by=manager, reason="Before the meeting.", at=SOON)
        document = as_data(read(plan))
        assert as_data(read_plan_as_at(plan, at=SOON)) == document
        assert as_data(document_of(snapshot)) == document
        assert document["columns"][-2:] == [
            {"heading": "RAG in summer", "shows": "rating", "when": f"period-{summer.pk}",
             "when_words": "Summer 2026"},
            {"heading": "In October", "shows": "progress", "when": "2026-10-31",
             "when_words": "31 October 2026"},
        ]  # fmt: skip


class TestRefused:
    def test_a_period_and_a_day(self, add, summer):
        with pytest.raises(ValidationError, match="not both"):
            add("rating", period=summer, as_at=TODAY)

    @pytest.mark.parametrize("shows", sorted({*Column.Shows.values} - {"progress", "rating"}))
    def test_another_kind_of_a_period(self, add, summer, shows):
        with pytest.raises(ValidationError, match="Only a comment on progress or a rating"):
            add(shows, period=summer)

    def test_a_period_of_another_plan(self, people, plan, add, manager):
        other = make_plan(people, actions=1, title="Another")
        with pytest.raises(ValidationError, match="Choose a reporting period of this plan"):
            add("rating", period=make_period(other))

    def test_more_than_forty(self, plan, add):
        for number in range(36):
            add("rating", f"Rating {number}")
        with pytest.raises(ValidationError, match="40 columns at most"):
            add("rating", "One too many")
        assert plan.column_set.count() == 40
