"""The entries of a timeline for changes of fact: an action's wording, place, leads, measures, reports and evidence."""

from collections import defaultdict

from partnership.history import Change
from partnership.models import RatingDefinition
from partnership.statements import Given, Statement
from plans.actions.part_words import TOLD, title_of, words_of
from plans.actions.timeline_entries import TimelineEntry
from plans.document.compare import TextChange
from plans.leads.history import leads_in_words, name_then, name_then_and_now
from plans.models import Action, Evidence, MeasureValue, Priority
from plans.models.timescale import start_text

# Fields of an action whose changes are on its timeline, in display order.
FACTS = (
    "title",
    "wording",
    "reference",
    "priority",
    "objective",
    "importance",
    "starts_on",
    "further_actions",
    "resources",
    "follows",
)
LINKED = ("priority", "objective", "follows")
ADDED = "Added to the plan"


class _Facts:
    """Collects the changes of an action's facts by change id, so that the changes can be read in one query."""

    def __init__(self):
        self.titles, self.texts, self.evidence = (defaultdict(list) for _ in range(3))

    def add_fact(self, pk, title, *texts):
        if title not in self.titles[pk]:
            self.titles[pk].append(title)
        self.texts[pk] += [text for text in texts if text.before != text.after]

    def entries(self):
        changes = _CHANGES.records(ids=list(self.titles)) if self.titles else ()
        for change in changes:
            pk = change.pk
            title = "; ".join(self.titles[pk])
            told = {"evidence": tuple(self.evidence[pk]), "texts": tuple(self.texts[pk])}
            yield TimelineEntry(change.at, change.by_name, title, change.reason, **told)


def fact_entries(detail, rows, leads, past):
    """One TimelineEntry for each change of wording, place, leads, measures, reporting points or evidence."""
    action, facts = detail.action, _Facts()
    added = _tell_action(facts, detail, rows, past)
    owner = Action, action.pk
    for pk, at in leads.changes(owner).items():
        if pk not in added:
            facts.add_fact(
                pk, "Leads changed", _lead_change(leads.around(owner, pk), past.at(at, pk))
            )
    for model in TOLD:
        _tell_parts(facts, model, detail, added)
    return list(facts.entries())


def _tell_action(facts, detail, rows, past):
    """Describe changes of the action itself; return ids of the changes that created it, to skip their other rows."""
    action, added = detail.action, set()
    ratings = {rating.key: (RatingDefinition, rating.pk) for rating in detail.scheme}
    for row, before in rows:
        if row.history_type == "+":
            added.add(row.change_id)
            first = "" if row.wording == action.wording else row.wording
            facts.add_fact(row.change_id, ADDED, TextChange("First wording", "", first))
            continue
        then = past.at(row.history_date, row.change_id)
        altered = set(row.altered_fields()) if row.change_id not in added else set()
        if "starts_words" in altered:
            altered.add("starts_on")  # both are one text
        for name in (name for name in FACTS if name in altered):
            label = str(Action._meta.get_field(name).verbose_name).capitalize()
            old = _words(before, name, then) if before else ""
            text = TextChange(label, old, _words(row, name, then))
            facts.add_fact(row.change_id, f"{label} changed", text)
        if before and is_scheme_move(row):
            old, new = (then.get(ratings[key]).label for key in (before.rating, row.rating))
            facts.add_fact(row.change_id, "New ratings", TextChange("Rating", old, new))
    return added


def is_scheme_move(row):
    """Whether a history row gave the action the rating that stands for its own in another scheme."""
    names = row.altered_fields()
    return row.history_type == "~" and "rating" in names and "last_update" not in names


def _words(row, name, then):
    """The value of one of the FACTS as text, ``then`` for the record it refers to; "" for none."""
    field = Action._meta.get_field(name)
    value = getattr(row, field.attname)
    if name == "starts_on":
        return start_text(row.starts_words, value, row.starts_precision)
    if name in LINKED:
        return str(then.get((field.related_model, value)) or "")
    return str(dict(field.flatchoices).get(value, value) or "")


def _tell_parts(facts, model, detail, added):
    """Describe additions, removals and rewordings of one kind of part, except what was added with an update."""
    evidence = {item.pk: item for item in detail.evidence}
    with_update = {value.pk for value in detail.values if value.update_id}
    for row, before in with_previous(_PART_ROWS[model].records(action=detail.action.pk)):
        pk = row.change_id
        title, what = title_of(model, row)
        if model is MeasureValue and row.history_type == "+":
            if row.id not in with_update:
                facts.add_fact(
                    pk,
                    "Value recorded",
                    TextChange(what, "", words_of(model, row, is_whole=True)),
                )
            continue
        if row.history_type == "+" and model is Evidence:
            if row.update_id is None and row.id in evidence:
                facts.add_fact(pk, "Evidence added")
                facts.evidence[pk].append(evidence[row.id])
            elif row.update_id is None:
                facts.add_fact(pk, "Evidence added", TextChange(what, "", row.text))
        elif pk not in added and row.altered != " first_wording ":
            is_whole = row.history_type != "~"  # it was added or removed
            old = words_of(model, before, is_whole=is_whole) if before else ""
            new = words_of(model, row, is_whole=is_whole) if row.history_type != "-" else ""
            if old != new:
                facts.add_fact(pk, title, TextChange(what, old, new))


def with_previous(rows):
    """(history row, the previous row of the same record or None), of rows in order of creation."""
    last = {}
    for row in rows:
        yield row, last.get(row.id)
        last[row.id] = row


def _lead_change(around, then):
    before, after = around
    return TextChange(
        "Who leads",
        leads_in_words(before, lambda lead: name_then(lead, then)),
        leads_in_words(after, lambda lead: name_then_and_now(lead, then)),
    )


def priority_lead_entries(priority, leads, past, began):
    owner, facts = (Priority, priority.pk), _Facts()
    for pk, at in leads.changes(owner).items():
        led = _lead_change(leads.around(owner, pk), past.at(at, pk))
        facts.add_fact(pk, "Leads of the whole priority changed", led)
    return [entry for entry in facts.entries() if entry.at > began]


def _part_rows(model):
    def make():
        rows = model.history.filter(action_id=Given("action"))
        rows = rows.select_related("measure") if model is MeasureValue else rows
        return rows.order_by("history_date", "history_id")

    return Statement(make)


# Made once a process: the text of these statements is the same for every action.
_PART_ROWS = {model: _part_rows(model) for model in TOLD}
_CHANGES = Statement(lambda: Change.objects.filter(pk__among=Given("ids")).order_by())
