"""Changes a plan as a file says that was compared with it: what people took of it, and what is new."""

from datetime import date

from django.core.exceptions import ValidationError

from plans.importing.headings import plain
from plans.importing.other_columns import other_fields
from plans.models import Plan
from plans.services.action import revise_action
from plans.services.imported_plan import PlanRows, shortened_title, timescale_arguments
from plans.services.lead import ask_new_leaders
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.timescale import change_timescale

FIELDS = ("reference", "title", "wording", "further_actions", "resources", "note")


def update_plan(plan_import, preview, *, by, at):
    """Make the changes of a preview that are taken, and add what is new; {key of the file's action: pk}.

    Called inside ``recording()``. What the file does not have stays. ValidationError names the action.
    """
    plan, merge = Plan.objects.locked(plan_import.plan), preview.merge
    rows = PlanRows(
        preview.plan, plan, by=by, at=at, matches=preview.matches, source=plan_import.name
    )
    added = rows.add(merge.added)
    update = _PlanUpdate(plan, rows, by=by, at=at, reason=f"Imported from {plan_import.name}")
    actions = plan.action_set.in_bulk([one.pk for one in merge.changed])
    for one, names in _in_order(merge.changed, preview.choices):
        update.change(actions[one.pk], one.imported, names)
    ask_new_leaders(plan, by=by)
    now = {imported.key: pk for pk, imported in merge.unchanged}
    now |= {one.imported.key: one.pk for one in merge.changed}
    return now | {
        imported.key: action.pk for imported, action in zip(merge.added, added, strict=True)
    }


def _in_order(changed, choices):
    """(ActionMerge, names of the fields it takes), so that a reference is free by the time another action gets it."""
    waiting = [
        (one, {change.name for change in one.changes if choices.takes(one.pk, change)})
        for one in changed
    ]
    while waiting:
        held = {one.reference for one, names in waiting if "reference" in names}
        free = [
            (one, names)
            for one, names in waiting
            if "reference" not in names or one.imported.reference not in held
        ]
        yield from free or waiting  # two that change places: the service refuses the first
        waiting = [each for each in waiting if each not in free] if free else []


class _PlanUpdate:
    def __init__(self, plan, rows, *, by, at, reason):
        self.plan, self.rows, self.by, self.at, self.reason = plan, rows, by, at, reason

    def change(self, action, imported, names):
        """Change the fields ``names`` of an action to what the file says of it."""
        try:
            self._revise(action, imported, names)
            if "leads" in names:
                self.rows.set_leads(action, imported.leads)
            if names & {"timescale", "due_on"}:
                when = self._when(imported, names)
                change_timescale(action, by=self.by, reason=self.reason, **when)
            if "measures" in names:
                self._set_measures(action, imported.measures)
            if names & {"rating", "progress"}:
                self.rows.add_update(action, imported)
        except ValidationError as refusal:
            told = " ".join(refusal.messages)
            raise ValidationError(f"Action {action.reference}: {told}") from refusal

    def _when(self, imported, names):
        """What ``change_timescale`` takes: the words, or the date alone where only that was changed."""
        if "timescale" in names:
            return timescale_arguments(imported.timescale)
        typed = imported.exact["due_on"]
        try:
            due_on = date.fromisoformat(typed) if typed else None
        except ValueError:
            raise ValidationError(
                f"“{typed}” is not a date. Enter it like 31 October 2026."
            ) from None
        return {"kind": "date", "due_on": due_on} if due_on else {"kind": "none"}

    def _revise(self, action, imported, names):
        said = {"reference": imported.reference, "wording": imported.wording}
        said |= other_fields(imported) | imported.exact
        values = {name: said.get(name, "") for name in FIELDS if name in names}
        if "start" in names:
            values["starts_words"] = said["start"]
        if "importance" in names:
            values["importance"] = said["importance"].strip().lower()
        if (
            "wording" in names
            and "title" not in names
            and action.title == shortened_title(action.wording)
        ):
            values["title"] = shortened_title(imported.wording)
        if "priority" in names:
            values["priority"] = self.rows.priority_of(imported)
        if values:
            revise_action(action, by=self.by, **values)

    def _set_measures(self, action, wordings):
        """Exactly these measures: what is new takes the place of what is gone, in their order."""
        wanted = {plain(wording): wording for wording in wordings}
        present = {plain(measure.wording): measure for measure in action.measures.all()}
        gone = [measure for key, measure in present.items() if key not in wanted]
        new = [wording for key, wording in wanted.items() if key not in present]
        for measure, wording in zip(gone, new, strict=False):
            revise_measure(measure, by=self.by, wording=wording)
        for measure in gone[len(new) :]:
            remove_measure(measure, by=self.by, reason=self.reason)
        for wording in new[len(gone) :]:
            add_measure(action, by=self.by, wording=wording)
