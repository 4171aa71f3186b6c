"""What an executive looks at before a meeting: what is off track and why, and progress by priority.

From a PlanDocument alone, for the home page and its paper of one page.
"""

from collections import Counter
from dataclasses import dataclass

from partnership.models import RatingKind
from plans.document.records import ActionFacts, Distribution, PriorityFacts


@dataclass(frozen=True)
class PriorityPart:
    """One priority: its distribution, and how many of its actions moved in each direction."""

    priority: PriorityFacts | None
    distribution: Distribution
    better: int
    worse: int


@dataclass(frozen=True)
class Concern:
    """The actions with one thing to worry about; each is written out under its first, and named under the others."""

    key: str  # red, worse, overdue or slipped
    actions: tuple[ActionFacts, ...]
    also: tuple[ActionFacts, ...]  # written out under an earlier concern

    @property
    def number(self):
        return len(self.actions) + len(self.also)


@dataclass(frozen=True)
class ExecutivePart:
    priorities: tuple[PriorityPart, ...]
    concerns: tuple[Concern, ...]


CONCERNS = {
    "red": lambda action: action.rating == RatingKind.RED,
    "worse": lambda action: action.direction == "worse",
    "overdue": lambda action: action.is_overdue,
    "slipped": lambda action: action.timescale.slips and action.rating != RatingKind.BLUE,
}


def read_executive(document):
    """The ExecutivePart of a PlanDocument; no query."""
    parts = []
    for section in document.sections:
        if section.actions:
            ways = Counter(action.direction for action in section.actions)
            parts.append(
                PriorityPart(section.priority, section.distribution, ways["better"], ways["worse"])
            )
    return ExecutivePart(priorities=tuple(parts), concerns=_concerns(document))


def _concerns(document):
    concerns, listed = [], set()
    for key, applies in CONCERNS.items():
        actions = [action for action in document.actions if applies(action)]
        new = tuple(action for action in actions if action.pk not in listed)
        concerns.append(Concern(key, new, tuple(a for a in actions if a.pk in listed)))
        listed.update(action.pk for action in new)
    return tuple(concerns)
