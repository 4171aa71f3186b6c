"""What an executive looks at before a meeting: what is off track and why, and progress by priority.

From a PlanDocument alone, for the home page and its paper of one page.
"""

from collections import Counter
from dataclasses import dataclass

from partnership.rating_kinds import CLOSED, RatingKind
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
    """The actions with one thing to worry about.

    Each is written out under the first concern that has room for it, and named under the others.
    """

    key: str  # a key of CONCERNS
    actions: tuple[ActionFacts, ...]
    also: tuple[ActionFacts, ...]  # written out under an earlier concern
    more: int = 0  # how many others have no room
    query: str = ""  # the filter of the plan page that shows all of them

    @property
    def number(self):
        return len(self.actions) + len(self.also) + self.more


@dataclass(frozen=True)
class ExecutivePart:
    priorities: tuple[PriorityPart, ...]
    concerns: tuple[Concern, ...]

    @property
    def written_out(self):
        """The ids of the actions that the concerns write out."""
        return {action.pk for concern in self.concerns for action in concern.actions}


# What got worse comes first.
CONCERNS = {
    "worse": lambda action: action.direction == "worse",
    "off_track": lambda action: action.rating_kind == RatingKind.OFF_TRACK,
    "overdue": lambda action: action.is_overdue,
    "slipped": lambda action: action.timescale.slips and action.rating_kind not in CLOSED,
}
QUERIES = {
    "worse": "",
    "off_track": f"?rating={RatingKind.OFF_TRACK}",
    "overdue": "?timescale=overdue",
    "slipped": "?timescale=slipped",
}
IMPORTANT = {
    "overdue": lambda action: action.timescale.due_on,
    "slipped": lambda action: -action.timescale.slips,
}
# How many actions of one concern there is room for on a screen, and on a page of paper. What got worse is always
# written out: the plan page has no filter for it.
SCREEN = {"off_track": 3, "overdue": 2, "slipped": 2}
PAPER = {"off_track": 8, "overdue": 8, "slipped": 8}


def read_executive(document, *, most=SCREEN):
    """The ExecutivePart of a PlanDocument, with room for ``most`` actions of each concern; no query."""
    parts = []
    for section in document.sections:
        if section.actions:
            ways = Counter(action.direction for action in section.actions)
            distribution = document.distribution_of(section)
            parts.append(
                PriorityPart(section.priority, distribution, ways["better"], ways["worse"])
            )
    return ExecutivePart(priorities=tuple(parts), concerns=read_concerns(document, most=most))


def read_concerns(document, keys=tuple(CONCERNS), *, most=SCREEN):
    """The Concern of each of ``keys``, in their order; ``most`` as in SCREEN. No query."""
    concerns, written = [], set()
    # A scheme may have no rating for what is off track: then there is nothing to say of it.
    keys = [key for key in keys if key != RatingKind.OFF_TRACK or document.words(key)]
    for key in keys:
        actions = [action for action in document.actions if CONCERNS[key](action)]
        if key in IMPORTANT:
            actions.sort(key=IMPORTANT[key])
        new = [action for action in actions if action.pk not in written]
        shown = new[: most.get(key)]
        also = tuple(action for action in actions if action.pk in written)
        more = len(new) - len(shown)
        concerns.append(Concern(key, tuple(shown), also, more, QUERIES[key]))
        written.update(action.pk for action in shown)
    return tuple(concerns)
