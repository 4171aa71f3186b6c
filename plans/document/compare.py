"""Compares two documents of one plan: what was added, removed or changed. Makes no queries."""

from dataclasses import dataclass

from plans.document.records import ActionFacts, MeasureFacts, PlanDocument, PriorityFacts

COUNTED = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "reworded": "reworded",
    "redated": "with a new timescale",
    "reled": "with new leads",
    "rerated": "with a new rating",
}


@dataclass(frozen=True)
class TextChange:
    """A text of the plan before and after; "" where it did not exist."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Altered:
    """One action that is in both documents and differs."""

    before: ActionFacts
    after: ActionFacts
    place: tuple[str, str]  # priority and objective before and after, as text

    @property
    def is_moved(self):
        return (
            self.place[0] != self.place[1]
            or self.before.reference != self.after.reference
            or self.before.also_under != self.after.also_under
        )

    @property
    def words(self):
        """The texts that differ."""
        return _text_changes(
            ("Title", self.before.title, self.after.title),
            ("Wording", self.before.wording, self.after.wording),
            ("Further actions", self.before.further_actions, self.after.further_actions),
            ("Resources", self.before.resources, self.after.resources),
            ("Importance", self.before.importance, self.after.importance),
        )

    @property
    def measures(self):
        return _measures(self.before.measures, self.after.measures)

    @property
    def milestones(self):
        """Those that were added, removed, changed, moved, done or missed."""
        old, new = ({m.pk: m for m in one.milestones} for one in (self.before, self.after))
        return _text_changes(
            *(
                ("Milestone", *(found[pk].words if pk in found else "" for found in (old, new)))
                for pk in dict.fromkeys([*new, *old])
            )
        )

    @property
    def is_reworded(self):
        return bool(self.words or self.measures) or self._differ(lambda m: (m.text, m.who))

    @property
    def is_redated(self):
        is_moved = self.before.start.text != self.after.start.text or self.dates[0] != self.dates[1]
        return is_moved or self._differ(lambda m: m.timescale.text)

    def _differ(self, fact):
        """Whether a milestone has another ``fact``, or was added or removed."""
        before, after = (
            {m.pk: fact(m) for m in one.milestones} for one in (self.before, self.after)
        )
        return before != after

    @property
    def dates(self):
        return self.before.timescale.text, self.after.timescale.text

    @property
    def is_reled(self):
        return self.leads[0] != self.leads[1]

    @property
    def leads(self):
        return _lead_words(self.before), _lead_words(self.after)

    @property
    def pairs(self):
        """The short values that differ, for “from … to …”."""
        reference = self.before.reference, self.after.reference
        pairs = (
            ("Timescale", *self.dates),
            ("Not to start before", self.before.start.text, self.after.start.text),
            ("Who leads", *self.leads),
            ("Moved", *self.place),
            ("Number", *reference),
            ("Also under", *(", ".join(one.also_under) for one in (self.before, self.after))),
            (
                "Merged, split or replaced",
                *("\n".join(one.succession) for one in (self.before, self.after)),
            ),
        )
        return tuple(
            TextChange(what, _in_a_row(before), _in_a_row(after))
            for what, before, after in pairs
            if before != after
        )

    @property
    def is_rerated(self):
        return self.before.rating != self.after.rating

    @property
    def is_altered(self):
        return (
            self.is_moved
            or self.is_reworded
            or self.is_redated
            or self.is_reled
            or self.is_rerated
            or self.before.succession != self.after.succession
            or bool(self.milestones)
        )


@dataclass(frozen=True)
class Comparison:
    before: PlanDocument
    after: PlanDocument
    added: tuple[ActionFacts, ...]
    removed: tuple[ActionFacts, ...]
    altered: tuple[Altered, ...]  # in the later order of print
    frame: tuple[TextChange, ...]  # the plan's own texts, its priorities and core activities

    @property
    def counts(self):
        """(how many, of what) in display order."""
        kinds = ("moved", "reworded", "redated", "reled", "rerated")
        numbers = {kind: sum(getattr(a, f"is_{kind}") for a in self.altered) for kind in kinds}
        return {"added": len(self.added), "removed": len(self.removed)} | numbers

    @property
    def counted(self):
        """[(how many, what they are)] in display order."""
        return [(number, COUNTED[kind]) for kind, number in self.counts.items()]

    @property
    def is_empty(self):
        return not (self.added or self.removed or self.altered or self.frame)


def compare_documents(before, after):
    """The Comparison of two PlanDocuments of one plan; actions are matched by id."""
    then = {action.pk: action for action in before.actions}
    now = {action.pk: action for action in after.actions}
    stood, stands = _places(before), _places(after)
    both = (
        Altered(then[pk], action, (stood[pk], stands[pk]))
        for pk, action in now.items()
        if pk in then
    )
    return Comparison(
        before=before,
        after=after,
        added=tuple(action for pk, action in now.items() if pk not in then),
        removed=tuple(action for pk, action in then.items() if pk not in now),
        altered=tuple(one for one in both if one.is_altered),
        frame=_frame(before, after),
    )


def _places(document):
    """Action id → its place in the plan: “Priority 1, objective 2”."""
    places = {}
    for section in document.sections:
        for part in section.parts:
            under = section.priority.heading if section.priority else "Not under a priority"
            objective = f", objective {part.objective.number}" if part.objective else ""
            places.update({action.pk: f"{under}{objective}" for action in part.actions})
    return places


def _frame(before, after):
    plan = _text_changes(
        ("Title of the plan", before.title, after.title),
        ("Period", before.period, after.period),
        ("Status of the plan", before.status, after.status),
        ("Introduction", before.introduction, after.introduction),
        ("Note", before.note, after.note),
        ("Core activities", _lines(before.core_activities), _lines(after.core_activities)),
    )
    old = {p.pk: p for p in _priorities(before)}
    new = {p.pk: p for p in _priorities(after)}
    priorities = [
        pair
        for pk in dict.fromkeys([*new, *old])
        for pair in _of_priority(old.get(pk), new.get(pk))
    ]
    return plan + tuple(priorities)


def _of_priority(before: PriorityFacts | None, after: PriorityFacts | None):
    heading = (after or before).heading
    yield from _text_changes(
        (heading, before.title if before else "", after.title if after else ""),
        (
            f"{heading}: timescale",
            before.timescale.text if before else "",
            after.timescale.text if after else "",
        ),
        (
            f"{heading}: who leads",
            _lead_words(before) if before else "",
            _lead_words(after) if after else "",
        ),
    )
    measures = before.measures if before else (), after.measures if after else ()
    for one in _measures(*measures):
        yield TextChange(f"{heading}: {one.what.lower()}", one.before, one.after)


def _measures(before: tuple[MeasureFacts, ...], after: tuple[MeasureFacts, ...]):
    """The measures that were added, removed or changed, and what was counted of those in both."""
    old, new = {m.pk: m for m in before}, {m.pk: m for m in after}
    found = ()
    for pk in dict.fromkeys([*new, *old]):
        then, now = old.get(pk), new.get(pk)
        found += _text_changes(("Measure", _whole(then), _whole(now)))
        if then and now:
            found += _text_changes((f"Values of “{now.wording}”", _counted(then), _counted(now)))
    return found


def _whole(measure: MeasureFacts | None):
    """A measure's wording, and on lines of their own its outcome, for whom it is, baseline and target."""
    if measure is None:
        return ""
    series = measure.series
    numbers = series.aims if series else ()
    for_whom = f"for whom: {measure.for_whom_words}" if measure.for_whom else ""
    outcome = f"outcome: {measure.outcome}" if measure.outcome else ""
    parts = (measure.wording, outcome, for_whom, *numbers)
    return "\n".join(part for part in parts if part)


def _counted(measure: MeasureFacts):
    """All values of a measure, one a line, with their dates in full."""
    return "\n".join(measure.series.value_lines) if measure.series else ""


def _text_changes(*triples):
    return tuple(TextChange(*triple) for triple in triples if triple[1] != triple[2])


def _in_a_row(lines):
    return "; ".join(lines.split("\n")) or "nothing"


def _lead_words(one):
    return ", ".join(f"{lead.name} ({lead.role})" for lead in one.leads) or "no lead"


def _lines(activities):
    return "\n".join(
        f"{heading}: {wording}" if heading else wording for heading, wording in activities
    )


def _priorities(document):
    return (section.priority for section in document.sections if section.priority)
