"""Saying how an action is going. Updates are added, never changed: two people cannot overwrite each other."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import recording
from partnership.models import RatingKind
from plans.models import Action, Evidence, ProgressUpdate
from plans.services.plan import refuse_if_closed
from plans.suggestions import facts_of, is_better, suggest

NEEDS_COMMENT = {RatingKind.RED, RatingKind.AMBER}


def record_update(
    action,
    *,
    by,
    rating,
    comment="",
    next_steps="",
    reason="",
    evidence=(),
    submission=None,
    at=None,
):
    """Record how ``action`` is going, and bring the action's current state up to it.

    ``rating`` is a RatingKind other than grey. ``evidence`` are dicts of ``measure`` (a SuccessMeasure or
    None), ``question``, ``source``, ``text`` and, if known, ``found_on`` and ``link``. ``submission`` is the
    form's UUID: sent twice, it is recorded once and the first update is returned. Raises ValidationError
    keyed by field, by the rating rules of the design.
    """
    at = at or timezone.now()
    submission = submission or uuid.uuid4()
    refuse_if_closed(action.plan)
    with recording(by=by, at=at):
        action = Action.objects.locked(action)
        if earlier := action.updates.filter(submission=submission).first():
            return earlier
        suggestion = suggest(facts_of(action), on=timezone.localdate(at))
        _check(action, rating, comment.strip(), reason.strip(), evidence, suggestion)
        update = ProgressUpdate(
            plan=action.plan,
            action=action,
            at=at,
            by=by,
            by_name=by.name,
            rating=rating,
            previous_rating=action.rating,
            comment=comment.strip(),
            next_steps=next_steps.strip(),
            reason=reason.strip(),
            suggested_rating=suggestion.kind if suggestion else "",
            submission=submission,
        )
        update.full_clean()
        update.save()
        for item in evidence:
            add_evidence(action, by=by, update=update, at=at, **item)
        _bring_up_to_date(action, update)
        return update


def record_no_change(action, *, by, submission=None, at=None):
    """Say that nothing has changed since the last update: its rating stands, and the day is noted."""
    at = at or timezone.now()
    submission = submission or uuid.uuid4()
    refuse_if_closed(action.plan)
    with recording(by=by, at=at):
        action = Action.objects.locked(action)
        if earlier := action.updates.filter(submission=submission).first():
            return earlier
        if action.last_update_id is None:
            raise ValidationError(
                "There is no earlier update to stand by. Say how the action is going."
            )
        suggestion = suggest(facts_of(action), on=timezone.localdate(at))
        update = ProgressUpdate.objects.create(
            plan=action.plan,
            action=action,
            at=at,
            by=by,
            by_name=by.name,
            rating=action.rating,
            previous_rating=action.rating,
            no_change=True,
            suggested_rating=suggestion.kind if suggestion else "",
            submission=submission,
        )
        _bring_up_to_date(action, update)
        return update


def add_evidence(
    action,
    *,
    by,
    question,
    source,
    text,
    measure=None,
    found_on=None,
    link="",
    update=None,
    at=None,
):
    """Bring evidence, against one of the action's measures (or its priority's) or for the action whole."""
    refuse_if_closed(action.plan)
    if measure is not None and measure.part_of() not in (action, action.priority):
        raise ValidationError({"measure": "Choose a measure of this action."})
    with recording(by=by, at=at):
        evidence = Evidence(
            plan=action.plan,
            action=action,
            measure=measure,
            update=update,
            question=question,
            source=source,
            text=text,
            link=link,
            found_on=found_on or timezone.localdate(at),
            by=by,
        )
        evidence.full_clean()
        evidence.save()
        return evidence


def _check(action, rating, comment, reason, evidence, suggestion):
    if rating not in RatingKind.values or rating == RatingKind.GREY:
        raise ValidationError({"rating": "Choose a rating."})
    errors = {}
    if rating in NEEDS_COMMENT and not comment:
        errors["comment"] = f"{_word(action, rating)} needs a comment: say what is in the way."
    bare = _measures_without_evidence(action, evidence) if rating == RatingKind.BLUE else 0
    if bare and not reason:
        have = "measure has" if bare == 1 else "measures have"
        errors["reason"] = (
            f"{bare} {have} no evidence yet. Add evidence, or say why the action is complete without it."
        )
    if _is_better_than_suggested(rating, suggestion) and not reason:
        suggested = _word(action, suggestion.kind)
        errors["reason"] = (
            f"The dates suggest {suggested}: {suggestion.because} Say why it is {_word(action, rating)}."
        )
    if errors:
        raise ValidationError(errors)


def _is_better_than_suggested(rating, suggestion):
    return (
        suggestion is not None and rating != RatingKind.BLUE and is_better(rating, suggestion.kind)
    )


def _word(action, kind):
    """The partnership's own word for a kind of rating."""
    return action.plan.partnership.ratingdefinition_set.get(kind=kind).label


def _measures_without_evidence(action, evidence):
    shown = set(action.evidence.values_list("measure_id", flat=True)) | {
        item["measure"].pk for item in evidence if item.get("measure")
    }
    measures = action.measures.filter(is_placeholder=False).values_list("pk", flat=True)
    return len(set(measures) - shown)


def _bring_up_to_date(action, update):
    if action.rating != update.rating:
        action.previous_rating = action.rating
    action.rating, action.rated_at, action.last_update = update.rating, update.at, update
    action.save(update_fields={"rating", "rated_at", "previous_rating", "last_update"})
