"""Dates of a fixture: as printed (“2020-12”, “2020-12-31”) or relative to today ({"months": -3}, {"days": 75})."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from plans.models import Precision


def shift_months(day, months):
    """The first day of the month ``months`` after the month of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True)
class Calendar:
    """Reads a fixture's dates relative to ``today``."""

    today: date

    def day(self, written, *, end=False):
        """A date. A month alone is its first day, or with ``end`` its last."""
        day, precision = self.due(written)
        if end and precision == Precision.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        return day

    def due(self, written):
        """(date, precision) of a due date; (None, "") for none."""
        if written is None:
            return None, ""
        if isinstance(written, dict):
            if "days" in written:
                return self.today + timedelta(days=written["days"]), Precision.DAY
            return shift_months(self.today, written["months"]), Precision.MONTH
        if len(written) == len("2020-12"):
            return date.fromisoformat(f"{written}-01"), Precision.MONTH
        return date.fromisoformat(written), Precision.DAY

    def moment(self, days, minute=0):
        """Ten in the morning, plus ``minute`` minutes, of the day ``days`` from today."""
        return at_ten(self.today + timedelta(days=days)) + timedelta(minutes=minute)


def at_ten(day):
    return timezone.make_aware(datetime.combine(day, time(10)))
