"""Dates of a plan that slipped, and who led then: counted in history, so that removing an action hides none."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from django.db.models import DateTimeField

from partnership.history import tracked
from partnership.past_records import PastRecords
from partnership.statements import Given, Statement
from plans.leads.history import LeadHistory, lead_owner
from plans.leads.rules import has_own_leads
from plans.models import Action, Priority, ReportingPoint, TimescaleChange
from plans.models.timescale import date_words, is_slip
from reports.patterns.leaders import Leader

MOVE = (
    *(
        "id",
        "action_id",
        "priority_id",
        "point_id",
        "from_words",
        "from_due_on",
        "to_words",
        "to_due_on",
    ),
    *("reason", "agreed_where", "by_name", "at"),
)


@dataclass(frozen=True, slots=True)
class SlippedDate:
    """A date of an action, one of its milestones, or a priority, that was moved to a later one, or removed."""

    owner: tuple[type, int]  # (Action or Priority, id)
    record: Action | Priority  # the same record, with its name at the time
    today: Action | Priority | None  # as it is now; None if it was removed since
    move: tuple  # its row in history, with the columns of MOVE
    milestone: (
        str  # what the milestone was called then; "" for the date of the action or priority itself
    )

    @property
    def of(self):
        """Its name at the time; and that it was removed since, or today's name if that is different."""
        milestone = f", milestone “{self.milestone}”" if self.milestone else ""
        then = _name(self.record)
        if self.today is None:
            return f"{then}{milestone} (since removed)"
        now = _name(self.today)
        return f"{then}{milestone}" if now == then else f"{then} (now {now}){milestone}"

    @property
    def key(self):
        """What its slips are counted by: each milestone is counted by itself."""
        return self.owner, self.move.point_id

    @property
    def was(self):
        return self.move.from_words or date_words(self.move.from_due_on)

    @property
    def became(self):
        return self.move.to_words or date_words(self.move.to_due_on)

    @property
    def reason(self):
        return self.move.reason

    @property
    def agreed_where(self):
        return self.move.agreed_where

    @property
    def by_name(self):
        return self.move.by_name

    @property
    def at(self):
        return self.move.at

    @property
    def action(self):
        """The id of the action, if it still exists."""
        model, pk = self.owner
        return pk if model is Action and self.today is not None else None


def read_slipped_dates(plan, *, begin=None, end=None):
    """Every SlippedDate of the plan from the moment ``begin`` until ``end``, oldest first; None: no limit.

    Read from history, so that slips of removed records count too. One query, and up to three for each of
    actions, priorities and milestones.
    """
    bounds = {name: at for name, at in (("begin", begin), ("end", end)) if at is not None}
    rows = _moves(*bounds).named_rows(plan=plan.pk, **bounds)
    slips = [row for row in rows if is_slip(row)]
    keys = {lead_owner(row) for row in slips}
    keys |= {(ReportingPoint, row.point_id) for row in slips if row.point_id}
    records = PastRecords(keys, since=slips[0].at if slips else None)
    return tuple(_slipped(row, records) for row in slips)


@cache
def _moves(*bounds):
    """The Statement of a plan's moves of dates, oldest first; ``bounds``: “begin”, “end”, both or neither."""

    def make():
        moves = tracked()[TimescaleChange].objects.filter(plan_id=Given("plan"), history_type="+")
        for name, lookup in (("begin", "at__gte"), ("end", "at__lte")):
            if name in bounds:
                moves = moves.filter(**{lookup: Given(name, DateTimeField())})
        return moves.order_by("at", "id").values_list(*MOVE)

    return Statement(make)


def _slipped(row, records):
    owner, then = lead_owner(row), records.at(row.at)
    milestone = str(then.get((ReportingPoint, row.point_id))) if row.point_id else ""
    return SlippedDate(owner, then.get(owner), records.live.get(owner), row, milestone)


def _name(record):
    return record.heading if isinstance(record, Priority) else str(record)


@dataclass(frozen=True, slots=True)
class Slip(SlippedDate):
    """A SlippedDate with its ordinal among its owner's slips, and who led then."""

    time: int  # 3 for the third slip of the same record
    leaders: tuple[Leader, ...]


def read_slips(plan, leaders):
    """Every Slip of the plan, latest first."""
    slipped = read_slipped_dates(plan)
    cells = _cells([one.move for one in slipped])
    shared = {(Priority, priority) for priority, _ in cells.values() if priority}
    led = LeadHistory({*(one.owner for one in slipped), *shared})
    times, slips = Counter(), []
    for one in slipped:
        times[one.key] += 1
        leads = led.before(one.owner, one.at)
        priority, words = cells.get(one.move.id, (None, ""))
        if priority and not has_own_leads(leads, words):
            leads = led.before((Priority, priority), one.at)
        facts = one.owner, one.record, one.today, one.move, one.milestone
        slips.append(Slip(*facts, times[one.key], leaders.of_leads(leads)))
    return tuple(reversed(slips))


def _cells(moves):
    """Id of each move of an action → its priority's id and its leads as written, both just before it. One query."""
    pks = {move.action_id for move in moves if move.action_id}
    stood = tracked()[Action].objects.filter(id__in=pks).order_by("history_date", "history_id")
    rows = defaultdict(list)
    for row in stood.values("id", "history_date", "priority_id", "leads_words"):
        rows[row["id"]].append(row)
    found = {}
    for move in moves:
        before = [row for row in rows[move.action_id] if row["history_date"] < move.at]
        if before:
            found[move.id] = before[-1]["priority_id"], before[-1]["leads_words"]
    return found
