"""The tables of what a plan has beside its actions: priorities, leads, measures, values, milestones, ratings."""

from partnership.palette import RatingSymbol
from partnership.tables import Kind, TableColumn, TableDefinition
from plans.exports.action_table import placed_actions
from plans.leads.words import lead_words
from plans.models import Lead, SuccessMeasure

ACTION_ID = TableColumn("action_id", "Action id", Kind.ID, "The id of its action.")
REFERENCE = TableColumn("reference", "Action", Kind.TEXT, "The reference of its action.")


def _priority_records(export):
    sections = _sections(export)
    for section in (section for section in sections if section.priority):
        priority, timescale = section.priority, section.priority.timescale
        spread = export.document.distribution_of(section)
        yield {
            "id": priority.pk,
            "heading": priority.heading,
            "title": priority.title,
            "leads": tuple(map(lead_words, priority.leads)),
            "leads_as_written": priority.leads_words,
            "timescale": timescale.text,
            "due_on": timescale.due_on,
            "measures": tuple(measure.wording for measure in priority.measures),
            "actions": spread.total,
            "overdue": spread.overdue,
            "worst_rating": spread.worst,
            "note": priority.note,
        }


PRIORITIES = TableDefinition(
    "priorities",
    "Priorities",
    "One row for each priority. Counts are of the actions in this file.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the priority in this service."),
        TableColumn("heading", "Heading", Kind.TEXT, "Such as “Priority 1”."),
        TableColumn("title", "Title", Kind.TEXT, "Its title."),
        TableColumn("leads", "Leads", Kind.LINES, "Who leads the whole priority."),
        TableColumn("leads_as_written", "Leads as written", Kind.LONG_TEXT, "The plan’s words for that."),
        TableColumn("timescale", "Timescale", Kind.LONG_TEXT, "By when, as written."),
        TableColumn("due_on", "Due date", Kind.DATE, "The last day that the timescale allows."),
        TableColumn("measures", "Success measures", Kind.LINES, "Those of the priority itself."),
        TableColumn("actions", "Actions", Kind.COUNT, "How many actions it has."),
        TableColumn("overdue", "Overdue", Kind.COUNT, "How many of these are overdue."),
        TableColumn("worst_rating", "Worst rating", Kind.RATING, "The worst that one of these has."),
        TableColumn("note", "Footnote", Kind.LONG_TEXT, "How it appears in the published plan."),
    ),
    _priority_records,
)  # fmt: skip


def _lead_records(export):
    owners = [(s.priority, "priority", s.priority.heading) for s in _sections(export) if s.priority]
    actions = [placed.action for placed in placed_actions(export.document)]
    owners += [(action, "action", action.reference) for action in actions if action.has_own_leads]
    for owner, kind, reference in owners:
        for lead in owner.leads:
            yield {
                "of": kind,
                "of_id": owner.pk,
                "reference": reference,
                "name": lead.name,
                "kind": lead.kind,
                "lead_id": lead.pk,
                "role": Lead.LeadRole(lead.role).label,
            }


LEADS = TableDefinition(
    "leads",
    "Leads",
    "One row for each lead of a priority, or of an action that has leads of its own.",
    (
        TableColumn("of", "Leads a", Kind.TEXT, "“priority” or “action”."),
        TableColumn("of_id", "Id of that", Kind.ID, "The id of the priority or action."),
        TableColumn("reference", "Which", Kind.TEXT, "The heading of the priority, or the action’s reference."),
        TableColumn("name", "Lead", Kind.TEXT, "Who leads it."),
        TableColumn("kind", "Kind of lead", Kind.TEXT, "group, post, agency, person, or words if none of these."),
        TableColumn("lead_id", "Lead id", Kind.ID, "The id of that group, post, agency or person."),
        TableColumn("role", "Role", Kind.TEXT, "Lead, Joint lead, Via, Oversees or Contributes."),
    ),
    _lead_records,
)  # fmt: skip


def measures_of(export):
    """(kind of owner, id of an action or None, what it is called, MeasureFacts) of every measure in the export.

    Those of objectives and priorities come before those of the actions.
    """
    found = []
    for section in _sections(export):
        priority = section.priority
        owners = [("priority", None, priority.heading, priority)] if priority else []
        for part in section.parts:
            if objective := part.objective:
                owners.append(
                    ("objective", None, f"Objective {objective.number}".strip(), objective)
                )
            owners += [("action", a.pk, a.reference, a) for a in part.actions if a.is_shown]
        found += [(*owner, measure) for *owner, of in owners for measure in of.measures]
    return found


def _measure_records(export):
    readers = export.document.legend.readers
    for kind, action, called, measure in measures_of(export):
        series = measure.series
        yield {
            "id": measure.pk,
            "of": kind,
            "action_id": action,
            "reference": called,
            "wording": measure.wording,
            "for_whom": measure.for_whom_words,
            "outcome": measure.outcome,
            "evidence": measure.evidence,
            "unit": series.unit if series else "",
            "wanted": SuccessMeasure.Wanted(series.wanted).label
            if series and series.wanted
            else "",
            "baseline": series and series.baseline,
            "baseline_on": series and series.baseline_on,
            "target": series and series.target,
            "target_on": series and series.target_on,
            "latest": series.last.value if series and series.last else None,
            "latest_on": series.last.last_day if series and series.last else None,
            "is_reached": bool(series and series.is_reached),
            "counts_people": bool(series and series.counts_people),
            "in_words": series.words(readers) if series else "",
        }


MEASURES = TableDefinition(
    "measures",
    "Measures",
    "One row for each success measure of an action, an objective or a priority.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the measure in this service."),
        TableColumn("of", "Measure of", Kind.TEXT, "“action”, “objective” or “priority”."),
        ACTION_ID,
        TableColumn("reference", "Which", Kind.TEXT, "The reference of the action, or which objective or priority."),
        TableColumn("wording", "Measure", Kind.LONG_TEXT, "How people will know what difference was made."),
        TableColumn("for_whom", "For whom", Kind.TEXT, "Whose lives or work it is about."),
        TableColumn("outcome", "Outcome", Kind.LONG_TEXT, "The outcome that it shows."),
        TableColumn("evidence", "Pieces of evidence", Kind.COUNT, "How many there are."),
        TableColumn("unit", "Counted in", Kind.TEXT, "Such as % or days. Empty if it counts nothing."),
        TableColumn("wanted", "Direction wanted", Kind.TEXT, "Whether more or less is better."),
        TableColumn("baseline", "Baseline", Kind.NUMBER, "The number at the start."),
        TableColumn("baseline_on", "Date of baseline", Kind.DATE, "Of a month, its first day."),
        TableColumn("target", "Target", Kind.NUMBER, "The number that is wanted."),
        TableColumn("target_on", "Date of target", Kind.DATE, "Of a month, its first day."),
        TableColumn("latest", "Latest value", Kind.NUMBER, "The last number counted."),
        TableColumn("latest_on", "Date of latest value", Kind.DATE, "The last day that it is for."),
        TableColumn("is_reached", "Target reached", Kind.YES_NO, "The latest value is at the target or beyond it."),
        TableColumn("counts_people", "Counts people", Kind.YES_NO, "Small numbers of it must not be published."),
        TableColumn("in_words", "In words", Kind.LONG_TEXT, "The values with baseline and target, in a sentence."),
    ),
    _measure_records,
)  # fmt: skip


def _value_records(export):
    readers = export.document.legend.readers
    for _, action, called, measure in measures_of(export):
        for value in measure.series.values if measure.series else ():
            yield {
                "id": value.pk,
                "measure_id": measure.pk,
                "action_id": action,
                "reference": called,
                "measure": measure.wording,
                "on": value.on,
                "precision": value.precision,
                "value": value.value,
                "unit": measure.series.unit,
                "numerator": value.numerator,
                "denominator": value.denominator,
                "is_small": bool(measure.series.small_words(value.figure, readers)),
                "source": value.source,
            }


VALUES = TableDefinition(
    "measure_values",
    "Values",
    "One row for each value of a success measure that counts something.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the value in this service."),
        TableColumn("measure_id", "Measure id", Kind.ID, "The id of its measure."),
        ACTION_ID,
        TableColumn("reference", "Which", Kind.TEXT, "The reference of the action, or which objective or priority."),
        TableColumn("measure", "Measure", Kind.LONG_TEXT, "The words of its measure."),
        TableColumn("on", "Date", Kind.DATE, "What it is for. Of a month, its first day."),
        TableColumn("precision", "Date names", Kind.TEXT, "“day” or “month”."),
        TableColumn("value", "Value", Kind.NUMBER, "What was counted."),
        TableColumn("unit", "Counted in", Kind.TEXT, "Such as % or days."),
        TableColumn("numerator", "How many", Kind.COUNT, "Of a share: of these."),
        TableColumn("denominator", "Of how many", Kind.COUNT, "Of a share: all."),
        TableColumn("is_small", "Small number", Kind.YES_NO, "So few people that it must not be published."),
        TableColumn("source", "Source", Kind.TEXT, "Where the number comes from."),
    ),
    _value_records,
)  # fmt: skip


def _milestone_records(export):
    for placed in placed_actions(export.document):
        for point in placed.action.points:
            yield {
                "id": point.pk,
                "action_id": placed.action.pk,
                "reference": placed.action.reference,
                "kind": "milestone" if point.is_milestone else "report",
                "title": point.title,
                "who": point.who,
                "timescale": point.timescale.text,
                "due_on": point.due_on,
                "times_moved_later": point.timescale.slips,
                "outcome": point.outcome_words,
                "done_on": point.received_on,
                "is_overdue": point.is_overdue,
            }


MILESTONES = TableDefinition(
    "milestones",
    "Milestones",
    "One row for each milestone of an action, and for each report that is due about it.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the milestone in this service."),
        ACTION_ID,
        REFERENCE,
        TableColumn("kind", "Kind", Kind.TEXT, "“milestone” or “report”."),
        TableColumn("title", "What is due", Kind.TEXT, "The words of the milestone; of a report, its date."),
        TableColumn("who", "Who", Kind.TEXT, "Who it is for, if not everyone who leads the action."),
        TableColumn("timescale", "Timescale", Kind.LONG_TEXT, "By when, as written."),
        TableColumn("due_on", "Due date", Kind.DATE, "The last day that this allows."),
        TableColumn("times_moved_later", "Times moved later", Kind.COUNT, "How often its date was moved later."),
        TableColumn("outcome", "Outcome", Kind.TEXT, "What became of it; empty while it is open."),
        TableColumn("done_on", "Done on", Kind.DATE, "When it was done, or the report received."),
        TableColumn("is_overdue", "Overdue", Kind.YES_NO, "Its due date has passed and it is still open."),
    ),
    _milestone_records,
)  # fmt: skip


def _rating_records(export):
    for rating in export.document.legend.ratings:
        yield {
            "key": rating.key,
            "label": rating,
            "kind": rating.kind,
            "meaning": rating.meaning,
            "symbol": RatingSymbol(rating.symbol).label if rating.symbol else "",
            "severity": rating.severity,
            "is_retired": rating.is_retired,
        }


RATINGS = TableDefinition(
    "ratings",
    "Ratings",
    "One row for each rating of the partnership, worst first, then those no longer in use.",
    (
        TableColumn("key", "Key", Kind.TEXT, "What identifies the rating if its label is changed."),
        TableColumn("label", "Rating", Kind.RATING, "The partnership’s word."),
        TableColumn(
            "kind", "Kind of rating", Kind.TEXT,
            "off_track, at_risk, on_track, complete, not_due (to start), on_hold, ended (undone) or not_rated.",
        ),
        TableColumn("meaning", "Meaning", Kind.LONG_TEXT, "What the partnership means by it."),
        TableColumn("symbol", "Symbol", Kind.TEXT, "The shape beside the word."),
        TableColumn("severity", "Order", Kind.COUNT, "From the worst to the best."),
        TableColumn("is_retired", "No longer used", Kind.YES_NO, "It can no longer be given."),
    ),
    _rating_records,
)  # fmt: skip


def _sections(export):
    document = export.document
    return document.narrowed() if document.is_filtered else document.sections
