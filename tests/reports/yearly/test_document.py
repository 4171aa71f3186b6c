"""The yearly report as data: it counts what happened in the period, and nothing else."""

from datetime import date

import pytest

from plans.services.action import remove_action
from plans.services.period import freeze_period
from reports.yearly.document import read_report, read_section
from tests.helpers import builders
from tests.helpers.periods import make_period
from tests.helpers.writing import at, live_through, make_report, section_of, write


@pytest.fixture
def period(plan):
    return read_report(make_report(live_through(plan)), on=builders.TODAY).period


def test_the_plan_stands_as_on_the_last_day(period):
    stood = {a.reference: (a.rating, a.is_overdue, a.wording) for a in period.plan.actions}
    assert stood == {
        "1.1": ("amber", False, "Do what action 1.1 says."),
        "1.2": ("not_rated", True, "Do it sooner."),
        "1.3": ("complete", False, "Do what action 1.3 says."),
        "1.4": ("not_rated", False, "Do what action 1.4 says."),
    }
    distribution = period.plan.distribution
    assert tuple((rating.key, number) for rating, number in distribution.counts) == (
        ("red", 0),
        ("amber", 1),
        ("green", 0),
        ("complete", 1),
        ("not_rated", 2),
    )
    assert (distribution.overdue, distribution.worst.key) == (1, "amber")


def test_directions_are_since_the_last_freeze_before_the_last_day(plan):
    """1.1 was Red at the freeze of June and Amber from September; a freeze after the last day is ignored."""
    by = builders.manager_of(plan)
    june = make_period(plan, name="June", at=at(5, 20))
    live_through(plan)
    for period, day in ((june, at(6, 10)), (None, at(11, 21))):
        period = period or make_period(plan, name="November", at=at(11, 20))
        freeze_period(period, by=by, at=day)
    plan = read_report(make_report(plan), on=builders.TODAY).period.plan
    directions = {a.reference: (a.rating_before, a.direction) for a in plan.actions}
    assert plan.compared_with == "June"
    assert directions == {
        "1.1": ("red", "better"),
        "1.2": ("", ""),
        "1.3": ("", ""),
        "1.4": ("", ""),
    }


def test_without_a_freeze_directions_are_since_the_rating_before(period):
    first = period.plan.actions[0]
    assert (first.rating_before, first.direction) == ("red", "better")
    assert period.plan.compared_with == ""


def test_files_of_the_day_are_named_with_their_measure(plan):
    """Without the files of later evidence."""
    action = builders.action_of(plan, "1.1")
    for name, month in (("then.csv", 5), ("later.csv", 10)):
        file, moment = builders.make_file(name), at(month, 1)
        builders.make_evidence(action, measure=action.measures.get(), file=file, at=moment)
    report = read_report(make_report(plan, ends_on=date(2026, 9, 30)), on=builders.TODAY)
    (measure,) = report.period.plan.actions[0].measures
    assert (measure.evidence, measure.files) == (1, ("then.csv",))


def test_a_rating_is_old_by_the_last_day(plan):
    builders.make_update(builders.action_of(plan, "1.1"), at=at(4, 21), rating="amber")
    for ends_on, old in ((date(2026, 11, 15), None), (date(2026, 12, 31), date(2026, 4, 21))):
        report = read_report(make_report(plan, ends_on=ends_on), on=date(2027, 1, 5))
        assert report.period.plan.actions[0].unconfirmed_since == old


def test_the_first_day_is_told_beside_it(period):
    assert (period.before.total, period.before.number("not_rated")) == (3, 3)


def test_a_period_before_the_agreement_has_no_first_day(plan):
    """The plan that was agreed in the period begins with its agreement: see test_report_past.py."""
    report = make_report(plan, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 19))
    period = read_report(report, on=builders.TODAY).period
    assert (period.began_on, period.before, len(period.plan.actions)) == (None, None, 3)


def test_what_was_said_and_found_is_counted(period):
    assert period.updates == 3
    assert period.evidence == (
        ("How much did we do?", 0),
        ("How well did we do it?", 0),
        ("What difference has it made?", 1),
    )
    (achieved,) = period.achieved
    assert achieved.heading == "Priority 1: Children are heard"
    (found,) = dict(achieved.answers)["What difference has it made?"]
    assert (found.reference, found.text, found.source) == ("1.3", "18 of 20 were heard.", "Audit")


def test_what_was_completed_is_told(period):
    (done,) = period.completed
    assert (done.reference, done.on, done.comment) == ("1.3", date(2026, 9, 3), "It is done.")


def test_completed_and_opened_again_is_not_completed(plan):
    action = builders.action_of(plan, "1.3")
    builders.make_update(action, rating="complete", comment="Done.", at=at(6, 1))
    builders.make_update(action, rating="amber", comment="Not done.", at=at(7, 1))
    assert read_report(make_report(plan), on=builders.TODAY).period.completed == ()


def test_completed_before_the_period_is_neither_achieved_nor_little_progress(plan):
    action = builders.action_of(plan, "1.3")
    builders.make_update(action, rating="complete", comment="Done.", at=at(4, 25))
    period = read_report(make_report(plan), on=builders.TODAY).period
    assert period.completed == ()
    assert [item.reference for item in period.little_progress] == ["1.1", "1.2"]


def test_little_progress_is_listed_with_every_reason(period):
    listed = {item.reference: item for item in period.little_progress}
    assert {reference: item.reasons for reference, item in listed.items()} == {
        "1.1": ("rated Amber", "moved later twice"),
        "1.2": ("never rated", "overdue: due October 2026"),
        "1.4": ("never rated",),
    }
    assert list(listed) == ["1.1", "1.2", "1.4"]  # worst first
    first = listed["1.1"]
    assert (first.comment, first.by_name) == ("Ten of 20 cases read.", "Business manager")
    assert (first.said_on, first.timescale) == (date(2026, 9, 1), "By August 2027")


def test_no_update_in_the_period_is_a_reason(plan):
    builders.make_update(builders.action_of(plan, "1.3"), rating="green", at=at(4, 25))
    period = read_report(make_report(plan), on=builders.TODAY).period
    listed = {item.reference: item.reasons for item in period.little_progress}
    assert listed["1.3"] == ("no update in the period",)


def test_slips_keep_their_reason_and_where_they_were_agreed(period):
    assert [(s.reference, s.was, s.became, s.reason, s.agreed_where) for s in period.slips] == [
        ("1.1", "By March 2027", "By July 2027", "Waiting for the police.", "Board, July"),
        ("1.1", "By July 2027", "By August 2027", "Waiting for health.", "Board, July"),
    ]


def test_what_changed_in_the_plan_is_told_with_its_reason(period):
    told = [(c.kind, c.reference, c.before, c.after, c.reason) for c in period.changes]
    says = "Do what action {} says.".format
    assert told == [
        ("reworded", "1.2", says("1.2"), "Do it sooner.", "Plainer."),
        ("added", "1.4", "", says("1.4"), ""),
        ("added", "1.5", "", says("1.5"), ""),
        ("removed", "1.5", says("1.5"), "", "Not ours to do."),
    ]


def test_drafting_is_no_change_of_the_plan(plan):
    report = make_report(plan, starts_on=date(2026, 4, 1))
    assert read_report(report, on=builders.TODAY).period.changes == ()


def test_what_was_removed_since_is_still_in_it(plan):
    plan = live_through(plan)
    by = builders.manager_of(plan)
    remove_action(builders.action_of(plan, "1.4"), by=by, reason="Done elsewhere.", at=at(11, 20))
    period = read_report(make_report(plan), on=builders.TODAY).period
    assert [a.reference for a in period.plan.actions] == ["1.1", "1.2", "1.3", "1.4"]
    assert "1.4" in [item.reference for item in period.little_progress]


def test_a_period_that_runs_is_told_up_to_today(plan):
    report = make_report(plan, ends_on=date(2027, 4, 30))
    assert read_report(report, on=builders.TODAY).period.ends_on == builders.TODAY


def test_the_state_of_each_section(plan):
    report = make_report(plan)
    write(report, "training", "Two courses.")
    document = read_report(report, on=builders.TODAY)
    assert [(section.key, section.state) for section in document.sections] == [
        ("priorities", "filled in automatically"),
        ("training", "written"),
        ("reviews", "needs text"),
        ("voice", "needs text"),
        ("arrangements", "needs text"),
        ("scrutiny", "needs text"),
    ]
    assert document.written == 1


def test_one_section_alone_is_as_in_the_whole(plan):
    report = make_report(live_through(plan))
    whole = read_report(report, on=builders.TODAY)
    for number, section in enumerate(report.sections.select_related("asked")):
        section.report = report
        assert read_section(section, on=builders.TODAY) == whole.sections[number]


@pytest.mark.parametrize("actions", [1, 3])
def test_the_number_of_queries_does_not_grow(people, actions, django_assert_num_queries):
    plan = builders.make_plan(people, actions=actions)
    for action in plan.action_set.all():
        builders.make_update(action, at=at(6, 1))
        builders.make_evidence(action, at=at(6, 2))
    report = make_report(plan)
    with django_assert_num_queries(38):
        document = read_report(report, on=builders.TODAY)
    assert (len(document.plan.actions), document.period.updates) == (actions, actions)


def test_a_section_that_is_words_alone_reads_no_plan(plan, django_assert_num_queries):
    section = section_of(make_report(plan), "voice")
    with django_assert_num_queries(0):
        assert read_section(section, on=builders.TODAY).filled is None
