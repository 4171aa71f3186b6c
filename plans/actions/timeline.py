"""Everything that happened to one action, newest first: updates, challenges, proposals, evidence, changes of fact."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from partnership.history import Change
from partnership.models import RatingDefinition
from partnership.past_records import PastRecords
from partnership.permissions import Permission, allows
from partnership.rating_scheme import Scheme
from partnership.statements import Given, Statement
from plans.actions.part_words import TOLD, title_of, words_of
from plans.actions.successions import NO_SUCCESSIONS
from plans.document.compare import TextChange
from plans.leads.history import NAMED, LeadHistory, leads_in_words, name_then, name_then_and_now
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionSuccession,
    ActionTheme,
    Challenge,
    ChallengeResponse,
    Evidence,
    Lead,
    MeasureValue,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from plans.models.timescale import start_text
from plans.ratings.chart import SchemeMove

# Fields of an action whose changes are on its timeline, in display order.
FACTS = (
    "title",
    "wording",
    "reference",
    "priority",
    "objective",
    "importance",
    "starts_on",
    "further_actions",
    "resources",
    "follows",
)
LINKED = ("priority", "objective", "follows")
# Models of the parts of an action: a challenge to a change of any of these is also one to the action.
PARTS = (
    Lead, SuccessMeasure, MeasureValue, ReportingPoint, ActionDriver, ActionTheme, ActionPriority,
    ActionSuccession, ProgressUpdate, Evidence, TimescaleChange, Proposal,
)  # fmt: skip
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


@dataclass(frozen=True)
class Timeline:
    entries: tuple[TimelineEntry, ...]
    challenges: tuple[Challenge, ...]  # about the action, or about one change of it
    starts_at: datetime
    moves: tuple[SchemeMove, ...] = ()  # those to another scheme of ratings

    @property
    def starts_on(self):
        return timezone.localdate(self.starts_at)


def read_timeline(detail, user, roles, *, on, successions=NO_SUCCESSIONS):
    """The Timeline of an ActionDetail for ``user`` with ``roles`` on the day ``on``.

    A fixed number of queries, and one more for each model of which records were renamed since. Changes made
    before the plan was agreed are shown only to those who may read drafts.
    """
    action = detail.action
    drafts = allows(roles, Permission.VIEW_DRAFT_PLAN)
    challenges = tuple(_challenges(action, user, on=on))
    leads = LeadHistory(set(_owners(detail)))
    rows = list(_turns(_ACTION_ROWS.records(action=action.pk)))
    began = min([row.history_date for row, _ in rows], default=action.plan.agreed_at)
    past = _past_records(detail, challenges, leads, [row for row, _ in rows], since=began)
    entries = [
        *_updates(detail, past),
        *(_moved(move, "Timescale") for move in detail.moves),
        *_moved_milestones(detail),
        *chain.from_iterable(_proposed(proposal, past) for proposal in detail.proposals),
        *chain.from_iterable(_conversation(challenge, past) for challenge in challenges),
        *_changes_of_fact(detail, rows, leads, past),
        *_went_on(successions, detail),
    ]
    began = min(entry.at for entry in entries)
    if detail.timescale_owner != action:
        moves = detail.timescale_owner.timescale_changes.filter(at__gt=began)
        entries += [_moved(move, "Timescale of the whole priority") for move in moves]
    if detail.shares_leads:
        entries += _leads_of_priority(action.priority, leads, past, began)
    starts_at = began if drafts else max(began, action.plan.agreed_at)
    shown = (entry for entry in entries if entry.at >= starts_at)
    moves = (SchemeMove(row.history_date, row.rating) for row, _ in rows if _is_scheme_move(row))
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


def _conversation(challenge, past):
    asked = str(past.at(challenge.at).introduce(challenge).to)
    raised, by = challenge.at, challenge.by_name
    yield TimelineEntry(raised, by, "Challenge raised", challenge=challenge, asked=asked)
    for said in challenge.responses.all():
        yield TimelineEntry(said.at, said.by_name, SAID[said.kind], challenge=challenge, said=said)


def _updates(detail, past):
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


def _moved(move, what):
    title = f"{what}: due date removed" if move.removes_date else f"{what} moved"
    return TimelineEntry(move.at, move.by_name, title, move.reason, move=move)


def _went_on(successions, detail):
    """What it was merged into or came from; not where the update that ended it says the same."""
    said = {update.at for update in detail.updates if update.came_instead}
    return (TimelineEntry(*event) for event in successions.events if event[0] not in said)


def _moved_milestones(detail):
    titles = {point.pk: point.title for point in detail.milestones}
    for move in detail.milestone_moves:
        yield _moved(move, f"Milestone “{titles[move.point_id]}”")


def _proposed(proposal, past):
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


class _Facts:
    """Collects the changes of an action's facts by change id, so that the changes can be read in one query."""

    def __init__(self):
        self.titles, self.texts, self.evidence = (defaultdict(list) for _ in range(3))

    def add_fact(self, pk, title, *texts):
        if title not in self.titles[pk]:
            self.titles[pk].append(title)
        self.texts[pk] += [text for text in texts if text.before != text.after]

    def entries(self):
        changes = _CHANGES.records(ids=list(self.titles)) if self.titles else ()
        for change in changes:
            pk = change.pk
            title = "; ".join(self.titles[pk])
            told = {"evidence": tuple(self.evidence[pk]), "texts": tuple(self.texts[pk])}
            yield TimelineEntry(change.at, change.by_name, title, change.reason, **told)


def _changes_of_fact(detail, rows, leads, past):
    """One TimelineEntry for each change of wording, place, leads, measures, reporting points or evidence."""
    action, facts = detail.action, _Facts()
    added = _tell_action(facts, detail, rows, past)
    owner = Action, action.pk
    for pk, at in leads.changes(owner).items():
        if pk not in added:
            facts.add_fact(
                pk, "Leads changed", _lead_change(leads.around(owner, pk), past.at(at, pk))
            )
    for model in TOLD:
        _tell_parts(facts, model, detail, added)
    return list(facts.entries())


def _tell_action(facts, detail, rows, past):
    """Describe changes of the action itself; return ids of the changes that created it, to skip their other rows."""
    action, added = detail.action, set()
    ratings = {rating.key: (RatingDefinition, rating.pk) for rating in detail.scheme}
    for row, before in rows:
        if row.history_type == "+":
            added.add(row.change_id)
            first = "" if row.wording == action.wording else row.wording
            facts.add_fact(row.change_id, ADDED, TextChange("First wording", "", first))
            continue
        then = past.at(row.history_date, row.change_id)
        altered = set(row.altered_fields()) if row.change_id not in added else set()
        if "starts_words" in altered:
            altered.add("starts_on")  # both are one text
        for name in (name for name in FACTS if name in altered):
            label = str(Action._meta.get_field(name).verbose_name).capitalize()
            old = _words(before, name, then) if before else ""
            text = TextChange(label, old, _words(row, name, then))
            facts.add_fact(row.change_id, f"{label} changed", text)
        if before and _is_scheme_move(row):
            old, new = (then.get(ratings[key]).label for key in (before.rating, row.rating))
            facts.add_fact(row.change_id, "New ratings", TextChange("Rating", old, new))
    return added


def _is_scheme_move(row):
    """Whether a history row gave the action the rating that stands for its own in another scheme."""
    names = row.altered_fields()
    return row.history_type == "~" and "rating" in names and "last_update" not in names


def _words(row, name, then):
    """The value of one of the FACTS as text, ``then`` for the record it refers to; "" for none."""
    field = Action._meta.get_field(name)
    value = getattr(row, field.attname)
    if name == "starts_on":
        return start_text(row.starts_words, value, row.starts_precision)
    if name in LINKED:
        return str(then.get((field.related_model, value)) or "")
    return str(dict(field.flatchoices).get(value, value) or "")


def _tell_parts(facts, model, detail, added):
    """Describe additions, removals and rewordings of one kind of part, except what was added with an update."""
    evidence = {item.pk: item for item in detail.evidence}
    with_update = {value.pk for value in detail.values if value.update_id}
    for row, before in _turns(_PART_ROWS[model].records(action=detail.action.pk)):
        pk = row.change_id
        title, what = title_of(model, row)
        if model is MeasureValue and row.history_type == "+":
            if row.id not in with_update:
                facts.add_fact(
                    pk,
                    "Value recorded",
                    TextChange(what, "", words_of(model, row, is_whole=True)),
                )
            continue
        if row.history_type == "+" and model is Evidence:
            if row.update_id is None and row.id in evidence:
                facts.add_fact(pk, "Evidence added")
                facts.evidence[pk].append(evidence[row.id])
            elif row.update_id is None:
                facts.add_fact(pk, "Evidence added", TextChange(what, "", row.text))
        elif pk not in added and row.altered != " first_wording ":
            is_whole = row.history_type != "~"  # it was added or removed
            old = words_of(model, before, is_whole=is_whole) if before else ""
            new = words_of(model, row, is_whole=is_whole) if row.history_type != "-" else ""
            if old != new:
                facts.add_fact(pk, title, TextChange(what, old, new))


def _turns(rows):
    """(history row, the previous row of the same record or None), of rows in order of creation."""
    last = {}
    for row in rows:
        yield row, last.get(row.id)
        last[row.id] = row


def _lead_change(around, then):
    before, after = around
    return TextChange(
        "Who leads",
        leads_in_words(before, lambda lead: name_then(lead, then)),
        leads_in_words(after, lambda lead: name_then_and_now(lead, then)),
    )


def _leads_of_priority(priority, leads, past, began):
    owner, facts = (Priority, priority.pk), _Facts()
    for pk, at in leads.changes(owner).items():
        led = _lead_change(leads.around(owner, pk), past.at(at, pk))
        facts.add_fact(pk, "Leads of the whole priority changed", led)
    return [entry for entry in facts.entries() if entry.at > began]


# Made once a process: the text of these statements is the same for every action.


def _touching():
    """The challenges about an action, or about a change that touched it or a part of it."""
    changes = Action.history.filter(id=Given("action")).order_by().values("change")
    found = Q(action=Given("action")) | Q(about_change__in=changes)
    for part in PARTS:
        changes = part.history.filter(action_id=Given("action")).order_by().values("change")
        found |= Q(about_change__in=changes)
    return Challenge.objects.filter(found).order_by().values_list("pk")


def _part_rows(model):
    def make():
        rows = model.history.filter(action_id=Given("action"))
        rows = rows.select_related("measure") if model is MeasureValue else rows
        return rows.order_by("history_date", "history_id")

    return Statement(make)


def _action_rows():
    rows = Action.history.filter(id=Given("action")).select_related(*LINKED)
    return rows.order_by("history_date", "history_id")


_CHALLENGES = Statement(_touching)
_ACTION_ROWS = Statement(_action_rows)
_PART_ROWS = {model: _part_rows(model) for model in TOLD}
_CHANGES = Statement(lambda: Change.objects.filter(pk__among=Given("ids")).order_by())
