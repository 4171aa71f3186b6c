"""Finds quiet changes by the rules of ``reports.changes.quiet_rules``: one query, and up to three to compare."""

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Coalesce

from partnership.history import tracked
from partnership.models import RatingDefinition
from partnership.statements import Given, Statement
from plans.models import Action, Objective, Priority
from plans.models.plan import PlanRecord
from reports.changes.quiet_rules import RULES, Rule

SUBJECTS = {
    model._meta.label_lower: model for model in (Action, Priority, Objective, RatingDefinition)
}


@dataclass(frozen=True)
class QuietMark:
    """A rule matches one record in one change."""

    change_id: int
    rule: Rule
    subject: tuple  # (model, pk) of the subject of its sentence


def find_marks(change_ids, *, plans=None):
    """The QuietMarks of the changes with these ids (a list, or a QuerySet of them), in the order of the rules.

    ``plans`` are the ids of the plans that the reader sees, or a QuerySet of them; None: all.
    """
    if change_ids == [] or plans == {}:
        return []
    found = _ask(change_ids, plans)
    known = {}
    for reads in dict.fromkeys(rule.reads for rule in RULES if rule.reads):
        marks = [mark for mark in found if mark.rule.reads is reads]
        known[reads] = reads(marks) if marks else None
    return [
        mark
        for mark in found
        if mark.rule.holds is None or mark.rule.holds(mark, known[mark.rule.reads])
    ]


def marks_by_change(changes, *, plans=None):
    """Change id → subject of a sentence → the rules that match it."""
    held = defaultdict(lambda: defaultdict(dict))
    for mark in find_marks([change.pk for change in changes], plans=plans):
        held[mark.change_id][mark.subject][mark.rule] = True
    return {
        pk: {subject: tuple(rules) for subject, rules in by_subject.items()}
        for pk, by_subject in held.items()
    }


@dataclass(frozen=True)
class QuietNumbers:
    """The number of quiet changes, in total and for each rule; one change may match several rules."""

    changes: int
    by_rule: tuple[tuple[Rule, int], ...]


def count_quiet(change_ids, *, plans=None):
    """The QuietNumbers of the changes with these ids, as for ``find_marks``."""
    held = defaultdict(set)
    for mark in find_marks(change_ids, plans=plans):
        held[mark.rule].add(mark.change_id)
    numbers = tuple((rule, len(held[rule])) for rule in RULES if rule in held)
    return QuietNumbers(len(set().union(*held.values())), numbers)


def _ask(change_ids, plans):
    """One query over all rules: the marks of the rows that each selects."""
    if isinstance(change_ids, list):
        found = (_OF_THEIR_PLANS if plans is not None else _OF_CHANGES).rows(
            changes=change_ids, plans=plans or ()
        )
    else:
        of_plans = {} if plans is None else {"plan_id__in": plans}
        found = _asked({"change_id__in": change_ids}, of_plans)
    return [
        QuietMark(change_id, RULES[number], (SUBJECTS[kind], pk))
        for number, change_id, kind, pk in sorted(found)
    ]


def _asked(which, of_plans=MappingProxyType({})):
    """The rows that each rule selects; ``of_plans`` narrows those of records of plans, which ratings are not."""
    parts = []
    for number, rule in enumerate(RULES):
        rows = tracked()[rule.model].objects.filter(**which)
        if issubclass(rule.model, PlanRecord):
            rows = rows.filter(**of_plans)
        kind, pk = _subject(rule.model)
        rows = (
            rule.asks(rows).order_by().annotate(which=Value(number), subject_kind=kind, subject=pk)
        )
        parts.append(rows.values_list("which", "change_id", "subject_kind", "subject"))
    return parts[0].union(*parts[1:])


# The statements are the same for every page of changes, so their long text is made once.
_OF_CHANGES = Statement(lambda: _asked({"change_id__among": Given("changes")}))
_OF_THEIR_PLANS = Statement(
    lambda: _asked({"change_id__among": Given("changes")}, {"plan_id__among": Given("plans")})
)


def _subject(model):
    """The subject of a row of ``model``, as a database expression: the label of its model, and its id."""
    names = model.PART_OF if issubclass(model, PlanRecord) and model is not Action else ()
    if not names:
        return Value(model._meta.label_lower, CharField()), F("id")
    labels = {n: model._meta.get_field(n).related_model._meta.label_lower for n in names}
    whens = [When(**{f"{n}__isnull": False}, then=Value(label)) for n, label in labels.items()]
    pks = [F(f"{name}_id") for name in names]
    return Case(*whens, output_field=CharField()), pks[0] if len(pks) == 1 else Coalesce(*pks)
