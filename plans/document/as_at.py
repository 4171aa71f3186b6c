"""A plan as at a moment, built from its history: the same document, including records deleted since.

Each history table is queried once for the last row of each record until then, by the plan's own id and
never through the live tables, which lack what was deleted since.
"""

from collections import Counter, defaultdict
from functools import cache
from types import SimpleNamespace

from django.db.models import DateTimeField, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from partnership.history import tracked
from partnership.models import Agency, HouseStyle, Partnership, Post, RatingDefinition, User
from partnership.rating_kinds import NOT_RUNNING
from partnership.rating_scheme import worst_first
from partnership.statements import Given, Statement
from plans.document.assemble import PlanRows, by_action, by_owner, has_counted, without_words
from plans.document.earlier import EVIDENCE, needs_evidence, needs_updates
from plans.document.earlier import UPDATE as SAID
from plans.document.records import Distribution, RatingFacts
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionSuccession,
    ActionTheme,
    Column,
    CoreActivity,
    Driver,
    Evidence,
    EvidenceFile,
    Lead,
    MeasureValue,
    Objective,
    Plan,
    Priority,
    PriorityObjective,
    ProgressUpdate,
    ReportingPeriod,
    ReportingPoint,
    SuccessMeasure,
    Theme,
    TimescaleChange,
)
from plans.models.timescale import is_slip
from plans.timescales.rules import has_own_timescale, is_overdue
from subgroups.models import Group

AT_ONCE = 500  # rows fetched
UPDATE = (
    *("action_id", "at", "by_name", "rating", "comment", "next_steps", "no_change", "corrected_at"),
    "came_instead",
)
# The columns read from tables that grow with the years.
COLUMNS = {
    Evidence: ("measure_id",),
    EvidenceFile: ("evidence_id", "name"),
    MeasureValue: (
        *("measure_id", "on", "precision", "value", "numerator", "denominator", "source"),
        "evidence_id",
    ),
    ProgressUpdate: ("action_id", "at", "rating"),
    ActionSuccession: ("action_id", "successor_id", "kind"),
    TimescaleChange: ("action_id", "point_id", "from_due_on", "to_due_on"),
}

COUNTED = (
    *("priority_id", "rating", "rating_kind", "timescale_kind", "timescale_words", "due_on"),
    "starts_on",
)


def read_plan_as_at(plan, *, at):
    """The PlanDocument of ``plan`` as at the moment ``at``; None if the plan did not exist yet.

    A fixed number of queries, however long the history. Redacted words are missing from past documents too.
    """
    past = HistoricalRows(plan, at)
    return past.document() if past.plan is not None else None


def read_distribution_as_at(plan, *, at):
    """The Distribution of the plan's actions as at the moment ``at``; None if the plan did not exist yet.

    It equals the one of the document as at that moment, and takes four queries instead of twenty-seven.
    """
    if not rows_at(Plan, at=at, columns=("status",), id=plan.pk):
        return None
    which = {"at": at, "plan_id": plan.pk}
    priorities = {row.pk: row for row in rows_at(Priority, columns=("due_on",), **which)}
    actions = rows_at(Action, columns=COUNTED, **which)
    on = timezone.localdate(at)
    for action in actions:
        scale = action
        if not has_own_timescale(action.timescale_kind, action.timescale_words, action.due_on):
            scale = priorities.get(action.priority_id, action)
        is_running = action.rating_kind not in NOT_RUNNING
        start = action.starts_on
        action.is_overdue = is_overdue(scale.due_on, is_open=is_running, on=on, starts_on=start)
    return Distribution.of(actions, _ratings_at(at, plan.partnership_id))


def rows_at(model, *, at, columns=None, **which):
    """The rows of ``model``'s history that were current at the moment ``at``, in order of creation.

    Each has the fields of the record by name (foreign keys with ``_id``), or those of them that ``columns`` names,
    and its id as ``pk``. One query.
    """
    statement = _latest_rows(model, tuple(which), columns)
    return list(_rows_in_force(statement.dicts(at=at, **which)))


def each_at(model, *, at, **which):
    """Like ``rows_at``, but streams the rows ``AT_ONCE`` at a time through a server-side cursor."""
    return _rows_in_force(_latest(model, at, which).values().iterator(chunk_size=AT_ONCE))


@cache
def _latest_rows(model, lookups, columns):
    """The Statement of ``rows_at``: the text is the same for every plan and moment."""
    fields = [field.attname for field in tracked()[model]._meta.concrete_fields]
    columns = ("id", "history_type", *columns) if columns else fields
    which = {name.replace("__in", "__among"): Given(name) for name in lookups}
    return Statement(lambda: _latest(model, Given("at", DateTimeField()), which).values(*columns))


def _latest(model, at, which):
    # By the day of the change: if one change wrote several rows of one record, the later ones have later ticks.
    history = tracked()[model].objects.filter(change__at__lte=at, **which)
    latest = Window(RowNumber(), partition_by="id", order_by=("-history_date", "-history_id"))
    return history.annotate(rank=latest).filter(rank=1).order_by("id")


def _rows_in_force(rows):
    return (SimpleNamespace(pk=row["id"], **row) for row in rows if row["history_type"] != "-")


def _ratings_at(at, partnership):
    """The RatingFacts of a partnership's ratings at the moment ``at``: its scheme of then, then what had left it."""
    facts = [
        RatingFacts(
            row.key,
            row.kind,
            row.label,
            row.meaning,
            row.colour,
            row.symbol,
            row.severity,
            row.retired_at is not None,
            row.replaced_by,
            row.is_reviewed_yearly,
        )
        for row in rows_at(RatingDefinition, at=at, partnership_id=partnership)
    ]
    return worst_first(facts) + tuple(rating for rating in facts if rating.is_retired)


class HistoricalRows(PlanRows):
    """The rows as at a moment."""

    def __init__(self, plan, at):
        self.pk, self.at, self.on = plan.pk, at, timezone.localdate(at)
        self.plan = next(iter(rows_at(Plan, at=at, id=plan.pk)), None)
        if self.plan is None:
            return
        self._read_partnership(plan.partnership_id)
        self.priorities = self._ordered(Priority)
        self.objectives = self._ordered(Objective)
        self.links = {(link.objective_id, link.priority_id) for link in self._of(PriorityObjective)}
        self.named = {(link.action_id, link.priority_id) for link in self._of(ActionPriority)}
        links = self._of(ActionSuccession)
        self.successions = [(link.kind, link.action_id, link.successor_id) for link in links]
        self._read_columns()
        self.core_activities = [(row.heading, row.wording) for row in self._ordered(CoreActivity)]
        self.leads = by_owner(self._leads(plan.partnership_id), "action", "priority")
        self._read_measures()
        drivers = self._linked(ActionDriver, "driver", Driver, ("reference", "wording"))
        themes = self._linked(ActionTheme, "theme", Theme, ("name",))
        self.drivers, self.themes = by_owner(drivers, "action"), by_owner(themes, "action")
        moves = [move for move in self._of(TimescaleChange) if is_slip(move)]
        self.points = by_owner(self._points(moves), "action")
        self.actions = self._actions(moves)
        self._read_words()
        self.index()

    def _of(self, model):
        return rows_at(model, at=self.at, columns=COLUMNS.get(model), plan_id=self.pk)

    def _ordered(self, model):
        return sorted(self._of(model), key=lambda row: (row.position, row.pk))

    def _read_partnership(self, pk):
        (partnership,) = rows_at(Partnership, at=self.at, id=pk)
        (style,) = rows_at(HouseStyle, at=self.at, partnership_id=pk)
        partnership.house_style = style
        self.plan.partnership = partnership
        self.ratings = _ratings_at(self.at, pk)

    def _read_columns(self):
        """The columns with their periods, and what they show of updates and evidence."""
        self.periods = self._of(ReportingPeriod)
        known = {period.pk: period for period in self.periods}
        self.columns = self._ordered(Column)
        for column in self.columns:
            _join(column, "period", known, ("name", "frozen_at"))
        which = {"at": self.at, "plan_id": self.pk}
        if needs_updates(self.columns):
            said = rows_at(ProgressUpdate, columns=SAID[1:], **which)
            said.sort(key=lambda update: (update.at, update.pk), reverse=True)
            self.said = by_action(said)
        if needs_evidence(self.columns):
            found = rows_at(Evidence, columns=EVIDENCE, **which)
            found.sort(key=lambda evidence: (evidence.found_on, evidence.pk))
            self.shown_evidence = by_action(found)

    def _leads(self, partnership):
        leads = self._ordered(Lead)
        for model, name, said in (
            (Group, "group", ("name",)),
            (Post, "post", ("title",)),
            (Agency, "agency", ("name", "short_name")),
        ):
            known = {row.pk: row for row in rows_at(model, at=self.at, partnership_id=partnership)}
            for lead in leads:
                _join(lead, name, known, said)
        people = {lead.person_id for lead in leads if lead.person_id}
        rows = rows_at(User, at=self.at, columns=("name",), id__in=people) if people else ()
        known = {row.pk: row for row in rows}
        for lead in leads:
            _join(lead, "person", known, ("name",))
        return leads

    def _linked(self, model, name, other, said):
        """Rows of a link, each with the fields ``said`` of its other end."""
        known = {row.pk: row for row in self._of(other)}
        links = self._of(model)
        for link in links:
            _join(link, name, known, said)
        return links

    def _read_measures(self):
        names = {row.evidence_id: row.name for row in self._of(EvidenceFile)}
        found = defaultdict(list)
        for row in self._of(Evidence):
            found[row.measure_id].append(row.pk)
        brought = []
        for measure in self._ordered(SuccessMeasure):
            for pk in found[measure.pk] or [None]:
                row = SimpleNamespace(**vars(measure))
                row.evidence__pk, row.evidence__file__name = pk, names.get(pk)
                brought.append(row)
        self.keep_measures(brought)
        self.keep_values(self._of(MeasureValue) if has_counted(brought) else ())

    def _points(self, moves):
        slips = Counter(move.point_id for move in moves)
        points = self._ordered(ReportingPoint)
        for point in points:
            point.slips = slips[point.pk]
        return points

    def _actions(self, moves):
        slips = Counter(move.action_id for move in moves if move.point_id is None)
        freeze = self._last_freeze()
        said = _ratings_until(self._of(ProgressUpdate), freeze.frozen_at) if freeze else {}
        actions = self._ordered(Action)
        last = [action.last_update_id for action in actions if action.last_update_id]
        updates = {
            row.pk: row for row in rows_at(ProgressUpdate, at=self.at, columns=UPDATE, id__in=last)
        }
        for action in actions:
            if action.last_update_id not in updates:
                action.last_update_id = None
            _join(action, "last_update", updates, UPDATE)
            action.slips, action.is_shown = slips[action.pk], True
            action.freeze = freeze.name if freeze else None
            action.freeze_rating = said.get(action.pk, "")
        return actions

    def _read_words(self):
        """Of actions whose last update has no words: all their updates, to find the words before it."""
        if ids := without_words(self.actions):
            self.keep_updates(
                rows_at(ProgressUpdate, at=self.at, columns=UPDATE, action_id__in=ids)
            )

    def _last_freeze(self):
        """The period frozen last before the moment; None if there was none."""
        frozen = [p for p in self.periods if p.frozen_at and p.frozen_at < self.at]
        return max(frozen, key=lambda period: (period.frozen_at, period.pk), default=None)


def _join(row, name, known, said):
    """Add to ``row`` the fields ``said`` of the record it points to by ``name``, as a join would; None if none."""
    other = known.get(getattr(row, f"{name}_id"))
    for field in said:
        setattr(row, f"{name}__{field}", getattr(other, field, None))


def _ratings_until(updates, moment):
    """Action id → its last rating until ``moment``."""
    said = sorted((u for u in updates if u.at <= moment), key=lambda update: (update.at, update.pk))
    return {update.action_id: update.rating for update in said}
