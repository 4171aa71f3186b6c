"""Reading page by page while others write, and reading only what has changed."""

from datetime import timedelta

import pytest

from partnership.services.settings import change_ratings
from plans.feeds.read import FeedReading, last_change_at
from plans.feeds.table import FeedScope
from plans.feeds.tables import FEED_TABLES, find_feed_table
from plans.models import Evidence
from plans.services.lead import set_leads
from plans.services.period import freeze_period
from plans.services.plan import agree_plan, revise_plan
from plans.services.structure import remove_part, revise_part
from plans.services.timescale import change_timescale
from subgroups.services.group import change_group
from tests.helpers.builders import (
    NOW,
    action_of,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.feeds import read_table
from tests.helpers.periods import make_period

NAMES = [table.name for table in FEED_TABLES]
SOON = NOW + timedelta(hours=1)


def reading(people, name, **options):
    return FeedReading(find_feed_table(name), FeedScope(people.partnership), **options)


def in_pages(found, most):
    """Each page of a reading, of ``most`` rows."""
    page = found.page(most=most)
    yield page
    while page.next:
        page = found.page(page.next, most=most)
        yield page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("most", [1, 2])
def test_pages_together_are_the_table(house, name, most):
    people = house.people
    set_leads(
        action_of(people.partnership.plan_set.get(pk=house.mine["agreed"]), "1.2"),
        [{"group": people.audit_group}, {"group": people.training_group}],
        by=people.business_manager,
    )
    pages = list(in_pages(reading(people, name), most))
    assert all(len(page.rows) == most for page in pages[:-1])
    assert [row for page in pages for row in page.rows] == read_table(people.partnership, name)


def test_rows_that_stay_are_read_once_while_others_come_and_go(people, plan):
    by = people.business_manager
    made = [make_evidence(action_of(plan, "1.1"), text=f"Finding {n}") for n in range(6)]
    seen = []
    for number, page in enumerate(in_pages(reading(people, "evidence"), 2)):
        seen += [row["id"] for row in page.rows]
        if number == 0:  # the row at which the page ended, one that follows, and a new one
            remove_part(made[1], by=by, reason="Twice")
            remove_part(made[2], by=by, reason="Twice")
            revise_part(made[0], by=by, text="Finding 0, checked")
            new = make_evidence(action_of(plan, "1.1"), text="New")
    assert seen == [made[n].pk for n in (0, 1, 3, 4, 5)] + [new.pk]
    assert Evidence.objects.count() == 5


# changed-since


def key_of(table, row):
    if table.key == ("pk",):
        return (row["id"],)
    if table.name == "ratings_by_period":
        return row["period_id"], row["action_id"]
    return tuple(row[name] for name in table.key)


def whole(people):
    """Name of each table → its rows by their key."""
    return {
        table.name: {key_of(table, row): row for row in read_table(people.partnership, table.name)}
        for table in FEED_TABLES
    }


def merged(before, people, since):
    """What a program has that reads only what has changed since, and removes what was removed."""
    found = {name: dict(rows) for name, rows in before.items()}
    for table in FEED_TABLES:
        for row in read_table(people.partnership, table.name, since=since):
            found[table.name][key_of(table, row)] = row
    for row in read_table(people.partnership, "removed", since=since):
        found[row["table"]].pop((row["id"],), None)
    return found


def rate_otherwise(people, plan, draft):
    green = people.partnership.ratingdefinition_set.get(key="green")
    words = [(green, f"{green.label} indeed", green.meaning, green.version)]
    change_ratings(people.partnership, by=people.business_manager, words=words)


def remove_evidence(people, plan, draft):
    remove_part(plan.evidence_set.get(), by=people.business_manager, reason="Twice")


def agree_draft(people, plan, draft):
    agree_plan(
        draft, by=people.business_manager, agreed_where="Executive", at=NOW + timedelta(days=2)
    )


# What happens, and a table whose rows look different after it.
ALTERATIONS = {
    "the timescale of a priority": (
        lambda people, plan, draft: change_timescale(
            plan.priority_set.get(), by=people.business_manager, reason="Late", at=SOON, kind="ongoing"
        ),
        "actions",
    ),
    "the name of a group": (
        lambda people, plan, draft: change_group(
            people.audit_group, by=people.business_manager, reports_to=[people.board], name="Audit and Scrutiny"
        ),
        "leads",
    ),
    "the label of a rating": (rate_otherwise, "updates"),
    "other leads": (
        lambda people, plan, draft: set_leads(
            action_of(plan, "1.2"), [{"group": people.training_group}], by=people.business_manager
        ),
        "leads",
    ),
    "an update": (
        lambda people, plan, draft: make_update(action_of(plan, "1.1"), at=SOON), "updates",
    ),
    "the title of an objective": (
        lambda people, plan, draft: revise_part(
            plan.objective_set.get(), by=people.business_manager, title="Every child is heard"
        ),
        "actions",
    ),
    "evidence removed": (remove_evidence, "evidence"),
    "the title of a plan": (
        lambda people, plan, draft: revise_plan(plan, by=people.business_manager, title="The plan after"),
        "ratings_by_period",
    ),
    "a draft agreed": (agree_draft, "measures"),
}  # fmt: skip


@pytest.fixture
def draft(people, plan):
    """A draft, beside the agreed plan with an update, evidence and a frozen period."""
    make_update(action_of(plan, "1.3"))
    freeze_period(make_period(plan), by=people.business_manager, at=NOW + timedelta(minutes=5))
    make_evidence(action_of(plan, "1.3"))
    make_action(plan, "1.8", objective=plan.objective_set.get())  # without a timescale of its own
    return make_plan(people, agreed=False, title="The next plan")


@pytest.mark.parametrize(("alter", "table"), ALTERATIONS.values(), ids=ALTERATIONS)
def test_what_has_changed_makes_the_old_rows_into_the_new(people, plan, draft, alter, table):
    before, since = whole(people), last_change_at(people.partnership)
    alter(people, plan, draft)
    now = whole(people)
    assert now[table] != before[table]
    assert merged(before, people, since) == now


def test_what_has_not_changed_is_not_read_again(people, plan, draft):
    since = last_change_at(people.partnership)
    make_update(action_of(plan, "1.1"), at=SOON)
    assert [row["reference"] for row in read_table(people.partnership, "updates", since=since)] == [
        "1.1"
    ]
    assert read_table(people.partnership, "evidence", since=since) == []


def test_removed_rows_are_named_by_table_and_id(people, plan):
    by = people.business_manager
    action = make_action(plan, "1.9", measures=0)
    since = last_change_at(people.partnership)
    found = make_evidence(action)
    remove_part(found, by=by, reason="Twice")
    rows = read_table(people.partnership, "removed", since=since)
    assert [(row["table"], row["id"]) for row in rows] == [("evidence", found.pk)]
    assert rows[0]["plan"] == plan.title
