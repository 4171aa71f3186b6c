"""Describes what happened to a challenge in one change: the question, and each turn of the conversation."""

from partnership.text import Words
from plans.models import ChallengeResponse
from plans.models.timescale import date_words
from reports.changes.values import Fact, FieldText, content

Kind = ChallengeResponse.Kind
SAID = {
    Kind.ANSWERED: "answered by {}",
    Kind.ASKED_AGAIN: "asked again by {}",
    Kind.ACCEPTED: "answer accepted by {}",
    Kind.CLOSED: "closed by {}",
}
LABELS = {
    Kind.ANSWERED: "Answer",
    Kind.ASKED_AGAIN: "Question",
    Kind.ACCEPTED: "Response",
    Kind.CLOSED: "Difference made",
}


def describe_challenge(values, challenge):
    """The Fact that it was raised: the question, who is asked, and by when."""
    kind, pk = challenge.who
    asked = values.mention(challenge._meta.get_field(f"to_{kind}").related_model, pk)
    text = f", for {asked}, answer due by {date_words(challenge.due_on)}"
    return Fact(text, (FieldText("Question", (Words(challenge.question),)),))


def describe_responses(rows):
    """The Facts of its responses."""
    for row in rows:
        said = row.record
        who = SAID[said.kind].format(said.by_name)
        if row.type == "-":
            yield content(f"removed: {who}", LABELS[said.kind], said.words)
        elif row.type == "~":
            yield Fact(f"text by {said.by_name} changed")
        else:
            yield from _said(f"{who}{_circumstances(said)}", said)


def _said(text, said):
    """The text follows at once; for the text that closed it, a label says that it is the difference made."""
    if said.kind == Kind.CLOSED:
        yield Fact(text)
        text = LABELS[said.kind].lower()
    yield content(text, LABELS[said.kind], said.words)


def _circumstances(said):
    ending = f" on behalf of {said.in_place_of}" if said.in_place_of else ""
    return f"{ending}, answer due by {date_words(said.due_on)}" if said.due_on else ending
