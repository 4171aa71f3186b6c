"""Describes changes: one summary for each change, one sentence for each record that was changed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from partnership.jinja import url
from partnership.models import RatingDefinition
from partnership.past_records import PastRecords
from partnership.rating_scheme import Scheme
from partnership.text import Words
from plans.leads.history import LeadHistory
from plans.models import Action, Challenge, Lead, Plan, Priority, ReportingPeriod
from reports.changes.kinds import facts
from reports.changes.kinds.registry import ancestors, foreign_keys, kind_of, subject_key
from reports.changes.read import read_changed_rows
from reports.changes.values import FieldText, Values, cited, quoted
from reports.models import AnnualReport
from subgroups.models import Group, Invitation, InvitationSeat

MANY = 5  # more sentences than this that differ only in their subject are combined

# Models added with another record and named in its sentence.
TOLD_TOGETHER = {(Action, Lead), (Priority, Lead), (Invitation, InvitationSeat)}
HOMES = {"plan": Plan, "group": Group, "report": AnnualReport}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One changed record: the opening words, the record (a link while it exists), and what happened to it."""

    opening: str
    subject: str
    predicate: str
    url: str = ""
    texts: tuple[FieldText, ...] = ()
    model: type | None = None
    type: str = "~"  # “+” if it was added, “-” if it was removed
    marks: tuple = ()  # the rules by which it is a quiet change
    actions: tuple[int, ...] = ()  # ids of the actions it is about

    @property
    def text(self):
        return f"{self.opening}{self.subject}{self.predicate}"

    def __str__(self):
        return self.text


@dataclass(frozen=True, slots=True)
class Home:
    """The plan, group or report that a change belongs to, by name."""

    name: str
    url: str
    is_plan: bool
    pk: int


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """The description of one change."""

    pk: int
    at: datetime
    by_name: str
    through: str
    reason: str
    home: Home | None
    sentences: tuple[Sentence, ...]

    @property
    def is_quiet(self):
        return any(sentence.marks for sentence in self.sentences)

    def other_plan(self, usual):
        """The Home of a change to another plan than ``usual`` (an id, or None); else None."""
        home = self.home
        return home if home and home.is_plan and home.pk != usual else None

    @property
    def clock(self):
        """The time of day: “3:04pm”."""
        local = timezone.localtime(self.at)
        return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


@dataclass
class DescriptionContext:
    """The rows of one change while they are described, by the record they belong to."""

    values: Values
    leads: LeadHistory
    slug: str
    rows: list
    folded: dict  # key of a record added or removed → the rows added or removed with it
    marks: dict  # key of a sentence's subject → the rules by which the change is a quiet one


def describe(changes, *, partnership, may_see=lambda row, change: True, marks=None, each=False):
    """ChangeSummaries of ``changes`` (of one partnership), in their order, in a fixed number of queries.

    Rows that ``may_see`` refuses are left out, and so are changes without any other rows. ``marks``: change
    id → subject of a sentence → the rules by which it is a quiet change. ``each``: describe equal changes of many
    records separately, instead of combining them.
    """
    written = read_changed_rows(changes)
    sorted_out = {
        change.pk: _sort_out([row for row in written[change.pk] if may_see(row, change)])
        for change in changes
    }
    leads = LeadHistory.touched_by(row for tops, _ in sorted_out.values() for row in tops)
    since = min((change.at for change in changes), default=None)
    records = PastRecords(_keys(changes, sorted_out, leads), since=since)
    ratings = records.add_of_partnership(RatingDefinition, partnership, since=since)
    summaries = []
    for change in changes:
        tops, folded = sorted_out[change.pk]
        if tops:
            quiet = (marks or {}).get(change.pk, {})
            values = _values_at(change, records, ratings)
            context = DescriptionContext(values, leads, partnership.slug, tops, folded, quiet)
            summaries.append(_summarise(change, context, each))
    return summaries


def _values_at(change, records, ratings):
    """Values with the names and the scheme (of ``ratings``, their keys) just after the change."""
    then = records.at(change.at, change.pk)
    definitions = map(then.get, ratings)
    return Values(then, Scheme(filter(None, definitions), at=change.at))


def _sort_out(rows):
    """The rows to describe, and those folded into a record that was added or removed in the same change."""
    by_key = {row.key: row for row in rows}
    tops, folded = [], defaultdict(list)
    for row in rows:
        top = _top(row, by_key)
        if top is row:
            tops.append(row)
        else:
            folded[top.key].append(row)
    return tops, folded


def _top(row, by_key):
    """The record that the row was added or removed with, itself added or removed; else the row itself."""
    for key in ancestors(row.record, went=row.type == "-"):
        above = by_key.get(key)
        if (
            above is not None
            and above is not row
            and above.type in "+-"
            and row.type in (above.type, "~")
        ):
            return _top(above, by_key)
    return row


def _keys(changes, sorted_out, leads):
    """(model, pk) of every record that some sentence will name."""
    keys = {(HOMES[c.home_kind], c.home_id) for c in changes if c.home_kind in HOMES}
    for tops, folded in sorted_out.values():
        for row in tops:
            keys |= {subject_key(row.record), *_named_by(row)}
            for other in folded.get(row.key, ()):
                if (row.model, other.model) in TOLD_TOGETHER:
                    keys |= set(_named_by(other))
    for lead in leads.records():
        keys |= set(_references(lead, kind_of(Lead).refers))
    return {(model, pk) for model, pk in keys if pk is not None}


def _named_by(row):
    kind = kind_of(row.model)
    if row.type != "~":
        return _references(row.record, kind.refers)
    links = set(foreign_keys(row.model)) - kind.hides
    names = (links & set(row.altered)) | set(kind.refers)
    before = _references(row.before, names) if row.before is not None else []
    return _references(row.record, names) + before


def _references(record, names):
    fields = [record._meta.get_field(name) for name in names]
    return [(f.related_model, getattr(record, f.attname)) for f in fields]


def _summarise(change, context, each):
    by_subject = defaultdict(list)
    for row in context.rows:
        by_subject[subject_key(row.record)].append(row)
    sentences = [_sentence(context, key, rows) for key, rows in by_subject.items()]
    sentences = [sentence for sentence in sentences if sentence] or [
        _sentence(context, key, rows, everything=True) for key, rows in by_subject.items()
    ]
    sentences = [sentence for sentence in sentences if sentence]
    return ChangeSummary(
        pk=change.pk,
        at=change.at,
        by_name=change.by_name,
        through=change.get_through_display(),
        reason=change.reason,
        home=_home(change, context),
        sentences=tuple(sentences if each else _gathered(sentences)),
    )


def _sentence(context, key, rows, everything=False):
    """The sentence about one record; None if nothing about it is of interest to readers.

    ``everything``: describe internal fields too.
    """
    model, pk = key
    kind = kind_of(model)
    own = next((row for row in rows if row.key == key), None)
    record = own.record if own else context.values.records.get(key)
    name = context.values.called(record) if record is not None else context.values.name(model, pk)
    subject = cited(name) if kind.is_named else quoted(name)
    renamed = context.values.renamed(model, pk)
    url, marks = address(context, model, pk), context.marks.get(key, ())
    of = (pk,) if model is Action else _action_of(record)
    if own and own.type in "+-":
        opening = (kind.added if own.type == "+" else kind.removed).format(noun=kind.noun)
        fact = facts.describe_added_or_removed(context, own)
        opening, subject = f"{opening} ".lstrip(), name if kind.is_named else subject
        return Sentence(opening, subject, fact.text, url, fact.texts, model, own.type, marks, of)
    found = facts.describe_changes(context, key, own, rows)
    if everything:
        found += [
            fact for row in rows for fact in facts.describe_internal_fields(context.values, row)
        ]
    status = facts.new_status(own) if own else None
    if not found and status is None:
        return None
    opening, ending = status or ("" if kind.is_named else f"{kind.noun.capitalize()} ", "")
    said = "; ".join(fact.text for fact in found)
    texts = tuple(text for fact in found for text in fact.texts)
    predicate = ending + (f": {said}" if said else "")
    return Sentence(opening, f"{subject}{renamed}", predicate, url, texts, model, "~", marks, of)


def _action_of(record):
    """A tuple with the id of the action that something is part of, or about; () if there is none."""
    pk = getattr(record, "action_id", None)
    return () if pk is None else (pk,)


def address(context, model, pk):
    """The URL of a record; "" if it is deleted or has no page."""
    record = context.values.records.live.get((model, pk))
    if record is None:
        return ""
    if model is Priority:
        return f"{url('plans:plan', context.slug, record.plan_id)}?priority={pk}"
    pages = {
        Action: "plans:action",
        Plan: "plans:plan",
        Challenge: "plans:challenge",
        ReportingPeriod: "plans:period",
        Group: "subgroups:group",
        AnnualReport: "reports:report",
    }
    return url(pages[model], context.slug, pk) if model in pages else ""


def _home(change, context):
    model = HOMES.get(change.home_kind)
    if model is None or change.home_id is None:
        return None
    name = context.values.name(model, change.home_id)
    return Home(name, address(context, model, change.home_id), model is Plan, change.home_id)


def _gathered(sentences):
    """Combine many sentences that differ only in their subject into one, with the subjects listed below it."""
    alike = defaultdict(list)
    for sentence in sentences:
        alike[_shape(sentence)].append(sentence)
    for group in alike.values():
        if len(group) <= MANY:
            yield from group
            continue
        first = group[0]
        nouns = kind_of(first.model).nouns or f"{first.model._meta.verbose_name_plural}"
        opening = {"+": "Added ", "-": "Removed ", "~": ""}[first.type]
        predicate = first.predicate if first.type == "~" else ""
        names = FieldText(nouns.capitalize(), (Words("\n".join(s.subject for s in group)),))
        subject, type, marks = f"{len(group)} {nouns}", first.type, first.marks
        actions = tuple(dict.fromkeys(pk for sentence in group for pk in sentence.actions))
        yield Sentence(opening, subject, predicate, "", (names,), first.model, type, marks, actions)


def _shape(sentence):
    """The parts that sentences must share to be combined. Parts of an added or removed record do not matter."""
    if sentence.type in "+-":
        return sentence.model, sentence.type, sentence.marks
    return sentence.model, sentence.opening, sentence.predicate, sentence.texts, sentence.marks
