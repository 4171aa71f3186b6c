"""Changes to many actions at once: what each would be, beside what it is.

A change (``ChangeLeads`` …) takes an ActionState and returns the new one. Nothing here writes:
``plans.services.bulk`` does.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Prefetch

from plans.leads.rules import has_own_leads
from plans.models import Action, ActionPriority, Lead, Priority, Theme, TimescaleKind
from plans.models.lead import leader_kind
from plans.models.timescale import date_words, timescale_text
from plans.timescales.rules import has_own_timescale


@dataclass(frozen=True)
class ActionTexts:
    """The words of an action that are changed row by row, each action its own."""

    pk: int
    title: str
    wording: str
    importance: str
    starts_words: str  # "" if it may start at once
    further_actions: str
    measures: tuple  # (id or None for a new one, wording)

    def text_by_label(self):
        return {
            "Short title": self.title,
            "Wording": self.wording,
            "Importance": Action.Importance(self.importance).label
            if self.importance
            else "Not given",
            "Not to start before": self.starts_words or "Not given",
            "Further actions": self.further_actions or "None",
            "Success measures": "\n".join(words for _, words in self.measures) or "None",
        }


class TimescaleState(NamedTuple):
    kind: str
    words: str
    due_on: date | None
    precision: str
    rhythm: str
    needs_check: bool


@dataclass(frozen=True)
class ActionState:
    """The fields of an action that can be changed in bulk."""

    priority: Priority | None
    leads: tuple[dict, ...]  # its own, as set_leads takes them
    leads_words: str
    themes: tuple[Theme, ...]
    others: tuple[Priority, ...]  # the other priorities that name it
    timescale: TimescaleState
    texts: ActionTexts | None = None  # read only for a change of texts

    @property
    def all_leads(self):
        """Everyone who leads it: its own leads, those written in words, or its priority's."""
        if has_own_leads(self.leads, self.leads_words) or self.priority is None:
            return self.leads or _written(self.leads_words)
        return _leads(self.priority) or _written(self.priority.leads_words)

    def text_by_label(self):
        """The state as readable text: label → text."""
        return {
            "Who leads": self._leads_text(),
            "Themes": ", ".join(sorted(theme.name for theme in self.themes)) or "No theme",
            "Priority": str(self.priority) if self.priority else "No priority",
            "Also under": ", ".join(sorted(map(str, self.others))) or "No other priority",
            "Timescale": self._timescale_text(),
            **(self.texts.text_by_label() if self.texts else {}),
        }

    def _leads_text(self):
        names = ", ".join(_lead_text(lead) for lead in self.all_leads)
        shared = names and not has_own_leads(self.leads, self.leads_words)
        return f"{names} (through its priority)" if shared else names or "No lead"

    def _timescale_text(self):
        when = self.timescale
        if not has_own_timescale(when.kind, when.words, when.due_on):
            shared = self.priority.timescale if self.priority else ""
            return f"{shared} (through its priority)" if shared else "No timescale"
        if when.words:
            check = "date to check" if when.needs_check else ""
            read = [TimescaleKind(when.kind).label, date_words(when.due_on, when.precision), check]
            return f"“{when.words}” ({', '.join(filter(None, read))})"
        return timescale_text(
            kind=when.kind,
            words="",
            due_on=when.due_on,
            precision=when.precision,
            rhythm=when.rhythm,
        )


def _lead_text(lead):
    name, role = Lead(**lead).name, Lead.LeadRole(lead["role"])
    return name if role == Lead.LeadRole.LEAD else f"{name} ({role.label.lower()})"


def _leads(record):
    """The leads of an action or a priority, as set_leads takes them; they must be prefetched."""
    return tuple({"role": lead.role, **lead.who_values} for lead in record.leads.all())


def _written(words):
    """The leads named only as words in a cell, one a line, as set_leads takes them."""
    lines = (line.strip() for line in words.splitlines())
    return tuple({"role": Lead.LeadRole.LEAD, "words": line} for line in lines if line)


@dataclass(frozen=True)
class ChangeLeads:
    """A group, post, agency or person leads: instead of the present leads, or in addition."""

    who: object
    beside: bool = False

    def applied(self, standing):
        kind, present = leader_kind(self.who), standing.all_leads
        if self.beside and any(
            lead.get(kind) == self.who and lead["role"] in Lead.LEADING for lead in present
        ):
            return standing
        new = {"role": Lead.LeadRole.LEAD, kind: self.who}
        leading = [lead["role"] in Lead.LEADING for lead in present]
        place = leading.index(True) if any(leading) else 0
        if self.beside and any(leading):
            place = len(leading) - leading[::-1].index(True)
        before, after = (
            [lead for lead in part if self._stays(lead) and lead.get(kind) != self.who]
            for part in (present[:place], present[place:])
        )
        leads = [*before, new, *after]
        if tuple(leads) == present:  # perhaps led through its priority
            return standing
        return replace(standing, leads=tuple(leads), leads_words="")

    def _stays(self, lead):
        return self.beside or lead["role"] not in Lead.LEADING


@dataclass(frozen=True)
class ChangeThemes:
    """A theme is added or removed."""

    theme: Theme
    adds: bool = True

    def applied(self, standing):
        if self.adds == (self.theme in standing.themes):
            return standing
        others = tuple(theme for theme in standing.themes if theme != self.theme)
        return replace(standing, themes=(*others, self.theme) if self.adds else others)


@dataclass(frozen=True)
class ChangePriority:
    """The action moves to another priority, or to none."""

    priority: Priority | None

    def applied(self, standing):
        others = tuple(other for other in standing.others if other != self.priority)
        return replace(standing, priority=self.priority, others=others)


@dataclass(frozen=True)
class ChangeOtherPriorities:
    """A priority names the actions beside their own, or no longer; their own stays as it is."""

    priority: Priority
    adds: bool = True

    def applied(self, standing):
        if self.adds and self.priority in (standing.priority, *standing.others):
            return standing
        others = tuple(other for other in standing.others if other != self.priority)
        return replace(standing, others=(*others, self.priority) if self.adds else others)


@dataclass(frozen=True)
class ChangeTimescale:
    """A new timescale; the fields are consistent, as ``read_timescale`` makes them."""

    kind: str
    words: str = ""
    due_on: date | None = None
    precision: str = ""
    rhythm: str = ""
    needs_check: bool = False

    def applied(self, standing):
        when = (self.kind, self.words, self.due_on, self.precision)
        return replace(standing, timescale=TimescaleState(*when, self.rhythm, self.needs_check))


@dataclass(frozen=True)
class ChangeTexts:
    """Each action gets the words of its own row."""

    rows: dict  # id of an action → its ActionTexts; others stay

    def applied(self, standing):
        return replace(standing, texts=self.rows.get(standing.texts.pk, standing.texts))


@dataclass(frozen=True)
class ActionChange:
    """One action, before and after."""

    action: Action
    before: ActionState
    after: ActionState

    @property
    def differs(self):
        return self.before != self.after

    @cached_property
    def lines(self):
        """(label, before, after) of the readable values that differ."""
        before, after = self.before.text_by_label(), self.after.text_by_label()
        return [(n, text, after[n]) for n, text in before.items() if text != after[n]]

    @property
    def objective_left(self):
        """The objective that the action keeps although it is not under the new priority; None if it is."""
        objective, priority = self.action.objective, self.after.priority
        if objective is None or priority is None or self.before.priority == priority:
            return None
        under = {link.priority_id for link in objective.priority_links.all()}
        return objective if under and priority.pk not in under else None

    @property
    def mark(self):
        """A digest of what was shown of the action, for the page to send back."""
        shown = repr(sorted(self.before.text_by_label().items()))
        return f"{self.action.version}-{sha256(shown.encode()).hexdigest()[:16]}"


def compare_actions(actions, change):
    """The ActionChange that ``change`` makes to each of ``actions`` (a QuerySet), in nine queries or fewer."""
    leads = Lead.objects.select_related(*Lead.NAMED)
    actions = actions.select_related("priority", "objective", "plan__partnership").prefetch_related(
        Prefetch("leads", queryset=leads),
        Prefetch("priority__leads", queryset=leads),
        "theme_links__theme",
        Prefetch("priority_links", queryset=ActionPriority.objects.select_related("priority")),
        "objective__priority_links",
    )
    has_texts = isinstance(change, ChangeTexts)
    if has_texts:
        actions = actions.prefetch_related("measures")
    found = []
    for action in actions:
        before = standing_of(action)
        if has_texts:
            before = replace(before, texts=texts_of(action))
        found.append(ActionChange(action, before, change.applied(before)))
    return found


def standing_of(action):
    when = (action.timescale_kind, action.timescale_words, action.due_on, action.due_precision)
    return ActionState(
        priority=action.priority,
        leads=_leads(action),
        leads_words=action.leads_words,
        themes=tuple(link.theme for link in action.theme_links.all()),
        others=tuple(link.priority for link in action.priority_links.all()),
        timescale=TimescaleState(*when, action.rhythm, action.needs_check),
    )


def texts_of(action):
    return ActionTexts(
        pk=action.pk,
        title=action.title,
        wording=action.wording,
        importance=action.importance,
        starts_words=action.start,
        further_actions=action.further_actions,
        measures=tuple((measure.pk, measure.wording) for measure in action.measures.all()),
    )


def marks_of(actions):
    """Id → mark of each of ``actions`` with its texts, as it is now."""
    return {found.action.pk: found.mark for found in compare_actions(actions, ChangeTexts({}))}
