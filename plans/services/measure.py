"""Services of success measures: add one, reword it, remove it."""

from django.core.exceptions import ValidationError

from partnership.history import revise
from partnership.policies import refuse
from plans.measures.numbers import tidy_unit
from plans.models import SuccessMeasure
from plans.policies.measure_value import reason_not_to_count_in
from plans.services.plan import plan_change
from plans.services.structure import next_position


def add_measure(record, *, by, wording, is_placeholder=False, reason="", at=None, **counted):
    """A measure of an action, priority or objective, after its others.

    ``counted`` are its fields besides the wording: outcome, for_whom, unit, baseline, target and so on.
    """
    with plan_change(record, by=by, reason=reason, at=at):
        measure = SuccessMeasure(
            **{record._meta.model_name: record},
            plan=record.plan,
            wording=wording,
            first_wording="" if record.plan.is_draft else wording,
            is_placeholder=is_placeholder,
            position=next_position(record.measures),
            **counted,
        )
        measure.full_clean()
        measure.save()
        return measure


def revise_measure(measure, *, by, seen=None, reason="", at=None, **values):
    """Reword a measure or change what it counts; the wording first agreed is kept."""
    with plan_change(measure, by=by, reason=reason, at=at):
        if "unit" in values:
            values["unit"] = tidy_unit(values["unit"])
            current = SuccessMeasure.objects.locked(measure)
            has_values = current.values.exists()
            against = reason_not_to_count_in(current, values["unit"], has_values=has_values)
            refuse(against, field="unit")
        return revise(measure, by=by, seen=seen, **values)


def remove_measure(measure, *, by, reason, seen=None):
    """Remove a measure. Its evidence stays with the action."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for removing the measure."})
    with plan_change(measure, by=by, reason=reason):
        SuccessMeasure.objects.locked(measure, seen=seen).delete()


def refuse_other_measure(action, measure):
    """Refuse a measure (or None) that is neither the action's own nor its priority's."""
    if measure is not None and measure.part_of() not in (action, action.priority):
        raise ValidationError({"measure": "Choose a measure of this action."})
