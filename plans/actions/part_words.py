"""The parts of an action as the text of its timeline, by rows of their history."""

from partnership.history import rebuild
from plans.models import Evidence, MeasureValue, ReportingPoint, SuccessMeasure
from plans.models.timescale import date_words

# Parts of an action whose changes are described → (title, noun).
TOLD = {
    SuccessMeasure: ("Success measures changed", "Measure"),
    MeasureValue: ("Values changed", "Value"),
    ReportingPoint: ("Reporting points changed", "Reporting point"),  # and milestones
    Evidence: ("Evidence changed", "Evidence"),
}
TOLD_OF_MILESTONES = ("Milestones changed", "Milestone")


def title_of(model, row):
    """(title, noun) of the changes of a part, given a row of its history."""
    is_milestone = model is ReportingPoint and row.kind == ReportingPoint.Kind.MILESTONE
    return TOLD_OF_MILESTONES if is_milestone else TOLD[model]


def words_of(model, row, *, is_whole):
    """A part as text, from a row of its history; ``is_whole``: it was added or removed, and not changed."""
    if model is MeasureValue:
        value = rebuild(model, row)
        if row.measure is not None:
            value.measure = row.measure
        return value.about
    if model is SuccessMeasure:
        return rebuild(model, row).summary
    if model is Evidence:
        return row.text
    point = rebuild(model, row)
    if point.is_milestone:
        return _milestone(point, with_date=is_whole)
    return f"{point}: {point.outcome_words}" if point.outcome else str(point)


def _milestone(point, *, with_date):
    """A milestone by the names of the time. Each move of its date has an entry of its own."""
    who = f" ({point.who})" if point.text and point.who else ""
    when = f": {point.timescale}" if with_date and point.timescale else ""
    done = f": {point.outcome_words}" if point.outcome else ""
    done += f", {date_words(point.received_on)}" if point.received_on else ""
    return f"{point}{who}{when}{done}"
