"""One whole plan as frozen dataclasses: the input of every page, PDF and export of it.

``plans.document.current``, ``as_at`` and ``from_snapshot`` make it. Nothing in it makes queries.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from partnership.palette import PALETTE
from partnership.rating_kinds import WORST_FIRST, RatingKind
from partnership.rating_scheme import words_of
from plans.document.link_facts import SeeFacts, SuccessionFacts, succession_words
from plans.document.timescale_facts import PointFacts, StartFacts, TimescaleFacts
from plans.measures.disclosure import find_withheld_of
from plans.measures.series import Readers, SeriesFacts
from plans.models import SuccessMeasure
from plans.models.timescale import date_words


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """One rating of the partnership, with its words as at the document's moment."""

    key: str
    kind: str  # a RatingKind value: all that logic asks
    label: str
    meaning: str
    colour: str  # of partnership.palette
    symbol: str  # a RatingSymbol value
    severity: int  # worst first
    is_retired: bool = False  # no longer in the scheme
    replaced_by: str = ""  # the key of the rating that stands for it since
    is_reviewed_yearly: bool = False  # complete, and kept going

    @property
    def fill(self):
        """The colour of its part of a bar."""
        return PALETTE[self.colour].fill


@dataclass(frozen=True, slots=True)
class LeadFacts:
    name: str
    role: str  # a Lead.LeadRole value
    kind: str  # "group", "post", "agency", "person" or "words"
    pk: int | None  # of the group, post, agency or person


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    pk: int
    wording: str
    first_wording: str
    is_placeholder: bool
    evidence: int  # number of pieces of evidence
    files: tuple[str, ...] = ()  # names of the files attached to them
    outcome: str = ""
    for_whom: str = ""  # a SuccessMeasure.ForWhom value
    series: SeriesFacts | None = None  # of one that counts something

    @property
    def for_whom_words(self):
        """“Children, adults and families”; "" if it does not say for whom."""
        return SuccessMeasure.ForWhom(self.for_whom).label if self.for_whom else ""


@dataclass(frozen=True, slots=True)
class UpdateFacts:
    """What was last said of an action, and the “no change” that has confirmed it since."""

    at: datetime
    by_name: str
    rating: str  # its key
    comment: str
    came_instead: str  # of an action that has ended without being done
    next_steps: str
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    corrected_at: datetime | None = None  # by its author, within the hour

    @property
    def confirmation(self):
        """“Confirmed, no change, 26 November 2026, Audit Group chair”; "" if it was not confirmed."""
        if self.confirmed_at is None:
            return ""
        day = date_words(timezone.localdate(self.confirmed_at))
        return f"Confirmed, no change, {day}, {self.confirmed_by}"


@dataclass(frozen=True, slots=True)
class EarlierFacts:
    """What a column of an earlier period or date shows of an action."""

    when: str  # the ``when`` of its ColumnFacts
    rating: str  # its key; "" if it had none
    words: str


@dataclass(frozen=True, slots=True)
class DriverFacts:
    reference: str  # its own, such as “CSPR 12, recommendation 3”; often ""
    wording: str

    def __str__(self):
        return f"{self.reference} {self.wording}".strip()


@dataclass(frozen=True, slots=True)
class ActionFacts:
    pk: int
    reference: str
    title: str
    wording: str
    first_wording: str
    importance: str
    also_under: tuple[str, ...]  # headings of the other priorities that name it
    themes: tuple[str, ...]
    further_actions: str
    resources: str
    note: str
    follows: str  # reference of the action it follows on from
    successors: tuple[SuccessionFacts, ...]  # what it was merged into, split into or replaced by
    predecessors: tuple[SuccessionFacts, ...]
    leads_words: str
    leads: tuple[LeadFacts, ...]
    has_own_leads: bool  # False: the leads are its priority's, or there are none
    timescale: TimescaleFacts
    has_own_timescale: bool  # likewise
    start: StartFacts
    measures: tuple[MeasureFacts, ...]  # its own
    drivers: tuple[DriverFacts, ...]
    points: tuple[PointFacts, ...]
    rating: str  # its key
    rating_kind: str
    rating_before: str  # the key of the rating it is compared with: see PlanDocument.compared_with
    direction: (
        str  # “better”, “worse” or "" since the last reporting period; a first rating has none
    )
    rated_at: datetime | None  # when it was last rated or confirmed
    unconfirmed_since: date | None  # not confirmed for a long time (see unconfirmed_since)
    update: UpdateFacts | None  # the last with words
    # What columns of the plan show, and empty without such a column:
    earlier: tuple[EarlierFacts, ...]
    done_on: date | None
    evidence: tuple[str, ...]
    is_overdue: bool
    is_shown: bool  # whether it matches the filter that the document was read with

    def is_to_start(self, *, on):
        """Whether readers on the day ``on`` are told when it starts: not once it has."""
        return self.start.is_to_come(on=on, is_waiting=self.rating_kind == RatingKind.NOT_DUE)

    @property
    def succession(self):
        """“Merged into 2.4”, “Split from 1.3”: what became of it, then what it came from."""
        return succession_words(self.successors, self.predecessors)

    @property
    def milestones(self):
        return tuple(point for point in self.points if point.is_milestone)

    @property
    def milestones_done(self):
        return sum(1 for point in self.milestones if point.received_on)

    @property
    def next_milestone(self):
        """The first in order that is not done; None without one."""
        return next((point for point in self.milestones if not point.outcome), None)

    @property
    def measures_with_evidence(self):
        return sum(1 for m in self.measures if m.evidence)

    @property
    def counted_measures(self):
        return sum(1 for m in self.measures if not m.is_placeholder)


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    pk: int
    number: str
    title: str
    note: str
    priority_codes: tuple[str, ...]
    measures: tuple[MeasureFacts, ...]


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    pk: int
    code: str
    kind: str
    number: str
    heading: str
    title: str
    heading_note: str
    action_heading: str
    note: str
    leads_words: str
    leads: tuple[LeadFacts, ...]
    timescale: TimescaleFacts
    measures: tuple[MeasureFacts, ...]

    @property
    def name(self):
        """“Priority 1: Neglect”; the heading alone if the plan gives no title."""
        return f"{self.heading}: {self.title}" if self.title else self.heading


@dataclass(frozen=True, slots=True)
class Distribution:
    """The number of actions at each rating, and the worst rating: never an average.

    What is not rated, not due to start, on hold or ended never counts as good.
    """

    counts: tuple[tuple[RatingFacts, int], ...]  # in the order of the scheme, zeros included
    overdue: int

    @classmethod
    def of(cls, actions, ratings):
        """That of ``actions``, whose ratings are among ``ratings``. A retired one is counted if an action has it."""
        actions = list(actions)
        counted = Counter(action.rating for action in actions)
        return cls(
            counts=tuple(
                (r, counted[r.key]) for r in ratings if counted[r.key] or not r.is_retired
            ),
            overdue=sum(action.is_overdue for action in actions),
        )

    @property
    def total(self):
        return sum(number for _, number in self.counts)

    @property
    def worst(self):
        """The worst rating that an action has; not yet rated if no action is rated; None if there is none to name."""
        present = [rating for rating, number in self.counts if number]
        ranks = {kind: rank for rank, kind in enumerate((*WORST_FIRST, RatingKind.NOT_RATED))}
        named = [rating for rating in present if rating.kind in ranks]
        return min(named, key=lambda rating: (ranks[rating.kind], rating.severity), default=None)

    def number(self, *kinds):
        """How many actions have a rating of these kinds."""
        return sum(number for rating, number in self.counts if rating.kind in kinds)

    def number_rated(self, key):
        """How many actions have the rating with this key."""
        return sum(number for rating, number in self.counts if rating.key == key)


@dataclass(frozen=True, slots=True)
class SectionPart:
    """Actions of a section that have the same objective, or none."""

    objective: ObjectiveFacts | None
    actions: tuple[ActionFacts, ...]


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A priority with its actions; or, without a priority, the actions under none or those of one ``heading``."""

    priority: PriorityFacts | None
    parts: tuple[SectionPart, ...]
    heading: str = ""  # where actions are not arranged by priority: a month, or who leads
    number: int = 0  # its place among those of a heading
    see: tuple[SeeFacts, ...] = ()  # named here, in another section, and counted there alone

    @property
    def anchor(self):
        """The id of its heading in a page."""
        if self.priority:
            return f"priority-{self.priority.code}"
        return f"group-{self.number}" if self.heading else "priority-none"

    @property
    def title(self):
        if self.priority is None:
            return self.heading or "Actions not under a priority"
        return self.priority.name

    @property
    def actions(self):
        return tuple(action for part in self.parts for action in part.actions)


@dataclass(frozen=True, slots=True)
class Legend:
    """What the ratings of a document's actions mean, what they are compared with, and on which day."""

    ratings: tuple[RatingFacts, ...]  # in the order of the scheme, then those that have left it
    compared_with: str
    on: date
    small_number: int  # the partnership's: see Readers

    @property
    def readers(self):
        """Those who read the plan inside the partnership."""
        return Readers(self.on, self.small_number)

    def rating(self, key):
        return next(rating for rating in self.ratings if rating.key == key)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    heading: str
    shows: str  # a Column.Shows value
    when: str = ""  # the key of the period or date it is of; "": now
    when_words: str = ""  # “Autumn 2026” or “30 September 2026”


@dataclass(frozen=True, slots=True)
class PlanDocument:
    pk: int
    title: str
    period: str
    starts_on: date
    ends_on: date
    status: str
    introduction: str
    note: str
    partnership: str
    partnership_short: str
    colour: str
    marking: str
    small_number: int  # the smallest number of people that published pages print
    on: date  # the day by which overdue was judged
    compared_with: (
        str  # the frozen period whose ratings are compared with; "": each action's previous rating
    )
    ratings: tuple[RatingFacts, ...]  # worst first
    retired_ratings: tuple[RatingFacts, ...]  # that actions or updates may have had earlier
    columns: tuple[ColumnFacts, ...]
    core_activities: tuple[tuple[str, str], ...]  # (heading, wording)
    sections: tuple[SectionFacts, ...]

    @property
    def actions(self):
        return tuple(action for section in self.sections for action in section.actions)

    @property
    def shown(self):
        return tuple(action for action in self.actions if action.is_shown)

    @property
    def distribution(self):
        return self.distribution_of(self)

    def distribution_of(self, section):
        """That of the actions of a section, or of the whole document."""
        return Distribution.of(section.actions, self.ratings + self.retired_ratings)

    @property
    def is_filtered(self):
        return len(self.shown) != len(self.actions)

    @property
    def legend(self):
        ratings = self.ratings + self.retired_ratings
        return Legend(ratings, self.compared_with, self.on, self.small_number)

    @property
    def public(self):
        """Those who read what is published of the plan: small numbers of people are not printed for them."""
        withheld = find_withheld_of(self.sections, self.small_number)
        return Readers(self.on, self.small_number, is_public=True, withheld=withheld)

    def rating(self, key):
        return self.legend.rating(key)

    def words(self, *kinds):
        """“Amber/red or Amber/green”: the partnership's labels of these kinds; "" if it has none of them."""
        return words_of(self.ratings, *kinds)

    def narrowed(self):
        """The sections with only the actions that match the filter; without empty parts and sections."""
        sections, shown = [], {action.pk for action in self.shown}
        for section in self.sections:
            parts = [
                SectionPart(p.objective, tuple(a for a in p.actions if a.is_shown))
                for p in section.parts
            ]
            parts = tuple(part for part in parts if part.actions)
            see = tuple(one for one in section.see if one.pk in shown)
            if parts or see:
                sections.append(SectionFacts(section.priority, parts, see=see))
        return tuple(sections)
