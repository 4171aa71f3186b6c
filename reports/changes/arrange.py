"""Arranges summaries of changes: by day, by action, or by the next freeze."""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from partnership.past_records import PastRecords
from plans.models import Action, Priority
from plans.models.timescale import date_words
from reports.changes.feed import changes_by_action

DAY, ACTION, FREEZE = "day", "action", "freeze"
ARRANGEMENTS = {DAY: "Day", ACTION: "Action", FREEZE: "Reporting period"}
NO_ACTION = "Not about one action"
NO_FREEZE = "Before the first freeze"


@dataclass(frozen=True)
class FeedPart:
    """The summaries under one heading, newest first."""

    title: str
    summaries: tuple
    note: str = ""  # text beside the heading
    url: str = ""  # of the record in the heading
    day: date | None = None  # the day of all summaries, if it is the same
    action: int | None = None  # id of the action that all summaries are about
    others: int = 0  # how many more changes of the action match the filter

    @property
    def is_quiet(self):
        return any(summary.is_quiet for summary in self.summaries)


def arrange(summaries, by, *, listed, usual_plan=None):
    """The FeedParts of ``summaries`` (of a ChangeList, newest first). By action: two to four queries; by freeze: one.

    By action, a summary appears under each action it touched, with the changes to that action, and the rest of it
    after all actions: each action's part has all of its own changes, and none of another's. The heading of an action
    names its plan, unless that is ``usual_plan`` (an id) or there is no other.
    """
    if by == ACTION:
        return _by_action(summaries, listed, usual_plan)
    if by == FREEZE:
        return _by_freeze(summaries, listed.freezes())
    return _by_day(summaries)


def with_others(parts, changes):
    """The parts by action, each with the number of its action's other ``changes`` (a QuerySet). Two queries."""
    touching = changes_by_action([part.action for part in parts if part.action is not None])
    wanted = {pk for pks in touching.values() for pk in pks}
    matching = set(changes.filter(pk__in=wanted).order_by().values_list("pk", flat=True))
    return [
        replace(
            part,
            others=len(
                (touching.get(part.action, set()) & matching)
                - {summary.pk for summary in part.summaries}
            ),
        )
        for part in parts
    ]


def names_of_actions(summaries):
    """Action id → its present or last name. One query; one more if some were removed."""
    return {pk: str(action) for pk, (action, _) in _actions(summaries).items()}


def freeze_after(moment, freezes):
    """The first freeze at or after a moment, of ``freezes`` (latest first); None if there is none yet."""
    later = [period for period in freezes if period.frozen_at >= moment]
    return later[-1] if later else None


def _by_day(summaries):
    days = {}
    for summary in summaries:
        days.setdefault(timezone.localtime(summary.at).date(), []).append(summary)
    return [FeedPart(date_words(day), tuple(found), day=day) for day, found in days.items()]


def _by_action(summaries, listed, usual_plan):
    actions = _actions(summaries)
    found = {}
    for summary in summaries:
        by_action = {}
        for sentence in summary.sentences:
            by_action.setdefault(_first_of(sentence.actions, actions), []).append(sentence)
        for pk, sentences in by_action.items():
            found.setdefault(pk, []).append(replace(summary, sentences=tuple(sentences)))
    rest = found.pop(None, ())
    plans = list(dict.fromkeys(actions[pk][0].plan_id for pk in found))
    priorities = PastRecords((Priority, actions[pk][0].priority_id) for pk in found)
    order = sorted(found, key=lambda pk: _place(actions[pk][0], plans, priorities))
    named = set(plans) if len(plans) > 1 or usual_plan else set()
    named.discard(usual_plan)
    parts = [
        _of_action(*actions[pk], tuple(found[pk]), listed, actions[pk][0].plan_id in named)
        for pk in order
    ]
    return [*parts, FeedPart(NO_ACTION, tuple(rest))] if rest else parts


def _first_of(pks, actions):
    return next((pk for pk in pks if pk in actions), None)


def _place(action, plans, priorities):
    """The sort key of an action, as in print: latest changed plan, priority, number, with 1.2 before 1.10."""
    priority = priorities.get((Priority, action.priority_id))
    number = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", action.reference)
        if part
    ]
    under = (priority is None, priority.position if priority else 0)
    return plans.index(action.plan_id), under, number, action.pk


def _of_action(action, is_here, summaries, listed, names_plan):
    slug = listed.reader.partnership.slug
    url = reverse("plans:action", args=[slug, action.pk]) if is_here else ""
    homes = [summary.home.name for summary in summaries if summary.home and summary.home.is_plan]
    notes = [*(homes[:1] if names_plan else ()), *(() if is_here else ["since removed"])]
    return FeedPart(str(action), summaries, note=", ".join(notes), url=url, action=action.pk)


def _actions(summaries):
    """Action id → (the action, whether it still exists), for every action that a sentence is about."""
    pks = {pk for summary in summaries for sentence in summary.sentences for pk in sentence.actions}
    if not pks:
        return {}
    records = PastRecords((Action, pk) for pk in pks)
    found = {pk: records.get((Action, pk)) for pk in pks}
    return {pk: (action, (Action, pk) in records.live) for pk, action in found.items() if action}


def _by_freeze(summaries, freezes):
    found = {}
    for summary in summaries:
        found.setdefault(freeze_after(summary.at, freezes), []).append(summary)
    return [_before(period, freezes, tuple(held)) for period, held in found.items()]


def _before(period, freezes, summaries):
    if period is None:
        title = f"After the freeze of {freezes[0]}" if freezes else NO_FREEZE
        return FeedPart(title, summaries)
    frozen_on = date_words(timezone.localtime(period.frozen_at).date())
    plan = f"{period.plan.title}, " if len({each.plan_id for each in freezes}) > 1 else ""
    return FeedPart(f"Up to the freeze of {period}", summaries, note=f"{plan}frozen on {frozen_on}")
