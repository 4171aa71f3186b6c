"""The series of actions' measures as they were known at the moment of a change."""

from collections import defaultdict

from partnership.history import Change, rebuild, tracked
from plans.measures.series import make_series
from plans.models import Action, MeasureValue, SuccessMeasure


class SeriesHistory:
    """All measures of some actions and their values, in three queries: two tables of history, and the changes."""

    def __init__(self, actions, changes):
        """``actions`` and ``changes`` are ids: those of whom to read, and the moments that are asked about."""
        self.measures = _rows_by_action(SuccessMeasure, actions)
        self.values = _rows_by_action(MeasureValue, actions)
        self.moments = dict(Change.objects.filter(pk__in=changes).values_list("pk", "at"))

    @classmethod
    def of_marks(cls, marks):
        """For marks of changes whose subjects are actions."""
        actions = {pk for model, pk in (mark.subject for mark in marks) if model is Action}
        return cls(actions, {mark.change_id for mark in marks})

    def at(self, mark):
        """The SeriesFacts of the action's measures that count, just after the change of ``mark``."""
        moment = self.moments[mark.change_id], mark.change_id
        values = defaultdict(list)
        for value in _in_force(MeasureValue, self.values[mark.subject[1]], moment):
            values[value.measure_id].append(value)
        measures = _in_force(SuccessMeasure, self.measures[mark.subject[1]], moment)
        series = (make_series(measure, values[measure.pk]) for measure in measures)
        return [one for one in series if one is not None]


def _rows_by_action(model, actions):
    rows = tracked()[model].objects.filter(action_id__in=actions).select_related("change")
    found = defaultdict(list)
    for row in rows.order_by("history_date", "history_id"):
        found[row.action_id].append(row)
    return found


def _in_force(model, rows, moment):
    """The records that existed at a moment, (at, id of the change), from rows in the order they were written."""
    last = {row.id: row for row in rows if (row.change.at, row.change_id) <= moment}
    return [rebuild(model, row) for row in last.values() if row.history_type != "-"]
