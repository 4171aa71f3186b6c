"""What a plan's document says of links from one action to another."""

from dataclasses import dataclass

from plans.models import ActionSuccession
from plans.models.succession import succession_lines


@dataclass(frozen=True, slots=True)
class SeeFacts:
    """An action that a section names and that is in another."""

    pk: int
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class SuccessionFacts:
    """An action of the plan in which another goes on, or from which it came."""

    kind: str  # an ActionSuccession.Kind value
    pk: int
    reference: str


def succession_words(successors, predecessors):
    """“Merged into 2.4”, “Split from 1.3”: what became of an action, then what it came from."""
    into, before = (
        [(one.kind, one.reference) for one in found] for found in (successors, predecessors)
    )
    became = succession_lines(into, ActionSuccession.INTO)
    return became + succession_lines(before, ActionSuccession.FROM)
