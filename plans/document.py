"""One plan, whole, as plain frozen data: what every face of it (page, PDF, exports) is made from.

``read_plan`` takes a fixed number of queries, one a table, whatever the plan's size, and joins in memory by
ids. Every plan record carries its plan, so the same joins serve a plan read back from history.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, Q, Value, When

from partnership.models import RatingKind
from plans import models
from plans.models.timescale import date_words
from plans.suggestions import direction


@dataclass(frozen=True, slots=True)
class RatingFacts:
    kind: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LeadFacts:
    name: str
    role: str  # a Lead.LeadRole value
    kind: str  # "group", "post", "agency" or "words"
    pk: int | None  # of the group, post or agency


@dataclass(frozen=True, slots=True)
class TimescaleFacts:
    text: str  # lines, as written or made from the date
    kind: str
    due_on: date | None
    precision: str
    first_text: str
    first_due_on: date | None
    slips: int = 0  # how often a date was moved to a later one or given up

    @property
    def has_moved(self):
        return bool(self.first_text) and (self.first_text, self.first_due_on) != (
            self.text,
            self.due_on,
        )


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    pk: int
    wording: str
    first_wording: str
    is_placeholder: bool
    evidence: int  # pieces brought against it


@dataclass(frozen=True, slots=True)
class UpdateFacts:
    at: datetime
    by_name: str
    rating: str
    comment: str
    next_steps: str
    no_change: bool


@dataclass(frozen=True, slots=True)
class PointFacts:
    text: str
    due_on: date
    measure_pk: int | None


@dataclass(frozen=True, slots=True)
class ActionFacts:
    pk: int
    reference: str
    title: str
    wording: str
    first_wording: str
    importance: str
    themes: tuple[str, ...]
    further_actions: str
    note: str
    follows: str  # reference of the action it follows on from
    leads_words: str
    leads: tuple[LeadFacts, ...]
    has_own_leads: bool  # False: they are its priority's
    timescale: TimescaleFacts
    has_own_timescale: bool
    measures: tuple[MeasureFacts, ...]  # its own
    drivers: tuple[str, ...]
    points: tuple[PointFacts, ...]
    rating: str
    previous_rating: str
    rated_at: datetime | None
    update: UpdateFacts | None
    is_overdue: bool
    is_shown: bool  # by the filter the document was read with

    @property
    def measures_with_evidence(self):
        return sum(1 for m in self.measures if m.evidence)

    @property
    def counted_measures(self):
        return sum(1 for m in self.measures if not m.is_placeholder)

    @property
    def direction(self):
        """“better”, “worse” or “” since the rating before; a first rating has no direction."""
        return direction(self.previous_rating, self.rating)


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    pk: int
    number: str
    title: str
    note: str
    priority_codes: tuple[str, ...]
    measures: tuple[MeasureFacts, ...]


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    pk: int
    code: str
    kind: str
    number: str
    heading: str
    title: str
    heading_note: str
    action_heading: str
    note: str
    leads_words: str
    leads: tuple[LeadFacts, ...]
    timescale: TimescaleFacts
    measures: tuple[MeasureFacts, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many actions stand at each rating, and the worst: never an average, and grey never as green."""

    counts: tuple[
        tuple[str, int], ...
    ]  # (RatingKind value, number), worst first, grey last, zeros included
    overdue: int

    @classmethod
    def of(cls, actions):
        actions = list(actions)
        counted = Counter(action.rating for action in actions)
        return cls(
            counts=tuple((kind.value, counted[kind.value]) for kind in RatingKind),
            overdue=sum(action.is_overdue for action in actions),
        )

    @property
    def total(self):
        return sum(number for _, number in self.counts)

    @property
    def worst(self):
        """The worst rating present; grey only where nothing has been rated."""
        return next((kind for kind, number in self.counts if number), RatingKind.GREY.value)

    def number(self, kind):
        return dict(self.counts)[kind]


@dataclass(frozen=True, slots=True)
class Part:
    """Actions of a section that share an objective, or share none."""

    objective: ObjectiveFacts | None
    actions: tuple[ActionFacts, ...]


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A priority with its actions; or, without a priority, what the plan puts under none."""

    priority: PriorityFacts | None
    parts: tuple[Part, ...]

    @property
    def actions(self):
        return tuple(action for part in self.parts for action in part.actions)

    @property
    def distribution(self):
        return Distribution.of(self.actions)


@dataclass(frozen=True, slots=True)
class PlanDocument:
    pk: int
    title: str
    period: str
    starts_on: date
    ends_on: date
    status: str
    introduction: str
    note: str
    partnership: str
    partnership_short: str
    colour: str
    marking: str
    on: date  # the day on which overdue was judged
    ratings: tuple[RatingFacts, ...]
    columns: tuple[tuple[str, str], ...]  # (heading, Column.Shows value)
    core_activities: tuple[tuple[str, str], ...]  # (heading, wording)
    sections: tuple[SectionFacts, ...]

    @property
    def actions(self):
        return tuple(action for section in self.sections for action in section.actions)

    @property
    def shown(self):
        return tuple(action for action in self.actions if action.is_shown)

    @property
    def distribution(self):
        return Distribution.of(self.actions)

    @property
    def is_filtered(self):
        return len(self.shown) != len(self.actions)

    def rating(self, kind):
        return next(rating for rating in self.ratings if rating.kind == kind)

    def narrowed(self):
        """The sections with only the actions that the filter shows; empty parts and sections left out."""
        sections = []
        for section in self.sections:
            parts = [
                Part(p.objective, tuple(a for a in p.actions if a.is_shown)) for p in section.parts
            ]
            parts = tuple(part for part in parts if part.actions)
            if parts:
                sections.append(SectionFacts(section.priority, parts))
        return tuple(sections)


def read_plan(plan, *, on, shown=None):
    """The PlanDocument of ``plan`` as it stands, in eleven queries.

    ``plan`` comes with its partnership and house style loaded; ``on`` is the day by which overdue is judged;
    ``shown`` is a QuerySet of the actions a filter lets through (None: all).
    """
    return _Reading(plan, on, shown).document()


class _Reading:
    """One pass over a plan's tables. Holds the rows by the id of what they belong to."""

    def __init__(self, plan, on, shown):
        self.plan, self.on = plan, on
        self.ratings = list(plan.partnership.ratingdefinition_set.all())
        self.columns = list(plan.column_set.all())
        self.core_activities = list(plan.coreactivity_set.all())
        self.priorities = list(plan.priority_set.all())
        # One row an objective and priority it stands under; one with None where it stands under no priority.
        linked = list(plan.objective_set.annotate(under=F("priority_links__priority")))
        self.links = [(o.pk, o.under) for o in linked if o.under]
        self.objectives = list({o.pk: o for o in linked}.values())
        self.actions = list(_actions(plan, shown))
        self.leads = _by_owner(
            plan.lead_set.select_related("group", "post", "agency"), "action", "priority"
        )
        self.measures = _by_owner(
            plan.successmeasure_set.annotate(pieces=Count("evidence")),
            "action",
            "priority",
            "objective",
        )
        self.drivers = _by_owner(plan.actiondriver_set.select_related("driver"), "action")
        self.themes = _by_owner(plan.actiontheme_set.select_related("theme"), "action")
        self.points = _by_owner(plan.reportingpoint_set.all(), "action")
        self.priority_by_pk = {priority.pk: priority for priority in self.priorities}
        self.reference_by_pk = {action.pk: action.reference for action in self.actions}

    def document(self):
        plan, style = self.plan, self.plan.partnership.house_style
        return PlanDocument(
            pk=plan.pk,
            title=plan.title,
            period=plan.period,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            status=plan.status,
            introduction=plan.introduction,
            note=plan.note,
            partnership=plan.partnership.name,
            partnership_short=plan.partnership.short_name,
            colour=style.colour,
            marking=style.marking,
            on=self.on,
            ratings=tuple(RatingFacts(r.kind, r.label, r.meaning) for r in self.ratings),
            columns=tuple((c.heading, c.shows) for c in self.columns),
            core_activities=tuple((c.heading, c.wording) for c in self.core_activities),
            sections=self._sections(),
        )

    def _sections(self):
        """Every priority, in print order, then what stands under none."""
        home_of_objective = {}  # an objective under several priorities is printed under the first
        for priority in self.priorities:
            for objective_pk, priority_pk in self.links:
                if priority_pk == priority.pk:
                    home_of_objective.setdefault(objective_pk, priority.pk)
        members = defaultdict(list)
        for action in self.actions:
            home = action.priority_id or home_of_objective.get(action.objective_id)
            members[home].append(action)
        objectives = defaultdict(list)
        for objective in self.objectives:
            objectives[home_of_objective.get(objective.pk)].append(objective)
        sections = [
            SectionFacts(
                self._priority(priority), self._parts(members[priority.pk], objectives[priority.pk])
            )
            for priority in self.priorities
        ]
        if members[None] or objectives[None]:
            sections.append(SectionFacts(None, self._parts(members[None], objectives[None])))
        return tuple(sections)

    def _parts(self, actions, objectives):
        """Actions without an objective, then each objective in print order, those without actions too."""
        by_objective = defaultdict(list)
        for action in actions:
            by_objective[action.objective_id].append(self._action(action))
        here = {objective.pk for objective in objectives}
        elsewhere = [o for o in self.objectives if o.pk in by_objective and o.pk not in here]
        parts = [Part(None, tuple(by_objective[None]))] if by_objective[None] else []
        for objective in sorted([*objectives, *elsewhere], key=lambda o: (o.position, o.pk)):
            parts.append(Part(self._objective(objective), tuple(by_objective[objective.pk])))
        return tuple(parts)

    def _priority(self, priority):
        return PriorityFacts(
            pk=priority.pk,
            code=priority.code,
            kind=priority.kind,
            number=priority.number,
            heading=priority.heading,
            title=priority.title,
            heading_note=priority.heading_note,
            action_heading=priority.action_heading,
            note=priority.note,
            leads_words=priority.leads_words,
            leads=self._leads("priority", priority.pk),
            timescale=_timescale(priority),
            measures=self._measures("priority", priority.pk),
        )

    def _objective(self, objective):
        codes = [p.code for p in self.priorities if (objective.pk, p.pk) in self.links]
        return ObjectiveFacts(
            pk=objective.pk,
            number=objective.number,
            title=objective.title,
            note=objective.note,
            priority_codes=tuple(codes),
            measures=self._measures("objective", objective.pk),
        )

    def _action(self, action):
        priority = self.priority_by_pk.get(action.priority_id)
        own_leads = self._leads("action", action.pk)
        inherits_leads = priority is not None and not own_leads and not action.leads_words
        inherits_dates = priority is not None and not action.timescale
        dated = priority if inherits_dates else action
        last = action.last_update
        return ActionFacts(
            pk=action.pk,
            reference=action.reference,
            title=action.title,
            wording=action.wording,
            first_wording=action.first_wording,
            importance=action.importance,
            themes=tuple(link.theme.name for link in self.themes["action", action.pk]),
            further_actions=action.further_actions,
            note=action.note,
            follows=self.reference_by_pk.get(action.follows_id, ""),
            leads_words=priority.leads_words if inherits_leads else action.leads_words,
            leads=self._leads("priority", priority.pk) if inherits_leads else own_leads,
            has_own_leads=not inherits_leads,
            timescale=_timescale(dated, slips=0 if inherits_dates else action.slips),
            has_own_timescale=not inherits_dates,
            measures=self._measures("action", action.pk),
            drivers=tuple(link.driver.wording for link in self.drivers["action", action.pk]),
            points=tuple(
                PointFacts(p.words or date_words(p.due_on, p.due_precision), p.due_on, p.measure_id)
                for p in self.points["action", action.pk]
            ),
            rating=action.rating,
            previous_rating=action.previous_rating,
            rated_at=action.rated_at,
            update=last
            and UpdateFacts(
                last.at, last.by_name, last.rating, last.comment, last.next_steps, last.no_change
            ),
            is_overdue=not action.is_complete
            and dated.due_on is not None
            and dated.due_on < self.on,
            is_shown=action.is_shown,
        )

    def _leads(self, owner, pk):
        return tuple(_lead(lead) for lead in self.leads[owner, pk])

    def _measures(self, owner, pk):
        return tuple(
            MeasureFacts(m.pk, m.wording, m.first_wording, m.is_placeholder, m.pieces)
            for m in self.measures[owner, pk]
        )


def _actions(plan, shown):
    """The plan's actions with last update, number of slips and whether the filter shows them."""
    moves = "timescale_changes"
    slipped = Q(**{f"{moves}__from_due_on__isnull": False}) & (
        Q(**{f"{moves}__to_due_on": None})
        | Q(**{f"{moves}__to_due_on__gt": F(f"{moves}__from_due_on")})
    )
    is_shown = (
        Value(True)
        if shown is None
        else Case(When(pk__in=shown.values("pk"), then=True), default=False)
    )
    return plan.action_set.select_related("last_update").annotate(
        slips=Count(moves, filter=slipped), is_shown=is_shown
    )


def _by_owner(rows, *owners):
    """Rows by (owner's name, owner's id), in their order."""
    found = defaultdict(list)
    for row in rows:
        for owner in owners:
            if (pk := getattr(row, f"{owner}_id")) is not None:
                found[owner, pk].append(row)
    return found


def _lead(lead):
    kind = next(
        name for name in models.Lead.WHO if getattr(lead, name if name == "words" else f"{name}_id")
    )
    return LeadFacts(
        lead.name, lead.role, kind, None if kind == "words" else getattr(lead, f"{kind}_id")
    )


def _timescale(record, slips=0):
    return TimescaleFacts(
        text=record.timescale,
        kind=record.timescale_kind,
        due_on=record.due_on,
        precision=record.due_precision,
        first_text=record.first_timescale,
        first_due_on=record.first_due_on,
        slips=slips,
    )
