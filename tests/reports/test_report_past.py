"""The yearly report of a period is the plan as at its last day, whatever changes in the plan and its people later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from partnership.days import end_of
from partnership.history import recording, revise
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.models import CoreActivity, Objective, Plan, Priority, ProgressUpdate, Theme
from plans.services.action import remove_action, revise_action, set_drivers, set_themes
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.plan import close_plan, revise_plan
from plans.services.progress import record_no_change
from plans.services.structure import add_part, remove_part, revise_part, set_priorities
from plans.services.timescale import change_timescale
from reports.yearly.document import read_report
from tests.helpers.builders import (
    TODAY,
    action_of,
    make_action,
    make_evidence,
    make_update,
    manager_of,
)
from tests.helpers.writing import ENDED, at, live_through, make_report

LATER = at(11, 20)

EDITS = {}


def edit(function):
    """Register something that is done after the last day of the period."""
    EDITS[function.__name__] = function
    return function


@edit
def wording(p, plan, by):
    values = {"wording": "Otherwise.", "title": "Another", "reference": "9.9", "importance": "high"}
    revise_action(action_of(plan, "1.1"), by=by, **values)


@edit
def lead(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.training_group}], by=by)


@edit
def leads_of_the_priority(p, plan, by):
    set_leads(plan.priority_set.get(number="1"), [{"group": p.board}], by=by)


@edit
def priority(p, plan, by):
    revise_part(plan.priority_set.get(number="1"), by=by, number="7", title="Otherwise")
    second = add_part(Priority, plan, by=by, number="2", title="Another")
    revise_action(action_of(plan, "1.1"), by=by, priority=second)


@edit
def objective(p, plan, by):
    objective = Objective.objects.get(plan=plan)
    revise_part(objective, by=by, title="Otherwise")
    set_priorities(objective, [], by=by)


@edit
def theme(p, plan, by):
    revise_part(Theme.objects.get(plan=plan), by=by, name="Otherwise")
    set_themes(action_of(plan, "1.1"), [], by=by)


@edit
def driver(p, plan, by):
    revise_part(plan.driver_set.get(), by=by, wording="Otherwise")
    set_drivers(action_of(plan, "1.1"), [], by=by)


@edit
def core_activity(p, plan, by):
    revise_part(CoreActivity.objects.get(plan=plan), by=by, heading="Other", wording="Otherwise")


@edit
def column(p, plan, by):
    revise_part(plan.column_set.first(), by=by, heading="Otherwise")


@edit
def measure(p, plan, by):
    action = action_of(plan, "1.1")
    revise_measure(action.measures.get(), by=by, wording="Otherwise")
    add_measure(action, by=by, wording="One more")
    remove_measure(action_of(plan, "1.2").measures.get(), by=by, reason="Not asked for.")


@edit
def timescale(p, plan, by):
    values = {"kind": "by_month", "due_on": date(2028, 1, 1), "reason": "More time."}
    change_timescale(action_of(plan, "1.1"), by=by, **values)
    change_timescale(plan.priority_set.get(number="1"), by=by, **values)


@edit
def rating(p, plan, by):
    make_update(action_of(plan, "1.1"), rating="red", comment="It stopped.", at=LATER)
    make_evidence(action_of(plan, "1.1"), measure=action_of(plan, "1.1").measures.get(), at=LATER)


@edit
def evidence_of_the_period_that_was_entered_later(p, plan, by):
    make_evidence(action_of(plan, "1.1"), found_on=date(2026, 9, 1), at=LATER)


@edit
def label_of_a_rating(p, plan, by):
    for definition in p.partnership.ratingdefinition_set.all():
        revise(definition, by=by, label=f"New {definition.kind}", meaning="Otherwise.")


@edit
def removal_of_an_action(p, plan, by):
    remove_action(action_of(plan, "1.1"), by=by, reason="Not ours.")


@edit
def removal_of_a_priority(p, plan, by):
    for action in plan.action_set.all():
        remove_action(action, by=by, reason="Not ours.")
    remove_part(plan.priority_set.get(number="1"), by=by, reason="Not ours.")


@edit
def an_added_action(p, plan, by):
    make_action(plan, "1.7", at=LATER)


@edit
def names_of_those_who_lead(p, plan, by):
    for record, name in (
        (p.audit_group, "name"), (p.adviser, "title"), (p.police, "name"), (p.partnership, "name"),
    ):  # fmt: skip
        revise(record, by=by, **{name: "Called otherwise"})


@edit
def title_of_the_plan(p, plan, by):
    revise_plan(plan, by=by, title="Otherwise", introduction="Otherwise.", note="Otherwise.")


@edit
def closing_of_the_plan(p, plan, by):
    close_plan(plan, by=by, reason="A new one.")


@pytest.fixture
def report(people, plan):
    """Of a year with an event of every kind."""
    with recording(by=people.business_manager, at=at(5, 2)):
        core = {"heading": "Learning", "wording": "Audits and reviews."}
        add_part(CoreActivity, plan, by=people.business_manager, **core)
        set_leads(action_of(plan, "1.3"), [{"agency": people.police}], by=people.business_manager)
    return make_report(live_through(plan))


@pytest.mark.parametrize("name", EDITS)
def test_nothing_that_is_done_later_changes_it(people, report, name):
    before, plan = read_report(report, on=ENDED).period, report.plan
    with recording(by=people.business_manager, at=LATER):
        EDITS[name](people, Plan.objects.get(pk=plan.pk), people.business_manager)
    now = read_plan(Plan.objects.get(pk=plan.pk), on=ENDED)
    assert replace(now, on=ENDED) != before.plan or name.startswith("evidence")
    after = read_report(make_again(report), on=date(2027, 11, 26)).period
    assert after == before
    assert after.plan == read_plan_as_at(plan, at=end_of(ENDED))


def make_again(report):
    """The report as a request loads it, next year."""
    found = type(report).objects.at_address(slug=report.partnership.slug, pk=report.pk)
    return found.get()


def test_a_period_that_ends_in_the_future_is_the_plan_as_it_is_now(plan):
    report = make_report(live_through(plan), ends_on=date(2027, 4, 30))
    period = read_report(report, on=TODAY).period
    assert period.plan == read_plan(report.plan, on=TODAY)
    assert period.plan.actions[0].rating == "red"


def test_a_period_that_begins_in_the_future_is_the_plan_as_it_is_now(plan):
    report = make_report(plan, starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))
    period = read_report(report, on=TODAY).period
    assert (period.plan, period.before) == (read_plan(report.plan, on=TODAY), None)
    assert (period.updates, period.slips, period.changes) == (0, (), ())


def test_a_period_before_the_plan_was_written_down_has_no_actions(plan):
    """Of a plan that was imported when its period was over."""
    plan = revise(plan, by=None, starts_on=date(2025, 4, 1), at=at(5, 1))
    report = make_report(plan, starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 1))
    period = read_report(report, on=TODAY).period
    assert (period.plan.actions, period.before, period.little_progress) == ((), None, ())
    assert period.plan.title == "Business plan 2026–29"


def test_a_plan_that_was_agreed_in_the_period_began_as_it_was_agreed(plan):
    report = make_report(live_through(plan), starts_on=date(2026, 4, 1))
    period = read_report(report, on=TODAY).period
    assert period.began_on == date(2026, 4, 20)
    assert (period.before.total, period.before.number("not_rated")) == (3, 3)


def test_the_first_day_counts_dates_of_the_priority_too(people, plan):
    """An action without a date has its priority's, and is overdue with it."""
    by, first = people.business_manager, {"kind": "month", "due_on": date(2026, 4, 1)}
    with recording(by=by, at=at(4, 25)):
        change_timescale(plan.priority_set.get(), by=by, reason="Agreed so.", **first)
        make_action(plan, "1.8", at=at(4, 25))
    before = read_report(make_report(plan), on=TODAY).period.before
    assert (before.total, before.overdue) == (4, 1)


def test_slips_of_removed_actions_are_counted_by_the_name_they_had(people, plan):
    """Removed in the period: no other table of the report includes them."""
    by = people.business_manager
    plan = live_through(plan)
    revise_action(action_of(plan, "1.1"), by=by, title="Read more", at=at(9, 20))
    remove_action(action_of(plan, "1.1"), by=by, reason="Not ours.", at=at(10, 1))
    period = read_report(make_report(plan), on=TODAY).period
    slips = [(s.reference, s.title, s.is_removed, s.became) for s in period.slips]
    assert slips == [
        ("1.1", "Action 1.1", True, "By July 2027"),
        ("1.1", "Action 1.1", True, "By August 2027"),
    ]


def test_slips_of_a_removed_priority_are_counted(people, plan):
    by = people.business_manager
    second = add_part(Priority, plan, by=by, number="2", title="Early help")
    for month, day in ((3, 2), (6, 3)):
        change_timescale(
            second, by=by, kind="by_month", due_on=date(2027, month, 1), reason="x", at=at(6, day)
        )
    remove_part(second, by=by, reason="Merged.")
    (slip,) = read_report(make_report(plan, ends_on=date(2026, 12, 31)), on=TODAY).period.slips
    assert (slip.reference, slip.title, slip.is_removed) == ("2", "Early help", True)


def test_the_last_comment_may_be_older_than_the_period(plan):
    """“No change” since: that comment still applies."""
    make_update(action_of(plan, "1.1"), rating="amber", comment="Nobody is free.", at=at(4, 22))
    record_no_change(action_of(plan, "1.1"), by=manager_of(plan), at=at(6, 1))
    item = read_report(make_report(plan), on=TODAY).period.little_progress[0]
    assert (item.comment, item.said_on) == ("Nobody is free.", date(2026, 4, 22))


def test_only_the_period_is_read_in_full(plan, monkeypatch):
    """However long the history: from before the period, only the comments that still apply."""
    for day in range(21, 30):
        make_update(action_of(plan, "1.1"), rating="amber", comment=f"Day {day}.", at=at(4, day))
    make_update(action_of(plan, "1.1"), rating="green", comment="Better.", at=at(6, 1))
    report, read = make_report(plan), []
    load = ProgressUpdate.from_db.__func__
    history = ProgressUpdate.history.model
    for model in (ProgressUpdate, history):
        monkeypatch.setattr(
            model, "from_db", classmethod(lambda cls, *a: read.append(cls) or load(cls, *a))
        )
    period = read_report(report, on=TODAY).period
    assert (period.updates, period.plan.actions[0].update.comment) == (1, "Better.")
    assert read == []
    assert list(history.objects.all())
    assert read  # proves that the models are watched


@pytest.mark.parametrize("number", [1, 3])
def test_a_period_takes_the_same_queries_with_more_slips(plan, django_assert_num_queries, number):
    by = manager_of(plan)
    for n in range(number):
        action = make_action(plan, f"2.{n}", at=at(4, 30))
        for month in (1, 3):
            values = {"kind": "by_month", "due_on": date(2027, month, 1), "reason": "x"}
            change_timescale(action, by=by, at=at(6, month), **values)
            action = action_of(plan, f"2.{n}")
        make_update(action, at=at(6, 4) + timedelta(days=n))
        remove_action(action_of(plan, f"2.{n}"), by=by, reason="x", at=at(7, 1))
    report = make_report(plan)
    with django_assert_num_queries(41):
        period = read_report(report, on=TODAY).period
    assert len(period.slips) == number
