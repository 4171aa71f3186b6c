"""The measures of a document that count something, each with what it is a measure of."""

from dataclasses import dataclass

from plans.document.records import MeasureFacts


@dataclass(frozen=True, slots=True)
class CountedMeasure:
    name: str  # of the priority, objective or action
    measure: MeasureFacts


def counted_measures(section):
    """The CountedMeasures of a SectionFacts: the priority's own, those of its objectives and of its actions."""
    owners = (
        [(_titled(section.priority.heading, section.priority), section.priority)]
        if section.priority
        else []
    )
    for part in section.parts:
        if part.objective:
            owners.append(
                (_titled(f"Objective {part.objective.number}", part.objective), part.objective)
            )
        owners += [(f"{action.reference} {action.title}", action) for action in part.actions]
    return tuple(
        CountedMeasure(name, measure)
        for name, owner in owners
        for measure in owner.measures
        if measure.series
    )


def _titled(name, owner):
    return f"{name}: {owner.title}" if owner.title else name
