"""A file brought into a plan that is there already: what it adds, what it would change, and what it does not have.

Each text of the file is compared with what the file before said of the same action, or with the plan as it was when
the file was made. So a text that only the file has changed is taken over, one that only the plan has changed stays, and
one that both have changed is a conflict, which a person decides.
"""

from collections import Counter
from dataclasses import dataclass

from partnership.text import compare_words
from plans.importing import headings
from plans.importing.headings import plain
from plans.importing.lead_cells import split_leads
from plans.importing.other_columns import other_fields
from plans.importing.part_names import read_priority_name
from plans.importing.plan import ImportedAction
from plans.importing.tables import visible
from plans.leads.aliases import normalise
from plans.leads.words import lead_words
from plans.models import Action

# Field of an action → the kind of column without which a file says nothing of it; None: it always does. What only a
# workbook of ours has is of no kind.
EXPORTED = "exported"
FIELDS = {
    "reference": headings.NUMBER,
    "title": EXPORTED,
    "wording": None,
    "priority": None,
    "leads": headings.LEAD,
    "importance": EXPORTED,
    "start": EXPORTED,
    "timescale": headings.TIMESCALE,
    "due_on": EXPORTED,
    "measures": headings.MEASURE,
    "further_actions": headings.FURTHER,
    "resources": headings.RESOURCES,
    "note": headings.NOTE,
    "rating": headings.RATING,
    "progress": headings.PROGRESS,
}
SHARED = ("leads", "timescale", "measures")  # that a priority may have for all its actions


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One text of an action: what it was when the file was made, in the plan now, and in the file."""

    name: str
    base: str
    ours: str
    theirs: str

    @property
    def is_conflict(self):
        """Whether the plan has changed it too since the file was made."""
        return self.ours != self.base

    @property
    def words(self):
        """The file's text with what it adds to the plan's and removes from it."""
        return compare_words(self.ours, self.theirs)


@dataclass(frozen=True, slots=True)
class ActionMerge:
    imported: ImportedAction
    pk: int  # of the Action
    reference: str
    title: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PlanMerge:
    added: tuple[ImportedAction, ...]
    changed: tuple[ActionMerge, ...]
    unchanged: tuple[
        tuple[int, ImportedAction], ...
    ]  # (pk of the Action, what the file says of it)
    missing: tuple  # ActionFacts that the file does not have

    @property
    def conflicts(self):
        return sum(change.is_conflict for one in self.changed for change in one.changes)


def texts_of_import(action, plan, matches, document):
    """{field: text} of what a file says of an action; without the fields of which it says nothing."""
    if action.exact:
        return {name: _tidy(text) for name, text in action.exact.items()}
    kinds = {kind for column in plan.columns for kind in column.kinds}
    part = None if action.priority is None else plan.priorities[action.priority]
    others = other_fields(action)
    rating = matches.rating(action.rating)
    texts = {
        "reference": action.reference,
        "wording": action.wording,
        "priority": _priority_name(part.heading, document) if part else "",
        "leads": _leads(action.leads),
        "start": others.get("start", ""),
        "timescale": action.timescale.words,
        "measures": "\n".join(action.measures),
        **{name: others.get(name, "") for name in ("further_actions", "resources", "note")},
        "rating": rating.label if rating else action.rating,
        "progress": action.progress,
    }
    silent = {name for name, kind in FIELDS.items() if kind is not None and kind not in kinds}
    silent |= {"reference"} if not action.reference else set()
    silent |= set(SHARED) if plan.is_shared(action) else set()
    silent |= {"priority"} if not plan.priorities else set()
    silent -= others.keys()  # what other columns say is in the note
    silent |= {name for name in ("rating", "progress") if not texts[name]}
    return {name: _tidy(text) for name, text in texts.items() if name not in silent}


def texts_of_plan(action, section, document):
    """{field: text} of an ActionFacts of a document, as a file would say it."""
    leads = action.leads if action.has_own_leads else ()
    timescale = action.timescale.text if action.has_own_timescale else ""
    texts = {
        "reference": action.reference,
        "wording": action.wording,
        "priority": section.priority.name if section.priority else "",
        "leads": _leads(
            [action.leads_words] if action.leads_words else [one.name for one in leads]
        ),
        "start": action.start.text,
        "timescale": timescale,
        "measures": _measures(action),
        "further_actions": action.further_actions,
        "resources": action.resources,
        "note": action.note,
        "rating": "" if action.rated_at is None else document.rating(action.rating).label,
        "progress": action.update.comment if action.update else "",
    }
    return {name: _tidy(text) for name, text in texts.items()}


def texts_of_export(action, section, document):
    """{field: text} of an ActionFacts of a document, as a workbook of ours has it."""
    due_on = action.timescale.due_on
    texts = {
        "title": action.title,
        "importance": Action.Importance(action.importance).label if action.importance else "",
        "start": action.start.text,
        "leads": "\n".join(map(lead_words, action.leads)),
        "timescale": action.timescale.text,
        "due_on": due_on.isoformat() if due_on else "",
        "measures": _measures(action),
        "rating": document.rating(action.rating).label,
    }
    tidy = {name: _tidy(text) for name, text in texts.items()}
    return texts_of_plan(action, section, document) | tidy


def texts_by_action(document, texts_of):
    """{pk: {field: text}} of every action of a document."""
    return {
        action.pk: texts_of(action, section, document)
        for section in document.sections
        for action in section.actions
    }


def merge_plan(imported, document, matches, base):
    """The PlanMerge of an ImportedPlan and the plan's document.

    ``base``: {pk of an action: {field: text}} of when the file was made; an action without one is as it is now.
    """
    texts = texts_by_action(document, texts_of_export if imported.made_at else texts_of_plan)
    sections = {a.pk: section for section in document.sections for a in section.actions}
    actions = {action.pk: action for action in document.actions}
    pairs = _pairs(imported.actions, document.actions)
    changed, unchanged = [], []
    for theirs, pk in pairs:
        ours = actions[pk]
        said = texts_of_import(theirs, imported, matches, document)
        if not theirs.exact:
            said = _as_in_plan(said, ours, sections[pk])
        changes = _changes(texts[pk], said, base.get(pk, {}))
        if changes:
            changed.append(ActionMerge(theirs, pk, ours.reference, ours.title, changes))
        else:
            unchanged.append((pk, theirs))
    found, taken = {pk for _, pk in pairs}, {theirs.key for theirs, _ in pairs}
    return PlanMerge(
        tuple(action for action in imported.actions if action.key not in taken),
        tuple(changed),
        tuple(unchanged),
        tuple(action for pk, action in actions.items() if pk not in found),
    )


def _as_in_plan(said, action, section):
    """What a file says of an action, without what a printed plan adds: values, milestones, earlier comments, and what
    is its priority's."""
    shared = _shared_texts(action, section.priority)
    found = {name: text for name, text in said.items() if text != shared.get(name)}
    milestones = {_tidy(point.words) for point in action.milestones}
    lines = [line for line in said["wording"].split("\n") if line not in milestones]
    found["wording"] = "\n".join(lines)
    wordings = {_tidy(measure.wording) for measure in action.measures}
    if "measures" in found:
        lines = said["measures"].split("\n")
        found["measures"] = "\n".join(_bare_measure(line, wordings) for line in lines)
    comment = _tidy(action.update.comment) if action.update else ""
    if comment and comment in said.get("progress", ""):
        found["progress"] = comment
    return found


def _shared_texts(action, priority):
    """{field: text} of what an action takes from its priority."""
    if priority is None:
        return {}
    shared = {"measures": "" if action.measures else _measures(priority)}
    shared["timescale"] = "" if action.has_own_timescale else priority.timescale.text
    shared["leads"] = "" if action.has_own_leads else _leads([priority.leads_words])
    return {name: _tidy(text) for name, text in shared.items() if text}


def _measures(part):
    return "\n".join(measure.wording for measure in part.measures)


def _bare_measure(line, wordings):
    """The wording of the plan's measure with whose words a line begins, before “: 63% in January”; else the line."""
    return next((one for one in wordings if line.startswith((f"{one}: ", f"{one} ("))), line)


def _changes(ours, theirs, base):
    found = []
    for name in FIELDS:
        if name not in theirs:
            continue
        before = base.get(name, ours[name])
        if theirs[name] not in (before, ours[name]):
            found.append(FieldChange(name, before, ours[name], theirs[name]))
    return tuple(found)


def _pairs(imported, actions):
    """[(ImportedAction, pk)] in file order: by id, by number and wording, by a wording no other has, by number."""
    ids, by_id = {action.pk for action in actions}, {}
    for one in imported:
        if one.pk in ids:
            by_id.setdefault(one.pk, one)  # a row that was copied in the workbook has the id again
    pairs = [(one, pk) for pk, one in by_id.items()]
    known = {one.key for one in by_id.values()}
    left = [action for action in actions if action.pk not in by_id]
    waiting = [one for one in imported if one.key not in known]
    for key in (_both, _wording, _number):
        ours, theirs = Counter(map(key, left)), Counter(map(key, waiting))
        by_key = {key(one): one for one in left}
        matched = [
            (one, by_key[key(one)].pk)
            for one in waiting
            if key(one) and ours[key(one)] == theirs[key(one)] == 1
        ]
        pairs += matched
        pks, keys = {pk for _, pk in matched}, {one.key for one, _ in matched}
        left = [one for one in left if one.pk not in pks]
        waiting = [one for one in waiting if one.key not in keys]
    places = {action.key: place for place, action in enumerate(imported)}
    return sorted(pairs, key=lambda pair: places[pair[0].key])


def _both(action):
    return (plain(action.reference), plain(action.wording)) if action.reference else None


def _number(action):
    return plain(action.reference)


def _wording(action):
    return plain(action.wording)


def find_priority(heading, priorities):
    """The one among ``priorities`` (with ``kind``, ``number`` and ``title``) that a heading names; None for none.

    By its title, or by its number if the heading has no title.
    """
    name = read_priority_name(heading)
    kind = "overarching" if name.is_overarching else "strategic"
    title = plain(name.title or heading)
    titled = [one for one in priorities if plain(one.title) == title and title]
    numbered = [one for one in priorities if one.number == name.number and one.kind == kind]
    found = titled or (numbered if name.number and not name.title else [])
    return found[0] if len(found) == 1 else None


def _priority_name(heading, document):
    """The name in the plan of the priority that a heading names, if it has one."""
    if document is None:
        return heading
    priorities = [section.priority for section in document.sections if section.priority]
    found = find_priority(heading, priorities)
    return found.name if found else heading


def _leads(names):
    """The leads of a cell, each on a line of its own."""
    lines = split_leads([line.strip() for name in names for line in name.split("\n")])
    once = {normalise(line): line for line in lines if line}
    return "\n".join(once.values())


def _tidy(text):
    lines = (visible(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
