"""A report on Ashshire's plan, and a year with an event of every kind."""

from datetime import UTC, date, datetime

from plans.services.action import remove_action, revise_action
from plans.services.timescale import change_timescale
from reports.models import AnnualReport, Framework
from reports.services.framework import load_frameworks
from reports.services.report import start_report, write_section
from tests.helpers import builders

BEGAN, ENDED = date(2026, 5, 1), date(2026, 11, 15)


def at(month, day):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def make_report(plan, *, starts_on=BEGAN, ends_on=ENDED, title="Yearly report 2026"):
    """A report as its pages load it, with empty sections."""
    load_frameworks()
    report = start_report(
        plan,
        by=builders.manager_of(plan),
        framework=Framework.objects.get(key="greenwich-2019"),
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return loaded(report)


def loaded(report):
    return AnnualReport.objects.at_address(slug=report.partnership.slug, pk=report.pk).get()


def section_of(report, key):
    return report.sections.select_related("asked").get(asked__key=key)


def write(report, key, text):
    section = section_of(report, key)
    return write_section(section, by=builders.manager_of(report.plan), text=text)


def live_through(plan):
    """The events: 1.1 slipped twice and recovered, 1.3 was completed, 1.2 was reworded and never rated.

    1.4 was added and 1.5 removed; and after the last day of the period 1.1 became red again and 1.6 was added.
    """
    by = builders.manager_of(plan)
    first, second, third = (builders.action_of(plan, f"1.{number}") for number in (1, 2, 3))
    builders.make_update(first, rating="red", comment="Nobody was free.", at=at(6, 1))
    for month, reason in ((7, "Waiting for the police."), (8, "Waiting for health.")):
        change_timescale(
            builders.action_of(plan, "1.1"),
            by=by,
            reason=reason,
            kind="by_month",
            due_on=date(2027, month, 1),
            agreed_where="Board, July",
            at=at(month, 2),
        )
    builders.make_update(first, rating="amber", comment="Ten of 20 cases read.", at=at(9, 1))
    builders.make_evidence(
        third, measure=third.measures.get(), text="18 of 20 were heard.", at=at(9, 2)
    )
    builders.make_update(third, rating="complete", comment="It is done.", at=at(9, 3))
    revise_action(second, by=by, wording="Do it sooner.", reason="Plainer.", at=at(9, 4))
    builders.make_action(plan, "1.4", at=at(9, 5))
    gone = builders.make_action(plan, "1.5", at=at(9, 6))
    remove_action(gone, by=by, reason="Not ours to do.", at=at(9, 7))
    builders.make_update(first, rating="red", comment="Stopped again.", at=at(11, 20))
    builders.make_action(plan, "1.6", at=at(11, 20))
    return type(plan).objects.get(pk=plan.pk)
