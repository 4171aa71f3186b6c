"""The cells of a published table: what each kind of column shows of an action."""

from dataclasses import dataclass

from partnership.rating_kinds import RatingKind
from partnership.text import lower_first
from plans.models import Action
from plans.models.timescale import date_words


@dataclass(frozen=True, slots=True)
class Cell:
    shows: str  # a Column.Shows value
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # printed as a list
    rating: str = ""  # its key
    rows: int = 1  # how many rows it spans; 0: an earlier cell spans this row
    see: int = 0  # the id of the action to which it refers


# Columns of their own for the numbers of measures: what each shows of a SeriesFacts.
NUMBERS = {
    "baseline": lambda series, readers: series.baseline_words(readers),
    "target": lambda series, readers: series.target_words,
    "actual": lambda series, readers: series.last_words(readers),
}

MEASURED = {"measure", "outcome", *NUMBERS}


class ActionCells:
    """Makes the cells of the actions of one PlanDocument."""

    def __init__(self, document):
        self.document, self.public = document, document.public
        shown = {column.shows for column in document.columns}
        self.has_references = "driver_reference" in shown
        self.has_milestones = "milestone" in shown
        self.has_numbers = not shown.isdisjoint(NUMBERS)

    def cell(self, column, action, priority):
        """The Cell of a ColumnFacts for an ActionFacts under a PriorityFacts, or under none."""
        shows = column.shows
        if shows in ("rating", "previous_rating"):
            return Cell(shows, rating=_rated(self._rating(column, action)))
        if shows == "lead":
            return Cell(shows, paragraphs=lead_lines(action))
        if shows in MEASURED:
            return self.measure_cell(shows, action.measures)
        if shows == "milestone":
            return Cell(shows, items=_milestones(action))
        if shows == "action" and not self.has_milestones:
            return Cell(shows, paragraphs=lines(action.wording), items=_milestones(action))
        if shows == "evidence":
            return Cell(shows, items=action.evidence)
        return Cell(shows, paragraphs=lines(self._text(column, action, priority)))

    def priority_cell(self, column, priority):
        """The cell of a row in which only what it says of the priority is known."""
        texts = {"priority": priority.number, "title": priority.title}
        return Cell(column.shows, paragraphs=lines(texts.get(column.shows, "")))

    def measure_cell(self, shows, measures):
        """The Cell of a column about measures; small numbers of people are not printed."""
        texts = (self._measure_text(shows, measure) for measure in measures)
        return Cell(shows, items=tuple(text for text in texts if text))

    def _measure_text(self, shows, measure):
        readers, series = self.public, measure.series
        if shows == "outcome":
            return measure.outcome
        if shows in NUMBERS:
            return NUMBERS[shows](series, readers) if series else ""
        if series is None or self.has_numbers:
            return measure.wording
        return f"{measure.wording}: {lower_first(series.words(readers))}"

    def _rating(self, column, action):
        if column.shows == "previous_rating":
            return action.rating_before
        return _earlier(column, action).rating if column.when else action.rating

    def _text(self, column, action, priority):
        shows = column.shows
        if shows == "driver":
            return "\n".join(
                driver.wording if self.has_references else str(driver) for driver in action.drivers
            )
        if shows == "progress":
            return _earlier(column, action).words if column.when else _progress(action.update)
        if shows == "direction":
            return self._direction(action)
        if shows == "priority":
            return priority.number if priority else ""
        if shows == "title":
            return priority.title if priority else ""
        return _TEXTS[shows](action) if shows in _TEXTS else ""

    def _direction(self, action):
        """“Better: was Red”; “No change” where both ratings are known and equal."""
        before = _rated(action.rating_before)
        if not before or not _rated(action.rating):
            return ""
        if not action.direction:
            return "No change"
        return f"{action.direction.capitalize()}: was {self.document.rating(before).label}"


_TEXTS = {
    "number": lambda action: action.reference,
    "action": lambda action: action.wording,
    "action_title": lambda action: action.title,
    "driver_reference": lambda action: "\n".join(driver.reference for driver in action.drivers),
    "theme": lambda action: "\n".join(action.themes),
    "importance": lambda a: Action.Importance(a.importance).label if a.importance else "",
    "start": lambda action: action.start.text,
    "timescale": lambda action: action.timescale.text,
    "done": lambda action: date_words(action.done_on) if action.done_on else "",
    "resources": lambda action: action.resources,
    "further_actions": lambda action: action.further_actions,
    "next_steps": lambda action: action.update.next_steps if action.update else "",
    "note": lambda action: action.note,
}


def _milestones(action):
    """Those with words. What is a lead's part of the action is printed beside the lead."""
    return tuple(point.words for point in action.milestones if point.text)


def lead_lines(owner):
    """The cell as written in the plan; once the leads have been changed, their names."""
    return lines(owner.leads_words) or tuple(lead.name for lead in owner.leads)


def lines(text):
    return tuple(line for line in text.splitlines() if line.strip())


def _rated(key):
    """The key of a rating, or "" for an action that is not yet rated: its cell is empty."""
    return "" if key == RatingKind.NOT_RATED else key


def _earlier(column, action):
    return next(one for one in action.earlier if one.when == column.when)


def _progress(update):
    """The last words, and below them what came instead, and that they were confirmed."""
    if update is None:
        return ""
    instead = f"Instead: {update.came_instead}" if update.came_instead else ""
    return "\n".join((update.comment, instead, update.confirmation))
