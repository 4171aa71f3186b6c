"""Changing the scheme of ratings that a partnership uses: in one change, with its actions moved to the new ratings."""

from itertools import takewhile

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from partnership.history import recording
from partnership.models import RatingDefinition
from partnership.models.rating import KEY_LENGTH, RatingSymbol
from partnership.policies import refuse
from partnership.policies.rating_scheme import (
    CHANGED_MEANWHILE,
    NOTHING_CHANGED,
    find_problems,
    reason_not_to_replace,
)
from partnership.rating_change import leaving_ratings, mark_of, match_ratings
from partnership.rating_kinds import RatingKind
from plans.models import Action

# The rating of what ended where the scheme has none.
ENDED = "Ended"
ENDED_MEANING = "It will not be done, or it goes on in another action."


def adopt_scheme(partnership, *, by, ratings, replaced, seen=None, reason="", at=None):
    """Rate by ``ratings`` (LibraryRating, worst first) from now on.

    A rating that ``match_ratings`` finds in the present scheme stays and takes on the new words and looks. The others
    leave the scheme; ``replaced`` has the label of the new rating that stands for each, by its key. The actions of
    plans that are not closed are moved to it. What was said of them keeps its rating, in the words of then. ``seen``
    is the mark of the scheme that the page showed.
    """
    if problems := list(find_problems(ratings)):
        raise ValidationError(list(dict.fromkeys(problem.sentence for problem in problems)))
    with recording(partnership, by=by, reason=reason, at=at) as change:
        known = list(partnership.ratingdefinition_set.select_for_update())
        current = [rating for rating in known if not rating.is_retired]
        if seen is not None and seen != mark_of(current):
            raise ValidationError({"seen": CHANGED_MEANWHILE})
        stay = match_ratings(current, ratings)
        leaving = leaving_ratings(current, ratings)
        _check_replaced(leaving, ratings, replaced)
        keys = _keys(known, ratings, stay)
        by_label = {new.label: key for new, key in zip(ratings, keys, strict=True)}
        stands_for = {rating.key: by_label[replaced[rating.key]] for rating in leaving}
        for rating in leaving:
            rating.retired_at, rating.replaced_by = change.at, stands_for[rating.key]
            rating.save(update_fields={"retired_at", "replaced_by"})
        # Above all that there have been, as no two are equal at any moment.
        first = 1 + max(rating.severity for rating in known)
        is_altered = _keep(ratings, stay, current, first)
        for place, new in enumerate(ratings):
            if place not in stay:
                _add(partnership, new, keys[place], first + place, change.at)
                is_altered = True
        if not (is_altered or leaving):
            raise ValidationError(NOTHING_CHANGED)
        _move_actions(partnership, stands_for)
        return change


def rating_of_ended(partnership, *, at):
    """The first rating for what ended without being done.

    A scheme without one gets one that is retired at once: nobody can choose it, and what has it is over for all
    that asks kinds. It is made within the change that is open.
    """
    known = list(partnership.ratingdefinition_set.select_for_update())
    ended = [rating for rating in known if rating.kind == RatingKind.ENDED]
    usable = [rating for rating in ended if not rating.is_retired or not rating.replaced_by]
    if usable:
        return min(usable, key=lambda rating: (rating.is_retired, rating.severity))
    rating = RatingDefinition(
        partnership=partnership, kind=RatingKind.ENDED, label=ENDED, meaning=ENDED_MEANING,
        colour="slate", symbol=RatingSymbol.CROSS, key=_free_key(ENDED, {one.key for one in known}),
        severity=1 + max(one.severity for one in known), added_at=at, retired_at=at,
    )  # fmt: skip
    rating.full_clean()
    rating.save()
    return rating


def _check_replaced(leaving, ratings, replaced):
    for rating in leaving:
        refuse(reason_not_to_replace(rating, replaced.get(rating.key), ratings), field=rating.key)


def _keys(known, ratings, stay):
    """The key of each rating: that of the one that stays, or a new one that no rating has ever had."""
    taken = {rating.key for rating in known}
    keys = []
    for place, new in enumerate(ratings):
        if place in stay:
            keys.append(stay[place].key)
            continue
        keys.append(_free_key(new.label, taken))
        taken.add(keys[-1])
    return keys


def _free_key(label, taken):
    stem = slugify(label.replace("/", " "))[: KEY_LENGTH - 4] or "rating"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _keep(ratings, stay, current, first):
    """Give those that stay new words and looks, and a new place from the first that moved; whether any is altered."""
    in_place = takewhile(lambda place: stay.get(place) is current[place], range(len(current)))
    unmoved = len(list(in_place))
    is_altered = False
    for place, rating in sorted(stay.items()):
        values = ratings[place].values()
        if place >= unmoved:
            values["severity"] = first + place
        altered = {name for name, value in values.items() if getattr(rating, name) != value}
        for name in altered:
            setattr(rating, name, values[name])
        if altered:
            is_altered = True
            rating.full_clean()
            rating.save()
    return is_altered


def _add(partnership, new, key, severity, at):
    rating = RatingDefinition(
        partnership=partnership, key=key, severity=severity, added_at=at, **new.values()
    )
    rating.full_clean()
    rating.save()


def _move_actions(partnership, stands_for):
    """Give the actions of open plans the new rating; those of closed plans keep theirs, which is the past."""
    kinds = dict(partnership.ratingdefinition_set.values_list("key", "kind"))
    found = Action.objects.of_open_plans(partnership).filter(rating__in=stands_for)
    for action in found.select_for_update(of=("self",), no_key=True):
        action.rating = stands_for[action.rating]
        action.rating_kind = kinds[action.rating]
        action.save(update_fields={"rating", "rating_kind"})
