"""Services that let an action go on in others: merge several into one, split one, replace one by another.

In an agreed plan the earlier action ends and stays, with its story, and each link says where it goes on. In a draft
nothing of it was agreed yet: it is removed, and the links are from the actions of an earlier plan that it came from.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from partnership.policies import refuse
from plans.models import (
    Action,
    ActionSuccession,
    Plan,
    ReportingPoint,
    SuccessMeasure,
)
from plans.models.succession import succession_lines
from plans.policies.succession import reason_not_to_merge, reason_not_to_succeed
from plans.services.action import remove_action
from plans.services.carry import MEASURE
from plans.services.lead import set_leads
from plans.services.links import add_action_with_parts
from plans.services.measure import add_measure
from plans.services.plan import plan_change
from plans.services.progress import end_action
from plans.services.structure import next_position

Kind = ActionSuccession.Kind
COUNTED = tuple(name for name in MEASURE if name not in ("position", "wording", "is_placeholder"))
POINT = (
    *("kind", "text", "who", "timescale_kind", "timescale_words", "due_on", "due_precision"),
    *("rhythm", "needs_check", "first_timescale", "first_due_on"),
)


@dataclass(frozen=True)
class Kept:
    """What goes on, as ids of records of the earlier actions (or of their priorities)."""

    leads: frozenset[int] = frozenset()
    measures: frozenset[int] = frozenset()
    points: frozenset[int] = frozenset()  # milestones and reports that are open


@dataclass(frozen=True)
class NewAction:
    """A successor that is made. Without a reference it takes the next free one."""

    title: str
    wording: str
    reference: str = ""
    timescale_of: Action | None = None  # whose timescale it takes


def merge_actions(actions, *, by, successor, kept=Kept(), reason, at=None):
    """Let ``actions`` go on in ``successor``, an Action of their plan or a NewAction, as one change; that Action.

    Raises ValidationError if one of them is over, and for a missing reason.
    """
    return _go_on(actions, Kind.MERGED, by=by, successor=successor, kept=kept, reason=reason, at=at)


def replace_action(action, *, by, successor, kept=Kept(), reason, at=None):
    """Let one action go on in another, as ``merge_actions`` does."""
    return _go_on(
        [action], Kind.SUPERSEDED, by=by, successor=successor, kept=kept, reason=reason, at=at
    )


def split_action(action, *, by, parts, ends=True, reason, at=None):
    """Make new actions of one, as one change; they.

    ``parts`` are pairs of a NewAction and what it keeps. If the earlier one ``ends``, there are two or more.
    """
    if len(parts) < (2 if ends else 1):
        raise ValidationError({"title_1": "Enter at least two new actions."})
    with plan_change(action, by=by, reason=reason, at=at) as change:
        (action,) = _locked([action])
        refuse(reason_not_to_succeed(action))
        _refuse_without(reason)
        made = []
        for new, kept in parts:
            made.append(_add(new, [action], by=by))
            _take_over(made[-1], [action], kept, by=by)
        _link([action], made, Kind.SPLIT, by=by, at=change.at, ends=ends)
        if ends:
            _end(action, made, Kind.SPLIT, by=by, reason=reason, at=change.at)
        return made


def _go_on(actions, kind, *, by, successor, kept, reason, at):
    is_new = isinstance(successor, NewAction)
    refuse(reason_not_to_merge(actions, None if is_new else successor))
    with plan_change(actions[0], by=by, reason=reason, at=at) as change:
        *actions, last = _locked([*actions, successor] if not is_new else actions)
        actions, later = ([*actions, last], None) if is_new else (actions, last)
        refuse(reason_not_to_merge(actions, later))
        _refuse_without(reason)
        later = later or _add(successor, actions, by=by)
        _take_over(later, actions, kept, by=by)
        _link(actions, [later], kind, by=by, at=change.at, ends=True)
        for action in actions:
            _end(action, [later], kind, by=by, reason=reason, at=change.at)
        return later


def _locked(actions):
    """The actions as they are under the lock of their plan."""
    plan = actions[0].plan
    Plan.objects.locked(plan)
    found = [Action.objects.locked(action) for action in actions]
    for action in found:
        action.plan = plan
    return found


def _refuse_without(reason):
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason."})


def _add(new, actions, *, by):
    """The Action that a NewAction asks for, where the first of ``actions`` is."""
    first, plan = actions[0], actions[0].plan
    drivers, themes, others = {}, {}, {}
    for action in actions:
        drivers |= {link.driver_id: link.driver for link in action.driver_links.all()}
        themes |= {link.theme_id: link.theme for link in action.theme_links.all()}
        others |= {link.priority_id: link.priority for link in action.priority_links.all()}
    others.pop(first.priority_id, None)
    return add_action_with_parts(
        plan, by=by, reference=new.reference, title=new.title, wording=new.wording, importance=first.importance,
        timescale=_timescale(new.timescale_of, first.priority), drivers=drivers.values(), themes=themes.values(),
        other_priorities=others.values(), starts_words=new.timescale_of.start if new.timescale_of else "",
        priority=first.priority, objective=first.objective,
    )  # fmt: skip


def _timescale(source, priority):
    """The arguments of ``read_timescale``; None for no date, or where the priority's applies anyway."""
    owner = source and source.timescale_owner
    if owner is None or owner == priority:
        return None
    return {
        "kind": owner.timescale_kind,
        "words": owner.timescale_words,
        "due_on": owner.due_on,
        "precision": owner.due_precision,
        "rhythm": owner.rhythm,
        "needs_check": owner.needs_check,
    }


def _take_over(later, actions, kept, *, by):
    """Copy the chosen parts of ``actions``; those stay what they were where they are."""
    if kept.leads:
        _take_leads(later, actions, kept, by=by)
    for measure in SuccessMeasure.objects.filter(action__in=actions, pk__in=kept.measures):
        counted = {name: getattr(measure, name) for name in COUNTED}
        told = {"wording": measure.wording, "is_placeholder": measure.is_placeholder}
        add_measure(later, by=by, **told, **counted)
    leads = {_who(lead): lead for lead in later.effective_leads()}
    points = ReportingPoint.objects.filter(action__in=actions, pk__in=kept.points, outcome="")
    first = next_position(later.reporting_points.all())
    for position, point in enumerate(points.with_leads(), start=first):
        lead = leads.get(_who(point.lead)) if point.lead else None
        values = {name: getattr(point, name) for name in POINT}
        copy = ReportingPoint(plan=later.plan, action=later, lead=lead, position=position, **values)
        copy.full_clean()
        copy.save()


def _take_leads(later, actions, kept, *, by):
    leads = {_who(lead): lead for lead in later.effective_leads()}
    for action in actions:
        for lead in action.effective_leads():
            if lead.pk in kept.leads:
                leads.setdefault(_who(lead), lead)
    set_leads(later, [{"role": lead.role, **lead.who_values} for lead in leads.values()], by=by)


def _who(lead):
    return tuple(lead.who_values.items())


def _link(actions, successors, kind, *, by, at, ends):
    """Link each of ``actions``, or in a draft that it leaves those that it came from, to the successors."""
    for action in actions:
        for earlier, how in _origins(action, kind) if ends else [(action, kind)]:
            for later in successors:
                known = {"action": earlier, "successor": later}
                if earlier == later or ActionSuccession.objects.filter(**known).exists():
                    continue
                link = ActionSuccession(
                    plan=later.plan, **known, kind=how, at=at, by=by, by_name=by.name
                )
                link.full_clean()
                link.save()


def _origins(action, kind):
    """The actions whose stories go on, and how: the action itself; of one that leaves a draft, those before it."""
    if not action.plan.is_draft:
        return [(action, kind)]
    found = [(action.carried_from, kind)] if action.carried_from else []
    links = action.predecessor_links.select_related("action__plan")
    return found + [(link.action, link.kind) for link in links]


def _end(action, successors, kind, *, by, reason, at):
    """End the action, or remove it from a draft."""
    if action.plan.is_draft:
        remove_action(action, by=by, reason=reason)
        return
    named = [(kind, f"{later.reference} {later.title}") for later in successors]
    (line,) = succession_lines(named, ActionSuccession.INTO)
    end_action(action, by=by, comment=reason.strip(), came_instead=f"{line}.", at=at)
