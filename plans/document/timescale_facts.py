"""What a plan's document says of a timescale, of reports that are due and of milestones."""

from dataclasses import dataclass
from datetime import date

from plans.models.reporting_point import ReportingPoint, milestone_title
from plans.models.timescale import date_words


@dataclass(frozen=True, slots=True)
class TimescaleFacts:
    text: str  # as written or made from the date; may have several lines
    kind: str
    due_on: date | None
    precision: str
    first_text: str
    first_due_on: date | None
    slips: int = 0  # how often the date was moved to a later one or removed
    rhythm: str = ""  # of what is ongoing: a Rhythm value
    needs_check: bool = False  # the words say more than was read

    @property
    def has_moved(self):
        return bool(self.first_text) and (self.first_text, self.first_due_on) != (
            self.text,
            self.due_on,
        )


@dataclass(frozen=True, slots=True)
class PointFacts:
    """A report that is due, or a milestone."""

    pk: int
    kind: str  # a ReportingPoint.Kind value
    text: str  # what is to be done; "" for a report, and for a milestone that is a lead's part of the action
    who: str  # the name of who it is for; "" for all who lead
    lead_pk: int | None  # of the Lead it is for
    timescale: TimescaleFacts
    measure_pk: int | None
    outcome: str  # a ReportingPoint.Outcome value; "" while it is open
    received_on: date | None
    is_overdue: bool

    @property
    def is_milestone(self):
        return self.kind == ReportingPoint.Kind.MILESTONE

    @property
    def title(self):
        return milestone_title(self.text, self.who) if self.is_milestone else self.timescale.text

    @property
    def due_on(self):
        return self.timescale.due_on

    @property
    def outcome_words(self):
        return ReportingPoint.OUTCOMES[self.kind].get(self.outcome, "")

    @property
    def words(self):
        """A milestone in one line: “Staff are trained (Police): by June 2026, done 3 May 2026”."""
        who = f" ({self.who})" if self.text and self.who else ""
        when = "; ".join(self.timescale.text.splitlines())
        done = self.outcome_words
        if self.received_on:
            done += f" {date_words(self.received_on)}"
        facts = ", ".join(part for part in (when, done) if part)
        return f"{self.title}{who}: {facts}" if facts else f"{self.title}{who}"
