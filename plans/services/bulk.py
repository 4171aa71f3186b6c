"""Bulk changes of actions: all of them or none, in one change."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from partnership.editing.last_change import last_change
from partnership.policies import refuse
from plans.actions.bulk import compare_actions
from plans.models import Action, Plan
from plans.policies.bulk import reason_not_to_change_together
from plans.services.action import revise_action, set_other_priorities, set_themes
from plans.services.lead import ask_new_leaders, replace_leads
from plans.services.measure import add_measure, revise_measure
from plans.services.plan import plan_change
from plans.services.timescale import change_timescale

# Phrases for what was changed meanwhile, if the name of the field is not clear.
CALLED = {
    "leads": "who leads it",
    "leads_words": "who leads it",
    "theme_links": "its themes",
    "priority_links": "its other priorities",
    "measures": "its measures",
    **dict.fromkeys(("due_on", "due_precision", "timescale_kind", "timescale_words"), "timescale"),
    **dict.fromkeys(("rhythm", "needs_check"), "timescale"),
    **dict.fromkeys(
        ("rating", "rating_kind", "rated_at", "previous_rating", "last_update"), "its progress"
    ),
}


@dataclass(frozen=True)
class Meanwhile:
    """A change to an action after the person had seen it."""

    name: str
    by_name: str
    at: datetime | None
    what: str


class StaleSelection(Exception):
    """Someone changed or removed actions after the person had seen them; nothing was written."""

    def __init__(self, meanwhile):
        super().__init__("Someone else has changed some of these actions.")
        self.meanwhile = meanwhile


def save_bulk(plan, change, actions, *, by, seen, reason="", agreed_where="", at=None):
    """Apply ``change`` (of ``plans.actions.bulk``) to the actions with these ids, where it makes a difference.

    ``seen`` has the mark of each action that the person saw differ: id → ``ActionChange.mark``. Raises
    StaleSelection if any other action would change, or the state of one of them has changed since; ValidationError
    if one of them may not be changed in this way. Returns the differences made.
    """
    with plan_change(plan, by=by, reason=reason, at=at) as opened:
        plan = Plan.objects.locked(plan)
        refuse(reason_not_to_change_together(len(set(actions))))
        rows = Action.objects.filter(plan=plan, pk__in={*actions, *seen}).order_by("pk")
        found = compare_actions(rows.select_for_update(of=("self",)), change)
        differences = [difference for difference in found if difference.differs]
        _refuse_stale(plan, found, seen)
        if not differences:
            raise ValidationError("The actions you selected already have these values.")
        for difference in differences:
            _write(difference, by=by, reason=reason, agreed_where=agreed_where, at=opened.at)
        ask_new_leaders(plan, by=by)
        return differences


def _refuse_stale(plan, found, seen):
    moved_on = [
        d for d in found if d.mark != seen.get(d.action.pk) and (d.differs or d.action.pk in seen)
    ]
    gone = sorted(seen.keys() - {difference.action.pk for difference in found})
    if moved_on or gone:
        told = [_changed(difference, seen) for difference in moved_on]
        raise StaleSelection([*told, *(_gone(plan, pk) for pk in gone)])


def _changed(difference, seen):
    return changed_since(difference.action, seen.get(difference.action.pk, "0"))


def changed_since(action, mark):
    """Who changed the action since it was seen with this ``ActionChange.mark``, and what: a Meanwhile."""
    version = int(mark.partition("-")[0])
    change, altered = last_change(
        action,
        seen=version or action.version,
        links=("leads", "theme_links", "priority_links", "measures"),
    )
    names = {CALLED.get(name) or _field_name(name) for name in altered}
    what = ", ".join(sorted(names)) if version else ""
    return Meanwhile(
        str(action), change.by_name, change.at, f"changed {what}" if what else "changed it"
    )


def _field_name(name):
    return str(Action._meta.get_field(name).verbose_name)


def _gone(plan, pk):
    row = Action.history.filter(id=pk, plan=plan, history_type="-").select_related("change").last()
    if row is None:
        return Meanwhile("An action", "Someone", None, "removed it from the plan")
    name, change = f"{row.reference} {row.title}", row.change
    return Meanwhile(name, change.by_name, change.at, "removed it from the plan")


def _write(difference, *, by, reason, agreed_where, at):
    action, before, after = difference.action, difference.before, difference.after
    if after.priority != before.priority:
        revise_action(action, by=by, priority=after.priority)
    if after.leads != before.leads:
        replace_leads(action, after.leads, by=by)
    if after.others != before.others:
        moved = Action.objects.get(pk=action.pk)
        set_other_priorities(moved, after.others, by=by)
        moved.save(update_fields=set())
    if after.themes != before.themes:
        set_themes(action, after.themes, by=by)
        # If only a link differs, save the action too, so that another person's stale save is detected.
        Action.objects.get(pk=action.pk).save(update_fields=set())
    if after.texts != before.texts:
        _write_texts(action, before.texts, after.texts, by=by)
    if after.timescale != before.timescale:
        when = after.timescale._asdict()
        change_timescale(action, by=by, reason=reason, agreed_where=agreed_where, at=at, **when)


def _write_texts(action, before, after, *, by):
    fields = ("title", "wording", "importance", "starts_words", "further_actions")
    revise_action(action, by=by, **{name: getattr(after, name) for name in fields})
    if after.measures == before.measures:
        return
    known, wordings = action.measures.in_bulk(), dict(before.measures)
    for pk, wording in after.measures:
        if pk is None:
            add_measure(action, by=by, wording=wording)
        elif wordings.get(pk) != wording:
            revise_measure(known[pk], by=by, wording=wording)
    # If only a measure differs, save the action too, so that another person's stale save is detected.
    Action.objects.get(pk=action.pk).save(update_fields=set())
