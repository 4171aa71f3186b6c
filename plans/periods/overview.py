"""Reads a plan's reporting periods as a list, and one period's board for one reader."""

from dataclasses import dataclass

from django.db.models import Count, DateTimeField, F, Q

from partnership.models.rating import read_ratings
from partnership.permissions import Permission, allows
from partnership.rating_scheme import Scheme
from partnership.statements import Given, Statement
from plans.models import GroupReturn, ReportingPeriod
from plans.periods.board import ReturnProgress, actions_by_leader, read_board
from plans.periods.movement import RatingMovement, read_movement


def read_periods(plan):
    """The plan's periods, newest first, each with the number of returns ``asked``, ``submitted`` and ``late``."""
    stands = Q(returns__submitted_at__isnull=False) & (
        Q(returns__questioned_at=None) | Q(returns__questioned_at__lte=F("returns__submitted_at"))
    )
    periods = plan.reportingperiod_set.annotate(
        asked=Count("returns"),
        submitted=Count("returns", filter=stands),
        late=Count("returns", filter=stands & ~Q(returns__timing="on_time")),
    )
    return periods.select_related("frozen_by").order_by("-opened_at", "-pk")


@dataclass(frozen=True)
class PeriodRow:
    """One return on the board, and whether the reader may fill it in."""

    asked: ReturnProgress
    may_fill: bool

    @property
    def record(self):
        return self.asked.record


@dataclass(frozen=True)
class ShownBoard:
    rows: tuple[PeriodRow, ...]
    after_freeze: int  # updates after the freeze
    is_latest: bool  # whether no later period of the plan has been opened
    travel: RatingMovement
    scheme: Scheme

    @property
    def outstanding(self):
        return tuple(row for row in self.rows if row.asked.is_outstanding)

    @property
    def submitted(self):
        return tuple(row for row in self.rows if not row.asked.is_outstanding)

    @property
    def mine(self):
        """Outstanding returns that the reader may fill in."""
        return tuple(row for row in self.outstanding if row.may_fill)


def read_shown_board(period, user, *, on):
    """The board of ``period`` as ``user`` sees it on the day ``on``: a fixed number of queries."""
    board = read_board(period)
    rows = tuple(PeriodRow(asked, _may_fill(asked.record, user, on=on)) for asked in board.returns)
    later = _LATER.rows(plan=period.plan_id, opened_at=period.opened_at)
    scheme = Scheme(read_ratings(period.plan.partnership_id))
    travel = read_movement(period, scheme, on=on)
    return ShownBoard(rows, board.after_freeze, not later, travel, scheme)


@dataclass(frozen=True)
class ToFill:
    """An outstanding return that the reader may fill in: the ids of its actions, and of those without an update."""

    record: GroupReturn
    actions: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Asking:
    """The returns of a period as home shows them, without counts of other people's updates."""

    asked: int
    submitted: int
    mine: tuple[ToFill, ...]  # those with most missing first


def read_asking(period, user, closed, *, on):
    """The Asking of an open ``period`` for ``user``: one query, and three more if something is asked of them.

    ``closed`` has the ids of its plan's actions that are complete or have ended. Without a user it counts
    the submitted returns only.
    """
    returns = _RETURNS.records(period=period.pk)
    outstanding = [record for record in returns if not record.is_submitted]
    for record in returns:
        record.plan, record.period = period.plan, period
    mine = [one for one in outstanding if user and _may_fill(one, user, on=on)]
    to_fill = _to_fill(period, mine, closed) if mine else []
    to_fill.sort(key=lambda one: (-len(one.missing), one.record.name))
    return Asking(len(returns), len(returns) - len(outstanding), tuple(to_fill))


def _to_fill(period, returns, closed):
    led = actions_by_leader(period.plan)
    said = set(period.updates.exclude(timing="after_freeze").values_list("action", flat=True))
    found = []
    for record in returns:
        asked_of = [pk for pk in led.get(record.who, ()) if pk in said or pk not in closed]
        missing = tuple(pk for pk in asked_of if pk not in said)
        found.append(ToFill(record, tuple(asked_of), missing))
    return found


def _may_fill(record, user, *, on):
    return allows(record.roles_of(user, on=on), Permission.FILL_RETURN)


_LATER = Statement(
    lambda: ReportingPeriod.objects.filter(
        plan=Given("plan"), opened_at__gt=Given("opened_at", DateTimeField())
    ).values_list("pk")
)
# Every home asks for them while a period is open.
_RETURNS = Statement(
    lambda: GroupReturn.objects.filter(period=Given("period")).select_related(*GroupReturn.WHO)
)
