"""What readers look for in the list of changes: a few topics in plain words, and the records and fields of each."""

from dataclasses import dataclass

from django.db.models import Q

from partnership.history import altered
from partnership.models import Agency, Membership, Post, RatingDefinition, User
from plans.models import (
    Action,
    ActionSuccession,
    Challenge,
    ChallengeResponse,
    CoreActivity,
    Evidence,
    EvidenceFile,
    GroupReturn,
    Lead,
    LeadAlias,
    MeasureValue,
    Objective,
    Plan,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    ReportingPoint,
    Snapshot,
    SuccessMeasure,
    TimescaleChange,
)
from reports.changes.kinds.registry import START, TIMESCALE
from subgroups.models import Group, GroupReporting, Invitation, InvitationSeat, Seat

EVERYTHING = Q()  # every change of a record
CAME_OR_WENT = Q(history_type__in="+-")


@dataclass(frozen=True)
class Topic:
    """One choice of the filter: model → the condition on those of its history rows that belong to the topic."""

    key: str
    label: str
    rows: dict


def _of(*models):
    return dict.fromkeys(models, EVERYTHING)


TOPICS = (
    Topic(
        "progress",
        "Ratings and updates",
        {**_of(ProgressUpdate, RatingDefinition), Action: altered("rating")},
    ),
    Topic(
        "dates",
        "Dates, timescales and milestones",
        {
            **_of(TimescaleChange, ReportingPoint),
            Action: altered(*TIMESCALE, *START),
            Priority: altered(*TIMESCALE),
        },
    ),
    Topic("leads", "Leads", _of(Lead, LeadAlias)),
    Topic(
        "wording",
        "Wording",
        {
            Action: altered("title", "wording", "further_actions", "resources", "note"),
            Priority: altered("title", "heading_note", "action_heading", "note"),
            Objective: altered("title", "note"),
            SuccessMeasure: altered("wording"),
            CoreActivity: altered("heading", "wording"),
            Plan: altered("title", "introduction", "note"),
        },
    ),
    Topic("measures", "Success measures", _of(SuccessMeasure, MeasureValue)),
    Topic("evidence", "Evidence", _of(Evidence, EvidenceFile)),
    Topic(
        "actions",
        "Actions added, removed, merged or split",
        {Action: CAME_OR_WENT, **_of(ActionSuccession)},
    ),
    Topic("proposals", "Proposals and decisions", _of(Proposal)),
    Topic("challenges", "Challenges", _of(Challenge, ChallengeResponse)),
    Topic("periods", "Reporting periods and returns", _of(ReportingPeriod, GroupReturn, Snapshot)),
    Topic(
        "people",
        "People and groups",
        _of(Agency, Post, User, Membership, Invitation, InvitationSeat)
        | _of(Group, Seat, GroupReporting),
    ),
)
BY_KEY = {topic.key: topic for topic in TOPICS}
