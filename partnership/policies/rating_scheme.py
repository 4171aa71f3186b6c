"""Whether some ratings may be a partnership's scheme, for the pages and the service alike.

It takes ratings of the library or of a form: each has ``label``, ``meaning``, ``kind``, ``colour``, ``symbol`` and
``is_reviewed_yearly``.
"""

from collections import Counter
from dataclasses import dataclass

from partnership.palette import PALETTE, RatingSymbol
from partnership.rating_kinds import LABEL_LENGTH, MEANING_LENGTH, RatingKind

MOST_RATINGS = 20
CHOICES = {"kind": RatingKind.values, "colour": PALETTE, "symbol": RatingSymbol.values}
SAME_LABEL = "Two ratings have the same label. Give each a label of its own."
SAME_ORDER = "Two ratings have the same place in the order. Move one of them up or down."
NOTHING_CHANGED = "These are the ratings you have now. Change something before you save."
CHANGED_MEANWHILE = (
    "Someone else changed the ratings after you opened this page. Your changes are not saved. Check them, then save "
    "again."
)


@dataclass(frozen=True, slots=True)
class SchemeProblem:
    """One reason against a scheme; ``row`` counts from 0, and is None if it is about the whole."""

    sentence: str
    row: int | None = None
    field: str = ""


def find_problems(ratings):
    """All SchemeProblems of ``ratings``, worst first; none if they may be a scheme."""
    labels = Counter(rating.label.casefold() for rating in ratings)
    for row, rating in enumerate(ratings):
        for field, sentence in _problems_of(rating, row + 1):
            yield SchemeProblem(sentence, row, field)
        if rating.label and labels[rating.label.casefold()] > 1:
            yield SchemeProblem(SAME_LABEL, row, "label")
    kinds = [rating.kind for rating in ratings]
    if RatingKind.ON_TRACK not in kinds:
        yield SchemeProblem("A scheme needs a rating for what is on track.")
    if kinds.count(RatingKind.NOT_RATED) != 1:
        yield SchemeProblem("A scheme needs one rating for what has not been rated.")
    if len(ratings) > MOST_RATINGS:
        yield SchemeProblem(
            f"A scheme can have {MOST_RATINGS} ratings or fewer. You have {len(ratings)}: remove some."
        )


def _problems_of(rating, number):
    """(field, sentence) of what is wrong with one rating by itself."""
    name = f"“{rating.label[:60]}”" if rating.label else f"rating {number}"
    if not rating.label:
        yield "label", f"Enter a label for rating {number}"
    elif len(rating.label) > LABEL_LENGTH:
        yield (
            "label",
            f"A label must be {LABEL_LENGTH} characters or less; {name} has {len(rating.label)}.",
        )
    if not rating.meaning:
        yield "meaning", f"Enter what {name} means"
    elif len(rating.meaning) > MEANING_LENGTH:
        yield (
            "meaning",
            f"A meaning must be {MEANING_LENGTH} characters or less; this has {len(rating.meaning):,}.",
        )
    for field, allowed in CHOICES.items():
        if getattr(rating, field) not in allowed:
            yield field, f"Choose a {field} from the list."
    if rating.is_reviewed_yearly and rating.kind != RatingKind.COMPLETE:
        yield "is_reviewed_yearly", f"Only what is complete is kept going: clear the box of {name}."


def reason_not_to_order(orders):
    """Why ratings with these numbers have no order; ``orders`` may have None for what is no number."""
    return SAME_ORDER if None in orders or len(set(orders)) < len(orders) else ""


def reason_not_to_replace(rating, label, ratings):
    """Why the rating called ``label`` of ``ratings`` cannot stand for ``rating``, which leaves the scheme."""
    offered = {one.label for one in ratings if one.kind != RatingKind.NOT_RATED}
    return (
        "" if label in offered else f"Choose the rating that stands for {rating.label} from now on."
    )
