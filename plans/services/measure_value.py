"""Services of the values of success measures: record one, correct it, remove it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import revise
from partnership.policies import refuse
from plans.models import MeasureValue, Precision, SuccessMeasure
from plans.policies.measure_value import reason_against_date, reason_not_to_record
from plans.services.plan import plan_change


def record_value(
    measure,
    *,
    by,
    figure,
    on,
    precision=Precision.MONTH,
    source="",
    evidence=None,
    update=None,
    submission=None,
    reason="",
    at=None,
):
    """Record what was counted for ``measure``: ``figure`` (a Figure) for the day ``on``, or for its month.

    ``submission`` is the form's UUID: submitted twice, it is recorded once. ``evidence`` is the Evidence that shows
    it. Raises ValidationError keyed by field.
    """
    with plan_change(measure, by=by, reason=reason, at=at) as change:
        measure = SuccessMeasure.objects.locked(measure)  # two people record one after the other
        if earlier := submission and measure.values.filter(submission=submission).first():
            return earlier
        refuse(reason_not_to_record(measure))
        _refuse_other_evidence(measure, evidence)
        on = _checked_date(on, precision, at=change.at)
        _refuse_taken(measure, on, precision)
        value = MeasureValue(
            plan=measure.plan,
            measure=measure,
            on=on,
            precision=precision,
            source=source.strip(),
            evidence=evidence,
            update=update,
            at=change.at,
            by=by,
            by_name=by.name,
            submission=submission,
            **numbers_of(figure),
        )
        value.full_clean()
        value.save()
        return value


def correct_value(value, *, by, figure, on, precision, source="", seen=None, reason="", at=None):
    """Correct a value, its date or its source; the earlier ones stay in history."""
    with plan_change(value, by=by, reason=reason, at=at) as change:
        measure = SuccessMeasure.objects.locked(value.measure)
        on = _checked_date(on, precision, at=change.at)
        _refuse_taken(measure, on, precision, besides=value.pk)
        said = {"on": on, "precision": precision, "source": source.strip()}
        return revise(value, by=by, seen=seen, **said, **numbers_of(figure))


def remove_value(value, *, by, reason, seen=None, at=None):
    """Remove a value that should not have been recorded."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for removing the value."})
    with plan_change(value, by=by, reason=reason, at=at):
        MeasureValue.objects.locked(value, seen=seen).delete()


def numbers_of(figure):
    """The fields of a MeasureValue that a Figure fills."""
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }


def _checked_date(on, precision, *, at):
    """The day a value is stored under: of a month, its first. Refuses one in the future."""
    on = on.replace(day=1) if precision == Precision.MONTH else on
    refuse(reason_against_date(on, today=timezone.localdate(at)), field="on")
    return on


def _refuse_other_evidence(measure, evidence):
    if evidence is not None and evidence.measure_id != measure.pk:
        raise ValidationError({"evidence": "Choose evidence for this measure."})


def _refuse_taken(measure, on, precision, *, besides=None):
    """Refuse a second value for one date."""
    taken = measure.values.filter(on=on, precision=precision).exclude(pk=besides).first()
    if taken is not None:
        sentence = f"There is already a value for {taken.date}: {taken.words}."
        raise ValidationError({"on": f"{sentence} Correct that one instead."})
