"""What a person has decided about a file: how it is read, and what becomes of each action that was read.

Plain data throughout, as it is kept with the import and comes back with the next page.
"""

from dataclasses import asdict, dataclass, field, fields

LEAVE_OUT = "leave_out"  # the kind of a column that a person has left out


@dataclass(slots=True)
class Choices:
    # What the plan is to be called and when it runs, where the file does not say: {field: text}
    plan: dict[str, str] = field(default_factory=dict)
    # How the file is read
    columns: dict[str, str] = field(default_factory=dict)  # key of a column → kind
    tables_left_out: list[str] = field(default_factory=list)  # where they are
    rows_apart: list[str] = field(default_factory=list)  # rows not to join to the row before
    cells_whole: list[str] = field(default_factory=list)  # rows whose cell is one action
    # What becomes of the actions, each by its key
    left_out: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)  # to the action before
    split: dict[str, list[str]] = field(default_factory=dict)  # into these wordings
    changed: dict[str, dict] = field(default_factory=dict)  # {field: value}
    # In a plan that was there before: texts of its actions to take from the file, and to keep, each “id field”
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    # Normalised words of leads → {"words": as written, "who": a ``leader_key`` or one of match.DECISIONS}
    leads: dict[str, dict] = field(default_factory=dict)
    # A plain word → the key of the rating that it means
    ratings: dict[str, str] = field(default_factory=dict)

    def takes(self, pk, change):
        """Whether a FieldChange of an action is made: a conflict only if a person has said so."""
        key = f"{pk} {change.name}"
        return key in self.taken or (key not in self.kept and not change.is_conflict)

    def data(self):
        """The choices that were made, as JSON keeps them."""
        return {name: value for name, value in asdict(self).items() if value}


def choices_of(data):
    """The Choices kept as ``data``; what this version does not know is dropped."""
    known = {one.name for one in fields(Choices)}
    return Choices(**{name: value for name, value in data.items() if name in known})
