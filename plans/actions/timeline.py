"""All that happened to one action, newest first: what was said, asked, proposed and shown, and every change of fact."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from partnership.history import Change, rebuild
from partnership.permissions import Permission, allows
from plans.document.compare import Reworded
from plans.leads.history import NAMED, LeadHistory, leads_in_words
from plans.models import (
    Action,
    ActionDriver,
    ActionTheme,
    Challenge,
    ChallengeResponse,
    Evidence,
    Lead,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)

# Fields of an action whose change belongs on its timeline, in the order they are told.
FACTS = (
    "title",
    "wording",
    "reference",
    "priority",
    "objective",
    "importance",
    "further_actions",
    "follows",
)
LINKED = ("priority", "objective", "follows")
# What is part of an action: a challenge to a change of any of these is one to the action as well.
PARTS = (
    Lead, SuccessMeasure, ReportingPoint, ActionDriver, ActionTheme,
    ProgressUpdate, Evidence, TimescaleChange, Proposal,
)  # fmt: skip
# Parts of an action of which each change is told → (title, what one is, the field with its words).
TOLD = {
    SuccessMeasure: ("Success measures changed", "Measure", "wording"),
    ReportingPoint: ("Reporting points changed", "Reporting point", ""),
    Evidence: ("Evidence changed", "Evidence", "text"),
}
ADDED = "Added to the plan"
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
    move: TimescaleChange | None = None
    evidence: tuple[Evidence, ...] = ()
    proposal: Proposal | None = None  # made now
    decided: Proposal | None = None
    challenge: Challenge | None = None
    said: ChallengeResponse | None = None  # in the challenge; None: it was raised
    texts: tuple[Reworded, ...] = ()


@dataclass(frozen=True)
class Timeline:
    entries: tuple[TimelineEntry, ...]
    challenges: tuple[Challenge, ...]  # to the action, or to one change of it
    starts_at: datetime

    @property
    def starts_on(self):
        return timezone.localdate(self.starts_at)


def read_timeline(detail, user, roles, *, on):
    """The Timeline of an ActionDetail as ``user``, by ``roles``, may read it on the day ``on``.

    A fixed number of queries. What was drafted before the plan was agreed stays with those who read drafts.
    """
    action = detail.action
    drafts = allows(roles, Permission.VIEW_DRAFT_PLAN)
    challenges = tuple(_challenges(action, user, on=on))
    entries = [
        *_updates(detail),
        *(_moved(move, "Timescale moved") for move in detail.moves),
        *chain.from_iterable(_proposed(proposal) for proposal in detail.proposals),
        *chain.from_iterable(_conversation(challenge) for challenge in challenges),
        *_changes_of_fact(action, {item.pk: item for item in detail.evidence}),
    ]
    began = min(entry.at for entry in entries)
    if detail.timescale_owner != action:
        moves = detail.timescale_owner.timescale_changes.filter(at__gt=began)
        entries += [_moved(move, "Timescale of the whole priority moved") for move in moves]
    if detail.shares_leads:
        entries += _leads_of_priority(action.priority, began)
    starts_at = began if drafts else max(began, action.plan.agreed_at)
    shown = (entry for entry in entries if entry.at >= starts_at)
    return Timeline(tuple(sorted(shown, key=lambda e: e.at, reverse=True)), challenges, starts_at)


def _challenges(action, user, *, on):
    """Those about the action, or about a change that touched it; with what was said in them."""
    touched = Q(about_change__in=action.history.order_by().values("change"))
    for part in PARTS:
        changes = part.history.filter(action_id=action.pk).order_by().values("change")
        touched |= Q(about_change__in=changes)
    readable = action.partnership.challenge_set.visible_to(user, on=on).with_names()
    found = readable.filter(Q(action=action) | touched)
    return found.prefetch_related("responses")


def _conversation(challenge):
    yield TimelineEntry(challenge.at, challenge.by_name, "Challenge raised", challenge=challenge)
    for said in challenge.responses.all():
        yield TimelineEntry(said.at, said.by_name, SAID[said.kind], challenge=challenge, said=said)


def _updates(detail):
    brought = defaultdict(list)
    for item in detail.evidence:
        brought[item.update_id].append(item)
    for update in detail.updates:
        title = "No change" if update.no_change else "Update"
        evidence = tuple(brought[update.pk])
        yield TimelineEntry(update.at, update.by_name, title, update=update, evidence=evidence)


def _moved(move, title):
    return TimelineEntry(move.at, move.by_name, title, move.reason, move=move)


def _proposed(proposal):
    """That it was made, and that it was decided."""
    about = proposal.get_about_display()
    yield TimelineEntry(
        proposal.at, proposal.by_name, f"{about} proposed", proposal.reason, proposal=proposal
    )
    if proposal.is_waiting:
        return
    decision = proposal.get_decision_display().lower()
    title, texts = f"Proposal of another {about.lower()} {decision}", ()
    if proposal.decision == Proposal.Decision.AMENDED:
        texts = (Reworded("Agreed instead", proposal.proposed, proposal.agreed_words),)
    yield TimelineEntry(
        proposal.decided_at, proposal.decided_by_name, title, proposal.note,
        decided=proposal, texts=texts,
    )  # fmt: skip


class _Facts:
    """What each change did to an action's facts, gathered until the changes are read, all at once."""

    def __init__(self):
        self.titles, self.texts, self.evidence = (defaultdict(list) for _ in range(3))

    def tell(self, pk, title, *texts):
        if title not in self.titles[pk]:
            self.titles[pk].append(title)
        self.texts[pk] += [text for text in texts if text.before != text.after]

    def entries(self):
        changes = Change.objects.in_bulk(self.titles)
        for pk, change in changes.items():
            title = "; ".join(self.titles[pk])
            told = {"evidence": tuple(self.evidence[pk]), "texts": tuple(self.texts[pk])}
            yield TimelineEntry(change.at, change.by_name, title, change.reason, **told)


def _changes_of_fact(action, evidence):
    """One TimelineEntry a change that touched wording, place, leads, measures, reporting points or evidence."""
    facts = _Facts()
    added = _tell_action(facts, action)
    leads = LeadHistory({(Action, action.pk)})
    for pk in leads.changes() - added:
        facts.tell(pk, "Leads changed", _led(leads, (Action, action.pk), pk))
    for model in TOLD:
        _tell_parts(facts, model, action, added, evidence)
    return list(facts.entries())


def _tell_action(facts, action):
    """Ids of the changes by which it came into the plan, whose other rows need no telling."""
    added = set()
    for row, before in _turns(action.history.select_related(*LINKED)):
        if row.history_type == "+":
            added.add(row.change_id)
            first = "" if row.wording == action.wording else row.wording
            facts.tell(row.change_id, ADDED, Reworded("First wording", "", first))
            continue
        altered = set(row.altered_fields()) if row.change_id not in added else ()
        for name in (name for name in FACTS if name in altered):
            label = str(Action._meta.get_field(name).verbose_name).capitalize()
            text = Reworded(label, _words(before, name) if before else "", _words(row, name))
            facts.tell(row.change_id, f"{label} changed", text)
    return added


def _words(row, name):
    """The value of one of the FACTS in words; "" for none, and for a record that is gone."""
    value = getattr(row, name)
    choices = dict(Action._meta.get_field(name).flatchoices)
    return str(choices.get(value, value) or "")


def _tell_parts(facts, model, action, added, evidence):
    """Each coming, going and rewording of one kind of part. Evidence that came with an update is told there."""
    title, what, words = TOLD[model]
    for row, before in _turns(model.history.filter(action_id=action.pk)):
        pk = row.change_id
        if row.history_type == "+" and model is Evidence:
            if row.update_id is None and row.id in evidence:
                facts.tell(pk, "Evidence added")
                facts.evidence[pk].append(evidence[row.id])
            elif row.update_id is None:
                facts.tell(pk, "Evidence added", Reworded(what, "", row.text))
        elif pk not in added and row.altered != " first_wording ":
            old = _part(model, before, words) if before else ""
            new = _part(model, row, words) if row.history_type != "-" else ""
            if old != new:
                facts.tell(pk, title, Reworded(what, old, new))


def _part(model, row, words):
    if words:
        return getattr(row, words)
    point = rebuild(model, row)
    return f"{point}: {point.get_outcome_display().lower()}" if point.outcome else str(point)


def _turns(rows):
    """(history row, the one before of the same record or None), in the order they were written."""
    last = {}
    for row in rows.order_by("history_date", "history_id"):
        yield row, last.get(row.id)
        last[row.id] = row


def _led(leads, owner, pk):
    before, after = (leads_in_words(_known(found)) for found in leads.around(owner, pk))
    return Reworded("Who leads", before, after)


def _known(leads):
    """The leads, those whose group, post or agency is gone with words in its place."""
    for lead in leads:
        for name in NAMED:
            field = Lead._meta.get_field(name)
            if getattr(lead, field.attname) and not field.is_cached(lead):
                lead.words = f"{field.verbose_name} that is gone"
                setattr(lead, name, None)
    return leads


def _leads_of_priority(priority, began):
    owner = Priority, priority.pk
    leads, facts = LeadHistory({owner}), _Facts()
    for pk in leads.changes():
        facts.tell(pk, "Leads of the whole priority changed", _led(leads, owner, pk))
    return [entry for entry in facts.entries() if entry.at > began]
