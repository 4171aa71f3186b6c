"""What a plan's document says of a timescale, of reports that are due and of milestones."""

from dataclasses import dataclass
from datetime import date

from plans.models.reporting_point import ReportingPoint, milestone_title
from plans.models.timescale import date_words, start_text
from plans.timescales.rules import has_started


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
class StartFacts:
    """What an action is not to start before: a date, or words alone that name none."""

    words: str  # as written; "" if they are the date
    on: date | None
    precision: str

    @property
    def text(self):
        """The words as written, else the date; "" if the plan does not say."""
        return start_text(self.words, self.on, self.precision)

    @property
    def date(self):
        """The date as precise as it is known; "" if there is none."""
        return date_words(self.on, self.precision)

    def is_to_come(self, *, on, is_waiting):
        """Whether the start is to come on the day ``on``, as it always is of an action that waits for it."""
        return bool(self.text) and (is_waiting or not self.on or not has_started(self.on, on=on))


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
