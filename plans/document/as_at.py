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
from partnership.memo import Memo
from partnership.models import Agency, HouseStyle, Partnership, Post, RatingDefinition, User
from partnership.rating_kinds import NOT_RUNNING
from partnership.rating_scheme import worst_first
from partnership.statements import Given, Statement
from plans.document.assemble import PlanRows, by_action, by_owner, has_counted
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
    read = _read(plan.pk, at)
    if not read:
        return None
    on, freeze = timezone.localdate(at), _last_freeze(read[ReportingPeriod], at)
    key = on, freeze, tuple(read.items())
    return _DOCUMENTS.get(key, lambda: HistoricalRows(read, on, freeze).document())


# Of the documents made last in this process: from the same rows, the same document (decision 0115).
_DOCUMENTS = Memo(size=20)


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
    return [_with_pk(row) for row in _in_force(model, at=at, columns=columns, **which)]


def _in_force(model, *, at, columns=None, **which):
    """The same as named tuples, with the id as ``id``."""
    rows = _latest_rows(model, tuple(which), columns).named_rows(at=at, **which)
    return tuple(row for row in rows if row.history_type != "-")


def _with_pk(row):
    return SimpleNamespace(pk=row.id, **row._asdict())


def each_at(model, *, at, **which):
    """Like ``rows_at``, but streams the rows ``AT_ONCE`` at a time through a server-side cursor."""
    return _rows_in_force(_latest(model, at, which).values().iterator(chunk_size=AT_ONCE))


@cache
def _latest_rows(model, lookups, columns):
    """The Statement of ``rows_at``: the text is the same for every plan and moment."""
    every = [field.attname for field in tracked()[model].tracked_fields if field.name != "id"]
    columns = ("id", "history_type", *(columns or every))
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
    """The RatingFacts of a partnership's ratings at the moment ``at``, as ``_scheme``."""
    return _scheme(_in_force(RatingDefinition, at=at, partnership_id=partnership))


def _scheme(rows):
    """The RatingFacts of rows of ratings: the scheme of then, then what had left it."""
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
        for row in rows
    ]
    return worst_first(facts) + tuple(rating for rating in facts if rating.is_retired)


# The tables whose rows are a plan's own.
OF_PLAN = (
    *(
        Priority,
        Objective,
        PriorityObjective,
        ActionPriority,
        ActionSuccession,
        ReportingPeriod,
        Column,
    ),
    *(
        CoreActivity,
        Lead,
        Evidence,
        EvidenceFile,
        SuccessMeasure,
        ActionDriver,
        Driver,
        ActionTheme,
        Theme,
    ),
    *(TimescaleChange, ReportingPoint, Action),
)
# Updates and evidence are read for several ends, each with the columns that it needs.
LAST, WORDS, SAID_ROWS, SHOWN_EVIDENCE = "last updates", "words", "updates shown", "evidence shown"


def _read(plan, at):
    """Model, or one of the ends above → the rows of the plan with this id; {} if it did not exist yet."""
    read = {Plan: _in_force(Plan, at=at, id=plan)}
    if not read[Plan]:
        return {}
    partnership = read[Plan][0].partnership_id
    read[Partnership] = _in_force(Partnership, at=at, id=partnership)
    for model in (HouseStyle, RatingDefinition, Group, Post, Agency):
        read[model] = _in_force(model, at=at, partnership_id=partnership)
    which = {"at": at, "plan_id": plan}
    for model in OF_PLAN:
        read[model] = _in_force(model, columns=COLUMNS.get(model), **which)
    if has_counted(read[SuccessMeasure]):
        read[MeasureValue] = _in_force(MeasureValue, columns=COLUMNS[MeasureValue], **which)
    if people := sorted({lead.person_id for lead in read[Lead] if lead.person_id}):
        read[User] = _in_force(User, at=at, columns=("name",), id__in=people)
    return read | _read_updates(read, which)


def _read_updates(read, which):
    """The rows of updates and evidence, by the ends they are read for."""
    at, columns, found = which["at"], read[Column], {}
    if _last_freeze(read[ReportingPeriod], at):
        found[ProgressUpdate] = _in_force(ProgressUpdate, columns=COLUMNS[ProgressUpdate], **which)
    if needs_updates(columns):
        found[SAID_ROWS] = _in_force(ProgressUpdate, columns=SAID[1:], **which)
    if needs_evidence(columns):
        found[SHOWN_EVIDENCE] = _in_force(Evidence, columns=EVIDENCE, **which)
    last = [action.last_update_id for action in read[Action] if action.last_update_id]
    found[LAST] = _in_force(ProgressUpdate, at=at, columns=UPDATE, id__in=last)
    # Of actions whose last update has no words: all their updates, to find the words before it.
    wordless = {update.id for update in found[LAST] if not update.comment}
    if ids := [action.id for action in read[Action] if action.last_update_id in wordless]:
        found[WORDS] = _in_force(ProgressUpdate, at=at, columns=UPDATE, action_id__in=ids)
    return found


def _last_freeze(periods, at):
    """The row of the period frozen last before the moment; None if there was none."""
    frozen = [period for period in periods if period.frozen_at and period.frozen_at < at]
    return max(frozen, key=lambda period: (period.frozen_at, period.id), default=None)


class HistoricalRows(PlanRows):
    """The rows as at a moment, joined as the database joins those of today."""

    def __init__(self, read, on, freeze):
        self.read, self.on, self.freeze = read, on, freeze
        (self.plan,) = self._of(Plan)
        (self.plan.partnership,) = self._of(Partnership)
        (self.plan.partnership.house_style,) = self._of(HouseStyle)
        self.ratings = _scheme(read[RatingDefinition])
        self.priorities = self._ordered(Priority)
        self.objectives = self._ordered(Objective)
        self.links = {(link.objective_id, link.priority_id) for link in read[PriorityObjective]}
        self.named = {(link.action_id, link.priority_id) for link in read[ActionPriority]}
        links = read[ActionSuccession]
        self.successions = [(link.kind, link.action_id, link.successor_id) for link in links]
        self._keep_columns()
        self.core_activities = [(row.heading, row.wording) for row in self._ordered(CoreActivity)]
        self.leads = by_owner(self._leads(), "action", "priority")
        self._keep_measures()
        drivers = self._linked(ActionDriver, "driver", Driver, ("reference", "wording"))
        themes = self._linked(ActionTheme, "theme", Theme, ("name",))
        self.drivers, self.themes = by_owner(drivers, "action"), by_owner(themes, "action")
        moves = [move for move in read[TimescaleChange] if is_slip(move)]
        self.points = by_owner(self._points(moves), "action")
        self.actions = self._actions(moves)
        self.keep_updates(self._of(WORDS))
        self.index()

    def _of(self, model):
        return [_with_pk(row) for row in self.read.get(model, ())]

    def _ordered(self, model):
        return sorted(self._of(model), key=lambda row: (row.position, row.pk))

    def _known(self, model):
        return {row.pk: row for row in self._of(model)}

    def _keep_columns(self):
        """The columns with their periods, and what they show of updates and evidence."""
        periods = self._known(ReportingPeriod)
        self.columns = self._ordered(Column)
        for column in self.columns:
            _join(column, "period", periods, ("name", "frozen_at"))
        said, found = self._of(SAID_ROWS), self._of(SHOWN_EVIDENCE)
        said.sort(key=lambda update: (update.at, update.pk), reverse=True)
        found.sort(key=lambda evidence: (evidence.found_on, evidence.pk))
        self.said, self.shown_evidence = by_action(said), by_action(found)

    def _leads(self):
        leads = self._ordered(Lead)
        for model, name, said in (
            (Group, "group", ("name",)),
            (Post, "post", ("title",)),
            (Agency, "agency", ("name", "short_name")),
            (User, "person", ("name",)),
        ):
            known = self._known(model)
            for lead in leads:
                _join(lead, name, known, said)
        return leads

    def _linked(self, model, name, other, said):
        """Rows of a link, each with the fields ``said`` of its other end."""
        known, links = self._known(other), self._of(model)
        for link in links:
            _join(link, name, known, said)
        return links

    def _keep_measures(self):
        names = {row.evidence_id: row.name for row in self.read[EvidenceFile]}
        found = defaultdict(list)
        for row in self.read[Evidence]:
            found[row.measure_id].append(row.id)
        brought = []
        for measure in self._ordered(SuccessMeasure):
            for pk in found[measure.pk] or [None]:
                row = SimpleNamespace(**vars(measure))
                row.evidence__pk, row.evidence__file__name = pk, names.get(pk)
                brought.append(row)
        self.keep_measures(brought)
        self.keep_values(self._of(MeasureValue))

    def _points(self, moves):
        slips = Counter(move.point_id for move in moves)
        points = self._ordered(ReportingPoint)
        for point in points:
            point.slips = slips[point.pk]
        return points

    def _actions(self, moves):
        slips = Counter(move.action_id for move in moves if move.point_id is None)
        freeze, updates = self.freeze, self._known(LAST)
        said = _ratings_until(self._of(ProgressUpdate), freeze.frozen_at) if freeze else {}
        actions = self._ordered(Action)
        for action in actions:
            if action.last_update_id not in updates:
                action.last_update_id = None
            _join(action, "last_update", updates, UPDATE)
            action.slips, action.is_shown = slips[action.pk], True
            action.freeze = freeze.name if freeze else None
            action.freeze_rating = said.get(action.pk, "")
        return actions


def _join(row, name, known, said):
    """Add to ``row`` the fields ``said`` of the record it points to by ``name``, as a join would; None if none."""
    other = known.get(getattr(row, f"{name}_id"))
    for field in said:
        setattr(row, f"{name}__{field}", getattr(other, field, None))


def _ratings_until(updates, moment):
    """Action id → its last rating until ``moment``."""
    said = sorted((u for u in updates if u.at <= moment), key=lambda update: (update.at, update.pk))
    return {update.action_id: update.rating for update in said}
