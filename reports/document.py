"""One yearly report, whole, as plain frozen data: what its page, its PDF and any other face are made from."""

from dataclasses import dataclass
from datetime import date

from plans.reading import read_plan
from reports.models import FrameworkSection
from reports.period import PeriodFacts, read_period


@dataclass(frozen=True, slots=True)
class SectionDocument:
    pk: int
    key: str
    title: str
    asks: str
    writer: str  # a FrameworkSection.Writer value
    text: str
    filled: PeriodFacts | None  # what the record says by itself; None where it has nothing to say

    @property
    def is_scrutiny(self):
        return self.writer == FrameworkSection.Writer.SCRUTINEER

    @property
    def state(self):
        """“written”, “filled by the record” or “needs words”."""
        if self.text:
            return "written"
        return "filled by the record" if self.filled else "needs words"


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
    on: date  # the day it was put together
    framework: str
    source: str  # the document that asks for these sections
    period: PeriodFacts
    sections: tuple[SectionDocument, ...]

    @property
    def plan(self):
        """The PlanDocument, as the plan stood on the last day of the period."""
        return self.period.plan

    @property
    def written(self):
        return sum(1 for section in self.sections if section.text)


def read_report(report, *, on):
    """The ReportDocument of ``report`` as seen on the day ``on``, in sixteen queries.

    ``report`` comes with partnership, house style, plan and framework loaded, as ``at_address`` does.
    """
    period = _period(report, on)
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
            _section(section, period) for section in report.sections.select_related("asked")
        ),
    )


def read_section(section, *, on):
    """One SectionDocument alone: the plan is read only if the section needs it."""
    fills = section.asked.fills == FrameworkSection.Fills.PRIORITIES
    return _section(section, _period(section.report, on) if fills else None)


def _period(report, on):
    return read_period(
        report.plan,
        read_plan(report.plan, on=on),
        starts_on=report.starts_on,
        # While the period runs, it is reported up to today.
        ends_on=max(report.starts_on, min(report.ends_on, on)),
    )


def _section(section, period):
    asked = section.asked
    fills = asked.fills == FrameworkSection.Fills.PRIORITIES
    return SectionDocument(
        pk=section.pk,
        key=asked.key,
        title=asked.title,
        asks=asked.asks,
        writer=asked.writer,
        text=section.text,
        filled=period if fills else None,
    )
