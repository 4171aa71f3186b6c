"""Helpers for tests of reporting periods: a period, and the data of its form."""

from datetime import date

from plans.services.period import open_period
from plans.services.progress import record_no_change
from plans.services.returns import submit_return
from tests.helpers.builders import NOW, action_of, make_update, manager_of

DAYS = {
    "leads_by": date(2026, 12, 1),
    "chairs_by": date(2026, 12, 8),
    "freezes_on": date(2026, 12, 15),
}


def make_period(plan, *, name="Autumn 2026", at=NOW, **values):
    """An open period of an agreed plan: 16 days are left on TODAY."""
    return open_period(plan, by=manager_of(plan), name=name, at=at, **{**DAYS, **values})


def period_data(**values):
    """The data of the form: the days of ``DAYS``."""
    data = {"name": "Autumn 2026", "meeting": "Executive, 20 December"}
    for name, day in DAYS.items():
        data |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return data | values


def make_submitted(record, *, by, references, note="", at=NOW):
    """Record “no change” or an update for each action, and submit the return."""
    for reference in references:
        action = action_of(record.plan, reference)
        if action.last_update_id:
            record_no_change(action, by=by, at=at)
        else:
            make_update(action, by=by, at=at)
    return submit_return(record, by=by, note=note, at=at)
