"""Finds what an imported plan names among a partnership's own records: leads and ratings. Nothing is guessed."""

from collections import Counter
from dataclasses import dataclass

from plans.importing.headings import plain
from plans.leads.aliases import find_named
from plans.models.lead import leader_kind


@dataclass(frozen=True, slots=True)
class Matches:
    """A partnership's names (normalised → record) and ratings (plain label or colour → definition)."""

    names: dict
    ratings: dict

    def lead(self, words):
        """The group, post, agency or person whose name these words are; None if they are nobody's."""
        return find_named(words, self.names)

    def lead_kind(self, words):
        """“group”, “post”, “agency”, “person”, or “words” for what no record is called."""
        who = self.lead(words)
        return "words" if who is None else leader_kind(who)

    def rating(self, words):
        """The RatingDefinition that these words mean; None if the scheme has none."""
        return self.ratings.get(plain(words))


def matches_of(names, scheme):
    """The Matches of ``names`` (as ``read_names(…).known``) and of a partnership's Scheme.

    A rating is known by its label, and by its colour if it is the only one of that colour.
    """
    colours = Counter(rating.colour for rating in scheme.ratings)
    by_colour = {r.colour: r for r in scheme.ratings if colours[r.colour] == 1}
    return Matches(names, by_colour | {plain(rating.label): rating for rating in scheme.ratings})


def note_matches(plan, matches):
    """Add notes of ratings that the partnership's scheme does not have."""
    for action in plan.actions:
        if action.rating and matches.rating(action.rating) is None:
            plan.note(
                "unknown_rating",
                action.where,
                f"Your ratings have no “{action.rating}”. It is kept in the words of the update.",
            )
