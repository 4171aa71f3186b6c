"""Services of an import: a file is kept and read, decided about, brought in, and undone or discarded."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership.history import recording
from partnership.models import Post
from partnership.policies import refuse
from partnership.policies.agency import reason_not_to_remove_post
from partnership.services.agency import add_post, remove_post
from plans.importing.choices import Choices, choices_of
from plans.importing.guard import check_plan_file
from plans.importing.preview import read_preview
from plans.importing.read import read_plan_file
from plans.importing.stored import file_data
from plans.leads.names import read_names
from plans.models import ImportedRow, LeadAlias, PlanImport, PlanImportFile
from plans.policies.plan import is_filled, reason_not_to_change
from plans.policies.plan_import import (
    reason_not_to_bring_in,
    reason_not_to_choose,
    reason_not_to_discard,
    reason_not_to_undo,
)
from plans.services.imported_plan import add_imported_plan
from plans.services.lead_alias import add_alias, remove_alias
from plans.services.plan import withdraw_plan
from plans.services.plan_update import update_plan
from subgroups.models import Group
from subgroups.policies.group import reason_not_to_remove_group
from subgroups.services.group import add_group, remove_group

LONGEST_ALIAS = 100  # letters of a name on the partnership's list


def keep_plan_file(partnership, *, by, name, content, plan=None, at=None):
    """Keep a file to bring a plan in from; the PlanImport, which the worker then reads.

    ``plan``: the plan to bring it into, an empty draft or one that the file is then compared with; None for a new one.
    ValidationError, with one sentence, for a file that is refused before it is read.
    """
    checked = check_plan_file(name, content)
    if plan is not None:
        refuse(reason_not_to_change(plan), field="into")
    with transaction.atomic():
        kept = PlanImport.objects.create(
            partnership=partnership,
            plan=plan,
            is_update=plan is not None and is_filled(plan),
            name=checked.name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            at=at or timezone.now(),
            by=by,
            by_name=by.name,
            choices=Choices(columns=remembered_columns(partnership)).data(),
        )
        PlanImportFile.objects.create(plan_import=kept, content=content)
    return kept


def remembered_columns(partnership):
    """{key of a column: kind}: what people decided about columns in the imports that were brought in, latest last."""
    earlier = PlanImport.objects.filter(partnership=partnership, state__in=PlanImport.DONE)
    columns = {}
    for data in earlier.order_by("at", "pk").values_list("choices", flat=True):
        columns |= data.get("columns", {})
    return columns


def read_kept_file(plan_import, *, report):
    """Read the file of an import into tables; a sentence says why if it cannot be read. Done by the worker."""
    report(0, 2, "Reading the file")
    stored = plan_import.file
    try:
        file = read_plan_file(plan_import.name, bytes(stored.content))
    except ValidationError as refused:
        _end_reading(plan_import, PlanImport.State.REFUSED, " ".join(refused.messages)[:500])
        return
    report(1, 2, "Keeping its tables")
    stored.tables = file_data(file)
    stored.save()
    _end_reading(plan_import, PlanImport.State.READY)


def _end_reading(plan_import, state, refusal=""):
    with transaction.atomic():
        current = PlanImport.objects.locked(plan_import)
        if current.is_reading:  # and not read by another attempt
            current.state, current.refusal = state, refusal
            current.save(update_fields=["state", "refusal"])


def choose(plan_import, decide):
    """Let ``decide(choices)`` change the Choices of an import, as they are under its lock.

    Each page decides about its own few things, so that two people who work on one import keep each other's. While it
    decides, ``plan_import`` itself is as under the lock too.
    """
    with transaction.atomic():
        current = PlanImport.objects.locked(plan_import)
        plan_import.state, plan_import.choices = current.state, current.choices
        refuse(reason_not_to_choose(plan_import))
        choices = choices_of(plan_import.choices)
        decide(choices)
        plan_import.choices = choices.data()
        plan_import.save(update_fields=["choices"])
    return plan_import


def discard_import(plan_import):
    """Delete an import that was not brought in, with its file."""
    with transaction.atomic():
        current = PlanImport.objects.locked(plan_import)
        refuse(reason_not_to_discard(current))
        current.delete()


def bring_in(plan_import, *, by, at=None, **dates):
    """Make the plan that the preview of an import shows, in one change; the Plan.

    ``dates``: ``title``, ``starts_on`` and ``ends_on`` of a new plan, as ``Choices.plan`` has them. Each row is kept
    with the action made of it.
    """
    partnership, reason = plan_import.partnership, f"Imported from {plan_import.name}"
    with recording(partnership, by=by, reason=reason, at=at) as change:
        current = PlanImport.objects.locked(plan_import)
        refuse(reason_not_to_bring_in(current))
        today = timezone.localdate(change.at)
        choices = choices_of(current.choices)
        choices.plan |= dates
        current.choices = choices.data()
        made = _name_leads(partnership, choices, by=by, on=today)
        preview = read_preview(current, on=today)
        plan, actions = _write(current, preview, by=by, at=change.at)
        _keep_rows(current, preview, actions)
        current.plan, current.made, current.state = plan, made, PlanImport.State.BROUGHT_IN
        current.change = change.changes.get(partnership.pk)
        current.save()
    return plan


def _write(plan_import, preview, *, by, at):
    """(the Plan, {key of an action of the file: pk of the Action that has it now})."""
    if plan_import.is_update:
        return plan_import.plan, update_plan(plan_import, preview, by=by, at=at)
    imported, source = preview.plan, plan_import.name
    plan, actions = add_imported_plan(
        imported,
        plan_import.partnership,
        by=by,
        matches=preview.matches,
        source=source,
        plan=plan_import.plan,
        at=at,
    )
    keys = [action.key for action in imported.actions]
    return plan, dict(zip(keys, [action.pk for action in actions], strict=True))


def _keep_rows(plan_import, preview, actions):
    """Keep each row of the file with the action that it became, and what the file says of that."""
    said = {action.key: preview.said(action) for action in preview.plan.actions}
    ImportedRow.objects.bulk_create(
        ImportedRow(
            plan_import=plan_import,
            action_id=actions[action.key],
            where=row.where[:200],
            cells=row.cells,
            said=said[action.key] if number == 0 else {},
        )
        for action in preview.plan.actions
        for number, row in enumerate(action.rows)
    )


def undo_import(plan_import, *, by, at=None):
    """Withdraw all that an import made, in one change: its plan, and groups, posts and names made for its leads.

    A draft that was there before is emptied, and stays.
    """
    partnership, reason = plan_import.partnership, f"Import of {plan_import.name} undone"
    with recording(partnership, by=by, reason=reason, at=at):
        current = PlanImport.objects.locked(plan_import)
        refuse(reason_not_to_undo(current))
        plan = current.plan
        if is_made_by_import(current):
            withdraw_plan(plan, by=by, reason=reason)
            current.plan = None
        else:
            _empty(plan)
        _remove_made(current, by=by, reason=reason)
        current.state = PlanImport.State.UNDONE
        current.save()


def is_made_by_import(plan_import):
    """Whether the plan itself was made by the import, and not there before."""
    first = plan_import.plan.history.earliest("history_date")
    return first.change_id == plan_import.change_id


def _empty(plan):
    for parts in (
        plan.action_set.order_by("-pk"),
        plan.objective_set.all(),
        plan.priority_set.all(),
    ):
        for part in parts:
            part.delete()


def _remove_made(plan_import, *, by, reason):
    """Remove the names, groups and posts that were made, unless something else uses them by now."""
    made = plan_import.made
    for alias in LeadAlias.objects.filter(pk__in=made.get("alias", ())):
        remove_alias(alias, by=by, reason=reason)
    for kind, remove, why_not in (
        (Group, remove_group, reason_not_to_remove_group),
        (Post, remove_post, reason_not_to_remove_post),
    ):
        for record in kind.objects.filter(pk__in=made.get(kind._meta.model_name, ())):
            if not why_not(record):
                remove(record, by=by, reason=reason)


def _name_leads(partnership, choices, *, by, on):
    """Make the groups and posts that a person asked for, and put names on the partnership's list: {kind: [id, …]}."""
    names, made = read_names(partnership, on=on), {}
    for key, chosen in choices.leads.items():
        if key in names.known:
            continue  # someone has made it meanwhile
        words, who = chosen["words"], chosen["who"]
        if who == "group":
            kind = Group.Kind.SUBGROUP
            record = add_group(partnership, by=by, name=words[:200], kind=kind)
        elif who == "post":
            record = add_post(partnership, by=by, title=words[:200])
        elif who in names.leaders and len(words) <= LONGEST_ALIAS:
            record = add_alias(partnership, by=by, words=words, who=names.leaders[who])
        else:
            continue
        made.setdefault("alias" if isinstance(record, LeadAlias) else who, []).append(record.pk)
    return made
