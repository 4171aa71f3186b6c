"""Keeps which priority and which objective the rows of a plan are under, and adds each when it is first named."""

from collections import Counter

from plans.importing import headings
from plans.importing.cells import tidy_reference
from plans.importing.part_names import (
    ALONE,
    CONTINUED,
    ENDS_CONTINUED,
    PART,
    names_objective,
    names_priority,
    read_priority_name,
    split_number,
)
from plans.importing.plan import ImportedObjective, ImportedPart


class PlanStructure:
    def __init__(self, plan):
        self.plan = plan
        self.priority = None  # index of the current one
        self.objective = ""  # number of the current one, or its title
        self.title_above = ""  # what is printed above the table, which a number in it may need
        self.headings_above = {}  # number of a priority → its heading above the tables
        self.indexes = {}  # heading → index of its priority
        self.objectives = {}  # (number, or else the title) → ImportedObjective
        self.counts = Counter()  # of actions by index of their priority

    def count_action(self):
        self.counts[self.priority] += 1

    def take_heading(self, heading):
        if heading.is_objective:
            self.set_objective(heading.text, where=heading.where)
        else:
            self.set_priority(heading.text, heading.where)

    def set_priority(self, text, where=""):
        """Go on under the priority that a text names; a number alone is that of the title above the table."""
        heading = " ".join(text.split())
        heading = self.headings_above.get(heading.rstrip(".:)"), heading)
        if ALONE.match(heading) and self._is_number_of_current(heading):
            return
        if ALONE.match(heading) and _number_of(self.title_above) == _number_of(heading):
            heading = self.title_above
        elif ALONE.match(heading) and self.title_above:
            is_named = heading.casefold().startswith(("priority", "strategic"))
            name = heading.rstrip(".:)") if is_named else f"Priority {heading.rstrip('.:)')}"
            heading = f"{name}: {self.title_above}"
        bare = ENDS_CONTINUED.sub("", heading)
        if bare != heading:
            self._note_continued(where, "priority", heading)
        if not bare:
            return
        self.add_priority(bare)
        if self.priority != self.indexes[bare]:
            self.objective = ""
        self.priority = self.indexes[bare]

    def _is_number_of_current(self, heading):
        """Whether a number alone is that of the priority whose heading came last."""
        if self.priority is None:
            return False
        return _number_of(self.plan.priorities[self.priority].heading) == _number_of(heading)

    def add_priority(self, heading):
        """Whether a priority with this heading is new to the plan, which has it now."""
        is_new = heading not in self.indexes
        if is_new:
            self.indexes[heading] = len(self.plan.priorities)
            self.plan.priorities.append(ImportedPart(heading))
        return is_new

    def leave_part(self):
        """What comes next is under no priority and no objective."""
        self.priority, self.objective = None, ""

    def set_objective(self, text, number="", where=""):
        """The objective that a text names: “Objective 2: …”, “2. …”, or a number in a cell of its own."""
        text, number = " ".join(text.split()), " ".join(number.split())
        bare, bare_number = ENDS_CONTINUED.sub("", text), ENDS_CONTINUED.sub("", number)
        if (bare, bare_number) != (text, number):
            self._note_continued(where, "objective", f"{number} {text}".strip())
            if not bare:
                return
            text, number = bare, bare_number
        match = PART.match(text)
        label = match[0] if match else ""
        title = text[match.end() :].strip() if match else text
        if not number:
            number, title = split_number(title)
        title = title.lstrip(":.–- ") or text
        number = tidy_reference(number)
        known = self.objectives.get((number, "" if number else title))
        if known is None:
            known = ImportedObjective(number, title, label)
            self.objectives[number, "" if number else title] = known
            self.plan.objectives.append(known)
        elif known.title != title:
            self.plan.note(
                "objective_wording_differs",
                where,
                f"Objective {number} has other words here: “{title}”. The first were kept.",
            )
        self.objective = number or title

    def take_columns(self, entry, number_owner):
        """The priority and the objective that a row names in columns of its own."""
        number = entry.text(headings.NUMBER)
        for text in _with_numbers([line.full_text for line in entry.lines(headings.PRIORITY)]):
            own = number if number_owner == headings.PRIORITY else ""
            self._take_priority_line(text, entry, own)
        lines = entry.lines(headings.OBJECTIVE)
        parts = [line for line in lines if names_priority(line.text)]
        for line in parts:
            self.set_priority(line.full_text, entry.where)
        rest = " ".join(line.full_text for line in lines if line not in parts)
        if rest:
            own = number if number_owner == headings.OBJECTIVE else ""
            self.set_objective(rest, own, entry.where)

    def _take_priority_line(self, text, entry, number):
        if names_objective(text):
            self.set_objective(text, where=entry.where)
        elif CONTINUED.match(text):
            self._note_continued(entry.where, "priority", text)
        else:
            self.set_priority(f"{number} {text}".strip(), entry.where)

    def _note_continued(self, where, what, words):
        said = f"This row goes on with the {what} before it: “{words}”."
        self.plan.note("continued_row_joined", where, said)


def _number_of(heading):
    """The number of a priority's heading, or of a number alone; "" for none."""
    bare = heading.rstrip(".:)")
    return bare if ALONE.match(bare) and " " not in bare else read_priority_name(heading).number


def _with_numbers(texts):
    """The lines of a cell; a number on a line of its own, or “Priority 1”, belongs to the title in the next line."""
    found, number = [], ""
    for text in texts:
        if ALONE.match(text) and not number:
            number = text
        else:
            found.append(f"{number} {text}".strip())
            number = ""
    return [*found, number] if number else found
