"""Loads a yearly report on a plan of the fixtures, started and written as its people would."""

from reports.models import Framework
from reports.services.report import start_report, write_section


def write_demonstration_report(builder, facts, calendar):
    """The report of ``facts`` on the plan that ``builder`` built, each section written by its author.

    Sections without facts stay empty, as in any unfinished report.
    """
    people = builder.cast.people
    starts_on = calendar.day(facts["starts_on"])
    ends_on = calendar.day(facts["ends_on"], end=True)
    report = start_report(
        builder.plan,
        by=builder.manager,
        at=calendar.moment(facts["started"]),
        framework=Framework.objects.get(key=facts["framework"]),
        title=facts["title"].format(start_year=starts_on.year, end_year=ends_on.year),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    sections = {section.asked.key: section for section in report.sections.select_related("asked")}
    for minute, written in enumerate(facts["sections"]):
        write_section(
            sections[written["key"]],
            by=people[written["by"]],
            at=calendar.moment(written["day"], 7 * minute),
            text=written["text"],
        )
    return report
