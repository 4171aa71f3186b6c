"""A plan over a period: its state on the last day, what was achieved, and where there was little progress.

This is what a yearly report fills in automatically: the plan's documents as at its first and its last day, and
the updates, evidence, slips and changes in between. Everything is read from history as at the last day, so
that later changes do not alter the report on the period.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from partnership.days import end_of, start_of
from partnership.rating_kinds import BEHIND, CLOSED, RatingKind
from plans.document.as_at import read_distribution_as_at, read_plan_as_at
from plans.document.counted import counted_measures
from plans.document.current import read_plan
from plans.document.records import ActionFacts, Distribution, PlanDocument, SectionFacts
from plans.measures.series import HIDDEN_EVIDENCE
from plans.models import Action, Evidence, Priority
from plans.models.timescale import date_words
from reports.patterns.slips import read_slipped_dates
from reports.yearly.history import (
    read_evidence,
    read_last_comments,
    read_plan_changes,
    read_updates,
)

TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class Completed:
    reference: str
    title: str
    on: date
    comment: str
    reason: str  # given for being complete without all its evidence; "" if none was needed


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence found in the period."""

    reference: str
    title: str
    text: str
    source: str
    on: date
    link: str


@dataclass(frozen=True, slots=True)
class Achieved:
    """One priority in the period, or the actions under none."""

    section: SectionFacts  # as at the last day
    completed: tuple[Completed, ...]
    answers: tuple[tuple[str, tuple[Found, ...]], ...]  # (question, evidence), all three questions

    @property
    def counted(self):
        """Its measures that count something, with their values up to the last day."""
        return counted_measures(self.section)

    @property
    def heading(self):
        return self.section.title


@dataclass(frozen=True, slots=True)
class LittleProgress:
    reference: str
    title: str
    rating: str  # its key
    timescale: str
    reasons: tuple[str, ...]
    comment: str
    by_name: str
    said_on: date | None
    action: ActionFacts  # as at the last day


@dataclass(frozen=True, slots=True)
class ReportedSlip:
    """A move of a date to a later one, or its removal."""

    reference: str
    title: str  # both as at the last day; of records removed by then, as at the move
    is_removed: bool
    was: str
    became: str
    reason: str
    agreed_where: str
    on: date


@dataclass(frozen=True, slots=True)
class PlanChange:
    kind: str  # "added", "reworded" or "removed"
    reference: str
    title: str
    before: str
    after: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    starts_on: date
    ends_on: date  # the last day reported on: the period's, or today while it is running
    plan: PlanDocument  # as at the end of that day
    # The first day, or that of the agreement if later; both None if nothing was agreed by the last day.
    began_on: date | None
    before: Distribution | None  # on that day
    achieved: tuple[Achieved, ...]
    little_progress: tuple[LittleProgress, ...]
    slips: tuple[ReportedSlip, ...]
    changes: tuple[PlanChange, ...]
    updates: int

    @property
    def completed(self):
        return tuple(item for achieved in self.achieved for item in achieved.completed)

    @property
    def evidence(self):
        """(question, pieces found in the period), for all three questions."""
        questions = [label for _, label in Evidence.Question.choices]
        found = [dict(achieved.answers) for achieved in self.achieved]
        return tuple((q, sum(len(answers[q]) for answers in found)) for q in questions)

    def changes_of(self, kind):
        return tuple(change for change in self.changes if change.kind == kind)


def read_period(plan, *, starts_on, ends_on):
    """The PeriodFacts of ``plan`` from ``starts_on`` until ``ends_on`` (dates), both included.

    A fixed number of queries. From before the period, only the last comments are read.
    """
    return _Period(plan, starts_on, ends_on).facts()


class _Period:
    def __init__(self, plan, starts_on, ends_on):
        self.plan, self.starts_on, self.ends_on = plan, starts_on, ends_on
        self.begin, self.end = start_of(starts_on), end_of(ends_on)
        self.document = self._document()
        self.updates = defaultdict(list)
        for update in read_updates(plan, begin=self.begin, end=self.end):
            self.updates[update.action_id].append(update)
        self.comments = read_last_comments(plan, end=self.end)
        self.evidence = read_evidence(plan, starts_on=starts_on, ends_on=ends_on, end=self.end)
        self.hidden_evidence = _hidden_evidence(self.document)
        self.slipped = read_slipped_dates(plan, begin=self.begin, end=self.end)
        self.changes = read_plan_changes(plan, begin=self.begin, end=self.end)

    def _document(self):
        """The plan as at the last day; without actions if it was not recorded by then."""
        document = read_plan_as_at(self.plan, at=self.end)
        return document or replace(read_plan(self.plan, on=self.ends_on, brief=True), sections=())

    def facts(self):
        began_on, before = self._before()
        return PeriodFacts(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            plan=self.document,
            began_on=began_on,
            before=before,
            achieved=tuple(self._achieved(section) for section in self.document.sections),
            little_progress=self._little_progress(),
            slips=self._slips(),
            changes=self._changes(),
            updates=sum(map(len, self.updates.values())),
        )

    def _before(self):
        """(day, Distribution) at the beginning of the period, or at the agreement if later."""
        if self.plan.agreed_at is None or max(self.begin, self.plan.agreed_at) > self.end:
            return None, None
        began = max(self.begin, self.plan.agreed_at)
        before = read_distribution_as_at(self.plan, at=began)
        return (timezone.localdate(began), before) if before else (None, None)

    def _achieved(self, section):
        actions = {action.pk: action for action in section.actions}
        completed = map(self._completed, section.actions)
        found = defaultdict(list)
        for item in self.evidence:
            if item.action_id in actions:
                action = actions[item.action_id]
                found[item.question].append(
                    Found(
                        action.reference,
                        action.title,
                        HIDDEN_EVIDENCE if item.id in self.hidden_evidence else item.text,
                        Evidence.Source(item.source).label,
                        item.found_on,
                        "" if item.id in self.hidden_evidence else item.link,
                    )
                )
        return Achieved(
            section,
            tuple(item for item in completed if item),
            tuple((label, tuple(found[value])) for value, label in Evidence.Question.choices),
        )

    def _completed(self, action):
        """How the action became complete in the period, if it did and still was on the last day."""
        if action.rating_kind != RatingKind.COMPLETE:
            return None
        steps = [u for u in self.updates[action.pk] if u.rating != u.previous_rating]
        if not steps or steps[-1].rating_kind != RatingKind.COMPLETE:
            return None
        last = steps[-1]
        return Completed(
            action.reference, action.title, timezone.localdate(last.at), last.comment, last.reason
        )

    def _little_progress(self):
        listed = []
        for action in self.document.actions:
            if action.rating_kind not in CLOSED and (reasons := self._reasons(action)):
                said = self.comments.get(action.pk)
                listed.append(
                    LittleProgress(
                        reference=action.reference,
                        title=action.title,
                        rating=action.rating,
                        timescale=action.timescale.text,
                        reasons=reasons,
                        comment=said.comment if said else "",
                        by_name=said.by_name if said else "",
                        said_on=timezone.localdate(said.at) if said else None,
                        action=action,
                    )
                )
        order = [rating.key for rating, _ in self.document.distribution.counts]
        return tuple(sorted(listed, key=lambda item: order.index(item.rating)))

    def _reasons(self, action):
        """The reasons, as text, why an action that is not complete counts as little progress."""
        reasons = []
        if action.rating_kind in BEHIND:
            reasons.append(f"rated {self.document.rating(action.rating).label}")
        if action.rating_kind == RatingKind.NOT_RATED:
            reasons.append("never rated")
        elif not self.updates[action.pk]:
            reasons.append("no update in the period")
        if action.is_overdue:
            scale = action.timescale
            reasons.append(f"overdue: due {date_words(scale.due_on, scale.precision)}")
        if moved := sum(one.owner == (Action, action.pk) for one in self.slipped):
            reasons.append(f"moved later {TIMES.get(moved, f'{moved} times')}")
        return tuple(reasons)

    def _slips(self):
        named = {(Action, a.pk): (a.reference, a.title) for a in self.document.actions}
        priorities = [section.priority for section in self.document.sections if section.priority]
        named |= {(Priority, p.pk): (p.code, p.title or p.heading) for p in priorities}
        return tuple(
            ReportedSlip(
                *(named.get(one.owner) or _named_then(one.record)),
                is_removed=one.owner not in named,
                was=one.was,
                became=one.became,
                reason=one.reason,
                agreed_where=one.agreed_where,
                on=timezone.localdate(one.at),
            )
            for one in self.slipped
        )

    def _changes(self):
        """Actions added, reworded and removed in the period, once the plan was agreed."""
        kinds = {"+": "added", "-": "removed", "~": "reworded"}
        return tuple(
            PlanChange(
                kind=kinds[row.history_type],
                reference=row.reference,
                title=row.title,
                before={"+": "", "-": row.wording}.get(row.history_type, row.before or ""),
                after="" if row.history_type == "-" else row.wording,
                reason=row.why,
                on=timezone.localdate(row.history_date),
            )
            for row in self.changes
        )


def _hidden_evidence(document):
    """The ids of evidence that gives a number of people which the report does not print."""
    counted = (one for section in document.sections for one in counted_measures(section))
    readers = document.public
    return {pk for one in counted for pk in one.measure.series.hidden_evidence(readers)}


def _named_then(record):
    """The (reference, title) of an action or priority at the time."""
    if isinstance(record, Action):
        return record.reference, record.title
    return record.code, record.title or record.heading
