"""Makes the actions of a plan from the entries of its rows."""

from plans.importing import headings
from plans.importing.cells import (
    is_reference,
    one_wording,
    read_rating,
    split_actions,
    split_dotted_reference,
    split_first_number,
    split_measures,
    split_paragraphs,
    tidy_reference,
)
from plans.importing.entries import number_is_of
from plans.importing.lead_cells import split_leads
from plans.importing.pairs import pair_lines
from plans.importing.plan import ImportedAction

OTHERS = (
    *(headings.START, headings.DONE, headings.OUTCOME, headings.PREVIOUS_RATING),
    *(headings.DIRECTION, headings.EVIDENCE, headings.BASELINE, headings.TARGET, headings.ACTUAL),
    *(headings.THEME, headings.DRIVER, headings.IMPORTANCE, headings.FURTHER),
    *(headings.RESOURCES, headings.NOTE),
)


class ActionReader:
    def __init__(self, plan, structure, whole=()):
        self.plan, self.structure = plan, structure
        self.whole = whole  # where the rows are whose cell a person wants read as one action
        self.begin(None)

    def begin(self, table):
        """The PlanTable whose entries come next."""
        self.table = table
        self.number_owner = number_is_of(table) if table else ""
        self.has_numbers = table.has_numbers_in_actions if table else False
        self.has_row_a_priority = table.has_row_a_priority if table else False

    def take(self, entry):
        """Add the actions of an entry to the plan, and all that is said of them."""
        reference = self._reference(entry)
        lines = entry.lines(headings.ACTION)
        if not reference and self.has_numbers:
            reference, lines = split_first_number(lines)
        is_one = bool(reference) or entry.where in self.whole
        wordings = self._wordings(entry, lines, is_one=is_one)
        if not wordings:
            self._leave_entry(entry)
            return
        split = [(reference, w) if reference else split_dotted_reference(w) for w in wordings]
        pairs = pair_lines(entry, [number for number, _ in split]) if len(split) > 1 else {}
        for position, (number, wording) in enumerate(split):
            mine = {kind: lines[position] for kind, lines in pairs.items()}
            self._add(entry, number, wording, mine, position, is_one=len(split) == 1)
        if len(wordings) > 1:
            self._tell_several(entry, len(wordings), pairs)

    def _reference(self, entry):
        if self.number_owner != headings.ACTION:
            return ""
        text = entry.text(headings.NUMBER)
        if is_reference(text):
            return tidy_reference(text)
        if text and entry.lines(headings.ACTION):
            self.plan.leave_out(entry.where, text)
        return ""

    def _wordings(self, entry, lines, *, is_one):
        wordings, lead_in = ((), ()) if is_one else split_actions(lines)
        if not wordings and not is_one and self.has_row_a_priority:
            wordings = split_paragraphs(lines)
        if len(wordings) > 1:
            for text in lead_in:
                self.plan.leave_out(entry.where, text)
            return wordings
        wording = one_wording(lines)
        # A figure alone is a total or the like, and no action.
        return (wording,) if any(map(str.isalpha, wording)) else ()

    def _add(self, entry, reference, wording, paired, position, *, is_one):
        is_first = position == 0

        def lines(kind):
            return paired.get(kind, entry.lines(kind))

        measures, lead_in = split_measures(lines(headings.MEASURE))
        for text in lead_in if is_first else ():
            self.plan.leave_out(entry.where, text)
        rating, earlier = self._ratings(entry, is_first=is_first)
        others = [(kind, entry.text(kind)) for kind in OTHERS if entry.text(kind)]
        self.structure.count_action()
        self.plan.actions.append(
            ImportedAction(
                where=entry.where,
                reference=reference,
                wording=wording,
                priority=self.structure.priority,
                objective=self.structure.objective,
                leads=split_leads([line.text for line in lines(headings.LEAD)]),
                timescale=self.plan.timescale_of(_text(lines(headings.TIMESCALE))),
                measures=measures,
                rating=rating,
                progress=self._progress(entry),
                others=(*others, *((headings.PREVIOUS_RATING, word) for word in earlier)),
                key=f"{entry.where}#{position + 1}",
                rows=tuple(entry.rows),
                is_one_of_several=not is_one,
            )
        )

    def _tell_several(self, entry, number, pairs):
        self.plan.note(
            "several_actions_in_a_cell", entry.where, f"One cell was read as {number} actions."
        )
        if pairs:
            self.plan.note(
                "lines_paired",
                entry.where,
                f"The row has {number} actions, and its cells of {' and '.join(sorted(pairs))} have a line for each: "
                "each line was read as that of one action.",
            )
        elif self.structure.priority is not None:
            self._share(number)

    def _share(self, number):
        """Leads, timescale and measures of a row that is a whole priority belong to the priority."""
        index = self.structure.priority
        part, ours = self.plan.priorities[index], self.plan.actions[-number:]
        if part.shares or self.structure.counts[index] > number:
            return
        first = ours[0]
        part.shares = True
        part.leads, part.timescale, part.measures = first.leads, first.timescale, first.measures

    def _ratings(self, entry, *, is_first):
        """(the latest rating, those before it): several columns of ratings are one for each period."""
        found = []
        for _, lines, fill in entry.cells.get(headings.RATING, ()):
            word, is_colour = read_rating("\n".join(line.text for line in lines), fill)
            found += [(word, is_colour)] if word else []
        if not found:
            return "", []
        *earlier, (word, is_colour) = found
        if is_colour and is_first:
            self.plan.note(
                "rating_from_colour",
                entry.where,
                f"The rating “{word}” was read from the colour of its cell alone.",
            )
        columns = self.table.of(headings.RATING)
        if len(columns) > 1:
            self.plan.note_once(
                "several_rating_columns",
                self.table.table.where,
                f"Ratings are in several columns, and the last that is filled was taken: {_names(columns)}.",
            )
        return word, [text for text, _ in earlier]

    def _progress(self, entry):
        cells = [
            (column.label or column.heading, "\n".join(line.text for line in lines))
            for column, lines, _ in entry.cells.get(headings.PROGRESS, ())
            if lines
        ]
        columns = self.table.of(headings.PROGRESS)
        if len(columns) < 2:
            return "\n".join(text for _, text in cells)
        self.plan.note_once(
            "several_progress_columns",
            self.table.table.where,
            f"Progress is in several columns, and was joined in their order: {_names(columns)}.",
        )
        return "\n".join(f"{heading}: {text}" for heading, text in cells)

    def _leave_entry(self, entry):
        """A row without an action: its words are nowhere in the plan, and so are listed."""
        for cells in entry.cells.values():
            for _, lines, _ in cells:
                for line in lines:
                    self.plan.leave_out(entry.where, line.full_text)


def _text(lines):
    return "\n".join(line.text for line in lines)


def _names(columns):
    return ", ".join(f"“{column.heading}”" for column in columns)
