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
    label: str = ""  # the word it is printed with: “Objective”, “Aim”


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


@dataclass(frozen=True, slots=True)
class ImportedColumn:
    """What a column of the file was taken for; ``kinds`` is empty for none."""

    where: str  # of its table
    number: int  # from 1
    heading: str
    kinds: tuple[str, ...]
    is_guess: bool = False


@dataclass(slots=True)
class ImportedPlan:
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    priorities: list[ImportedPart] = field(default_factory=list)
    objectives: list[ImportedObjective] = field(default_factory=list)
    actions: list[ImportedAction] = field(default_factory=list)
    columns: list[ImportedColumn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(
        default_factory=list
    )  # (where, words) that are nowhere in the plan
    told: set[tuple[str, str]] = field(default_factory=set, repr=False)  # by note_once

    def note(self, code, where, text):
        self.notes.append(Note(code, where, text))

    def note_once(self, code, where, text):
        """A note of a table, which each of its rows would repeat."""
        if (code, where) not in self.told:
            self.told.add((code, where))
            self.note(code, where, text)

    def leave_out(self, where, words):
        if words.strip():
            self.left_out.append((where, words))

    @property
    def is_plan(self):
        return bool(self.actions)
