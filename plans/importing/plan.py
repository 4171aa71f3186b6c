"""The plan that a file means, as frozen dataclasses: what the preview shows and what is brought in."""

from dataclasses import dataclass, field
from datetime import date

from plans.importing.tables import Note
from plans.timescales.parse import ReadTimescale


@dataclass(frozen=True, slots=True)
class ImportedTimescale:
    words: str
    read: ReadTimescale

    @property
    def due_on(self):
        return self.read.due_on


@dataclass(slots=True)
class ImportedPart:
    """A priority. What its actions share, because the file says it once for all of them, is here."""

    heading: str
    leads: tuple[str, ...] = ()
    timescale: ImportedTimescale | None = None
    measures: tuple[str, ...] = ()
    shares: bool = False


@dataclass(frozen=True, slots=True)
class ImportedObjective:
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ImportedAction:
    where: str
    reference: str
    wording: str
    priority: int | None  # index in ImportedPlan.priorities
    objective: str  # number of the objective, or its title without one; "" for none
    leads: tuple[str, ...]
    timescale: ImportedTimescale
    measures: tuple[str, ...]
    rating: str = ""
    progress: str = ""
    others: tuple[tuple[str, str], ...] = ()  # (kind of column, text) of what else the row says


@dataclass(slots=True)
class ImportedPlan:
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    priorities: list[ImportedPart] = field(default_factory=list)
    objectives: list[ImportedObjective] = field(default_factory=list)
    actions: list[ImportedAction] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(
        default_factory=list
    )  # (where, words) that are nowhere in the plan

    def note(self, code, where, text):
        self.notes.append(Note(code, where, text))

    @property
    def is_plan(self):
        return bool(self.actions)
