"""Finds what an imported plan names among a partnership's own records: leads and ratings. Nothing is guessed."""

from collections import Counter
from dataclasses import dataclass, field

from plans.importing.choices import Choices
from plans.importing.headings import plain
from plans.leads.aliases import find_named, normalise
from plans.models.lead import leader_kind

# What may become of a lead's words that are nobody's name: kept, or made a group or a post.
DECISIONS = ("words", "group", "post")


@dataclass(frozen=True, slots=True)
class Matches:
    """A partnership's names (normalised → record) and ratings (plain label or colour → definition)."""

    names: dict
    ratings: dict
    # Words that a person wants kept, or made a group or a post of that name: normalised → “words”, “group”, “post”.
    decided: dict = field(default_factory=dict)

    def lead(self, words):
        """The group, post, agency or person whose name these words are; None if they are nobody's."""
        return find_named(words, self.names)

    def lead_kind(self, words):
        """“group”, “post”, “agency”, “person”, or “words” for what no record is called."""
        who = self.lead(words)
        return "words" if who is None else leader_kind(who)

    def decision(self, words):
        """What a person decided about words that are nobody's name yet: “words”, “group”, “post”; "" for nothing."""
        return self.decided.get(normalise(words), "")

    def rating(self, words):
        """The RatingDefinition that these words mean; None if the scheme has none."""
        return self.ratings.get(plain(words))


def matches_of(names, scheme, choices=None):
    """The Matches of a partnership's Names and Scheme, and of what a person has chosen beside them.

    A rating is known by its label, and by its colour if it is the only one of that colour.
    """
    choices = choices or Choices()
    colours = Counter(rating.colour for rating in scheme.ratings)
    by_colour = {r.colour: r for r in scheme.ratings if colours[r.colour] == 1}
    by_label = {plain(rating.label): rating for rating in scheme.ratings}
    by_key = {rating.key: rating for rating in scheme.ratings}
    chosen = {word: by_key[key] for word, key in choices.ratings.items() if key in by_key}
    meant = {key: chosen["who"] for key, chosen in choices.leads.items()}
    named = {key: names.leaders[who] for key, who in meant.items() if who in names.leaders}
    decided = {key: who for key, who in meant.items() if who in DECISIONS}
    return Matches(names.known | named, by_colour | by_label | chosen, decided)


def note_matches(plan, matches):
    """Add notes of ratings that the partnership's scheme does not have."""
    for action in plan.actions:
        if action.rating and matches.rating(action.rating) is None:
            plan.note(
                "unknown_rating",
                action.where,
                f"Your ratings have no “{action.rating}”. It is kept in the words of the update.",
            )
