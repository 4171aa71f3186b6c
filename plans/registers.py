"""What was reported, shown and asked about a plan until a moment: its updates, its evidence and its challenges.

Read from history, so that it is the same for now and for a day last year, with the names of then. A fixed number of
queries. Redacted words are missing here as everywhere.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from partnership.models import Agency, Post, User
from plans.document.as_at import rows_at
from plans.models import (
    Action,
    Challenge,
    ChallengeResponse,
    Evidence,
    EvidenceFile,
    ProgressUpdate,
    ReportingPeriod,
)
from plans.timescales.rules import is_overdue
from subgroups.models import Group

UPDATE = (
    *("action_id", "at", "by_name", "is_imported", "rating", "rating_kind", "direction"),
    *("comment", "next_steps", "came_instead", "no_change", "reason", "corrected_at"),
    *("period_id", "timing"),
)
EVIDENCE = ("action_id", "measure_id", "question", "source", "found_on", "text", "link")
CHALLENGE = (
    *("about", "about_words", "action_id", "question", "by_name", "at", "due_on", "state"),
    *(f"{name}_id" for name in Challenge.TO),
)
RESPONSE = ("challenge_id", "kind", "words", "at", "by_name", "in_place_of")
# Who may be asked, beside people: the field of a challenge, the kind of record, and what it is called by.
ASKED = (("to_group", Group, "name"), ("to_post", Post, "title"), ("to_agency", Agency, "name"))


@dataclass(frozen=True, slots=True)
class UpdateRow:
    pk: int
    action_pk: int
    at: datetime
    by_name: str
    rating: str  # its key
    rating_kind: str
    direction: str
    comment: str
    next_steps: str
    came_instead: str
    is_no_change: bool
    reason: str
    corrected_at: datetime | None
    is_imported: bool
    period: str
    timing: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    pk: int
    action_pk: int
    measure_pk: int | None
    question: str
    source: str
    found_on: date
    text: str
    link: str
    file: str


@dataclass(frozen=True, slots=True)
class ResponseRow:
    pk: int
    challenge_pk: int
    at: datetime
    by_name: str
    in_place_of: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    pk: int
    about: str
    about_words: str
    action_pk: int | None
    to: str
    question: str
    by_name: str
    at: datetime
    due_on: date
    state: str
    is_overdue: bool
    responses: tuple[ResponseRow, ...]


@dataclass(frozen=True, slots=True)
class Registers:
    updates: tuple[UpdateRow, ...] = ()  # of each action in turn, oldest first
    evidence: tuple[EvidenceRow, ...] = ()
    challenges: tuple[ChallengeRow, ...] = ()

    def of_actions(self, pks):
        """Those about actions with these ids alone."""
        rows = (self.updates, self.evidence, self.challenges)
        return Registers(*(tuple(row for row in kind if row.action_pk in pks) for kind in rows))


def read_registers(plan, *, at, on, challenges):
    """The Registers of a plan as at the moment ``at``, a moment of the day ``on``.

    ``challenges`` are ids of those that the reader may read.
    """
    which = {"at": at, "plan_id": plan.pk}
    periods = {row.pk: row.name for row in rows_at(ReportingPeriod, columns=("name",), **which)}
    order = {row.pk: row.position for row in rows_at(Action, columns=("position",), **which)}
    return Registers(
        updates=tuple(_updates(which, periods, order)),
        evidence=tuple(_evidence(which, order)),
        challenges=tuple(_challenges(plan, at, on, challenges)),
    )


def _updates(which, periods, order):
    rows = rows_at(ProgressUpdate, columns=UPDATE, **which)
    rows = [row for row in rows if row.action_id in order]
    for row in sorted(rows, key=lambda u: (order[u.action_id], u.action_id, u.at, u.pk)):
        yield UpdateRow(
            pk=row.pk, action_pk=row.action_id, at=row.at, by_name=row.by_name, rating=row.rating,
            rating_kind=row.rating_kind, direction=row.direction, comment=row.comment,
            next_steps=row.next_steps, came_instead=row.came_instead, is_no_change=row.no_change,
            reason=row.reason, corrected_at=row.corrected_at, is_imported=row.is_imported,
            period=periods.get(row.period_id, ""), timing=row.timing,
        )  # fmt: skip


def _evidence(which, order):
    files = rows_at(EvidenceFile, columns=("evidence_id", "name"), **which)
    names = {row.evidence_id: row.name for row in files}
    rows = [r for r in rows_at(Evidence, columns=EVIDENCE, **which) if r.action_id in order]
    for row in sorted(rows, key=lambda e: (order[e.action_id], e.action_id, e.found_on, e.pk)):
        yield EvidenceRow(
            pk=row.pk, action_pk=row.action_id, measure_pk=row.measure_id, question=row.question,
            source=row.source, found_on=row.found_on, text=row.text, link=row.link,
            file=names.get(row.pk, ""),
        )  # fmt: skip


def _challenges(plan, at, on, readable):
    # Those of another kind of record with the same id are not among the readable ones.
    which = {"at": at, "home_id": plan.pk}
    rows = [row for row in rows_at(Challenge, columns=CHALLENGE, **which) if row.pk in readable]
    if not rows:
        return
    responses = defaultdict(list)
    for row in rows_at(ChallengeResponse, columns=RESPONSE, **which):
        responses[row.challenge_id].append(_response(row))
    names = _names_of_asked(rows, plan.partnership_id, at)
    for row in rows:
        said = sorted(responses[row.pk], key=lambda response: (response.at, response.pk))
        yield ChallengeRow(
            pk=row.pk, about=row.about, about_words=row.about_words, action_pk=row.action_id,
            to=_asked(row, names), question=row.question, by_name=row.by_name, at=row.at,
            due_on=row.due_on, state=row.state, responses=tuple(said),
            is_overdue=is_overdue(row.due_on, is_open=row.state == Challenge.State.OPEN, on=on),
        )  # fmt: skip


def _names_of_asked(rows, partnership, at):
    """(field of a challenge, id) → the name at the moment ``at`` of whom it asks."""
    names = {}
    for field, model, name in ASKED:
        for row in rows_at(model, at=at, columns=(name,), partnership_id=partnership):
            names[field, row.pk] = getattr(row, name)
    people = {row.to_person_id for row in rows} - {None}
    for row in rows_at(User, at=at, columns=("name",), id__in=people) if people else ():
        names["to_person", row.pk] = row.name
    return names


def _asked(row, names):
    found = ((name, getattr(row, f"{name}_id")) for name in Challenge.TO)
    return next(names.get(who, "") for who in found if who[1])


def _response(row):
    return ResponseRow(
        pk=row.pk, challenge_pk=row.challenge_id, at=row.at, by_name=row.by_name,
        in_place_of=row.in_place_of, kind=row.kind, words=row.words,
    )  # fmt: skip
