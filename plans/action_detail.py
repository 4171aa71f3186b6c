"""One action in full, for its page and its update form: measures with their evidence, moves, and a timeline."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from plans.models import (
    Action,
    Evidence,
    Lead,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from plans.picture import draw
from plans.suggestions import Suggestion, direction, facts_of, suggest, unconfirmed_since
from plans.travel import compared, last_freeze, rating_before

# Fields of an action whose change belongs on its timeline, in the order they are told.
FACTS = (
    "title",
    "wording",
    "reference",
    "priority",
    "objective",
    "importance",
    "further_actions",
    "follows",
)


@dataclass(frozen=True)
class Entry:
    """One moment on the timeline: an update, or a change of fact."""

    at: datetime
    by_name: str
    title: str
    reason: str = ""
    update: ProgressUpdate | None = None
    move: TimescaleChange | None = None
    evidence: tuple[Evidence, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True)
class ActionDetail:
    action: Action
    ratings: tuple  # RatingDefinition, worst first
    leads: tuple[Lead, ...]
    measures: tuple[
        SuccessMeasure, ...
    ]  # its own, else its priority's; each with ``.found``: its evidence
    shares_measures: bool  # they are its priority's
    other_evidence: tuple[Evidence, ...]  # for the action as a whole
    drivers: tuple[str, ...]
    themes: tuple[str, ...]
    points: tuple[ReportingPoint, ...]
    points_near: tuple[ReportingPoint, ...]  # whose report an update would be now
    moves: tuple[TimescaleChange, ...]
    waiting: tuple[Proposal, ...]  # proposals on which nobody has decided yet
    timeline: tuple[Entry, ...]
    suggestion: Suggestion | None
    is_overdue: bool
    before: str  # the rating with which its own is compared
    compared_with: (
        str  # the period at whose freeze that rating stood; "": the rating before, whenever
    )
    unconfirmed_since: date | None

    @property
    def rating(self):
        return self.rating_of(self.action.rating)

    @property
    def rating_before(self):
        return self.rating_of(self.before)

    def rating_of(self, kind):
        return next(rating for rating in self.ratings if rating.kind == kind)

    @property
    def way(self):
        return direction(self.before, self.action.rating)

    @property
    def stood(self):
        """Whether its rating is the one that it had at the freeze of the last reporting period."""
        return self.compared_with != "" and self.before == self.action.rating

    @property
    def dated(self):
        """The record whose timescale holds: the action, or its priority where the plan dates the priority."""
        action = self.action
        return action.priority if action.priority_id and not action.timescale else action

    @property
    def shares_leads(self):
        """Whether its leads are named for the whole priority."""
        return any(lead.priority_id for lead in self.leads)

    @property
    def leads_words(self):
        """The leads as the plan prints them, where that is not simply their names."""
        words = (self.action.priority if self.shares_leads else self.action).leads_words
        return "" if words.splitlines() == [lead.name for lead in self.leads] else words

    def picture(self, *, on):
        """Its ratings and due dates over time, until the day ``on``; None where it was never rated."""
        dues = [move.from_due_on for move in self.moves[:1]]
        dues += [move.to_due_on for move in self.moves] or [self.dated.due_on]
        updates = [entry.update for entry in self.timeline if entry.update]
        starts_on = timezone.localdate(min(entry.at for entry in self.timeline))
        due_dates = [due for due in dues if due is not None]
        return draw(starts_on=starts_on, updates=updates, due_dates=due_dates, on=on)

    @property
    def slips(self):
        return sum(move.is_slip for move in self.moves)

    @property
    def last_said(self):
        """The last update that said something, rather than “no change”."""
        return next((e.update for e in self.timeline if e.update and not e.update.no_change), None)

    @property
    def measures_to_show(self) -> QuerySet:
        """The measures a piece of evidence may bear on."""
        owner = self.action.priority if self.shares_measures else self.action
        return owner.measures.filter(is_placeholder=False)


def read_action(action, *, on):
    """The ActionDetail of ``action`` as seen on the day ``on``: a fixed number of queries."""
    evidence = list(action.evidence.select_related("file"))
    measures, shared = _measures(action, evidence)
    moves = tuple(action.timescale_changes.all())
    points = tuple(action.reporting_points.all())
    proposals = tuple(action.proposals.with_names())
    known = {measure.pk for measure in measures}
    facts = facts_of(action)
    before = compared(Action.objects.filter(pk=action.pk), last_freeze(action.plan_id)).get()
    return ActionDetail(
        action=action,
        ratings=tuple(action.partnership.ratingdefinition_set.all()),
        leads=tuple(action.effective_leads()),
        measures=measures,
        shares_measures=shared,
        other_evidence=tuple(e for e in evidence if e.measure_id not in known),
        drivers=tuple(link.driver.wording for link in action.driver_links.select_related("driver")),
        themes=tuple(link.theme.name for link in action.theme_links.select_related("theme")),
        points=points,
        points_near=tuple(point for point in points if point.is_near(on=on)),
        moves=moves,
        waiting=tuple(one for one in proposals if one.is_waiting),
        timeline=_timeline(action, moves, evidence, proposals),
        suggestion=suggest(facts, on=on),
        is_overdue=action.is_overdue(on=on),
        before=rating_before(before),
        compared_with=before.freeze or "",
        unconfirmed_since=unconfirmed_since(facts.rating, facts.said_on, on=on),
    )


def _measures(action, evidence):
    measures, shared = list(action.measures.all()), False
    if not measures and action.priority_id:
        measures = list(action.priority.measures.all())
        shared = bool(measures)
    found = defaultdict(list)
    for item in evidence:
        found[item.measure_id].append(item)
    for measure in measures:
        measure.found = found[measure.pk]
    return tuple(measures), shared


def _timeline(action, moves, evidence, proposals):
    """Updates, proposals, moves of the date and other changes of fact, newest first."""
    brought = defaultdict(list)
    for item in evidence:
        brought[item.update_id].append(item)
    entries = [
        Entry(
            u.at,
            u.by_name,
            "No change" if u.no_change else "Update",
            update=u,
            evidence=tuple(brought[u.pk]),
        )
        for u in action.updates.select_related("period")
    ]
    entries += [Entry(m.at, m.by_name, "Timescale moved", m.reason, move=m) for m in moves]
    entries += [
        Entry(one.at, one.by_name, f"{one.get_about_display()} proposed", one.reason, proposal=one)
        for one in proposals
    ]
    entries += _changes_of_fact(action)
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _changes_of_fact(action):
    """One entry a change that touched wording, leads or measures, from their history."""
    told = defaultdict(list)
    changes = {}

    def tell(row, title):
        changes[row.change_id] = row.change
        if title not in told[row.change_id]:
            told[row.change_id].append(title)

    for row in action.history.select_related("change"):
        if row.history_type == "+":
            tell(row, "Added to the plan")
        altered = set(row.altered_fields())
        for name in FACTS:
            if name in altered:
                tell(row, f"{Action._meta.get_field(name).verbose_name.capitalize()} changed")
    added = {pk for pk, titles in told.items() if "Added to the plan" in titles}
    for model, title in ((Lead, "Leads changed"), (SuccessMeasure, "Success measures changed")):
        rows = model.history.filter(action_id=action.pk).select_related("change")
        for row in rows.exclude(change_id__in=added).filter(~Q(altered=" first_wording ")):
            tell(row, title)
    return [
        Entry(change.at, change.by_name, ", ".join(told[pk]).capitalize(), change.reason)
        for pk, change in changes.items()
    ]
