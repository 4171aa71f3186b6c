"""One action in full, for its page and its update form: measures with their evidence, moves and proposals."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from partnership.models.rating import read_ratings
from partnership.rating_scheme import Scheme
from partnership.statements import Given, Statement
from plans.document.records import DriverFacts
from plans.measures.read import add_series
from plans.measures.series import Readers
from plans.models import (
    Action,
    ActionDriver,
    ActionTheme,
    Evidence,
    Lead,
    MeasureValue,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from plans.models.progress import last_words
from plans.models.reporting_point import LEAD_NAMES
from plans.ratings.chart import build_chart
from plans.ratings.compare import annotate_freeze_rating, last_freeze, old_rating, rating_before
from plans.ratings.suggest import (
    Suggestion,
    kinds_with_reason,
    suggest_for,
)


@dataclass(frozen=True)
class ActionDetail:
    action: Action
    scheme: Scheme
    leads: tuple[Lead, ...]
    measures: tuple[
        SuccessMeasure, ...
    ]  # its own, else its priority's; each with its evidence, ``found``, and its ``series``
    shares_measures: bool  # whether they are its priority's
    other_evidence: tuple[Evidence, ...]  # for the action as a whole
    drivers: tuple[DriverFacts, ...]
    themes: tuple[str, ...]
    other_priorities: tuple[Priority, ...]
    points: tuple[ReportingPoint, ...]
    points_near: tuple[ReportingPoint, ...]  # the reports that an update made now could be
    moves: tuple[TimescaleChange, ...]
    milestone_moves: tuple[TimescaleChange, ...]
    proposals: tuple[Proposal, ...]
    updates: tuple[ProgressUpdate, ...]  # the latest first
    evidence: tuple[Evidence, ...]  # all of it
    values: tuple[MeasureValue, ...]  # of its measures
    readers: Readers  # of the series of its measures
    suggestion: Suggestion | None
    is_overdue: bool
    before: str  # the key of the rating that its own is compared with
    compared_with: (
        str  # the frozen period that rating is from; "": the previous rating, whenever it was
    )
    unconfirmed_since: date | None

    @property
    def rating(self):
        return self.scheme.get(self.action.rating)

    @property
    def rating_before(self):
        return self.scheme.get(self.before)

    @property
    def direction(self):
        return self.scheme.direction(self.before, self.action.rating)

    @property
    def is_unchanged_since_freeze(self):
        """Whether its rating is the same as at the freeze of the last reporting period."""
        known = self.compared_with != "" and self.before != ""
        return known and self.rating_before == self.rating

    @property
    def timescale_owner(self):
        """The record whose timescale applies: the action or its priority."""
        return self.action.timescale_owner

    @property
    def shares_leads(self):
        """Whether its leads, if it has any, are its priority's."""
        return any(lead.priority_id for lead in self.leads)

    @property
    def has_new_scheme(self):
        """Whether a new scheme has moved it from the rating that its last update gave it."""
        last = self.action.last_update
        return last is not None and last.rating != self.action.rating

    @property
    def is_led_by_words(self):
        """Whether those who lead it are only words, so that nobody is asked."""
        leading = [lead for lead in self.leads if lead.leads]
        return bool(leading) and all(lead.words for lead in leading)

    @property
    def leads_words(self):
        """The leads as the plan prints them, if that differs from their names."""
        words = (self.action.priority if self.shares_leads else self.action).leads_words
        return "" if words.splitlines() == [lead.name for lead in self.leads] else words

    def chart(self, *, starts_on, on, moves=()):
        """The Picture of its ratings and due dates from one day to another; None if it was never rated.

        ``moves`` are the SchemeMoves of its timeline.
        """
        dues = [move.from_due_on for move in self.moves[:1]]
        dues += [move.to_due_on for move in self.moves] or [self.timescale_owner.due_on]
        due_dates = [due for due in dues if due is not None]
        return build_chart(
            starts_on=starts_on, updates=self.updates, due_dates=due_dates, on=on, moves=moves
        )

    @property
    def slips(self):
        return sum(move.is_slip for move in self.moves)

    @property
    def reports(self):
        return tuple(point for point in self.points if not point.is_milestone)

    @property
    def milestones(self):
        return tuple(point for point in self.points if point.is_milestone)

    @property
    def open_milestones(self):
        """Those that an update may record as done."""
        return tuple(point for point in self.milestones if point.is_open)

    @property
    def milestone_slips(self):
        """Id of each milestone that slipped → how often."""
        return Counter(move.point_id for move in self.milestone_moves if move.is_slip)

    @property
    def last_words(self):
        """The update with its last words, and the “no change” that confirmed them, as ``last_words`` finds them."""
        return last_words(self.updates)

    @property
    def ratings_with_reason(self):
        """The ratings that need a reason, with what is known now."""
        lacks = any(not m.found for m in self.measures if m.action_id and not m.is_placeholder)
        return self.scheme.of(*kinds_with_reason(self.suggestion, lacks_evidence=lacks))

    @property
    def open_proposals(self):
        """The proposals that are not decided yet."""
        return tuple(one for one in self.proposals if one.is_waiting)

    @property
    def measures_to_show(self) -> QuerySet:
        """The measures that a piece of evidence may be for."""
        return to_choose_from(self.measures)


def to_choose_from(measures) -> QuerySet:
    """The agreed ones of ``measures`` (a list), as choices of a form."""
    agreed = [measure.pk for measure in measures if not measure.is_placeholder]
    return SuccessMeasure.objects.filter(pk__in=agreed)


def read_action(action, *, on):
    """The ActionDetail of ``action`` as seen on the day ``on``: a fixed number of queries."""
    evidence = _read(_EVIDENCE, action)
    measures = _measures(action, evidence)
    values = add_series(measures)
    points = _read(_POINTS, action)
    updates = _read(_UPDATES, action)
    moves = _read(_MOVES, action)
    scheme = Scheme(read_ratings(action.plan.partnership_id))
    compared = _COMPARED.named_rows(action=action.pk, plan=action.plan_id)[0]
    return ActionDetail(
        action=action,
        scheme=scheme,
        leads=tuple(action.effective_leads()),
        measures=measures,
        shares_measures=any(measure.priority_id for measure in measures),
        other_evidence=tuple(e for e in evidence if e.measure_id not in {m.pk for m in measures}),
        drivers=tuple(DriverFacts(*driver) for driver in _DRIVERS.rows(action=action.pk)),
        themes=tuple(name for (name,) in _THEMES.rows(action=action.pk)),
        other_priorities=tuple(_OTHER_PRIORITIES.records(action=action.pk)),
        points=points,
        points_near=tuple(p for p in points if p.is_near(on=on) and not p.is_milestone),
        moves=tuple(move for move in moves if move.point_id is None),
        milestone_moves=tuple(move for move in moves if move.point_id is not None),
        proposals=_read(_PROPOSALS, action),
        updates=updates,
        evidence=evidence,
        values=values,
        readers=Readers(on, action.plan.partnership.small_number),
        suggestion=suggest_for(action, scheme, on=on, points=points),
        is_overdue=action.is_overdue(on=on),
        before=rating_before(compared),
        compared_with=compared.freeze or "",
        unconfirmed_since=old_rating(compared, scheme, on),
    )


def _read(statement, action):
    """The records of ``action`` that a statement of its id finds, each with the action in reach."""
    records = statement.records(action=action.pk)
    for record in records:
        record.action = action
    return tuple(records)


def _measures(action, evidence):
    measures = action.effective_measures()
    found = defaultdict(list)
    for item in evidence:
        found[item.measure_id].append(item)
    for measure in measures:
        measure.found = found[measure.pk]
    return tuple(measures)


# Made once a process: the text of these statements is the same for every action.


def _of_action(model, *joined):
    def make():
        records = model.objects.filter(action=Given("action"))
        return records.select_related(*joined) if joined else records

    return Statement(make)


def _values_of_action(model, *names):
    return Statement(lambda: model.objects.filter(action=Given("action")).values_list(*names))


_EVIDENCE = _of_action(Evidence, "file")
_POINTS = _of_action(ReportingPoint, *LEAD_NAMES)
_UPDATES = _of_action(ProgressUpdate, "period")
_MOVES = _of_action(TimescaleChange)
_PROPOSALS = _of_action(Proposal, "measure", *Lead.NAMED)
_DRIVERS = _values_of_action(ActionDriver, "driver__reference", "driver__wording")
_THEMES = _values_of_action(ActionTheme, "theme__name")
_OTHER_PRIORITIES = Statement(lambda: Priority.objects.filter(action_links__action=Given("action")))
_COMPARED = Statement(
    lambda: annotate_freeze_rating(
        Action.objects.filter(pk=Given("action")), last_freeze(Given("plan"))
    ).values_list(
        *("rating", "rating_kind", "previous_rating", "last_update__at"),
        *("freeze", "freeze_rating"),
        named=True,
    )
)
