"""What a challenge is about, in the words that are stored with it."""

from django.db.models import CharField, Value
from django.utils import timezone

from partnership.history import tracked
from partnership.past_records import PastRecords
from plans.models import (
    Action,
    Challenge,
    Evidence,
    Lead,
    Plan,
    Priority,
    ProgressUpdate,
    SuccessMeasure,
    TimescaleChange,
)
from plans.models.timescale import date_words
from subgroups.models import Group

SUBJECTS = {"plan": Plan, "action": Action, "priority": Priority}  # the first that a change wrote
HOMES = {"plan": Plan, "group": Group}
MOST = 3  # subjects that are named

# What a change is called by the records it wrote, the first that matches.
NOUNS = (
    (ProgressUpdate, "update"),
    (TimescaleChange, "change of timescale"),
    (Lead, "change of leads"),
    (Evidence, "evidence"),
    (SuccessMeasure, "change of measures"),
)


def subject_words(about, record):
    """The text by which a challenge refers to its subject."""
    return change_words(record) if about == Challenge.About.CHANGE else str(record)


def change_words(change):
    """“1.2 Decisions at the front door: change of timescale by Audit Group chair, 3 October 2026”.

    Named as at the change. A change of more than MOST actions is called by its plan.
    """
    written = _written_by(change)
    keys = _subjects(written) or _home(change)
    then = PastRecords(keys, since=change.at).at(change.at, change.pk)
    names = [str(record) for record in map(then.get, keys) if record is not None]
    labels = {label for _, _, label in written}
    nouns = () if Plan._meta.label in labels else NOUNS
    noun = next((noun for model, noun in nouns if model._meta.label in labels), "change")
    day = date_words(timezone.localdate(change.at))
    what = f"{noun} by {change.by_name}, {day}"
    return f"{'; '.join(names)}: {what}" if names else f"{what[0].upper()}{what[1:]}"


def _subjects(written):
    """(model, id) of the plan, or else the actions, or else the priorities; [] if they are too many."""
    for kind, model in SUBJECTS.items():
        if pks := sorted({pk for found, pk, _ in written if found == kind}):
            return [(model, pk) for pk in pks] if len(pks) <= MOST else []
    return []


def _home(change):
    model = HOMES.get(change.home_kind)
    return [(model, change.home_id)] if model else []


def _written_by(change):
    """(kind of subject, its id, label of the record) for every row of a subject or a part of one: one query."""
    parts = [
        history.objects.filter(change=change, **{f"{column}__isnull": False})
        .order_by()
        .values_list(_text(kind), column, _text(model._meta.label))
        for model, history in tracked().items()
        for kind, column in _columns(model)
    ]
    return list(parts[0].union(*parts[1:]))


def _columns(model):
    """(kind of subject, column) by which a tracked model is one, or a part of an action or a priority."""
    fields = {(field.name, field.related_model) for field in model._meta.fields}
    for kind, subject in SUBJECTS.items():
        if model is subject:
            yield kind, "id"
        elif model is not Challenge and subject is not Plan and (kind, subject) in fields:
            yield kind, f"{kind}_id"


def _text(words):
    return Value(words, CharField())
