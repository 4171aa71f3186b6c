"""The table of actions: one row an action, with everything that is known of it at the document's moment."""

from dataclasses import dataclass

from django.utils import timezone

from partnership.tables import Kind, TableColumn, TableDefinition
from plans.document.records import ActionFacts, ObjectiveFacts, SectionFacts
from plans.leads.words import lead_words
from plans.models import Action

COLUMNS = (
    TableColumn("id", "Id", Kind.ID, "The number of the action in this service. It never changes."),
    TableColumn("reference", "Reference", Kind.TEXT, "Its number in the plan."),
    TableColumn("title", "Title", Kind.TEXT, "A short title."),
    TableColumn("wording", "Action", Kind.LONG_TEXT, "What was agreed, in full."),
    TableColumn("priority_id", "Priority id", Kind.ID, "The id of its priority."),
    TableColumn("priority", "Priority", Kind.TEXT, "The heading and title of its priority."),
    TableColumn("objective", "Objective", Kind.TEXT, "The number and title of its objective."),
    TableColumn("also_under", "Also under", Kind.LINES, "Other priorities that name it."),
    TableColumn("importance", "Importance", Kind.TEXT, "High, medium or low, if the plan says."),
    TableColumn("themes", "Themes", Kind.LINES, "Its themes."),
    TableColumn("drivers", "Drivers", Kind.LINES, "Why it exists: reviews, audits, guidance."),
    TableColumn(
        "leads", "Leads", Kind.LINES,
        "Who leads it, or leads its priority if it has no leads of its own, with any other role in brackets.",
    ),
    TableColumn("leads_as_written", "Leads as written", Kind.LONG_TEXT, "The plan’s words for that."),
    TableColumn("start", "Start", Kind.TEXT, "When it starts, as written."),
    TableColumn("starts_on", "Start date", Kind.DATE, "The first day of that."),
    TableColumn(
        "timescale", "Timescale", Kind.LONG_TEXT,
        "By when, as written; that of its priority if it has none of its own.",
    ),
    TableColumn("due_on", "Due date", Kind.DATE, "The last day that the timescale allows."),
    TableColumn("due_precision", "Due date names", Kind.TEXT, "A day or a month, as the plan does."),
    TableColumn("first_timescale", "Timescale first agreed", Kind.LONG_TEXT, "As the plan was agreed."),
    TableColumn("first_due_on", "Due date first agreed", Kind.DATE, "As the plan was agreed."),
    TableColumn(
        "times_moved_later", "Times moved later", Kind.COUNT,
        "How often its date was moved to a later one, or removed.",
    ),
    TableColumn("is_overdue", "Overdue", Kind.YES_NO, "Its due date has passed and it is still open."),
    TableColumn("rating", "Rating", Kind.RATING, "The partnership’s word for how it is going."),
    TableColumn(
        "rating_kind", "Kind of rating", Kind.TEXT,
        "The same words for every partnership, in the table of ratings.",
    ),
    TableColumn("rated_on", "Rated on", Kind.DATE, "When its rating was last given or confirmed."),
    TableColumn(
        "rating_before", "Rating before", Kind.RATING,
        "At the last freeze of a reporting period; before the first freeze, the one before.",
    ),
    TableColumn("direction", "Direction", Kind.TEXT, "Better or worse than that rating; empty if neither."),
    TableColumn("comment", "Last comment", Kind.LONG_TEXT, "What was last reported."),
    TableColumn("commented_on", "Date of last comment", Kind.DATE, "When that was reported."),
    TableColumn("commented_by", "Last comment by", Kind.TEXT, "Who reported it."),
    TableColumn("confirmed_on", "Confirmed on", Kind.DATE, "When “no change” last confirmed it."),
    TableColumn("next_steps", "Next steps", Kind.LONG_TEXT, "What happens next."),
    TableColumn(
        "came_instead", "What came instead", Kind.LONG_TEXT,
        "Of an action that has ended without being done.",
    ),
    TableColumn("measures", "Success measures", Kind.LINES, "How people will know what difference it made."),
    TableColumn(
        "measures_with_evidence", "Measures with evidence", Kind.COUNT, "How many of these have evidence.",
    ),
    TableColumn("milestones", "Milestones", Kind.COUNT, "How many milestones it has."),
    TableColumn("milestones_done", "Milestones done", Kind.COUNT, "How many of these are done."),
    TableColumn("further_actions", "Further actions", Kind.LONG_TEXT, "As the plan prints them."),
    TableColumn("resources", "Resources", Kind.LONG_TEXT, "As the plan prints them."),
    TableColumn("follows", "Follows on from", Kind.TEXT, "The reference of an earlier action."),
    TableColumn(
        "succession", "Merged, split or replaced", Kind.LINES, "What it became, and what it came from.",
    ),
    TableColumn("note", "Footnote", Kind.LONG_TEXT, "How it appears in the published plan."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacedAction:
    """An action with where it is in the plan."""

    section: SectionFacts
    objective: ObjectiveFacts | None
    action: ActionFacts


def placed_actions(document):
    """A PlacedAction for each action that matches the document's filter, in the order of print."""
    return [
        PlacedAction(section, part.objective, action)
        for section in document.sections
        for part in section.parts
        for action in part.actions
        if action.is_shown
    ]


def action_records(export):
    """The rows of ACTIONS."""
    return [action_record(placed, export.ratings) for placed in placed_actions(export.document)]


def action_record(placed, ratings):
    """The values of a PlacedAction by the names of COLUMNS; ``ratings`` are RatingFacts by key."""
    return {
        **_about(placed),
        **_when(placed.action),
        **_progress(placed.action, ratings),
        **_parts(placed.action),
    }


def _about(placed):
    action, priority = placed.action, placed.section.priority
    return {
        "id": action.pk,
        "reference": action.reference,
        "title": action.title,
        "wording": action.wording,
        "priority_id": priority and priority.pk,
        "priority": priority.name if priority else "",
        "objective": objective_words(placed.objective),
        "also_under": action.also_under,
        "importance": Action.Importance(action.importance).label if action.importance else "",
        "themes": action.themes,
        "drivers": tuple(map(str, action.drivers)),
        "leads": tuple(map(lead_words, action.leads)),
        "leads_as_written": action.leads_words,
    }


def _when(action):
    timescale = action.timescale
    return {
        "start": action.start.text,
        "starts_on": action.start.on,
        "timescale": timescale.text,
        "due_on": timescale.due_on,
        "due_precision": timescale.precision,
        "first_timescale": timescale.first_text,
        "first_due_on": timescale.first_due_on,
        "times_moved_later": timescale.slips,
        "is_overdue": action.is_overdue,
    }


def _progress(action, ratings):
    update = action.update
    return {
        "rating": ratings.get(action.rating),
        "rating_kind": action.rating_kind,
        "rated_on": local_day(action.rated_at),
        "rating_before": ratings.get(action.rating_before),
        "direction": action.direction,
        "comment": update.comment if update else "",
        "commented_on": update and local_day(update.at),
        "commented_by": update.by_name if update else "",
        "confirmed_on": update and local_day(update.confirmed_at),
        "next_steps": update.next_steps if update else "",
        "came_instead": update.came_instead if update else "",
    }


def _parts(action):
    return {
        "measures": tuple(measure.wording for measure in action.measures),
        "measures_with_evidence": action.measures_with_evidence,
        "milestones": len(action.milestones),
        "milestones_done": action.milestones_done,
        "further_actions": action.further_actions,
        "resources": action.resources,
        "follows": action.follows,
        "succession": action.succession,
        "note": action.note,
    }


def objective_words(objective):
    return f"{objective.number} {objective.title}".strip() if objective else ""


def local_day(moment):
    return moment and timezone.localdate(moment)


ACTIONS = TableDefinition("actions", "Actions", "One row for each action.", COLUMNS, action_records)
