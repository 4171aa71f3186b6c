"""The plan that a file means, as frozen dataclasses: what the preview shows and what is brought in."""

from dataclasses import dataclass, field
from datetime import date, datetime

from plans.importing.tables import Note
from plans.models.timescale import date_words
from plans.timescales.parse import ReadTimescale, read_timescale_words


@dataclass(frozen=True, slots=True)
class ImportedTimescale:
    words: str
    read: ReadTimescale

    @property
    def due_on(self):
        return self.read.due_on

    @property
    def due_words(self):
        return date_words(self.read.due_on, self.read.precision)


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
class SourceRow:
    """A row as it is in the file: ``cells`` are (heading of the column, text)."""

    where: str
    cells: tuple[tuple[str, str], ...] = ()


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
    key: str = (
        ""  # tells it from the others of its file: the row, and which of the row's actions it is
    )
    rows: tuple[SourceRow, ...] = ()  # several, if the file continues the first one in others
    is_one_of_several: bool = False  # that one cell was read as
    joined: tuple[str, ...] = ()  # keys of the actions that a person has joined to it
    # Of a workbook of ours: the id of the action, and the text of each field as its cell has it
    pk: int | None = None
    exact: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedColumn:
    """What a column of the file was taken for; ``kinds`` is empty for none."""

    where: str  # of its table
    number: int  # from 1
    heading: str
    kinds: tuple[str, ...]
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class LeftOutTable:
    """A table that was not read as a part of the plan; ``head`` are the texts of its first full row."""

    where: str
    head: tuple[str, ...]
    is_chosen: bool = False  # a person has left it out


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
    made_at: datetime | None = None  # of a workbook of ours: the moment that it shows the plan at
    removed: list[ImportedAction] = field(default_factory=list)  # that a person has left out
    tables_left_out: list[LeftOutTable] = field(default_factory=list)
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

    def timescale_of(self, words):
        """The ImportedTimescale of words, read by the period of this plan."""
        read = read_timescale_words(words, starts_on=self.starts_on, ends_on=self.ends_on)
        return ImportedTimescale(words, read)

    def is_shared(self, action):
        """Whether an action takes leads, timescale and measures from its priority."""
        return action.priority is not None and self.priorities[action.priority].shares

    @property
    def table_wheres(self):
        """Where the tables are that were read as parts of the plan."""
        return list(dict.fromkeys(column.where for column in self.columns))

    @property
    def is_plan(self):
        return bool(self.actions)
