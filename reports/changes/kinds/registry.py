"""The rules for describing each model: its noun, its parent, and the phrases for adding and removing it.

A model without a rule is described by its verbose names, so that a new model is never missing.
"""

from dataclasses import dataclass, field

from django.db.models import ForeignKey

from partnership.models import (
    Agency,
    HouseStyle,
    Membership,
    Partnership,
    PartnershipRecord,
    Post,
    RatingDefinition,
    Redaction,
    User,
)
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionSuccession,
    ActionTheme,
    Challenge,
    ChallengeResponse,
    Column,
    CoreActivity,
    Driver,
    Evidence,
    EvidenceFile,
    FeedToken,
    GroupReturn,
    Lead,
    LeadAlias,
    MeasureValue,
    Objective,
    Plan,
    PlanRecord,
    Priority,
    PriorityObjective,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    ReportingPoint,
    Snapshot,
    SuccessMeasure,
    Theme,
    TimescaleChange,
)
from reports.models import AnnualReport, Section
from subgroups.models import Group, GroupReporting, Invitation, InvitationSeat, Seat

# Internal fields, described only if a change did nothing else.
MACHINE = frozenset(
    {"version", "position", "submission", "rated_at", "previous_rating", "last_update"}
    | {"first_wording", "first_timescale", "first_due_on"}
    | {"rating_kind", "direction", "key", "severity", "added_at", "replaced_by"}
)
# Phrases for fields whose verbose name does not fit in a sentence.
LABELS = {
    "further_actions": "further actions",
    "also_known_as": "other spellings",
    "title": "title",
    "unit": "unit",
}
MOVED = ("timescale_words", "timescale_kind", "due_on", "due_precision")
TIMESCALE = (*MOVED, "rhythm", "needs_check")
START = ("starts_words", "starts_on", "starts_precision")


@dataclass(frozen=True)
class Kind:
    noun: str
    nouns: str = (
        ""  # the plural when counted as parts added or removed with a parent; "" is not counted
    )
    part_of: tuple[
        str, ...
    ] = ()  # foreign keys; the first that is set is what the sentence is about
    is_named: bool = True  # whether its name is understood alone; else “theme ‘Neglect’”
    content: str = ""  # the field with its main text
    refers: tuple[str, ...] = ()  # foreign keys that are part of its name
    about: tuple[
        str, ...
    ] = ()  # foreign keys to other records under which readers look for its changes
    hides: frozenset = MACHINE
    added: str = "Added {noun}"
    removed: str = "Removed {noun}"
    joins: str = "{noun} added: {name}"  # in a sentence about its parent
    leaves: str = "{noun} removed: {name}"
    phrases: dict = field(
        default_factory=dict
    )  # field → phrase for its change, if the verbose name does not fit


AGREED = MACHINE | {"agreed_at", "agreed_by", "agreed_where"}
# Described in words of their own.
MEASURED = MACHINE | {
    *("baseline", "baseline_on", "baseline_precision", "target", "target_on", "target_precision")
}

KINDS = {
    Plan: Kind(
        "plan", "plans", added="New plan", removed="Removed the plan", hides=AGREED,
        phrases={"owner": "now owned by {}"},
    ),
    Priority: Kind("priority", "priorities", added="Added", removed="Removed"),
    Objective: Kind("objective", "objectives", added="Added", removed="Removed"),
    Action: Kind("action", "actions", content="wording", phrases={"follows": "now follows on from {}"}),
    SuccessMeasure: Kind(
        "measure", "measures", part_of=("action", "priority", "objective"), content="wording", hides=MEASURED,
    ),
    MeasureValue: Kind(
        "value", "values", part_of=("action", "priority", "objective"), refers=("measure",),
        hides=MACHINE | {"evidence", "update"},
    ),
    Evidence: Kind(
        "evidence", "pieces of evidence", part_of=("action",), is_named=False, content="text"
    ),
    # Described with the evidence it was added with; by itself only if it is redacted.
    EvidenceFile: Kind(
        "file", "files", part_of=("evidence",), is_named=False, hides=MACHINE | {"name", "redacted_by"},
        phrases={"redacted_at": "redacted, with its name, on {}"},
    ),
    ProgressUpdate: Kind("update", "updates", part_of=("action",), content="comment", hides=MACHINE | {"corrected_at"}),
    TimescaleChange: Kind("change of date", part_of=("action", "priority")),
    Proposal: Kind(
        "proposal", "proposals", part_of=("action",), refers=Lead.NAMED
    ),
    Challenge: Kind(
        "challenge about", "challenges", is_named=False, content="question", added="New {noun}",
        refers=Challenge.TO, about=("action", "priority", "plan", "group"),
        hides=MACHINE | {"state", "said_at", "due_on", "action", "priority", "plan", "group", "about_change"},
    ),
    ChallengeResponse: Kind("response", "responses", part_of=("challenge",), content="words"),
    ReportingPoint: Kind(
        "reporting point", "reporting points and milestones", part_of=("action",),
        hides=MACHINE | {"marked_at", "marked_by", "received_on"},
        phrases={"outcome": "marked as {}"},
    ),
    LeadAlias: Kind(
        "name", "names in plans", is_named=False, refers=Lead.NAMED, hides=MACHINE | {"key"}
    ),
    FeedToken: Kind(
        "data feed token", is_named=False, added="New {noun}",
        hides=MACHINE | {"tables", "created_at", "created_by", "renewed_at", "renewed_by", "revoked_by"},
        phrases={"expires_on": "renewed until {}", "revoked_at": "revoked on {}"},
    ),
    Lead: Kind("lead", part_of=("action", "priority"), refers=Lead.NAMED),
    ActionDriver: Kind("driver", part_of=("action",), refers=("driver",)),
    ActionTheme: Kind("theme", part_of=("action",), refers=("theme",)),
    ActionPriority: Kind(
        "other priority", part_of=("action",), refers=("priority",),
        joins="now also under {name}", leaves="no longer also under {name}",
    ),
    # Described in words of its own.
    ActionSuccession: Kind(
        "what became of it", part_of=("action",), refers=("successor",), hides=MACHINE | {"at", "by", "by_name"},
    ),
    PriorityObjective: Kind(
        "place", part_of=("objective",), refers=("priority",),
        joins="now under {name}", leaves="no longer under {name}",
    ),
    Theme: Kind("theme", is_named=False),
    Driver: Kind("driver", is_named=False),
    CoreActivity: Kind("core activity", is_named=False),
    Column: Kind(
        "column", is_named=False,
        phrases={"shows": "now shows {}", "period": "now of {}", "as_at": "now as at {}"},
    ),
    ReportingPeriod: Kind(
        "reporting period", "reporting periods", is_named=False, added="Opened the {noun}",
        hides=MACHINE | {"opened_at", "opened_by", "frozen_at", "frozen_by"},
        phrases={
            "leads_by": "leads now update by {}", "chairs_by": "chairs now submit by {}",
            "freezes_on": "now freezes on {}",
        },
    ),
    GroupReturn: Kind(
        "return", "returns", part_of=("period",),
        refers=Lead.NAMED,
    ),
    Snapshot: Kind("snapshot", part_of=("period", "plan"), joins="snapshot saved"),
    Group: Kind(
        "group", "groups", added="New group",
        phrases={"chair_agency": "now chaired by {}", "ends_on": "now ends on {}"},
    ),
    Seat: Kind(
        "seat", "seats", part_of=("group",), refers=("holder", "agency"),
        phrases={
            "holder": "now held by {}", "until": "held until {}", "agency": "now for {}",
            "ended_at": "ended on {}",
        },
    ),
    GroupReporting: Kind(
        "reporting line", part_of=("group",), refers=("reports_to",),
        joins="now reports to {name}", leaves="no longer reports to {name}",
    ),
    Membership: Kind(
        "member", "members", refers=("user", "agency"), added="", removed="Removed the membership of",
        phrases={
            "role": "role now {}", "agency": "now represents {}", "until": "member until {}",
            "ended_at": "membership ended on {}",
        },
    ),
    Invitation: Kind(
        "invitation of", "invitations", refers=("agency",), added="", removed="Removed the invitation of",
        hides=MACHINE | {"sent_by", "accepted_by", "withdrawn_by"},
        phrases={
            "sent_at": "invitation sent again on {}", "accepted_at": "accepted the invitation on {}",
            "withdrawn_at": "invitation withdrawn on {}",
        },
    ),
    InvitationSeat: Kind("seat offered", part_of=("invitation",), refers=("group",)),
    User: Kind("account of", "accounts", added="New account for", removed="Removed the account of"),
    Agency: Kind("agency", "agencies", phrases={"succeeded_by": "replaced by {}", "succeeded_on": "replaced on {}"}),
    Post: Kind("post", "posts", phrases={"holder": "now held by {}", "holder_since": "held or vacant since {}"}),
    Partnership: Kind("partnership", added="Set up the partnership"),
    HouseStyle: Kind("house style", hides=MACHINE | {"logo_width", "logo_height", "logo_sha256"}),
    Redaction: Kind("redaction", "redactions", added="Redacted", hides=MACHINE | {"by"}),
    RatingDefinition: Kind(
        "rating", is_named=False, phrases={"retired_at": "left the scheme on {}"}
    ),
    AnnualReport: Kind("yearly report", "yearly reports", added="Started"),
    Section: Kind("section", "sections", part_of=("report",), refers=("asked",), content="text"),
}  # fmt: skip


def kind_of(model):
    """The rule for a tracked model; made from its verbose names if the registry has none."""
    if model in KINDS:
        return KINDS[model]
    return Kind(
        str(model._meta.verbose_name),
        str(model._meta.verbose_name_plural),
        part_of=getattr(model, "PART_OF", ()),
        refers=tuple(foreign_keys(model)),
        is_named=False,
    )


def foreign_keys(model):
    return [f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]


def subject_key(record):
    """(model, pk) of what a sentence about ``record`` is about: its parent, or itself."""
    for name in kind_of(type(record)).part_of:
        fk = record._meta.get_field(name)
        if (pk := getattr(record, fk.attname)) is not None:
            return fk.related_model, pk
    return type(record), record.pk


def ancestors(record, *, went):
    """(model, pk) of everything that ``record`` was added with; with ``went``, or removed with: both ends of a link."""
    kind = kind_of(type(record))
    names = [*kind.part_of, *(kind.refers if went else ())]
    if isinstance(record, PlanRecord):
        names.append("plan")
    if isinstance(record, PartnershipRecord):
        names.append("partnership")
    fields = [record._meta.get_field(name) for name in names]
    return [
        (f.related_model, getattr(record, f.attname)) for f in fields if getattr(record, f.attname)
    ]
