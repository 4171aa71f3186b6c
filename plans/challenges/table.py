"""The register of challenges as a table, for a spreadsheet."""

from django.utils import timezone

from partnership.table_files import Masthead, write_tables
from partnership.tables import Kind, TableColumn, TableDefinition
from plans.models import ChallengeResponse
from plans.models.timescale import date_words


def write_challenges(partnership, challenges, ending, *, on, filtered=()):
    """The content of the file: one row a challenge, in their order; two queries."""
    masthead = Masthead.of(
        partnership,
        title="Challenges",
        about="Questions about the plan, with the answers and the difference they made.",
        as_at=f"As at {date_words(on)}",
        on=on,
        filtered=filtered,
    )
    rows = _records(challenges.prefetch_related("responses"), on)
    return write_tables(masthead, (REGISTER,), rows, ending)


def _records(challenges, on):
    for challenge in challenges:
        said = challenge.responses.all()
        closed = (one.words for one in said if one.kind == ChallengeResponse.Kind.CLOSED)
        yield {
            "id": challenge.pk,
            "about": challenge.get_about_display(),
            "about_words": challenge.about_words,
            "asked": str(challenge.to),
            "question": challenge.question,
            "by": challenge.by_name,
            "asked_on": timezone.localdate(challenge.at),
            "due_on": challenge.due_on,
            "state": challenge.get_state_display(),
            "is_overdue": challenge.is_overdue(on=on),
            "conversation": tuple(map(_line, said)),
            "difference": tuple(closed),
        }


def _line(response):
    behalf = f", on behalf of {response.in_place_of}" if response.in_place_of else ""
    who = f"{timezone.localdate(response.at).isoformat()} {response.by_name}{behalf}"
    return f"{who}: {response.get_kind_display()}. {response.words}".strip()


REGISTER = TableDefinition(
    "challenges",
    "Challenges",
    "One row for each challenge.",
    (
        TableColumn("id", "Number", Kind.ID, "The number of the challenge in its address."),
        TableColumn("about", "About", Kind.TEXT, "A plan, priority, action, group or change."),
        TableColumn("about_words", "What it is about", Kind.TEXT, "The name of that."),
        TableColumn("asked", "Asked", Kind.TEXT, "Who is asked."),
        TableColumn("question", "Question", Kind.LONG_TEXT, "What was asked."),
        TableColumn("by", "Asked by", Kind.TEXT, "Who asked."),
        TableColumn("asked_on", "Asked on", Kind.DATE, "When that was."),
        TableColumn("due_on", "Answer by", Kind.DATE, "When the answer is due."),
        TableColumn("state", "Status", Kind.TEXT, "Whether it waits for an answer."),
        TableColumn("is_overdue", "Overdue", Kind.YES_NO, "The answer is overdue."),
        TableColumn("conversation", "Conversation", Kind.LINES, "The replies, oldest first."),
        TableColumn("difference", "Difference made", Kind.LINES, "As it was closed."),
    ),
    lambda records: records,
)
