"""One whole yearly report as frozen dataclasses: the input of its page, PDF and other formats."""

from dataclasses import dataclass
from datetime import date, timedelta

from partnership.days import start_of
from partnership.statements import Given, Statement
from reports.models import FrameworkSection, Section
from reports.yearly.challenges import ReportedChallenges, read_reported
from reports.yearly.period import PeriodFacts, read_period


@dataclass(frozen=True, slots=True)
class SectionDocument:
    pk: int
    key: str
    title: str
    asks: str
    writer: str  # a FrameworkSection.Writer value
    text: str
    filled: PeriodFacts | None  # what is filled in automatically; None if nothing is
    # Added to the scrutineer's text; None for every other section.
    challenges: ReportedChallenges | None = None

    @property
    def is_scrutiny(self):
        return self.writer == FrameworkSection.Writer.SCRUTINEER

    @property
    def state(self):
        """“written”, “filled in automatically” or “needs text”."""
        if self.text:
            return "written"
        return "filled in automatically" if self.filled else "needs text"


@dataclass(frozen=True, slots=True)
class ReportDocument:
    pk: int
    title: str
    partnership: str
    partnership_short: str
    colour: str
    marking: str
    starts_on: date
    ends_on: date
    on: date  # the day it was assembled
    framework: str
    source: str  # the guidance or arrangements that ask for these sections
    period: PeriodFacts
    sections: tuple[SectionDocument, ...]

    @property
    def plan(self):
        """The PlanDocument as at the last day of the period."""
        return self.period.plan

    @property
    def written(self):
        return sum(1 for section in self.sections if section.text)


def read_report(report, *, on):
    """The ReportDocument of ``report`` on the day ``on``, in a fixed number of queries.

    ``report`` comes with partnership, house style, plan and framework loaded, as by ``at_address``.
    """
    period, challenges = _period(report, on), _challenges(report, on)
    style = report.partnership.house_style
    return ReportDocument(
        pk=report.pk,
        title=report.title,
        partnership=report.partnership.name,
        partnership_short=report.partnership.short_name,
        colour=style.colour,
        marking=style.marking,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        on=on,
        framework=report.framework.name,
        source=report.framework.source,
        period=period,
        sections=tuple(
            _section(section, period, challenges) for section in _SECTIONS.records(report=report.pk)
        ),
    )


_SECTIONS = Statement(
    lambda: Section.objects.filter(report=Given("report")).select_related("asked")
)


def read_section(section, *, on):
    """One SectionDocument alone: the plan is read only if the section needs it."""
    fills = section.asked.fills == FrameworkSection.Fills.PRIORITIES
    is_scrutiny = section.asked.writer == FrameworkSection.Writer.SCRUTINEER
    period = _period(section.report, on) if fills else None
    return _section(section, period, _challenges(section.report, on) if is_scrutiny else None)


def _period(report, on):
    return read_period(report.plan, starts_on=report.starts_on, ends_on=_last_day(report, on))


def _last_day(report, on):
    """The last day reported on: of a period that has not ended, the day ``on``."""
    return min(report.ends_on, on)


def _challenges(report, on):
    last_day = _last_day(report, on)
    begin, end = start_of(report.starts_on), start_of(last_day + timedelta(days=1))
    return read_reported(report.partnership, report.plan, begin=begin, end=end, last_day=last_day)


def _section(section, period, challenges):
    asked = section.asked
    is_scrutiny = asked.writer == FrameworkSection.Writer.SCRUTINEER
    fills = asked.fills == FrameworkSection.Fills.PRIORITIES
    return SectionDocument(
        pk=section.pk,
        key=asked.key,
        title=asked.title,
        asks=asked.asks,
        writer=asked.writer,
        text=section.text,
        filled=period if fills else None,
        challenges=challenges if is_scrutiny else None,
    )
