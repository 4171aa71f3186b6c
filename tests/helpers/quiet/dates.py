"""Edits of dates and milestones."""

from datetime import date

from plans.services.milestone import change_milestone, remove_milestone
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of, days_ago, make_plan
from tests.helpers.milestones import make_milestone
from tests.helpers.quiet.registry import near_miss, quiet


def move(action, by, **to):
    change_timescale(action, by=by, reason="Waiting for the police.", **to)


@quiet("date_had_passed")
def date_moved_after_it_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="month", due_on=date(2026, 12, 1))


@quiet("date_had_passed")
def date_of_a_priority_moved_after_it_had_passed(p, plan, by):
    priority = plan.priority_set.get()
    change_timescale(
        priority, by=by, reason="Agreed.", kind="date", due_on=date(2026, 11, 1), at=days_ago(40)
    )
    move(priority, by, kind="date", due_on=date(2026, 12, 1))


@quiet("date_removed")
def date_removed_after_it_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="ongoing")


@quiet("date_removed")
def date_removed_before_it_had_passed(p, plan, by):
    move(action_of(plan, "1.1"), by, kind="none", words="Spring next year")


@near_miss
def words_of_what_had_no_date(p, plan, by):
    move(action_of(plan, "1.3"), by, kind="none", words="Spring next year")


@near_miss
def date_moved_on_its_last_day(p, plan, by):
    action = action_of(plan, "1.1")
    move(action, by, kind="date", due_on=NOW.date())
    move(action, by, kind="date", due_on=date(2027, 1, 1))


@near_miss
def words_of_a_date_that_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="month", due_on=date(2026, 10, 1), words="In October")


@quiet("milestone_moved")
def milestone_moved_later(p, plan, by):
    _move_milestone(plan, by, to=date(2027, 4, 30))


@near_miss
def milestone_moved_to_an_earlier_date(p, plan, by):
    _move_milestone(plan, by, to=date(2027, 2, 28))


def _move_milestone(plan, by, *, to):
    milestone = make_milestone(action_of(plan, "1.1"), due_on=date(2027, 3, 31))
    timescale = {"kind": "by_month", "due_on": to}
    text = milestone.text
    change_milestone(
        milestone, by=by, text=text, timescale=timescale, after_end=True, reason="Later."
    )


@quiet("milestone_removed")
def milestone_removed(p, plan, by):
    milestone = make_milestone(action_of(plan, "1.1"), due_on=date(2027, 3, 31))
    remove_milestone(milestone, by=by, reason="No longer needed.")


@near_miss
def milestone_removed_from_a_draft(p, plan, by):
    draft = make_plan(p, agreed=False, title="The next plan")
    milestone = make_milestone(draft.action_set.first(), due_on=date(2027, 3, 31))
    remove_milestone(milestone, by=by, reason="No longer needed.")
