"""Everything that happened to one action, newest first: updates, challenges, proposals, evidence, changes of fact."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from partnership.past_records import PastRecords
from partnership.permissions import Permission, allows
from partnership.statements import Given, Statement
from plans.actions.successions import NO_SUCCESSIONS
from plans.actions.timeline_entries import (
    TimelineEntry,
    challenge_entries,
    milestone_entries,
    move_entry,
    proposal_entries,
    succession_entries,
    update_entries,
)
from plans.actions.timeline_facts import (
    LINKED,
    fact_entries,
    is_scheme_move,
    priority_lead_entries,
    with_previous,
)
from plans.leads.history import NAMED, LeadHistory
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionSuccession,
    ActionTheme,
    Challenge,
    Evidence,
    Lead,
    MeasureValue,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from plans.ratings.chart import SchemeMove

# Models of the parts of an action: a challenge to a change of any of these is also one to the action.
PARTS = (
    Lead, SuccessMeasure, MeasureValue, ReportingPoint, ActionDriver, ActionTheme, ActionPriority,
    ActionSuccession, ProgressUpdate, Evidence, TimescaleChange, Proposal,
)  # fmt: skip
RECENT = 5  # entries that are open when the page is, with the last update
FEW = 3  # entries that are not worth a fold


@dataclass(frozen=True)
class Timeline:
    entries: tuple[TimelineEntry, ...]
    challenges: tuple[Challenge, ...]  # about the action, or about one change of it
    starts_at: datetime
    moves: tuple[SchemeMove, ...] = ()  # those to another scheme of ratings

    @property
    def starts_on(self):
        return timezone.localdate(self.starts_at)

    @property
    def recent(self):
        """The newest entries, as far as the last update; all if few more would be left."""
        updates = [number for number, entry in enumerate(self.entries) if entry.update]
        shown = max(RECENT, updates[0] + 1 if updates else 0)
        return self.entries if len(self.entries) <= shown + FEW else self.entries[:shown]

    @property
    def earlier(self):
        return self.entries[len(self.recent) :]


def read_timeline(detail, user, roles, *, on, successions=NO_SUCCESSIONS):
    """The Timeline of an ActionDetail for ``user`` with ``roles`` on the day ``on``.

    A fixed number of queries, and one more for each model of which records were renamed since. Changes made
    before the plan was agreed are shown only to those who may read drafts.
    """
    action = detail.action
    drafts = allows(roles, Permission.VIEW_DRAFT_PLAN)
    challenges = tuple(_challenges(action, user, on=on))
    leads = LeadHistory(set(_owners(detail)))
    rows = list(with_previous(_ACTION_ROWS.records(action=action.pk)))
    began = min([row.history_date for row, _ in rows], default=action.plan.agreed_at)
    past = _past_records(detail, challenges, leads, [row for row, _ in rows], since=began)
    entries = [
        *update_entries(detail, past),
        *(move_entry(move, "Timescale") for move in detail.moves),
        *milestone_entries(detail),
        *chain.from_iterable(proposal_entries(proposal, past) for proposal in detail.proposals),
        *chain.from_iterable(challenge_entries(challenge, past) for challenge in challenges),
        *fact_entries(detail, rows, leads, past),
        *succession_entries(successions, detail),
    ]
    began = min(entry.at for entry in entries)
    if detail.timescale_owner != action:
        moves = detail.timescale_owner.timescale_changes.filter(at__gt=began)
        entries += [move_entry(move, "Timescale of the whole priority") for move in moves]
    if detail.shares_leads:
        entries += priority_lead_entries(action.priority, leads, past, began)
    starts_at = began if drafts else max(began, action.plan.agreed_at)
    shown = (entry for entry in entries if entry.at >= starts_at)
    moves = (SchemeMove(row.history_date, row.rating) for row, _ in rows if is_scheme_move(row))
    newest_first = tuple(sorted(shown, key=lambda entry: entry.at, reverse=True))
    return Timeline(newest_first, challenges, starts_at, tuple(moves))


def _owners(detail):
    """Those whose lead changes are described: the action, and its priority if it has that one's leads."""
    yield Action, detail.action.pk
    if detail.shares_leads:
        yield Priority, detail.action.priority_id


def _past_records(detail, challenges, leads, rows, *, since):
    """All records that the timeline names, with their names at the time. Records already loaded are reused."""
    naming = [
        (LINKED, rows),
        (NAMED, leads.rows()),
        (NAMED, detail.proposals),
        (Challenge.TO, challenges),
        (("period",), detail.updates),
    ]
    known, gone = list(detail.scheme), set()
    for names, records in naming:
        for record in records:
            for name in names:
                field = record._meta.get_field(name)
                pk = getattr(record, field.attname)
                if pk is not None and field.is_cached(record) and getattr(record, name) is not None:
                    known.append(getattr(record, name))
                elif pk is not None:
                    gone.add((field.related_model, pk))
    return PastRecords(gone, since=since, known=known)


def _challenges(action, user, *, on):
    """Those about the action, or about a change that touched it, with their responses."""
    found = [pk for (pk,) in _CHALLENGES.rows(action=action.pk)]
    if not found:
        return ()
    readable = action.partnership.challenge_set.visible_to(user, on=on).with_names()
    return readable.filter(pk__in=found).prefetch_related("responses")


def _touching():
    """The challenges about an action, or about a change that touched it or a part of it."""
    changes = Action.history.filter(id=Given("action")).order_by().values("change")
    found = Q(action=Given("action")) | Q(about_change__in=changes)
    for part in PARTS:
        changes = part.history.filter(action_id=Given("action")).order_by().values("change")
        found |= Q(about_change__in=changes)
    return Challenge.objects.filter(found).order_by().values_list("pk")


def _action_rows():
    rows = Action.history.filter(id=Given("action")).select_related(*LINKED)
    return rows.order_by("history_date", "history_id")


# Made once a process: the text of these statements is the same for every action.
_CHALLENGES = Statement(_touching)
_ACTION_ROWS = Statement(_action_rows)
