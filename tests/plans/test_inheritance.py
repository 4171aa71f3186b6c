"""Whose leads and whose date an action has: every reader gives the answer of the rules, permissions included.

One plan has every combination of the leads and dates of an action and its priority (tests/helpers/inheritance.py).
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from partnership.permissions import Permission, allows
from plans.actions.bulk import standing_of
from plans.actions.detail import read_action
from plans.actions.proposals import stands_now
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.filters.action import ActionFilter
from plans.leads.rules import LEADING, WITHOUT_OWN_LEADS, led_by
from plans.models import GroupReturn, Lead, Plan, Proposal
from plans.models.lead import leader_kind
from plans.periods.board import count_returns
from plans.periods.return_detail import read_return
from plans.ratings.suggest import facts_of
from plans.reminders.due_items import read_due_items, read_due_items_by_person
from plans.services.timescale import change_timescale
from plans.timescales.rules import DUE_ON, WITHOUT_OWN_TIMESCALE
from reports.changes.feed import reader_of
from reports.home import read_dashboard
from reports.patterns.read import read_patterns
from reports.yearly.document import read_report
from tests.helpers import planting
from tests.helpers.builders import NOW, TODAY
from tests.helpers.inheritance import COMING, PAST, make_combinations
from tests.helpers.periods import make_period
from tests.helpers.writing import make_report


@pytest.fixture
def combined(people):
    return planting.plant("inheritance", lambda: make_combinations(people), into=["people"])


def leading(leads):
    """The same from LeadFacts or Leads."""
    return frozenset(_who(lead) for lead in leads if lead.role in LEADING)


def _who(lead):
    if hasattr(lead, "kind"):
        return lead.kind, lead.pk
    kind = next((k for k in Lead.NAMED if getattr(lead, f"{k}_id")), "words")
    return kind, getattr(lead, f"{kind}_id", None)


def expected(combined, name):
    return {reference: getattr(found, name) for reference, found in combined.expected.items()}


def references(combined, name):
    """The references of the actions for which ``name`` is true."""
    return {reference for reference, value in expected(combined, name).items() if value}


def actions(combined):
    return combined.plan.action_set.select_related("priority", "plan__partnership", "last_update")


def loaded(combined):
    return Plan.objects.at_address(slug="ashshire", pk=combined.plan.pk).get()


def home(people, person):
    roles = people.partnership.roles_of(person, on=TODAY)
    reader = reader_of(people.partnership, person, roles, on=TODAY)
    (part,) = read_dashboard(reader, person, roles, on=TODAY).parts
    return part


def documents(combined):
    """Every way to read the whole plan: now, as at a moment, and in a yearly report."""
    plan = loaded(combined)
    report = make_report(plan, starts_on=date(2026, 5, 1), ends_on=TODAY)
    return {
        "now": read_plan(plan, on=TODAY),
        "as at": read_plan_as_at(plan, at=NOW),
        "report": read_report(report, on=TODAY).period.plan,
    }


def test_the_world_holds_what_could_differ(people, combined):
    """Each rule has actions on both sides, and inherited answers differ from those without inheritance."""
    for name in ("has_own_leads", "has_own_timescale", "is_overdue", "leaders", "named"):
        assert 0 < len(references(combined, name)) < len(combined.expected)
    inherited = [e for e in combined.expected.values() if not e.has_own_leads and e.leaders]
    assert inherited
    assert [e for e in combined.expected.values() if not e.has_own_timescale and e.is_overdue]
    dated_before = [e for e in combined.expected.values() if e.due_on == PAST and e.starts_on]
    assert {e.is_overdue for e in dated_before} == {True, False}


class TestLeads:
    @pytest.mark.parametrize("way", ["now", "as at", "report"])
    def test_the_document_has_the_leads_of_the_rule(self, combined, way):
        found = documents(combined)[way].actions
        assert {a.reference: leading(a.leads) for a in found} == expected(combined, "leaders")
        assert {a.reference: a.has_own_leads for a in found} == expected(combined, "has_own_leads")

    def test_on_the_page_of_an_action(self, combined):
        found = {a.reference: read_action(a, on=TODAY) for a in actions(combined)}
        assert {ref: leading(d.leads) for ref, d in found.items()} == expected(combined, "leaders")

    def test_in_what_a_proposal_would_replace(self, combined):
        about = Proposal.About.LEAD
        found = {a.reference: bool(stands_now(a, about)) for a in actions(combined)}
        every = {a.reference: bool(a.leads) for a in read_plan(loaded(combined), on=TODAY).actions}
        assert found == every

    def test_where_many_are_changed_at_once(self, combined):
        found = {a.reference: standing_of(a).all_leads for a in actions(combined)}
        nobody = {reference for reference, leads in found.items() if not leads}
        document = read_plan(loaded(combined), on=TODAY)
        assert nobody == {
            a.reference for a in document.actions if not (a.leads or a.leads_words.strip())
        }

    def test_those_who_lead_by_the_rule_may_update(self, people, combined):
        """Who leads, chairs a group or holds a post that does; no one else below the business manager."""
        by_leader = {
            people.chair: ("group", people.audit_group.pk),
            people.chair_of_other_group: ("group", people.training_group.pk),
            people.lead: ("post", people.adviser.pk),
            people.member: ("person", people.member.pk),
            people.group_member: None,
        }
        for person, leader in by_leader.items():
            may = {
                action.reference
                for action in actions(combined)
                if allows(action.roles_of(person, on=TODAY), Permission.UPDATE_PROGRESS)
            }
            assert may == {r for r, e in combined.expected.items() if leader in e.leaders}

    def test_the_filter_by_leader_follows_the_rule(self, people, combined):
        filters = ActionFilter(queryset=combined.plan.action_set.all(), on=TODAY)
        for who in (people.audit_group, people.adviser, people.board, people.member):
            kind = leader_kind(who)
            value = str(who.pk) if kind == "group" else f"{kind}-{who.pk}"
            found = filters.found("group" if kind == "group" else "lead", value)
            leads = {r for r, e in combined.expected.items() if (kind, who.pk) in e.leaders}
            assert set(found.values_list("reference", flat=True)) == leads
        nobody = set(filters.found("gap", "no_lead").values_list("reference", flat=True))
        assert nobody == {r for r, e in combined.expected.items() if not e.leaders}
        unasked = set(filters.found("gap", "nobody_asked").values_list("reference", flat=True))
        assert unasked == {r for r, e in combined.expected.items() if e.leaders and not e.named}
        assert unasked

    def test_in_the_condition_beside_the_rule(self, people, combined):
        own = set(
            combined.plan.action_set.exclude(WITHOUT_OWN_LEADS).values_list("reference", flat=True)
        )
        under = {r for r in combined.expected if not r.startswith("none")}
        assert own & under == references(combined, "has_own_leads") & under
        for kind, who in (("group", people.audit_group), ("person", people.member)):
            led = combined.plan.action_set.filter(led_by(**{kind: who}))
            assert set(led.values_list("reference", flat=True)) == {
                r for r, e in combined.expected.items() if (kind, who.pk) in e.leaders
            }

    def test_on_the_board_and_in_each_return(self, people, combined):
        period = make_period(combined.plan)
        asked = defaultdict(set)
        for reference, found in combined.expected.items():
            for who in found.named:
                asked[who].add(reference)
        returns = list(period.returns.all())
        assert {record.who for record in returns} == set(asked)
        counts = count_returns(period, returns)
        for record in GroupReturn.objects.filter(period=period).select_related(
            "period", "plan__partnership"
        ):
            lines = read_return(record, people.business_manager, on=TODAY).lines
            assert {line.action.reference for line in lines} == asked[record.who]
            assert counts[record.pk]["actions"] == len(asked[record.who])

    def test_in_reminders_and_calendars(self, people, combined):
        dues = [due for due in read_due_items(people.partnership, on=TODAY) if due.kind == "action"]
        references = dict(combined.plan.action_set.values_list("pk", "reference"))
        assert {references[due.pk]: frozenset(due.leaders) for due in dues} == {
            r: e.named for r, e in combined.expected.items() if e.named and e.due_on
        }
        by_person = read_due_items_by_person(people.partnership, on=TODAY)
        for person, leader in (
            (people.chair, ("group", people.audit_group.pk)),
            (people.member, ("person", people.member.pk)),
        ):
            assert {references[due.pk] for due in by_person[person]} == {
                r for r, e in combined.expected.items() if leader in e.leaders and e.due_on
            }

    def test_home_lists_the_actions_that_one_leads_by_the_rule(self, people, combined):
        for person, leader in (
            (people.chair, ("group", people.audit_group.pk)),
            (people.lead, ("post", people.adviser.pk)),
            (people.member, ("person", people.member.pk)),
        ):
            tasks = home(people, person).led.tasks
            assert {task.action.reference for task in tasks} == {
                r for r, e in combined.expected.items() if leader in e.leaders
            }

    def test_patterns_count_leaders_by_the_rule(self, combined):
        found = read_patterns(loaded(combined), on=TODAY)
        assert {action.reference for action in found.led_by_nobody} == {
            r for r, e in combined.expected.items() if not e.leaders
        }

    def test_a_slip_has_the_leads_of_its_time(self, people, combined):
        """The leads at the time when a date was removed."""
        for action in combined.plan.action_set.exclude(due_on=None):
            change_timescale(action, by=people.business_manager, reason="x", kind="ongoing", at=NOW)
        slips = read_patterns(loaded(combined), on=TODAY).slips
        assert slips
        references = dict(combined.plan.action_set.values_list("pk", "reference"))
        for slip in slips:
            leaders = frozenset((leader.kind, leader.pk) for leader in slip.leaders)
            expected = combined.expected[references[slip.action]].leaders
            assert leaders == (expected or frozenset({("nobody", None)}))

    def test_in_the_published_table(self, combined):
        """The cell is as written, or names the leads; empty if there are none."""
        document = read_plan(loaded(combined), on=TODAY)
        printed = cells(document, "lead")
        for action in document.actions:
            written = action.leads_words.strip()
            assert bool(printed[action.pk]) is bool(action.leads or written)


class TestDates:
    @pytest.mark.parametrize("way", ["now", "as at", "report"])
    def test_the_document_has_the_dates_of_the_rule(self, combined, way):
        found = documents(combined)[way]
        assert {a.reference: a.timescale.due_on for a in found.actions} == expected(
            combined, "due_on"
        )
        own = {a.reference: a.has_own_timescale for a in found.actions}
        assert own == expected(combined, "has_own_timescale")
        overdue = {a.reference for a in found.actions if a.is_overdue}
        assert overdue == references(combined, "is_overdue")
        assert found.distribution.overdue == len(overdue)

    def test_on_the_page_of_an_action(self, combined):
        found = {a.reference: read_action(a, on=TODAY) for a in actions(combined)}
        due = {ref: detail.timescale_owner.due_on for ref, detail in found.items()}
        assert due == expected(combined, "due_on")
        overdue = {ref: detail.is_overdue for ref, detail in found.items()}
        assert overdue == expected(combined, "is_overdue")

    def test_in_what_a_proposal_would_replace(self, combined):
        about = Proposal.About.TIMESCALE
        document = read_plan(loaded(combined), on=TODAY)
        found = {a.reference: stands_now(a, about) for a in actions(combined)}
        assert found == {a.reference: a.timescale.text for a in document.actions}

    def test_where_many_are_changed_at_once(self, combined):
        found = {
            a.reference: "through its priority" in standing_of(a).text_by_label()["Timescale"]
            for a in actions(combined)
        }
        document = read_plan(loaded(combined), on=TODAY)
        assert found == {
            a.reference: not a.has_own_timescale and bool(a.timescale.text)
            for a in document.actions
        }

    def test_in_what_dates_suggest(self, combined):
        found = {a.reference: facts_of(a) for a in actions(combined)}
        assert {r: facts.due_on for r, facts in found.items()} == expected(combined, "due_on")
        precise = {r: bool(facts.due_precision) for r, facts in found.items()}
        assert precise == {r: e.due_on is not None for r, e in combined.expected.items()}

    def test_the_filter_by_date_follows_the_rule(self, combined):
        filters = ActionFilter(queryset=combined.plan.action_set.all(), on=TODAY)
        for value, shows in (
            ("overdue", lambda e: e.is_overdue),
            ("due_soon", lambda e: e.due_on == COMING),
            ("no_date", lambda e: e.due_on is None),
        ):
            found = set(filters.found("timescale", value).values_list("reference", flat=True))
            assert found == {r for r, e in combined.expected.items() if shows(e)}

    def test_in_the_condition_beside_the_rule(self, combined):
        every = combined.plan.action_set.annotate(due=DUE_ON).values_list("reference", "due")
        assert dict(every) == expected(combined, "due_on")
        shared = combined.plan.action_set.filter(WITHOUT_OWN_TIMESCALE, priority__isnull=False)
        assert set(shared.values_list("reference", flat=True)) == {
            r for r, e in combined.expected.items() if not e.has_own_timescale
        }

    def test_a_return_has_the_dates_of_the_rule(self, people, combined):
        period = make_period(combined.plan)
        for record in GroupReturn.objects.filter(period=period).select_related(
            "period", "plan__partnership"
        ):
            for line in read_return(record, people.business_manager, on=TODAY).lines:
                found = combined.expected[line.action.reference]
                assert line.is_overdue is found.is_overdue

    def test_in_reminders_and_calendars(self, people, combined):
        dues = [due for due in read_due_items(people.partnership, on=TODAY) if due.kind == "action"]
        references = dict(combined.plan.action_set.values_list("pk", "reference"))
        assert {references[due.pk]: due.due_on for due in dues} == {
            r: e.due_on for r, e in combined.expected.items() if e.named and e.due_on
        }

    def test_home_counts_overdue_actions_by_the_rule(self, people, combined):
        gaps = {gap.query: gap.number for gap in home(people, people.business_manager).manager.gaps}
        assert gaps["?timescale=overdue"] == len(references(combined, "is_overdue"))

    def test_patterns_count_overdue_actions_by_the_rule(self, combined):
        found = read_patterns(loaded(combined), on=TODAY)
        overdue = {action.reference for one in found.carried for action in one.overdue}
        assert overdue == references(combined, "is_overdue")

    def test_in_the_published_table(self, combined):
        document = read_plan(loaded(combined), on=TODAY)
        printed = cells(document, "timescale")
        for action in document.actions:
            assert (
                " ".join(printed[action.pk]) == " ".join(action.timescale.text.split("\n")).strip()
            )


def cells(document, shows):
    """Id of each action → the paragraphs of its cell in the published table."""
    found = {}
    for table in published_tables(replace(document, columns=())):
        for row in table.rows:
            for pk in row.action_pks:
                cell = next((c for c in row.cells if c.shows == shows), None)
                found[pk] = tuple(cell.paragraphs) if cell else ()
    return found
