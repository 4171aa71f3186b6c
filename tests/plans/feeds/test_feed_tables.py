"""What is in the tables of the feeds: the right rows of the right plans, and what the plan's own document says."""

from datetime import date, timedelta

import pytest
from jsonschema import Draft202012Validator

from partnership.history import recording
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from partnership.tables import json_value, record_schema
from plans.document import PlanDocument
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.feeds.tables import FEED_TABLES, OF_PLANS
from plans.management.commands.describe_exports import FEED_DOCS, docs_text
from plans.models import Challenge, Evidence, ReportingPeriod
from plans.services.period import freeze_period
from plans.services.structure import remove_part
from plans.services.timescale import change_timescale
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.challenges import make_challenge
from tests.helpers.feeds import read_table
from tests.helpers.periods import make_period

NAMES = [table.name for table in FEED_TABLES]
LATER = NOW + timedelta(days=30)


@pytest.fixture
def frozen(house):
    """The house, with its period frozen, and evidence removed from the agreed plan and from the draft."""
    people, by = house.people, house.people.business_manager
    period = ReportingPeriod.objects.get(pk=house.mine["reportingperiod"])
    freeze_period(period, by=by, at=NOW + timedelta(hours=1))
    remove_part(Evidence.objects.filter(plan=house.mine["draft"]).get(), by=by, reason="Twice")
    remove_part(make_evidence(action_of(period.plan, "1.2")), by=by, reason="Twice")
    return people


def plans_in(people, name, **options):
    return {row["plan"] for row in read_table(people.partnership, name, **options)}


@pytest.mark.parametrize("table", FEED_TABLES, ids=NAMES)
def test_every_table_has_rows_that_fit_its_schema(frozen, table):
    rows = read_table(frozen.partnership, table.name)
    assert rows
    schema = Draft202012Validator(record_schema(table.columns))
    for row in rows:
        values = {c.name: json_value(c, row[c.name]) for c in table.columns}
        assert [error.message for error in schema.iter_errors(values)] == []


def test_the_data_dictionary_in_the_documentation_is_that_of_the_tables():
    text = FEED_DOCS.read_text(encoding="utf-8")
    assert docs_text(text, FEED_TABLES) == text
    for table in FEED_TABLES:
        assert f"### {table.title} (`{table.name}`)" in text


def test_names_of_tables_and_columns_are_unique():
    assert len(set(NAMES)) == len(NAMES)
    for table in FEED_TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", OF_PLANS, ids=[table.name for table in OF_PLANS])
def test_rows_begin_with_their_plan_and_their_id(table):
    assert [column.name for column in table.columns[:3]] == ["plan_id", "plan", "id"]
    assert table.columns[-1].name == "changed_at"


@pytest.mark.parametrize("name", ["priorities", "actions", "leads", "measures"])
def test_drafts_are_only_in_a_scope_that_includes_them(house, name):
    people = house.people
    public = {"Business plan 2026–29", "Business plan 2023–26"}
    assert plans_in(people, name) == public
    drafts = {"The next plan", "Plan of a file"}
    assert plans_in(people, name, includes_drafts=True) == public | drafts


def test_evidence_of_drafts_and_names_of_files_are_not_included(house):
    rows = read_table(house.people.partnership, "evidence")
    assert len(rows) == 1
    assert "audit.csv" not in str(rows)
    assert len(read_table(house.people.partnership, "evidence", includes_drafts=True)) == 2


@pytest.mark.parametrize("table", FEED_TABLES, ids=NAMES)
def test_no_row_of_another_partnership(frozen, table):
    """Birchshire's tables have rows of their own, with other ids."""
    theirs = read_table(frozen.elsewhere.people.partnership, table.name)
    mine = read_table(frozen.partnership, table.name)
    with_ids = [name for name in ("id", "action_id") if name in (c.name for c in table.columns)]
    for name in with_ids:
        assert {row[name] for row in mine}.isdisjoint({row[name] for row in theirs} - {None})
    if table.name in ("plans", "actions", "ratings", "challenges"):
        assert theirs


def test_challenges_about_drafts_and_reports_are_not_included(house):
    people = house.people
    draft = people.partnership.plan_set.get(pk=house.mine["draft"])
    hidden = make_challenge(
        action_of(draft, "1.1"),
        by=people.scrutineer,
        to=people.audit_group,
        question="Why a draft?",
    )
    report = make_challenge(
        people.audit_group, about="group", by=people.scrutineer, to=people.audit_group
    )
    with recording(by=None):
        report.home_kind, report.home_id = "report", house.mine["report"]
        report.save()
    mine = read_table(people.partnership, "challenges")
    assert hidden.pk not in {row["id"] for row in mine}
    assert report.pk not in {row["id"] for row in mine}
    assert len(mine) == Challenge.objects.filter(partnership=people.partnership).count() - 2
    with_drafts = read_table(people.partnership, "challenges", includes_drafts=True)
    assert {row["id"] for row in with_drafts} - {row["id"] for row in mine} == {hidden.pk}


def test_answers_are_those_of_the_challenges_in_scope(house):
    people = house.people
    challenges = {row["id"] for row in read_table(people.partnership, "challenges")}
    answers = read_table(people.partnership, "challenge_responses")
    assert answers
    assert {row["challenge_id"] for row in answers} <= challenges


# What the document of the plan says


def test_actions_have_the_timescale_that_applies_to_them(people, plan):
    by = people.business_manager
    priority = plan.priority_set.get()
    values = {"kind": "month", "due_on": date(2026, 9, 30), "words": "By September"}
    change_timescale(priority, by=by, reason="Agreed", at=NOW, **values)
    make_action(plan, "1.4")  # none of its own
    with recording(by=by, at=NOW):
        waiting = make_action(plan, "1.5")
        waiting.starts_on, waiting.starts_precision = date(2027, 1, 1), "day"
        waiting.save()
    make_update(action_of(plan, "1.2"), rating="complete", by=by)
    rows = {row["reference"]: row for row in read_table(people.partnership, "actions")}
    document = read_plan(plan, on=TODAY)
    for action in document.actions:
        row = rows[action.reference]
        assert (row["timescale"], row["due_on"]) == (action.timescale.text, action.timescale.due_on)
        is_overdue = row["overdue_from"] is not None and row["overdue_from"] <= TODAY
        assert is_overdue is action.is_overdue
    assert rows["1.4"]["timescale"] == "By September"
    assert rows["1.4"]["overdue_from"] == date(2026, 10, 1)
    assert rows["1.5"]["overdue_from"] == date(2027, 1, 1)
    assert rows["1.2"]["overdue_from"] is None


def test_actions_and_leads_are_named_as_the_document_names_them(people, plan):
    rows = {row["id"]: row for row in read_table(people.partnership, "actions")}
    document = read_plan(plan, on=TODAY)
    leads = read_table(people.partnership, "leads")
    for action, section in ((a, s) for s in document.sections for p in s.parts for a in p.actions):
        assert rows[action.pk]["priority"] == section.priority.name
        named = [(row["name"], row["kind"]) for row in leads if row["action_id"] == action.pk]
        assert named == [(lead.name, lead.kind) for lead in action.leads]


def test_ratings_by_period_are_those_of_the_plan_as_it_froze(people, plan):
    by = people.business_manager
    made = []
    for number, rating in enumerate(("red", "amber", "green")):
        at = NOW + timedelta(days=40 * number)
        period = make_period(plan, name=f"Period {number}", at=at)
        make_update(action_of(plan, "1.1"), rating=rating, at=at + timedelta(hours=1))
        made.append(freeze_period(period, by=by, at=at + timedelta(hours=2)))
    # What happens later changes nothing about then.
    make_update(action_of(plan, "1.1"), rating="complete", at=NOW + timedelta(days=200))
    rows = read_table(people.partnership, "ratings_by_period")
    for period in ReportingPeriod.objects.filter(plan=plan):
        then = read_plan_as_at(plan, at=period.frozen_at)
        assert isinstance(then, PlanDocument)
        found = {r["action_id"]: r["rating_kind"] for r in rows if r["period_id"] == period.pk}
        assert found == {action.pk: action.rating_kind for action in then.actions}
    assert [r["rating_kind"] for r in rows if r["reference"] == "1.1"] == [
        "off_track",
        "at_risk",
        "on_track",
    ]


def make_reported(people, *, actions):
    """An agreed plan, each of whose actions has an update from a period that has frozen."""
    plan = make_plan(people, actions=actions, title=f"A plan of {actions}")
    period = make_period(plan)
    for action in plan.action_set.all():
        make_update(action)
    freeze_period(period, by=people.business_manager, at=NOW + timedelta(hours=1))


def test_a_table_takes_the_same_queries_for_one_and_for_three(people, django_assert_num_queries):
    for number in (1, 3):
        make_reported(people, actions=number)
        for table in FEED_TABLES:
            with django_assert_num_queries(3 if table.has_ratings else 1):
                read_table(people.partnership, table.name)


def test_redacted_words_are_in_no_table(people, plan):
    words = "Zoë of Mill Lane"
    make_update(action_of(plan, "1.1"), comment=f"Seen: {words}.")
    make_evidence(action_of(plan, "1.1"), text=f"{words} was heard.")

    def holding():
        tables = {t.name: read_table(people.partnership, t.name) for t in FEED_TABLES}
        return [name for name, rows in tables.items() if words in str(rows)]

    assert holding() == ["updates", "evidence"]
    passage = Passage(words)
    keys = [place.key for place in find_places(people.partnership, passage)]
    by = people.business_manager
    redact(people.partnership, by=by, passage=passage, keys=keys, reason="Named", at=NOW)
    assert holding() == []
