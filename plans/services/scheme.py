"""Changing the scheme of ratings that a partnership uses: in one change, with its actions moved to the new ratings."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from partnership.history import recording
from partnership.models import RatingDefinition
from partnership.models.rating import KEY_LENGTH
from partnership.palette import PALETTE
from partnership.rating_kinds import RatingKind
from plans.models import Action, Plan


def adopt_scheme(partnership, *, by, ratings, replaced, reason="", at=None):
    """Rate by ``ratings`` (of the library, worst first) from now on.

    A rating with the same kind and label stays and takes on the new looks. The others leave the scheme; ``replaced``
    has the label of the new rating that stands for each, by its key. The actions of plans that are not closed are
    moved to it. What was said of them keeps its rating, in the words of then.
    """
    _check(ratings)
    with recording(partnership, by=by, reason=reason, at=at) as change:
        known = list(partnership.ratingdefinition_set.select_for_update())
        current = [rating for rating in known if not rating.is_retired]
        kept = {_same(rating): rating for rating in current}
        names = [_same(rating) for rating in ratings]
        leaving = [rating for rating in current if _same(rating) not in names]
        keys = _keys(known, ratings, kept)
        _check_replaced(leaving, ratings, replaced)
        stands_for = {rating.key: keys[replaced[rating.key]] for rating in leaving}
        for rating in leaving:
            rating.retired_at, rating.replaced_by = change.at, stands_for[rating.key]
            rating.save(update_fields={"retired_at", "replaced_by"})
        first = 1 + max(rating.severity for rating in known)  # no two are equal at any moment
        for severity, new in enumerate(ratings, start=first):
            rating = kept.get(_same(new)) or RatingDefinition(
                partnership=partnership, key=keys[new.label], added_at=change.at
            )
            for name, value in (asdict(new) | {"severity": severity}).items():
                setattr(rating, name, value)
            rating.full_clean()
            rating.save()
        _move_actions(partnership, stands_for)
        return change


def leaving_ratings(partnership, ratings):
    """The ratings of the present scheme that ``ratings`` (of the library) do not keep, worst first."""
    names = {_same(rating) for rating in ratings}
    current = partnership.ratingdefinition_set.filter(retired_at=None)
    return [rating for rating in current if _same(rating) not in names]


def _same(rating):
    """By which a rating of the old scheme is one of the new; what was never rated always is."""
    unrated = rating.kind == RatingKind.NOT_RATED
    return rating.kind, "" if unrated else rating.label.casefold()


def _check(ratings):
    labels = [rating.label.casefold() for rating in ratings]
    if len(set(labels)) < len(labels):
        raise ValidationError("Two ratings have the same label. Give each a label of its own.")
    if {rating.colour for rating in ratings} - PALETTE.keys():
        raise ValidationError("Choose a colour from the list.")
    kinds = [rating.kind for rating in ratings]
    if RatingKind.ON_TRACK not in kinds:
        raise ValidationError("A scheme needs a rating for what is on track.")
    if kinds.count(RatingKind.NOT_RATED) != 1:
        raise ValidationError("A scheme needs one rating for what has not been rated.")


def _check_replaced(leaving, ratings, replaced):
    offered = {rating.label for rating in ratings if rating.kind != RatingKind.NOT_RATED}
    for rating in leaving:
        if replaced.get(rating.key) not in offered:
            raise ValidationError(
                {rating.key: f"Choose the rating that stands for {rating.label} from now on."}
            )


def _keys(known, ratings, kept):
    """Label → key of each rating: that of the one that stays, or a new one that no rating has ever had."""
    taken = {rating.key for rating in known}
    keys = {}
    for new in ratings:
        if stays := kept.get(_same(new)):
            keys[new.label] = stays.key
            continue
        stem = slugify(new.label.replace("/", " "))[: KEY_LENGTH - 4] or "rating"
        names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
        keys[new.label] = next(name for name in names if name not in taken)
        taken.add(keys[new.label])
    return keys


def _move_actions(partnership, stands_for):
    """Give the actions of open plans the new rating; those of closed plans keep theirs, which is the past."""
    kinds = dict(partnership.ratingdefinition_set.values_list("key", "kind"))
    found = Action.objects.filter(plan__partnership=partnership, rating__in=stands_for)
    open_ones = found.exclude(plan__status=Plan.Status.CLOSED)
    for action in open_ones.select_for_update(of=("self",), no_key=True):
        action.rating = stands_for[action.rating]
        action.rating_kind = kinds[action.rating]
        action.save(update_fields={"rating", "rating_kind"})
