"""Services of progress updates. Updates are added: two people cannot overwrite each other.

One changes only when its author corrects it within the hour.
"""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import StaleRecord
from partnership.policies import refuse
from partnership.rating_kinds import BEHIND, NEEDS_COMMENT, RatingKind
from partnership.rating_scheme import Scheme
from plans.models import Action, ProgressUpdate, ReportingPeriod, ReportingPoint
from plans.policies.action import reason_not_to_confirm
from plans.policies.progress_update import reason_not_to_correct
from plans.ratings.suggest import is_better_than_suggested, suggest_for
from plans.services.evidence import add_evidence
from plans.services.measure import refuse_other_measure
from plans.services.measure_value import record_value
from plans.services.plan import plan_change
from plans.services.reporting_point import receive_report
from plans.services.scheme import rating_of_ended


def record_update(
    action,
    *,
    by,
    rating,
    comment="",
    next_steps="",
    came_instead="",
    reason="",
    evidence=(),
    values=(),
    reports=(),
    milestones=(),
    submission=None,
    seen=None,
    at=None,
):
    """Record how ``action`` is going, and update the action's current state.

    ``rating`` is the key of a rating of the partnership's scheme, other than not yet rated. ``came_instead`` is for
    one that has ended without being done. ``evidence`` are
    dicts of ``measure`` (a SuccessMeasure or None), ``question``, ``source``, ``text`` and, if known, ``found_on``,
    ``link``, ``figure`` and ``file`` (a CheckedFile). ``values`` are dicts of ``measure``, ``figure``, ``on`` and
    ``precision`` as ``record_value`` takes them; what is refused of one is keyed by ``figure_`` and its measure's id.
    ``reports`` are the action's ReportingPoints of which this is the report, ``milestones`` pairs of one that is done
    and the day, None for today. ``submission`` is the form's UUID: submitted twice, it is recorded once and the first
    update is returned. ``seen`` is the id of the last update the person saw (0 for none): StaleRecord, with the
    action, if there is a newer one.
    Raises ValidationError keyed by field, by the rating rules of the design.
    """
    submission = submission or uuid.uuid4()
    with plan_change(action, by=by, at=at) as change:
        at = change.at
        action = Action.objects.locked(action)
        if earlier := action.updates.filter(submission=submission).first():
            return earlier
        _refuse_late(action, seen)
        scheme, suggestion = _suggested(action, at)
        rating = _check(action, scheme, rating, comment, reason, evidence, suggestion)
        said = {"comment": comment, "next_steps": next_steps, "reason": reason}
        said |= {"came_instead": _instead(scheme, rating, came_instead), "submission": submission}
        update = _add_update(action, scheme, rating, by=by, at=at, suggestion=suggestion, **said)
        for item in evidence:
            add_evidence(action, by=by, update=update, at=at, **item)
        for item in values:
            _record_value(action, update, by=by, at=at, **item)
        for point, day in (*((report, None) for report in reports), *milestones):
            _receive(point, action, day, by=by, at=at)
        _bring_up_to_date(action, update)
        return update


def record_no_change(action, *, by, submission=None, seen=None, at=None):
    """Record that nothing has changed since the last update: the rating is confirmed on this day.

    ``submission`` and ``seen`` as in ``record_update``.
    """
    submission = submission or uuid.uuid4()
    with plan_change(action, by=by, at=at) as change:
        at = change.at
        action = Action.objects.locked(action)
        if earlier := action.updates.filter(submission=submission).first():
            return earlier
        _refuse_late(action, seen)
        refuse(reason_not_to_confirm(action))
        scheme, suggestion = _suggested(action, at)
        said = {"no_change": True, "submission": submission}
        rating = scheme.get(action.rating)
        update = _add_update(action, scheme, rating, by=by, at=at, suggestion=suggestion, **said)
        _bring_up_to_date(action, update)
        return update


def end_action(action, *, by, comment, came_instead, at=None):
    """Record that an action ended because it goes on in another, which ``came_instead`` names.

    It gets the first rating for what ended, whatever the dates suggest.
    """
    with plan_change(action, by=by, at=at) as change:
        action = Action.objects.locked(action)
        rating = rating_of_ended(action.plan.partnership, at=change.at)
        scheme, suggestion = _suggested(action, change.at)
        said = {"comment": comment, "came_instead": came_instead, "submission": uuid.uuid4()}
        update = _add_update(
            action, scheme, rating, by=by, at=change.at, suggestion=suggestion, **said
        )
        _bring_up_to_date(action, update)
        return update


def record_imported_update(action, *, by, by_name, rating, comment, at=None):
    """Record what an imported file says of ``action``: an update of nobody, which is no report of a period.

    ``by`` imports the file; ``by_name`` says what the update is from. ``rating`` is a rating of the scheme; with one
    that is not yet rated the action stays unrated.
    """
    with plan_change(action, by=by, at=at) as change:
        action = Action.objects.locked(action)
        update = ProgressUpdate(
            plan=action.plan,
            action=action,
            at=change.at,
            by=None,
            by_name=by_name,
            is_imported=True,
            rating=rating.key,
            rating_kind=rating.kind,
            previous_rating=action.rating,
            comment=comment,
        )
        update.full_clean()
        update.save()
        action.last_update, fields = update, {"last_update"}
        if rating.kind != RatingKind.NOT_RATED:
            action.rating, action.rating_kind, action.rated_at = rating.key, rating.kind, change.at
            fields |= {"rating", "rating_kind", "rated_at"}
        action.save(update_fields=fields)
        return update


def correct_update(update, *, by, comment, next_steps, at=None):
    """Change the words of an update, or add to them; the first ones stay in history.

    Its rating stays, and a comment cannot be removed.
    """
    with plan_change(update.action, by=by, at=at) as change:
        action = Action.objects.locked(update.action)
        update = ProgressUpdate.objects.locked(update)
        update.action = action
        refuse(reason_not_to_correct(update, by=by, at=change.at))
        said = {"comment": comment.strip(), "next_steps": next_steps.strip()}
        if update.comment and not said["comment"]:
            raise ValidationError(
                {"comment": "Enter what has happened. A comment cannot be removed."}
            )
        if all(getattr(update, name) == words for name, words in said.items()):
            return update
        for name, words in said.items():
            setattr(update, name, words)
        update.corrected_at = change.at
        update.full_clean()
        update.save(update_fields={*said, "corrected_at"})
        return update


def _record_value(action, update, *, measure, by, at, **said):
    """Record a value of one of the action's measures with an update."""
    refuse_other_measure(action, measure)
    try:
        record_value(measure, by=by, update=update, at=at, **said)
    except ValidationError as refusal:
        raise ValidationError({f"figure_{measure.pk}": refusal.messages}) from refusal


def _receive(point, action, day, *, by, at):
    """Tick off an open report or milestone; one ticked off meanwhile stays as it is."""
    if point.action_id != action.pk:
        raise ValidationError({"reports": "Choose a reporting point of this action."})
    point = ReportingPoint.objects.locked(point)
    if point.is_open:
        receive_report(point, by=by, received_on=day or timezone.localdate(at), at=at)


def _add_update(action, scheme, rating, *, by, at, suggestion, **said):
    """Add an update with its computed fields: previous rating, direction, suggestion, period."""
    words = {name: text.strip() for name, text in said.items() if isinstance(text, str)}
    update = ProgressUpdate(
        plan=action.plan,
        action=action,
        at=at,
        by=by,
        by_name=by.name,
        rating=rating.key,
        rating_kind=rating.kind,
        previous_rating=action.rating,
        direction=scheme.direction(action.rating, rating.key),
        suggested_kind=suggestion.kind if suggestion else "",
        **_period_of(action.plan, at=at),
        **said | words,
    )
    update.full_clean()
    update.save()
    return update


def _refuse_late(action, seen):
    """Refuse an update written without knowing of the last one."""
    if seen is not None and (action.last_update_id or 0) != seen:
        raise StaleRecord(action)


def _period_of(plan, *, at):
    """The reporting period of an update at the moment ``at``, and whether it is on time."""
    period = ReportingPeriod.objects.latest_of(plan, at=at)
    if period is None:
        return {}
    return {"period": period, "timing": period.timing(on=timezone.localdate(at))}


def _suggested(action, at):
    """The Scheme of its partnership, and what the dates suggest at the moment ``at``."""
    scheme = Scheme(action.plan.partnership.ratingdefinition_set.all())
    return scheme, suggest_for(action, scheme, on=timezone.localdate(at))


def _chosen(scheme, key):
    """The rating with this key, if it is one that people may choose."""
    rating = scheme.get(key) if scheme.has(key) else None
    if rating is None or rating.kind == RatingKind.NOT_RATED:
        raise ValidationError({"rating": "Choose a rating."})
    return rating


def _check(action, scheme, key, comment, reason, evidence, suggestion):
    """The rating with this key, if the rating rules allow it with what is said."""
    rating, errors = _chosen(scheme, key), {}
    comment, reason = comment.strip(), reason.strip()
    if rating.kind in NEEDS_COMMENT and not comment:
        ask = "Say what is in the way." if rating.kind in BEHIND else "Say why."
        errors["comment"] = f"{rating.label} needs a comment. {ask}"
    is_complete = rating.kind == RatingKind.COMPLETE
    bare = _measures_without_evidence(action, evidence) if is_complete else 0
    if bare and not reason:
        have = "measure has" if bare == 1 else "measures have"
        errors["reason"] = (
            f"{bare} {have} no evidence yet. Add evidence, or say why the action is complete without it."
        )
    if is_better_than_suggested(rating.kind, suggestion) and not reason:
        suggested = scheme.words(suggestion.kind)
        errors["reason"] = (
            f"The dates suggest {suggested}: {suggestion.because} Say why it is {rating.label}."
        )
    if errors:
        raise ValidationError(errors)
    return rating


def _instead(scheme, rating, came_instead):
    """What came instead: an action that has ended without being done says it, and no other does."""
    has_ended, words = rating.kind == RatingKind.ENDED, came_instead.strip()
    if has_ended and not words:
        sentence = f"{rating.label} needs to say what came instead. If nothing did, enter that."
        raise ValidationError({"came_instead": sentence})
    if words and not has_ended:
        labels = scheme.words(RatingKind.ENDED)
        choice = f", or choose {labels}" if labels else ""
        raise ValidationError({"came_instead": f"Clear what came instead{choice}."})
    return words


def _measures_without_evidence(action, evidence):
    shown = set(action.evidence.values_list("measure_id", flat=True)) | {
        item["measure"].pk for item in evidence if item.get("measure")
    }
    measures = action.measures.filter(is_placeholder=False).values_list("pk", flat=True)
    return len(set(measures) - shown)


def _bring_up_to_date(action, update):
    if action.rating != update.rating:
        action.previous_rating = action.rating
    action.rating, action.rating_kind = update.rating, update.rating_kind
    action.rated_at, action.last_update = update.at, update
    fields = {"rating", "rating_kind", "rated_at", "previous_rating", "last_update"}
    action.save(update_fields=fields)
    action.drafts.filter(by=update.by).delete()
