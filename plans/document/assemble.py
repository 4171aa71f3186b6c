"""Builds a PlanDocument from rows, whether they were read from the live tables or from history.

Rows are plain values, not model instances: for a page of sixty actions, creating instances would take most
of the time.
"""

import types
from collections import Counter, defaultdict

from partnership.rating_kinds import NOT_RUNNING
from partnership.rating_scheme import Scheme
from plans.document.earlier import column_facts, done_on, earlier_facts, evidence_text
from plans.document.link_facts import SeeFacts, SuccessionFacts
from plans.document.records import (
    ActionFacts,
    DriverFacts,
    LeadFacts,
    MeasureFacts,
    ObjectiveFacts,
    PlanDocument,
    PriorityFacts,
    SectionFacts,
    SectionPart,
    UpdateFacts,
)
from plans.document.timescale_facts import PointFacts, StartFacts, TimescaleFacts
from plans.leads.rules import has_own_leads
from plans.measures.disclosure import find_withheld
from plans.measures.series import HIDDEN_EVIDENCE, Readers, make_series
from plans.models import Priority
from plans.models.progress import last_words
from plans.models.timescale import last_day_of, timescale_text
from plans.ratings.compare import old_rating, rating_before
from plans.timescales.rules import has_own_timescale, is_overdue


class PlanRows:
    """The rows of one plan: subclasses read them, ``document`` joins them by ids.

    ``ratings`` are the RatingFacts of the partnership. ``plan`` has the fields of a plan, and its partnership's name
    and house style; ``on`` is the day by which overdue is judged. ``priorities``, ``objectives`` and ``actions`` are
    rows in the order of print; ``links`` are pairs of ids, objective and priority; ``named`` likewise, action and
    another priority that names it; ``successions`` are triples, kind, action and successor. ``leads`` and
    ``measures`` are rows by (owner's name, owner's id); ``drivers``, ``themes`` and ``points`` likewise by
    ("action", id). ``pieces`` counts the evidence of a measure, ``files`` names the files attached to it, ``series``
    has its values over time. ``columns`` are rows; ``said`` and ``shown_evidence`` are the updates, latest first, and
    the evidence by action, read only if a column shows them.
    """

    columns = core_activities = successions = ()
    said = shown_evidence = types.MappingProxyType({})

    def index(self):
        """Build the look-ups by id, once the rows have been read."""
        self.scheme = Scheme(self.ratings)
        self.priority_by_pk = {priority.pk: priority for priority in self.priorities}
        self.reference_by_pk = {action.pk: action.reference for action in self.actions}
        self.place_by_pk = {action.pk: place for place, action in enumerate(self.actions)}
        self.successors, self.predecessors = defaultdict(dict), defaultdict(dict)
        for kind, earlier, later in self.successions:
            self.successors[earlier][later] = self.predecessors[later][earlier] = kind
        self.lead_by_pk = {lead.pk: lead for leads in self.leads.values() for lead in leads}

    def keep_updates(self, rows):
        """Keep the updates of the actions ``without_words``: all, or those that ``last_words`` needs."""
        latest_first = sorted(rows, key=lambda update: (update.at, update.pk), reverse=True)
        self.updates = defaultdict(list)
        for update in latest_first:
            self.updates[update.action_id].append(update)

    def keep_measures(self, brought):
        """Split rows of (measure, piece of evidence) into the measures by owner and the evidence of each."""
        measures = {m.pk: m for m in brought}.values()
        self.measures = by_owner(measures, "action", "priority", "objective")
        self.pieces = Counter(m.pk for m in brought if m.evidence__pk)
        self.files = defaultdict(list)
        for row in brought:
            if row.evidence__file__name:
                self.files[row.pk].append(row.evidence__file__name)

    def keep_values(self, rows):
        """Keep the series of each measure, from the values of those that count."""
        values = defaultdict(list)
        for row in rows:
            values[row.measure_id].append(row)
        measures = (m for found in self.measures.values() for m in found)
        self.series = {m.pk: make_series(m, values[m.pk]) for m in measures}
        self.hidden_evidence = self._hidden_evidence()

    def _hidden_evidence(self):
        """The ids of the evidence that gives a value which is not published."""
        threshold = self.plan.partnership.small_number
        counted = ((self.series[m.pk] for m in found) for found in self.measures.values())
        groups = [[one for one in group if one] for group in counted]
        readers = Readers(self.on, threshold, withheld=find_withheld(groups, threshold))
        return {pk for group in groups for one in group for pk in one.hidden_evidence(readers)}

    def document(self):
        return PlanDocument(
            **plan_facts(self.plan),
            on=self.on,
            compared_with=next((row.freeze or "" for row in self.actions), ""),
            ratings=self.scheme.ratings,
            retired_ratings=tuple(rating for rating in self.ratings if rating.is_retired),
            columns=tuple(column_facts(column) for column in self.columns),
            core_activities=tuple(self.core_activities),
            sections=self._sections(),
        )

    def _sections(self):
        """Every priority, in print order, then what is under no priority."""
        home_of_objective = {}  # an objective under several priorities is printed under the first
        for priority in self.priorities:
            for objective_pk, priority_pk in self.links:
                if priority_pk == priority.pk:
                    home_of_objective.setdefault(objective_pk, priority.pk)
        members, objectives, see = defaultdict(list), defaultdict(list), defaultdict(list)
        for action in self.actions:
            home = action.priority_id or home_of_objective.get(action.objective_id)
            members[home].append(action)
            for priority in self._others(action, home):
                see[priority.pk].append(SeeFacts(action.pk, action.reference, action.title))
        for objective in self.objectives:
            objectives[home_of_objective.get(objective.pk)].append(objective)
        sections = [
            SectionFacts(
                self._priority(p),
                self._parts(members[p.pk], objectives[p.pk]),
                see=tuple(see[p.pk]),
            )
            for p in self.priorities
        ]
        if members[None] or objectives[None]:
            sections.append(SectionFacts(None, self._parts(members[None], objectives[None])))
        return tuple(sections)

    def _others(self, action, home=None):
        """The priorities that name the action beside its home, in print order."""
        found = (p for p in self.priorities if (action.pk, p.pk) in self.named)
        return [priority for priority in found if priority.pk != home]

    def _parts(self, actions, objectives):
        """Actions without an objective, then each objective in print order, including those without actions."""
        by_objective = defaultdict(list)
        for action in actions:
            by_objective[action.objective_id].append(self._action(action))
        here = {objective.pk for objective in objectives}
        elsewhere = [o for o in self.objectives if o.pk in by_objective and o.pk not in here]
        parts = [SectionPart(None, tuple(by_objective[None]))] if by_objective[None] else []
        for objective in sorted([*objectives, *elsewhere], key=lambda o: (o.position, o.pk)):
            parts.append(SectionPart(self._objective(objective), tuple(by_objective[objective.pk])))
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
        inherits_leads = priority is not None and not has_own_leads(leads, row.leads_words)
        if inherits_leads:
            leads = self.leads["priority", priority.pk]
        own_dates = has_own_timescale(row.timescale_kind, row.timescale_words, row.due_on)
        inherits_dates = priority is not None and not own_dates
        timescale = _timescale(priority) if inherits_dates else _timescale(row, slips=row.slips)
        before = rating_before(row)
        is_late = self._is_overdue(row, timescale)
        return ActionFacts(
            pk=row.pk,
            reference=row.reference,
            title=row.title,
            wording=row.wording,
            first_wording=row.first_wording,
            importance=row.importance,
            also_under=tuple(Priority.heading_of(p.kind, p.number) for p in self._others(row)),
            themes=tuple(link.theme__name for link in self.themes["action", row.pk]),
            further_actions=row.further_actions,
            resources=row.resources,
            note=row.note,
            **self._link_facts(row),
            leads_words=(priority if inherits_leads else row).leads_words,
            leads=tuple(_lead(lead) for lead in leads),
            has_own_leads=not inherits_leads,
            timescale=timescale,
            has_own_timescale=not inherits_dates,
            start=StartFacts(row.starts_words, row.starts_on, row.starts_precision),
            measures=self._measures("action", row.pk),
            drivers=tuple(
                DriverFacts(link.driver__reference, link.driver__wording)
                for link in self.drivers["action", row.pk]
            ),
            points=tuple(self._point(point, row) for point in self.points["action", row.pk]),
            rating=row.rating,
            rating_kind=row.rating_kind,
            rating_before=before,
            direction=self.scheme.direction(before, row.rating),
            rated_at=row.rated_at,
            unconfirmed_since=old_rating(row, self.scheme, self.on),
            update=self._update(row),
            **self._column_facts(row),
            is_overdue=is_late,
            is_shown=row.is_shown,
        )

    def _is_overdue(self, row, timescale):
        is_open, start = row.rating_kind not in NOT_RUNNING, row.starts_on
        return is_overdue(timescale.due_on, is_open=is_open, on=self.on, starts_on=start)

    def _column_facts(self, row):
        said = self.said.get(row.pk, ())
        return {
            "earlier": earlier_facts(self.columns, said, on=self.on),
            "done_on": done_on(row.rating_kind, said),
            "evidence": tuple(
                HIDDEN_EVIDENCE if item.pk in self.hidden_evidence else evidence_text(item)
                for item in self.shown_evidence.get(row.pk, ())
            ),
        }

    def _link_facts(self, row):
        return {
            "follows": self.reference_by_pk.get(row.follows_id, ""),
            "successors": self._successions(self.successors[row.pk]),
            "predecessors": self._successions(self.predecessors[row.pk]),
        }

    def _successions(self, kinds):
        """The actions of this plan among ``kinds``, kind by id, in print order."""
        here = sorted((pk for pk in kinds if pk in self.place_by_pk), key=self.place_by_pk.get)
        return tuple(SuccessionFacts(kinds[pk], pk, self.reference_by_pk[pk]) for pk in here)

    def _point(self, row, action):
        """A report or milestone, with the name of its lead as it is in this document."""
        lead = self.lead_by_pk.get(row.lead_id)
        last_day = last_day_of(row.due_on, row.due_precision)
        # Nothing more is asked of an action that is over.
        is_open = not row.outcome and action.rating_kind not in NOT_RUNNING
        return PointFacts(
            pk=row.pk,
            kind=row.kind,
            text=row.text,
            who=_lead(lead).name if lead else row.who,
            lead_pk=lead and row.lead_id,
            timescale=_timescale(row, slips=row.slips),
            measure_pk=row.measure_id,
            outcome=row.outcome,
            received_on=row.received_on,
            is_overdue=is_overdue(last_day, is_open=is_open, on=self.on),
        )

    def _update(self, row):
        """The last update of an action with words and what confirmed it since, or None."""
        if row.last_update_id is None:
            return None
        if row.last_update__comment:
            return UpdateFacts(
                at=row.last_update__at,
                by_name=row.last_update__by_name,
                rating=row.last_update__rating,
                comment=row.last_update__comment,
                came_instead=row.last_update__came_instead,
                next_steps=row.last_update__next_steps,
                corrected_at=row.last_update__corrected_at,
            )
        words, confirmation = last_words(self.updates[row.pk])
        return UpdateFacts(
            at=words.at,
            by_name=words.by_name,
            rating=words.rating,
            comment=words.comment,
            came_instead=words.came_instead,
            next_steps=words.next_steps,
            confirmed_at=confirmation and confirmation.at,
            confirmed_by=confirmation.by_name if confirmation else "",
            corrected_at=words.corrected_at,
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
                m.outcome,
                m.for_whom,
                self.series[m.pk],
            )
            for m in self.measures[owner, pk]
        )


def plan_facts(plan):
    """What a document says of the plan itself and of its partnership, by the names of PlanDocument."""
    partnership = plan.partnership
    return {
        "pk": plan.pk,
        "title": plan.title,
        "period": plan.period,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "status": plan.status,
        "introduction": plan.introduction,
        "note": plan.note,
        "partnership": partnership.name,
        "partnership_short": partnership.short_name,
        "colour": partnership.house_style.colour,
        "marking": partnership.house_style.marking,
        "small_number": partnership.small_number,
    }


def without_words(actions):
    """The ids of those whose last update has no comment: “no change”, or a rating alone."""
    return sorted({a.pk for a in actions if a.last_update_id and not a.last_update__comment})


def has_counted(measures):
    """Whether any of the measures counts something, so that there may be values."""
    return any(measure.unit for measure in measures)


def by_action(rows):
    """Rows by the id of their action, in their order."""
    found = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def by_owner(rows, *owners):
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
    if row.person_id:
        return LeadFacts(row.person__name, row.role, "person", row.person_id)
    return LeadFacts(row.words, row.role, "words", None)


def _timescale(row, slips=0):
    text = timescale_text(
        kind=row.timescale_kind,
        words=row.timescale_words,
        due_on=row.due_on,
        precision=row.due_precision,
        rhythm=row.rhythm,
    )
    return TimescaleFacts(
        text,
        row.timescale_kind,
        row.due_on,
        row.due_precision,
        row.first_timescale,
        row.first_due_on,
        slips,
        row.rhythm,
        row.needs_check,
    )
