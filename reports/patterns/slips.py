"""Dates of a plan that slipped, and who led then: counted in history, so that removing an action hides none."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from partnership.history import tracked
from plans.leads.history import LeadHistory, owner_of
from plans.leads.rules import has_own_leads
from plans.models import Action, Priority, TimescaleChange
from plans.models.timescale import date_words, is_slip
from reports.patterns.leaders import Leader


@dataclass(frozen=True, slots=True)
class Slip:
    """A date moved to a later one or given up, and who led then."""

    owner: tuple[type, int]  # (Action or Priority, id)
    of: str  # the action's reference and title, or the priority's heading
    action: int | None  # its id, while it exists
    was: str
    became: str
    reason: str
    agreed_where: str
    by_name: str
    at: datetime
    time: int  # 3 for the third slip of the same thing
    leaders: tuple[Leader, ...]


def read_slips(plan, document, leaders):
    """Every slip of the plan, of what was removed since too: from history, which forgets nothing."""
    moves = tracked()[TimescaleChange].objects.filter(plan_id=plan.pk, history_type="+")
    moves = [move for move in moves.order_by("at", "id") if is_slip(move)]
    named = _names(plan, document)
    owners = [owner_of(move) for move in moves]
    cells = _cells(moves)
    shared = {(Priority, priority) for priority, _ in cells.values() if priority}
    led = LeadHistory({*owners, *shared})
    times, slips = Counter(), []
    for move, owner in zip(moves, owners, strict=True):
        times[owner] += 1
        name = named[owner]
        leads = led.before(owner, move.at)
        priority, words = cells.get(move.id, (None, ""))
        if priority and not has_own_leads(leads, words):
            leads = led.before((Priority, priority), move.at)
        slips.append(
            Slip(
                owner=owner,
                of=name.words,
                action=name.page,
                was=move.from_words or date_words(move.from_due_on),
                became=move.to_words or date_words(move.to_due_on),
                reason=move.reason,
                agreed_where=move.agreed_where,
                by_name=move.by_name,
                at=move.at,
                time=times[owner],
                leaders=leaders.of_leads(leads),
            )
        )
    return tuple(reversed(slips))


def _cells(moves):
    """Id of each move of an action → its priority's id and its leads as written, both just before it. One query."""
    pks = {move.action_id for move in moves if move.action_id}
    stood = tracked()[Action].objects.filter(id__in=pks).order_by("history_date", "history_id")
    rows = defaultdict(list)
    for row in stood.values("id", "history_date", "priority_id", "leads_words"):
        rows[row["id"]].append(row)
    found = {}
    for move in moves:
        before = [row for row in rows[move.action_id] if row["history_date"] < move.at]
        if before:
            found[move.id] = before[-1]["priority_id"], before[-1]["leads_words"]
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """What something of the plan is called, and the id of its own page."""

    words: str = "Something that has been removed"
    page: int | None = None


def _names(plan, document):
    """(model, id) → _Name, of every action and priority the plan has or had. Two queries."""
    gone, names = {"history_type": "-", "plan_id": plan.pk}, defaultdict(_Name)
    for row in tracked()[Priority].objects.filter(**gone):
        names[Priority, row.id] = _Name(Priority.heading_of(row.kind, row.number))
    for row in tracked()[Action].objects.filter(**gone):
        names[Action, row.id] = _Name(f"{row.reference} {row.title}")
    for section in document.sections:
        if section.priority:
            names[Priority, section.priority.pk] = _Name(section.priority.heading)
        for action in section.actions:
            words = f"{action.reference} {action.title}"
            names[Action, action.pk] = _Name(words, action.pk)
    return names
