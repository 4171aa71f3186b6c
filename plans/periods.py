"""Reporting periods as they are read: all of a plan's in a row, and one period's board for one reader."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from partnership.permissions import Permission, allows
from plans.reporting import Asked, read_board
from plans.travel import Travel, read_travel


def read_periods(plan):
    """The plan's periods, newest first, each with how many returns were ``asked``, ``submitted`` and ``late``."""
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
class Row:
    """One return on the board, and whether the reader may fill it in."""

    asked: Asked
    may_fill: bool

    @property
    def record(self):
        return self.asked.record


@dataclass(frozen=True)
class ShownBoard:
    rows: tuple[Row, ...]
    after_freeze: int  # updates that came after the freeze
    is_latest: bool  # whether no later period of the plan has been opened
    travel: Travel
    ratings: dict  # RatingKind value → RatingDefinition

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
    rows = tuple(
        Row(asked, _may_fill(asked.record, period, user, on=on)) for asked in board.returns
    )
    later = period.plan.reportingperiod_set.filter(opened_at__gt=period.opened_at)
    travel = read_travel(period, on=on)
    ratings = {rating.kind: rating for rating in period.partnership.ratingdefinition_set.all()}
    return ShownBoard(rows, board.after_freeze, not later.exists(), travel, ratings)


def _may_fill(record, period, user, *, on):
    if record.group_id:
        record.group.partnership = period.plan.partnership  # all of one: no query each
    return allows(record.roles_of(user, on=on), Permission.FILL_RETURN)
