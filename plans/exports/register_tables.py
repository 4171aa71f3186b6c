"""The tables of a plan's registers: updates, evidence, challenges and the answers to them."""

from partnership.tables import Kind, TableColumn, TableDefinition
from plans.exports.part_tables import ACTION_ID, REFERENCE, measures_of
from plans.models import Challenge, ChallengeResponse, Evidence, ReportingPeriod


def _update_records(export):
    for row in export.registers.updates:
        yield {
            "id": row.pk,
            "action_id": row.action_pk,
            "reference": export.reference(row.action_pk),
            "at": row.at,
            "by": row.by_name,
            "rating": export.ratings.get(row.rating),
            "rating_kind": row.rating_kind,
            "direction": row.direction,
            "comment": row.comment,
            "next_steps": row.next_steps,
            "came_instead": row.came_instead,
            "is_no_change": row.is_no_change,
            "reason": row.reason,
            "period": row.period,
            "timing": ReportingPeriod.Timing(row.timing).label if row.timing else "",
            "is_imported": row.is_imported,
            "corrected_at": row.corrected_at,
        }


UPDATES = TableDefinition(
    "updates",
    "Updates",
    "One row for each progress update, of each action in turn, oldest first.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the update in this service."),
        ACTION_ID,
        REFERENCE,
        TableColumn("at", "When", Kind.MOMENT, "When it was made, in the time of the United Kingdom."),
        TableColumn("by", "Who", Kind.TEXT, "The name at that time of who made it."),
        TableColumn("rating", "Rating", Kind.RATING, "The rating that it gave or confirmed."),
        TableColumn("rating_kind", "Kind of rating", Kind.TEXT, "As in the table of ratings."),
        TableColumn("direction", "Direction", Kind.TEXT, "Better or worse than the rating before it."),
        TableColumn("comment", "Comment", Kind.LONG_TEXT, "What has happened."),
        TableColumn("next_steps", "Next steps", Kind.LONG_TEXT, "What happens next."),
        TableColumn("came_instead", "What came instead", Kind.LONG_TEXT, "Of an action that ended without being done."),
        TableColumn("is_no_change", "No change", Kind.YES_NO, "It confirmed the words before it."),
        TableColumn("reason", "Reason for the rating", Kind.LONG_TEXT, "Why it differs from the one suggested."),
        TableColumn("period", "Reporting period", Kind.TEXT, "The reporting period that it was made in."),
        TableColumn("timing", "Timing", Kind.TEXT, "On time, late, or after the freeze."),
        TableColumn("is_imported", "Imported", Kind.YES_NO, "It came with a file, in no person’s name."),
        TableColumn("corrected_at", "Corrected", Kind.MOMENT, "When its author corrected it."),
    ),
    _update_records,
)  # fmt: skip


def _evidence_records(export):
    measures = {measure.pk: measure.wording for *_, measure in measures_of(export)}
    for row in export.registers.evidence:
        yield {
            "id": row.pk,
            "action_id": row.action_pk,
            "reference": export.reference(row.action_pk),
            "measure_id": row.measure_pk,
            "measure": measures.get(row.measure_pk, ""),
            "question": Evidence.Question(row.question).label,
            "source": Evidence.Source(row.source).label,
            "found_on": row.found_on,
            "text": row.text,
            "link": row.link,
            "file": row.file,
        }


EVIDENCE = TableDefinition(
    "evidence",
    "Evidence",
    "One row for each piece of evidence. The files attached to evidence are not included.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the evidence in this service."),
        ACTION_ID,
        REFERENCE,
        TableColumn("measure_id", "Measure id", Kind.ID, "The id of the measure it is for, if any."),
        TableColumn("measure", "Measure", Kind.LONG_TEXT, "The words of that measure."),
        TableColumn("question", "Question", Kind.TEXT, "How much, how well, or what difference."),
        TableColumn("source", "Source", Kind.TEXT, "Such as an audit or a survey."),
        TableColumn("found_on", "Date", Kind.DATE, "When it was found."),
        TableColumn("text", "What it shows", Kind.LONG_TEXT, "The finding."),
        TableColumn("link", "Link", Kind.TEXT, "The address of the full document."),
        TableColumn("file", "File", Kind.TEXT, "The name of the file attached."),
    ),
    _evidence_records,
)  # fmt: skip


def _challenge_records(export):
    for row in export.registers.challenges:
        last = row.responses[-1] if row.responses else None
        yield {
            "id": row.pk,
            "about": Challenge.About(row.about).label,
            "about_words": row.about_words,
            "action_id": row.action_pk,
            "asked": row.to,
            "question": row.question,
            "by": row.by_name,
            "at": row.at,
            "due_on": row.due_on,
            "state": Challenge.State(row.state).label,
            "is_overdue": row.is_overdue,
            "last_response": last.words if last else "",
            "responded_at": last and last.at,
        }


CHALLENGES = TableDefinition(
    "challenges",
    "Challenges",
    "One row for each challenge about the plan or a part of it.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the challenge in this service."),
        TableColumn("about", "About", Kind.TEXT, "A plan, priority, action or change."),
        TableColumn("about_words", "What it is about", Kind.TEXT, "The name of that."),
        ACTION_ID,
        TableColumn("asked", "Asked", Kind.TEXT, "The group, post, agency or person that is asked."),
        TableColumn("question", "Question", Kind.LONG_TEXT, "What was asked."),
        TableColumn("by", "Asked by", Kind.TEXT, "The name at that time of who asked."),
        TableColumn("at", "Asked on", Kind.MOMENT, "When it was asked."),
        TableColumn("due_on", "Answer by", Kind.DATE, "When the answer is due."),
        TableColumn("state", "Status", Kind.TEXT, "Whether it waits for an answer."),
        TableColumn("is_overdue", "Overdue", Kind.YES_NO, "The answer is overdue."),
        TableColumn("last_response", "Last reply", Kind.LONG_TEXT, "The last words of the conversation."),
        TableColumn("responded_at", "Date of last reply", Kind.MOMENT, "When that was written."),
    ),
    _challenge_records,
)  # fmt: skip


def _response_records(export):
    for challenge in export.registers.challenges:
        for row in challenge.responses:
            yield {
                "id": row.pk,
                "challenge_id": row.challenge_pk,
                "about_words": challenge.about_words,
                "at": row.at,
                "by": row.by_name,
                "in_place_of": row.in_place_of,
                "kind": ChallengeResponse.Kind(row.kind).label,
                "words": row.words,
            }


RESPONSES = TableDefinition(
    "challenge_responses",
    "Answers",
    "One row for each reply to a challenge.",
    (
        TableColumn("id", "Id", Kind.ID, "The number of the reply in this service."),
        TableColumn("challenge_id", "Challenge id", Kind.ID, "The id of its challenge."),
        TableColumn("about_words", "What it is about", Kind.TEXT, "The name of what the challenge is about."),
        TableColumn("at", "When", Kind.MOMENT, "When it was written."),
        TableColumn("by", "Who", Kind.TEXT, "The name at that time of who wrote it."),
        TableColumn("in_place_of", "On behalf of", Kind.TEXT, "The person they acted for, if any."),
        TableColumn("kind", "Kind", Kind.TEXT, "Answered, Asked again, Answer accepted or Closed."),
        TableColumn("words", "Words", Kind.LONG_TEXT, "What was written."),
    ),
    _response_records,
)  # fmt: skip
