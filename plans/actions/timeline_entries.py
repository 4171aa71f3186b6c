"""The entries of a timeline: of updates, dates that moved, proposals and challenges."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from partnership.models import RatingDefinition
from partnership.rating_scheme import Scheme
from plans.document.compare import TextChange
from plans.models import (
    Challenge,
    ChallengeResponse,
    Evidence,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    TimescaleChange,
)

SAID = {
    ChallengeResponse.Kind.ANSWERED: "Challenge answered",
    ChallengeResponse.Kind.ASKED_AGAIN: "Challenge: asked again",
    ChallengeResponse.Kind.ACCEPTED: "Answer to the challenge accepted",
    ChallengeResponse.Kind.CLOSED: "Challenge closed, with the difference it made",
}


@dataclass(frozen=True)
class TimelineEntry:
    """One moment on the timeline: an update, a proposal, a challenge, or a change of fact."""

    at: datetime
    by_name: str
    title: str
    reason: str = ""
    update: ProgressUpdate | None = None
    scheme: Scheme | None = None  # at the time of the update, with the labels of then
    period: str = ""  # name of the period it was for, as at that time
    move: TimescaleChange | None = None
    evidence: tuple[Evidence, ...] = ()
    proposal: Proposal | None = None  # when it was made
    decided: Proposal | None = None
    challenge: Challenge | None = None
    asked: str = ""  # who is asked, by the name at that time
    said: ChallengeResponse | None = None  # the response to the challenge; None: it was raised
    texts: tuple[TextChange, ...] = ()


def challenge_entries(challenge, past):
    asked = str(past.at(challenge.at).introduce(challenge).to)
    raised, by = challenge.at, challenge.by_name
    yield TimelineEntry(raised, by, "Challenge raised", challenge=challenge, asked=asked)
    for said in challenge.responses.all():
        yield TimelineEntry(said.at, said.by_name, SAID[said.kind], challenge=challenge, said=said)


def update_entries(detail, past):
    brought, counted = defaultdict(list), defaultdict(list)
    for item in detail.evidence:
        brought[item.update_id].append(item)
    for value in detail.values:
        counted[value.update_id].append(value)
    keys = [(RatingDefinition, rating.pk) for rating in detail.scheme]
    for update in detail.updates:
        then = past.at(update.at)
        period = then.get((ReportingPeriod, update.period_id))
        yield TimelineEntry(
            update.at, update.by_name, "No change" if update.no_change else "Update", update=update,
            scheme=Scheme(filter(None, map(then.get, keys)), at=update.at),
            period=period.name if period else "", evidence=tuple(brought[update.pk]),
            texts=tuple(TextChange("Value", "", value.about) for value in counted[update.pk]),
        )  # fmt: skip


def move_entry(move, what):
    title = f"{what}: due date removed" if move.removes_date else f"{what} moved"
    return TimelineEntry(move.at, move.by_name, title, move.reason, move=move)


def succession_entries(successions, detail):
    """What it was merged into or came from; not where the update that ended it says the same."""
    said = {update.at for update in detail.updates if update.came_instead}
    return (TimelineEntry(*event) for event in successions.events if event[0] not in said)


def milestone_entries(detail):
    titles = {point.pk: point.title for point in detail.milestones}
    for move in detail.milestone_moves:
        yield move_entry(move, f"Milestone “{titles[move.point_id]}”")


def proposal_entries(proposal, past):
    """The entries of its creation and its decision."""
    proposal = past.at(proposal.at).introduce(proposal)
    about = proposal.get_about_display()
    yield TimelineEntry(
        proposal.at, proposal.by_name, f"{about} proposed", proposal.reason, proposal=proposal
    )
    if proposal.is_waiting:
        return
    decision = proposal.get_decision_display().lower()
    title, texts = f"Proposal for a different {about.lower()} {decision}", ()
    if proposal.decision == Proposal.Decision.AMENDED:
        texts = (TextChange("Agreed instead", proposal.proposed, proposal.agreed_words),)
    yield TimelineEntry(
        proposal.decided_at, proposal.decided_by_name, title, proposal.note,
        decided=proposal, texts=texts,
    )  # fmt: skip
