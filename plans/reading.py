"""Reads a plan into a PlanDocument: eleven queries, one a table, joined in memory by ids.

Rows are read as plain values, not as models: a page of sixty actions would spend most of its time making
records that nobody asks anything.
"""

from collections import Counter, defaultdict

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from partnership.models import RatingKind
from plans.document import (
    ActionFacts,
    LeadFacts,
    MeasureFacts,
    ObjectiveFacts,
    Part,
    PlanDocument,
    PointFacts,
    PriorityFacts,
    RatingFacts,
    SectionFacts,
    TimescaleFacts,
    UpdateFacts,
)
from plans.models import Priority, TimescaleChange
from plans.models.timescale import date_words, timescale_text
from plans.travel import compared, last_freeze, old_rating, rating_before

TIMESCALE = (
    *("timescale_words", "timescale_kind", "due_on", "due_precision"),
    *("first_timescale", "first_due_on"),
)
PRIORITY = (
    "pk",
    "kind",
    "number",
    "title",
    "heading_note",
    "action_heading",
    "note",
    "leads_words",
)
ACTION = (
    *("pk", "reference", "priority_id", "objective_id", "title", "wording", "first_wording"),
    *("importance", "further_actions", "note", "follows_id", "leads_words", "rating"),
    *("previous_rating", "rated_at", "last_update_id", "last_update__at", "last_update__by_name"),
    *("last_update__rating", "last_update__comment", "last_update__next_steps"),
    *("last_update__no_change", "slips", "is_shown", "freeze", "freeze_rating"),
)
LEAD = (
    *("action_id", "priority_id", "role", "words", "group_id", "group__name", "post_id"),
    *("post__title", "agency_id", "agency__name", "agency__short_name"),
)
MEASURE = (
    *("pk", "action_id", "priority_id", "objective_id", "wording", "first_wording"),
    *("is_placeholder", "evidence__pk", "evidence__file__name"),
)


def read_plan(plan, *, on, shown=None, brief=False):
    """The PlanDocument of ``plan`` as it stands.

    A ``brief`` one is for pages that show no action whole: it leaves out columns, core activities, drivers,
    themes and reporting points, and takes five queries fewer.

    ``plan`` comes with its partnership and house style loaded; ``on`` is the day by which overdue is judged;
    ``shown`` is a QuerySet of the actions a filter lets through (None: all).
    """
    return _Reading(plan, on, shown, brief).document()


class _Reading:
    """One pass over a plan's tables. Holds the rows by the id of what they belong to."""

    def __init__(self, plan, on, shown, brief):
        self.plan, self.on = plan, on
        ratings = plan.partnership.ratingdefinition_set
        self.ratings = ratings.values_list("kind", "label", "meaning")
        self.columns = self.core_activities = ()
        self.drivers = self.themes = self.points = defaultdict(tuple)
        if not brief:
            self._read_rest(plan)
        self.priorities = list(_rows(plan.priority_set, PRIORITY, TIMESCALE))
        # One row an objective and priority it stands under; one with None where it stands under no priority.
        under = plan.objective_set.annotate(under=F("priority_links__priority"))
        linked = list(_rows(under, ("pk", "number", "position", "title", "note", "under")))
        self.links = {(o.pk, o.under) for o in linked if o.under}
        self.objectives = list({o.pk: o for o in linked}.values())
        self.actions = list(_rows(_actions(plan, shown), ACTION, TIMESCALE))
        self.leads = _by_owner(_rows(plan.lead_set, LEAD), "action", "priority")
        self._read_measures(plan)
        self.priority_by_pk = {priority.pk: priority for priority in self.priorities}
        self.reference_by_pk = {action.pk: action.reference for action in self.actions}

    def _read_measures(self, plan):
        # One row a measure and piece of evidence brought against it; one where there is none yet.
        brought = plan.successmeasure_set.order_by("position", "pk", "evidence__pk")
        brought = list(_rows(brought, MEASURE))
        measures = {m.pk: m for m in brought}.values()
        self.measures = _by_owner(measures, "action", "priority", "objective")
        self.pieces = Counter(m.pk for m in brought if m.evidence__pk)
        self.files = defaultdict(list)
        for row in brought:
            if row.evidence__file__name:
                self.files[row.pk].append(row.evidence__file__name)

    def _read_rest(self, plan):
        self.columns = plan.column_set.values_list("heading", "shows")
        self.core_activities = plan.coreactivity_set.values_list("heading", "wording")
        drivers = _rows(plan.actiondriver_set, ("action_id", "driver__wording"))
        self.drivers = _by_owner(drivers, "action")
        self.themes = _by_owner(_rows(plan.actiontheme_set, ("action_id", "theme__name")), "action")
        points = ("action_id", "words", "due_on", "due_precision", "measure_id")
        self.points = _by_owner(_rows(plan.reportingpoint_set, points), "action")

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
            compared_with=next((row.freeze or "" for row in self.actions), ""),
            ratings=tuple(RatingFacts(*rating) for rating in self.ratings),
            columns=tuple(self.columns),
            core_activities=tuple(self.core_activities),
            sections=self._sections(),
        )

    def _sections(self):
        """Every priority, in print order, then what stands under none."""
        home_of_objective = {}  # an objective under several priorities is printed under the first
        for priority in self.priorities:
            for objective_pk, priority_pk in self.links:
                if priority_pk == priority.pk:
                    home_of_objective.setdefault(objective_pk, priority.pk)
        members, objectives = defaultdict(list), defaultdict(list)
        for action in self.actions:
            members[action.priority_id or home_of_objective.get(action.objective_id)].append(action)
        for objective in self.objectives:
            objectives[home_of_objective.get(objective.pk)].append(objective)
        sections = [
            SectionFacts(self._priority(p), self._parts(members[p.pk], objectives[p.pk]))
            for p in self.priorities
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

    def _priority(self, row):
        return PriorityFacts(
            pk=row.pk,
            code=Priority.code_of(row.kind, row.number),
            kind=row.kind,
            number=row.number,
            heading=Priority.heading_of(row.kind, row.number),
            title=row.title,
            heading_note=row.heading_note,
            action_heading=row.action_heading,
            note=row.note,
            leads_words=row.leads_words,
            leads=tuple(_lead(lead) for lead in self.leads["priority", row.pk]),
            timescale=_timescale(row),
            measures=self._measures("priority", row.pk),
        )

    def _objective(self, row):
        codes = (
            Priority.code_of(priority.kind, priority.number)
            for priority in self.priorities
            if (row.pk, priority.pk) in self.links
        )
        measures = self._measures("objective", row.pk)
        return ObjectiveFacts(row.pk, row.number, row.title, row.note, tuple(codes), measures)

    def _action(self, row):
        priority = self.priority_by_pk.get(row.priority_id)
        leads = self.leads["action", row.pk]
        inherits_leads = priority is not None and not leads and not row.leads_words
        timescale = _timescale(row, slips=row.slips)
        inherits_dates = priority is not None and not timescale.text
        if inherits_leads:
            leads = self.leads["priority", priority.pk]
        if inherits_dates:
            timescale = _timescale(priority)
        is_late = timescale.due_on is not None and timescale.due_on < self.on
        return ActionFacts(
            pk=row.pk,
            reference=row.reference,
            title=row.title,
            wording=row.wording,
            first_wording=row.first_wording,
            importance=row.importance,
            themes=tuple(link.theme__name for link in self.themes["action", row.pk]),
            further_actions=row.further_actions,
            note=row.note,
            follows=self.reference_by_pk.get(row.follows_id, ""),
            leads_words=(priority if inherits_leads else row).leads_words,
            leads=tuple(_lead(lead) for lead in leads),
            has_own_leads=not inherits_leads,
            timescale=timescale,
            has_own_timescale=not inherits_dates,
            measures=self._measures("action", row.pk),
            drivers=tuple(link.driver__wording for link in self.drivers["action", row.pk]),
            points=tuple(_point(point) for point in self.points["action", row.pk]),
            rating=row.rating,
            rating_before=rating_before(row),
            rated_at=row.rated_at,
            unconfirmed_since=old_rating(row, self.on),
            update=_update(row),
            is_overdue=is_late and row.rating != RatingKind.BLUE,
            is_shown=row.is_shown,
        )

    def _measures(self, owner, pk):
        return tuple(
            MeasureFacts(
                m.pk,
                m.wording,
                m.first_wording,
                m.is_placeholder,
                self.pieces[m.pk],
                tuple(self.files[m.pk]),
            )
            for m in self.measures[owner, pk]
        )


def _rows(records, *fields):
    return records.values_list(*(name for names in fields for name in names), named=True)


def _actions(plan, shown):
    """The plan's actions with their slips, whether the filter shows them, and the rating to compare with."""
    moves = TimescaleChange.objects.filter(
        Q(to_due_on=None) | Q(to_due_on__gt=F("from_due_on")), from_due_on__isnull=False
    )
    is_shown = (
        Value(True)
        if shown is None
        else Case(When(pk__in=shown.values("pk"), then=True), default=False)
    )
    actions = plan.action_set.annotate(slips=_number_of(moves, "action"), is_shown=is_shown)
    return compared(actions, last_freeze(plan.pk))


def _number_of(rows, owner):
    """How many of ``rows`` a record has: counted apart, for a join would group by every long text."""
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def _by_owner(rows, *owners):
    """Rows by (owner's name, owner's id), in their order."""
    found = defaultdict(list)
    for row in rows:
        for owner in owners:
            if (pk := getattr(row, f"{owner}_id")) is not None:
                found[owner, pk].append(row)
    return found


def _lead(row):
    if row.agency_id:
        return LeadFacts(
            row.agency__short_name or row.agency__name, row.role, "agency", row.agency_id
        )
    if row.group_id:
        return LeadFacts(row.group__name, row.role, "group", row.group_id)
    if row.post_id:
        return LeadFacts(row.post__title, row.role, "post", row.post_id)
    return LeadFacts(row.words, row.role, "words", None)


def _timescale(row, slips=0):
    text = timescale_text(
        kind=row.timescale_kind,
        words=row.timescale_words,
        due_on=row.due_on,
        precision=row.due_precision,
    )
    return TimescaleFacts(
        text,
        row.timescale_kind,
        row.due_on,
        row.due_precision,
        row.first_timescale,
        row.first_due_on,
        slips,
    )


def _update(row):
    """The last update of an action, or None."""
    if row.last_update_id is None:
        return None
    return UpdateFacts(
        at=row.last_update__at,
        by_name=row.last_update__by_name,
        rating=row.last_update__rating,
        comment=row.last_update__comment,
        next_steps=row.last_update__next_steps,
        no_change=row.last_update__no_change,
    )


def _point(row):
    text = row.words or date_words(row.due_on, row.due_precision)
    return PointFacts(text, row.due_on, row.measure_id)
