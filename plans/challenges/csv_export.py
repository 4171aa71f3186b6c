"""The register of challenges as a CSV file, for a spreadsheet."""

from django.utils import timezone

from partnership.downloads import csv_text
from plans.models import ChallengeResponse

HEADINGS = (
    "Number", "About", "What it is about", "Asked", "Question", "Asked by", "Asked on", "Answer by",
    "Status", "Overdue", "Conversation", "Difference made",
)  # fmt: skip


def write_challenges(challenges, *, on):
    """The file's text: one row a challenge, in their order; two queries."""
    challenges = challenges.prefetch_related("responses")
    return csv_text(HEADINGS, (_cells(challenge, on) for challenge in challenges))


def _cells(challenge, on):
    said = challenge.responses.all()
    return (
        challenge.pk,
        challenge.get_about_display(),
        challenge.about_words,
        str(challenge.to),
        challenge.question,
        challenge.by_name,
        _day(challenge.at),
        challenge.due_on.isoformat(),
        challenge.get_state_display(),
        "yes" if challenge.is_overdue(on=on) else "no",
        "\n".join(_line(one) for one in said),
        "\n".join(one.words for one in said if one.kind == ChallengeResponse.Kind.CLOSED),
    )


def _line(response):
    behalf = f", on behalf of {response.in_place_of}" if response.in_place_of else ""
    who = f"{_day(response.at)} {response.by_name}{behalf}"
    return f"{who}: {response.get_kind_display()}. {response.words}".strip()


def _day(moment):
    return timezone.localdate(moment).isoformat()
