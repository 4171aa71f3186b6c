"""A plan over a period: how it stood on the last day, what was achieved, and where there was little progress.

What the record says by itself in a yearly report: counted in four queries from updates, evidence, moves of
dates and the history of actions, so that what happens after the period does not change the report on it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnership.days import start_of
from partnership.models import RatingKind
from plans.document.records import ActionFacts, Distribution, PlanDocument, SectionFacts
from plans.models import Action, Evidence
from plans.models.timescale import date_words
from plans.ratings.compare import last_freeze, with_freeze
from reports.yearly.standing import Standing

TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class Completed:
    reference: str
    title: str
    on: date
    comment: str
    reason: str  # given for being complete without all its evidence; "" where it was not needed


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence brought in the period."""

    reference: str
    title: str
    text: str
    source: str
    on: date
    link: str


@dataclass(frozen=True, slots=True)
class Achieved:
    """One priority in the period, or what stands under none."""

    section: SectionFacts  # as it stood on the last day
    completed: tuple[Completed, ...]
    answers: tuple[tuple[str, tuple[Found, ...]], ...]  # (question, evidence), all three questions

    @property
    def heading(self):
        priority = self.section.priority
        if priority is None:
            return "Actions not under a priority"
        return f"{priority.heading}: {priority.title}" if priority.title else priority.heading


@dataclass(frozen=True, slots=True)
class LittleProgress:
    reference: str
    title: str
    rating: str
    timescale: str
    reasons: tuple[str, ...]
    comment: str
    by_name: str
    said_on: date | None
    action: ActionFacts  # as it stood on the last day


@dataclass(frozen=True, slots=True)
class Slip:
    """One move of a date to a later one, or to none."""

    reference: str
    title: str
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
    ends_on: date  # the last day looked at: the period's, or today while it runs
    plan: PlanDocument  # as it stood on that day
    before: Distribution | None  # on the first day; None if the plan was not agreed by then
    achieved: tuple[Achieved, ...]
    little_progress: tuple[LittleProgress, ...]
    slips: tuple[Slip, ...]
    changes: tuple[PlanChange, ...]
    removed_since: tuple[str, ...]  # actions of that day that have since been taken out
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


def read_period(plan, document, *, starts_on, ends_on):
    """The PeriodFacts of ``plan`` from ``starts_on`` until ``ends_on`` (dates), both included.

    ``document`` is the plan's PlanDocument as it stands now.
    """
    return _Reading(plan, document, starts_on, ends_on).facts()


class _Reading:
    def __init__(self, plan, document, starts_on, ends_on):
        self.plan, self.starts_on, self.ends_on = plan, starts_on, ends_on
        self.begin, self.end = start_of(starts_on), start_of(ends_on + timedelta(days=1))
        self.updates = defaultdict(list)
        freeze = last_freeze(plan.pk, before=self.end)
        said = plan.progressupdate_set.filter(at__lt=self.end).order_by("at", "pk")
        for update in with_freeze(said, freeze):
            self.updates[update.action_id].append(update)
        self.evidence = list(plan.evidence_set.filter(found_on__lte=ends_on).select_related("file"))
        self.moves = list(plan.timescalechange_set.order_by("at", "pk"))
        self.rows = list(
            Action.history.filter(plan_id=plan.pk)
            .order_by("id", "history_date", "history_id")
            .values(*Standing.COLUMNS)
        )
        self.standing = Standing(self.rows, self.updates, self.evidence, self.moves, self.end)
        self.document = self.standing.of_plan(document, on=ends_on)
        self.actions = {action.pk: action for action in self.document.actions}

    def facts(self):
        return PeriodFacts(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            plan=self.document,
            before=self._before(),
            achieved=tuple(self._achieved(section) for section in self.document.sections),
            little_progress=self._little_progress(),
            slips=self._slips(),
            changes=self._changes(),
            removed_since=self.standing.removed_since(self.actions),
            updates=sum(len(self._said(pk)) for pk in self.updates),
        )

    def _in_period(self, moment):
        return self.begin <= moment < self.end

    def _said(self, pk):
        """The updates of an action that fall in the period."""
        return [update for update in self.updates[pk] if self._in_period(update.at)]

    def _before(self):
        if self.plan.agreed_at is None or self.plan.agreed_at >= self.begin:
            return None
        return self.standing.distribution(self.begin, on=self.starts_on)

    def _achieved(self, section):
        actions = {action.pk: action for action in section.actions}
        completed = map(self._completed, section.actions)
        found = defaultdict(list)
        for item in self.evidence:
            if item.action_id in actions and item.found_on >= self.starts_on:
                action = actions[item.action_id]
                found[item.question].append(
                    Found(
                        action.reference,
                        action.title,
                        item.text,
                        item.get_source_display(),
                        item.found_on,
                        item.link,
                    )
                )
        return Achieved(
            section,
            tuple(item for item in completed if item),
            tuple((label, tuple(found[value])) for value, label in Evidence.Question.choices),
        )

    def _completed(self, action):
        """How the action became complete in the period, if it did and still was on the last day."""
        if action.rating != RatingKind.BLUE:
            return None
        steps = [u for u in self._said(action.pk) if u.rating != u.previous_rating]
        if not steps or steps[-1].rating != RatingKind.BLUE:
            return None
        last = steps[-1]
        return Completed(
            action.reference, action.title, timezone.localdate(last.at), last.comment, last.reason
        )

    def _little_progress(self):
        listed = []
        for action in self.document.actions:
            if action.rating != RatingKind.BLUE and (reasons := self._reasons(action)):
                said = next((u for u in reversed(self.updates[action.pk]) if u.comment), None)
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
        worst_first = [kind.value for kind in RatingKind]
        return tuple(sorted(listed, key=lambda item: worst_first.index(item.rating)))

    def _reasons(self, action):
        """Why an action that is not complete belongs among those with little progress, in words."""
        reasons = []
        if action.rating in (RatingKind.RED, RatingKind.AMBER):
            reasons.append(f"rated {self.document.rating(action.rating).label}")
        if action.rating == RatingKind.GREY:
            reasons.append("never rated")
        elif not self._said(action.pk):
            reasons.append("no update in the period")
        if action.is_overdue:
            scale = action.timescale
            reasons.append(f"overdue: due {date_words(scale.due_on, scale.precision)}")
        if moved := sum(m.action_id == action.pk for m in self._slipped()):
            reasons.append(f"moved later {TIMES.get(moved, f'{moved} times')}")
        return tuple(reasons)

    def _slipped(self):
        return [move for move in self.moves if move.is_slip and self._in_period(move.at)]

    def _slips(self):
        priorities = {
            section.priority.pk: section.priority
            for section in self.document.sections
            if section.priority
        }
        slips = []
        for move in self._slipped():
            action, priority = self.actions.get(move.action_id), priorities.get(move.priority_id)
            if action is None and priority is None:
                continue  # of an action that was taken out
            slips.append(
                Slip(
                    reference=action.reference if action else priority.code,
                    title=action.title if action else priority.title or priority.heading,
                    was=move.from_words,
                    became=move.to_words,
                    reason=move.reason,
                    agreed_where=move.agreed_where,
                    on=timezone.localdate(move.at),
                )
            )
        return tuple(slips)

    def _changes(self):
        """Actions added, reworded and removed in the period, once the plan was agreed."""
        changes, wording = [], {}
        for row in self.rows:
            before, wording[row["id"]] = wording.get(row["id"], ""), row["wording"]
            kind = {"+": "added", "-": "removed"}.get(row["history_type"])
            if kind is None and before != row["wording"]:
                kind = "reworded"
            if kind and self._in_period(row["history_date"]) and self._was_agreed(row):
                changes.append(self._change(kind, row, before))
        return tuple(sorted(changes, key=lambda change: change.on))

    def _was_agreed(self, row):
        return self.plan.agreed_at is not None and row["history_date"] > self.plan.agreed_at

    def _change(self, kind, row, before):
        return PlanChange(
            kind=kind,
            reference=row["reference"],
            title=row["title"],
            before="" if kind == "added" else before,
            after="" if kind == "removed" else row["wording"],
            reason=row["change__reason"],
            on=timezone.localdate(row["history_date"]),
        )
