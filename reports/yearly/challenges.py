"""The challenges of a yearly report's period: questions and answers until its last day, and the difference made."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateTimeField, Q, prefetch_related_objects
from django.utils import timezone

from partnership.past_records import PastRecords
from partnership.statements import Given, Statement
from plans.models import Challenge, ChallengeResponse
from plans.models.challenge import state_after
from plans.timescales.rules import is_overdue

Kind, State = ChallengeResponse.Kind, Challenge.State


@dataclass(frozen=True, slots=True)
class Turn:
    """The printed fields of one response."""

    kind: str
    words: str
    by_name: str
    in_place_of: str
    on: date

    @property
    def label(self):
        return "Difference made" if self.kind == Kind.CLOSED else Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class ReportedChallenge:
    about: str
    about_words: str
    to: str
    question: str
    by_name: str
    asked_on: date
    due_on: date | None  # None if it was asked again only after the period
    state: str
    turns: tuple[Turn, ...]
    is_overdue: bool

    @property
    def state_label(self):
        return State(self.state).label


@dataclass(frozen=True, slots=True)
class ReportedChallenges:
    """All that were open at some time in the period, in the order in which they were asked."""

    challenges: tuple[ReportedChallenge, ...]

    def number(self, *states):
        return sum(challenge.state in states for challenge in self.challenges)

    @property
    def overdue(self):
        return sum(challenge.is_overdue for challenge in self.challenges)


def read_reported(partnership, plan, *, begin, end, last_day):
    """The ReportedChallenges from the moment ``begin`` until before ``end``, of a partnership and one of its plans.

    Those about another plan, or about a draft, are left out. Those asked have their names at the time. Three
    queries, and up to three more if some were renamed since.
    """
    found = _REPORTED.records(partnership=partnership.pk, plan=plan.pk, begin=begin, end=end)
    prefetch_related_objects(found, "responses")
    since = min((one.at for one in found), default=end)
    past = PastRecords((), since=since, known=[one.to for one in found])
    asked = (past.at(one.at).introduce(one).to for one in found)
    return ReportedChallenges(
        tuple(_reported(*pair, end, last_day) for pair in zip(found, asked, strict=True))
    )


def _ask():
    begin, end = Given("begin", DateTimeField()), Given("end", DateTimeField())
    asked = Challenge.objects.filter(partnership=Given("partnership")).public().with_names()
    ours = Q(home_kind="plan", home_id=Given("plan")) | ~Q(home_kind="plan")
    found = asked.filter(ours, at__lt=end).exclude(state=State.CLOSED, said_at__lt=begin)
    return found.order_by("at", "pk")


_REPORTED = Statement(_ask)


def _reported(challenge, asked, end, last_day):
    every = challenge.responses.all()
    said = [one for one in every if one.at < end]
    state, due_on = state_after(said), _due_on(challenge, every, said)
    return ReportedChallenge(
        about=challenge.get_about_display(),
        about_words=challenge.about_words,
        to=str(asked),  # by the name at the time
        question=challenge.question,
        by_name=challenge.by_name,
        asked_on=timezone.localdate(challenge.at),
        due_on=due_on,
        state=state,
        turns=tuple(
            Turn(one.kind, one.words, one.by_name, one.in_place_of, timezone.localdate(one.at))
            for one in said
        ),
        is_overdue=is_overdue(due_on, is_open=state == State.OPEN, on=last_day),
    )


def _due_on(challenge, every, said):
    """The due date of the last question in ``said``; asking again later may have moved it."""
    again = [one.due_on for one in said if one.kind == Kind.ASKED_AGAIN]
    if again:
        return again[-1]
    moved = any(one.kind == Kind.ASKED_AGAIN for one in every)
    return None if moved else challenge.due_on
