"""Describes what happened to one record in one change, as the parts of its sentence."""

from collections import Counter, defaultdict

from django.utils import timezone

from partnership.models import Membership, Redaction
from partnership.rating_kinds import RatingKind
from partnership.text import Words, listed
from plans.models import (
    Action,
    ActionSuccession,
    Challenge,
    ChallengeResponse,
    Evidence,
    EvidenceFile,
    GroupReturn,
    Lead,
    LeadAlias,
    MeasureValue,
    Plan,
    Priority,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    ReportingPoint,
    Snapshot,
    SuccessMeasure,
    TimescaleChange,
)
from plans.models.timescale import date_words, start_text
from plans.ratings.suggest import Suggestion, is_better_than_suggested
from reports.changes.kinds.challenges import describe_challenge, describe_responses
from reports.changes.kinds.leads import describe_leads, name_leads
from reports.changes.kinds.measures import describe_numbers, describe_values
from reports.changes.kinds.milestones import describe_milestones
from reports.changes.kinds.people import describe_invitation, describe_membership, describe_seat
from reports.changes.kinds.proposals import describe_proposals
from reports.changes.kinds.registry import KINDS, MOVED, START, TIMESCALE, kind_of
from reports.changes.kinds.returns import describe_returns
from reports.changes.kinds.successions import describe_successions
from reports.changes.kinds.timescales import describe_move
from reports.changes.values import (
    Fact,
    FieldText,
    cited,
    content,
    lower_first,
    quoted,
    reworded,
    shortened,
)
from subgroups.models import Invitation, Seat

# Records added or removed


def describe_added_or_removed(context, row):
    """The Facts of a record that was added or removed: with what, and its text."""
    if row.model is Challenge and row.type == "+":
        return describe_challenge(context.values, row.record)
    folded = context.folded.get(row.key, [])
    if row.model is Redaction:
        return Fact("", (FieldText("Where", (Words(row.record.where),)),))
    text = _particulars(context.values, row, folded)
    if counts := _counted(folded):
        text += f"{',' if text else ''} with {counts}"
    return Fact(text, _last_words(row))


def _particulars(values, row, folded):
    if row.model is Membership:
        return describe_membership(values, row)
    if row.model is Invitation and row.type == "+":
        return describe_invitation(values, row.record, folded)
    if row.model is LeadAlias:
        return f" for {_meant(values, row.record)}"
    if row.type == "-" or row.model not in (Action, Priority):
        return ""
    leads = [each.record for each in folded if each.model is Lead]
    led = name_leads(values, sorted(leads, key=lambda lead: lead.position))
    return "".join(f", {part}" for part in (led, _timescale(row.record)) if part)


def _timescale(record):
    if record.due_on:
        return f"due {date_words(record.due_on, record.due_precision)}"
    return lower_first(shortened(record.timescale))


def _counted(rows):
    """“2 measures and 3 updates”, in the order of the registry."""
    counts = Counter(row.model for row in rows if kind_of(row.model).nouns)
    order = {model: number for number, model in enumerate(KINDS)}
    models = sorted(counts, key=lambda model: order.get(model, len(order)))
    return listed([_number(counts[model], model) for model in models]) if models else ""


def _number(number, model):
    kind = kind_of(model)
    one = "piece of evidence" if model is Evidence else kind.noun
    return f"{number} {one if number == 1 else kind.nouns}"


def _last_words(row):
    """The text of a removed record, so that it can still be read."""
    name = kind_of(row.model).content
    words = getattr(row.record, name) if name and row.type == "-" else ""
    return (FieldText(name.capitalize(), (Words(words, "removed"),)),) if words else ()


def new_status(row):
    """The start and end of a sentence on a plan agreed or closed, or a period frozen or reopened; else None."""
    if row.model is ReportingPeriod and "frozen_at" in row.altered:
        return f"{'Froze' if row.record.is_frozen else 'Reopened'} the reporting period ", ""
    if row.model is not Plan or "status" not in row.altered:
        return None
    if row.record.status == Plan.Status.AGREED:
        where = row.record.agreed_where
        return "Agreed the plan ", f" ({where})" if where else ""
    return ("Closed the plan ", "") if row.record.status == Plan.Status.CLOSED else None


# Records changed, and parts added or removed


def describe_changes(context, key, own, rows):
    """The Facts about one record: first of its own fields, then of its parts, model by model."""
    by_model = defaultdict(list)
    for row in rows:
        if row is not own:
            by_model[row.model].append(row)
    facts = _own_facts(context.values, own, by_model) if own else []
    # Updates come before evidence.
    for model in sorted(by_model, key=lambda model: model is not ProgressUpdate):
        facts += _part_facts(context, key, model, by_model)
    return facts or ([Fact("order in print changed")] if _only_moved(own) else [])


def _own_facts(values, row, by_model):
    """The Facts of a record's own fields, except those that other rows of the change describe better."""
    kind = kind_of(row.model)
    hidden = set(kind.hides)
    hidden |= {"rating"} if ProgressUpdate in by_model else set()
    hidden |= {"leads_words"} if Lead in by_model else set()
    hidden |= {"status"} if new_status(row) else set()
    facts = []
    if row.model is Action and not set(START).isdisjoint(row.altered):
        hidden |= set(START)
        facts.append(_start(row))
    if row.model in (Action, Priority):
        hidden |= set(TIMESCALE)
        if not set(MOVED).isdisjoint(row.altered):
            moves = [m for m in by_model.get(TimescaleChange, ()) if m.record.point_id is None]
            facts.append(describe_move(row, moves))
        elif "rhythm" in row.altered:
            facts.append(values.altered(row, "rhythm"))
        if "needs_check" in row.altered:
            facts.append(Fact("date to check" if row.record.needs_check else "date checked"))
    if row.model is LeadAlias and not set(Lead.NAMED).isdisjoint(row.altered):
        hidden |= set(Lead.NAMED)
        was = f" (before: {_meant(values, row.before)})" if row.before is not None else ""
        facts.append(Fact(f"now means {_meant(values, row.record)}{was}"))
    names = [name for name in row.altered if name not in hidden]
    return facts + [values.altered(row, name, kind.phrases.get(name, "")) for name in names]


def _start(row):
    """The Fact that an action is not to start before another day, or before something else."""
    before, after = (
        start_text(one.starts_words, one.starts_on, one.starts_precision) if one else ""
        for one in (row.before, row.record)
    )
    return reworded("“not to start before”", before, after)


def _meant(values, alias):
    """Whom an alias means."""
    kind, pk = alias.leader
    return values.mention(alias._meta.get_field(kind).related_model, pk)


def _only_moved(row):
    return row is not None and row.altered == ("position",)


def describe_internal_fields(values, row):
    """The Facts of internal fields, described only if a change did nothing else."""
    if row.altered == ("severity",):
        return [Fact("new place in the order of ratings")]  # its number says nothing
    return [values.altered(row, name) for name in row.altered]


def _part_facts(context, key, model, by_model):
    """The Facts of the parts of a record that have one model."""
    values, rows = context.values, by_model[model]
    if model is Lead:
        return [describe_leads(values, *context.leads.around(key, rows[0].change_id))]
    if model is TimescaleChange:
        return []  # described with the timescale itself, which has the reason
    if model is ProgressUpdate:
        facts = (
            _update(values, row) if row.type == "+" else _altered_update(values, row)
            for row in rows
        )
        return [fact for fact in facts if fact]
    if model is ReportingPoint:
        milestones = [row for row in rows if row.record.is_milestone]
        reports = [row for row in rows if not row.record.is_milestone]
        facts = describe_milestones(values, milestones, by_model.get(TimescaleChange, []))
        return [*facts, *(fact for row in reports if (fact := _part(values, row)))]
    if model is GroupReturn:
        return describe_returns(values, rows)
    if model is Proposal:
        return describe_proposals(values, rows)
    if model is MeasureValue:
        return describe_values(values, rows)
    if model is ActionSuccession:
        return describe_successions(values, rows)
    if model is SuccessMeasure:
        return [
            fact for row in rows for fact in (_part(values, row), *describe_numbers(row)) if fact
        ]
    if model is ChallengeResponse:
        return describe_responses(rows)
    added = [row for row in rows if row.type == "+"]
    if model is Evidence and len(added) > 1:
        pieces = tuple(FieldText("Evidence", (Words(row.record.text),)) for row in added)
        others = [fact for row in rows if row.type != "+" and (fact := _part(values, row))]
        text = f"{_number(len(added), model)} added{_with_files(context, added)}"
        return [Fact(text, pieces), *others]
    if model is Evidence:
        return [fact for row in rows if (fact := _evidence(context, row))]
    return [fact for row in rows if (fact := _part(values, row))]


def _evidence(context, row):
    """A piece of evidence that was added, removed or changed, with the file added or removed with it."""
    if row.type == "~":
        return _part(context.values, row)
    verb = "added" if row.type == "+" else "removed"
    files = _with_files(context, [row])
    return content(f"evidence {verb}{files}", "Evidence", row.record.text)


def _with_files(context, rows):
    """“ with the file “audit.csv””, for evidence added or removed with files."""
    folded = [file.record for row in rows for file in context.folded.get(row.key, ())]
    names = [quoted(file.name) for file in folded if isinstance(file, EvidenceFile)]
    return f" with the file{'' if len(names) == 1 else 's'} {listed(names)}" if names else ""


def _update(values, row):
    """A progress update: its rating and its comment."""
    update = row.record
    now, before = values.rating(update.rating), values.rating(update.previous_rating)
    if update.no_change:
        text = f"no change since last time, rated {now}"
    elif update.previous_rating == RatingKind.NOT_RATED:
        text = f"first rated {now}"
    else:
        text = f"{now}, no change in rating" if now == before else f"rated {now} (was {before})"
    suggestion = Suggestion(update.suggested_kind, "") if update.suggested_kind else None
    if is_better_than_suggested(update.rating_kind, suggestion):
        text += f", although the dates suggested {values.words(update.suggested_kind)}"
    said = (
        ("Comment", update.comment),
        ("What came instead", update.came_instead),
        ("Next steps", update.next_steps),
        ("Reason for the rating", update.reason),
    )
    return Fact(text, tuple(FieldText(label, (Words(text),)) for label, text in said if text))


def _altered_update(values, row):
    """An update that its author corrected within the hour, or whose words were redacted."""
    fact = _part(values, row)
    if "corrected_at" not in row.altered or fact is None:
        return fact
    return Fact(f"update corrected by its author within the hour: {fact.text}", fact.texts)


def _part(values, row):
    """A part that was added, removed or changed; None if nothing of it is of interest to readers."""
    kind, record = kind_of(row.model), row.record
    words = getattr(record, kind.content) if kind.content else ""
    if row.type in "+-" and kind.content and not kind.refers:
        verb = "added" if row.type == "+" else "removed"
        return content(f"{kind.noun} {verb}", kind.noun.capitalize(), words)
    name, renamed = _part_name(values, row)
    if row.model is Snapshot and row.type == "~":
        day = date_words(timezone.localdate(record.taken_at))
        return Fact(f"words redacted from the snapshot of {day}, which now has a new digest")
    if row.type in "+-" and row.model is Seat:
        return describe_seat(values, row)
    if row.type in "+-":
        return Fact(
            (kind.joins if row.type == "+" else kind.leaves).format(
                noun=kind.noun, name=f"{cited(name)}{renamed}"
            )
        )
    facts = []
    called = f"{kind.noun} {quoted(name)}"
    for field in row.altered:
        if field == kind.content:
            old = getattr(row.before, field) if row.before is not None else ""
            facts.append(_content_altered(called if kind.refers else kind.noun, old, words))
        elif field not in kind.hides:
            fact = values.altered(row, field, kind.phrases.get(field, ""))
            facts.append(Fact(f"{called} {fact.text}", fact.texts))
    if not facts:
        return None
    return Fact(
        "; ".join(fact.text for fact in facts), tuple(t for fact in facts for t in fact.texts)
    )


def _part_name(values, row):
    """The name of a part (or of the other end of a link) at the time, and today’s, for its parent's sentence."""
    kind = kind_of(row.model)
    link = kind.refers[0] if kind.part_of and len(kind.refers) == 1 and not kind.content else ""
    if link and row.model in KINDS:
        field = row.model._meta.get_field(link)
        key = field.related_model, getattr(row.record, field.attname)
        return values.name(*key), values.renamed(*key)
    return values.called(row.record), ""


def _content_altered(called, old, new):
    fact = reworded("wording", old, new)
    if fact.texts:
        return Fact(f"{called} {fact.text}", fact.texts)
    if old and new:
        return Fact(f"{called} reworded from {quoted(old)} to {quoted(new)}")
    return Fact(
        f"{called} written: {quoted(new)}" if new else f"{called} emptied (was {quoted(old)})"
    )
