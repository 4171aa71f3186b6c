"""What a kept file would bring in, as its preview shows it and as it is then brought in."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from partnership.rating_scheme import Scheme
from plans.document import PlanDocument
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.importing.choices import Choices, choices_of
from plans.importing.headings import plain
from plans.importing.match import Matches, matches_of, note_matches
from plans.importing.merge import (
    PlanMerge,
    merge_plan,
    texts_by_action,
    texts_of_export,
    texts_of_import,
)
from plans.importing.plan import ImportedPlan
from plans.importing.stored import file_of
from plans.importing.understand import understand
from plans.leads.aliases import normalise
from plans.leads.names import read_names
from plans.models import ImportedRow


@dataclass(frozen=True)
class UnknownName:
    """Words of leads, or a rating, that are nobody's name and no rating of the partnership; and what was decided."""

    key: str
    words: str
    count: int  # of actions and priorities that have them
    decision: str = ""


@dataclass(frozen=True)
class ImportPreview:
    plan: ImportedPlan
    matches: Matches
    scheme: Scheme
    choices: Choices
    notes: dict  # where → its Notes
    document: PlanDocument | None = None  # of the plan that was there before
    merge: PlanMerge | None = None  # what the file would change in it

    @cached_property
    def measure_count(self):
        shared = sum(len(part.measures) for part in self.plan.priorities if part.shares)
        own = sum(len(a.measures) for a in self.plan.actions if not self.plan.is_shared(a))
        return own + shared

    def said(self, action):
        """{field: text} of what the file says of an action."""
        return texts_of_import(action, self.plan, self.matches, self.document)

    @cached_property
    def taken(self):
        """The number of texts that the file would change."""
        changes = [(one.pk, change) for one in self.merge.changed for change in one.changes]
        return sum(self.choices.takes(pk, change) for pk, change in changes)

    def digest_of(self, action):
        """What tells whether an action has changed since a page showed it."""
        return hashlib.sha256(repr(action).encode()).hexdigest()[:16]

    def notes_of(self, action):
        """The Notes of the rows an action was made of, each once."""
        wheres = dict.fromkeys((action.where, *(row.where for row in action.rows)))
        return [note for where in wheres for note in self.notes.get(where, ())]

    @cached_property
    def general_notes(self):
        """Those that are about no row of an action."""
        rows = {row.where for action in self.plan.actions for row in action.rows}
        rows |= {action.where for action in self.plan.actions}
        return [note for note in self.plan.notes if note.where not in rows]

    @cached_property
    def checked_actions(self):
        """The actions with something to check."""
        return [action for action in self.plan.actions if self.notes_of(action)]

    @cached_property
    def unknown_leads(self):
        """UnknownNames of leads, most frequent first."""
        shared = [part.leads for part in self.plan.priorities if part.shares]
        own = [action.leads for action in self.plan.actions if not self.plan.is_shared(action)]
        words = [one for leads in (*shared, *own) for one in leads]
        unknown = [one for one in words if self.matches.lead(one) is None]
        return _unknown(unknown, normalise, self.matches.decision)

    @cached_property
    def unknown_ratings(self):
        words = [action.rating for action in self.plan.actions if action.rating]
        unknown = [word for word in words if self.matches.rating(word) is None]
        return _unknown(unknown, plain, lambda word: "")

    @cached_property
    def undecided_leads(self):
        return [one for one in self.unknown_leads if not one.decision]


def _unknown(words, key_of, decide):
    counts, first = Counter(map(key_of, words)), {}
    for one in words:
        first.setdefault(key_of(one), one)
    return [
        UnknownName(key, first[key], count, decide(first[key]))
        for key, count in counts.most_common()
        if key
    ]


def read_preview(plan_import, *, on):
    """The ImportPreview of a PlanImport whose file was read, as its choices have it: seven queries."""
    choices = choices_of(plan_import.choices)
    imported = understand(
        file_of(plan_import.file.tables), choices=choices, **_dates(plan_import, choices)
    )
    imported.title = choices.plan.get("title") or imported.title
    partnership = plan_import.partnership
    scheme = Scheme(partnership.ratingdefinition_set.all())
    matches = matches_of(read_names(partnership, on=on), scheme, choices)
    note_matches(imported, matches)
    notes = {}
    for note in imported.notes:
        notes.setdefault(note.where, []).append(note)
    preview = ImportPreview(imported, matches, scheme, choices, notes)
    return _compared(preview, plan_import.plan, on=on) if plan_import.is_update else preview


def _compared(preview, plan, *, on):
    """The preview with what the file would change in a plan that was there before."""
    document = read_plan(plan, on=on)
    merge = merge_plan(preview.plan, document, preview.matches, _base(preview.plan, plan))
    return replace(preview, document=document, merge=merge)


def _base(imported, plan):
    """{pk of an action: {field: text}} of when the file was made: as it said before, or as a workbook of ours shows."""
    if imported.made_at:
        then = read_plan_as_at(plan, at=imported.made_at)
        return texts_by_action(then, texts_of_export) if then else {}
    rows = ImportedRow.objects.filter(action__plan=plan).exclude(said={}).order_by("pk")
    return dict(rows.values_list("action", "said"))


def _dates(plan_import, choices):
    """The period by which dates are read: that of the draft, or what a person entered; else the file's own."""
    if plan_import.plan is not None:
        return {"starts_on": plan_import.plan.starts_on, "ends_on": plan_import.plan.ends_on}
    names = ("starts_on", "ends_on")
    return {name: date.fromisoformat(choices.plan[name]) for name in names if name in choices.plan}
