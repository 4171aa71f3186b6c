"""The four published plans, as the demonstration loads them, compared with the counts of the source documents."""

from collections import Counter

import pytest

from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Plan
from tests.facts.reading import INVENTORY, PLANS, kind_of, listed, reference_of, rows
from tests.helpers.builders import TODAY

pytestmark = pytest.mark.engine_free

MONTHS = "January February March April May June July August September October November December"
# “Peb 2020” is a misreading of the page; the row says February.
MONTH_NUMBERS = {m[:3]: n for n, m in enumerate(MONTHS.split(), start=1)} | {"Peb": 2}

each_plan = pytest.mark.parametrize("slug", PLANS)
each_row = pytest.mark.parametrize(
    ("slug", "row"), rows(), ids=[f"{slug}-{reference_of(row)}" for slug, row in rows()]
)


@pytest.fixture(scope="module")
def documents(demo, django_db_blocker):
    with django_db_blocker.unblock():
        plans = Plan.objects.select_related("partnership__house_style")
        return {slug: read_plan(plans.get(partnership__slug=slug), on=TODAY) for slug in PLANS}


@pytest.fixture
def document(documents, slug):
    return documents[slug]


@pytest.fixture
def action(document, row):
    return next(a for a in document.actions if a.reference == reference_of(row))


def section_of(document, action):
    return next(section for section in document.sections if action in section.actions)


def objective_of(document, action):
    parts = (part for section in document.sections for part in section.parts)
    return next(part.objective for part in parts if action in part.actions)


# The plan as a whole


@each_plan
def test_title_and_period(document, slug):
    assert (document.title, document.period) == (PLANS[slug]["title"], PLANS[slug]["period"])


@each_plan
def test_every_action_in_the_order_printed(document, slug):
    assert [a.reference for a in document.actions] == [
        reference_of(row) for row in PLANS[slug]["actions"]
    ]


@each_plan
def test_priorities(document, slug):
    found = [s.priority for s in document.sections if s.priority is not None]
    wanted = PLANS[slug]["priorities"]
    assert [p.code for p in found] == [facts["code"] for facts in wanted]
    assert [p.title for p in found] == [facts["title"] or "" for facts in wanted]
    assert [p.kind for p in found] == [facts.get("kind", "strategic") for facts in wanted]
    assert [len(p.measures) for p in found] == [facts.get("n_measures", 0) for facts in wanted]


@each_plan
def test_objectives(document, slug):
    found = {o.number: o for o in objectives(document)}
    wanted = {str(facts["no"]): facts for facts in PLANS[slug]["objectives"]}
    assert found.keys() == wanted.keys()
    for number, facts in wanted.items():
        assert found[number].title == (facts["title"] or "").removesuffix(" (fragment)")
        assert found[number].priority_codes == tuple(filter(None, [facts["priority_code"]]))


@each_plan
def test_column_headings(document, slug):
    tables = published_tables(document)
    headings = [table.columns for table in tables]
    wanted = listed(PLANS[slug]["column_headings"])
    if slug == "surrey":
        wanted[1], others = "What we will do", "What do we want to do"
        fifth_and_seventh = (wanted[0], others, *wanted[2:])
        assert headings == [
            fifth_and_seventh if number in (5, 7) else tuple(wanted) for number in range(1, 8)
        ]
    else:
        assert headings == [tuple(wanted)] * len(tables)


@each_plan
@pytest.mark.parametrize(
    ("key", "shows"),
    [
        ("rag_column", "rating"),
        ("progress_column", "progress"),
        ("driver_column", "driver"),
        ("importance_column", "importance"),
        ("timescale_column", "timescale"),
        ("measures_column", "measure"),
    ],
)
def test_columns_present_and_absent(document, slug, key, shows):
    """Every column that the inventory does not list as absent is there, under any heading."""
    is_present = not PLANS[slug].get(key, "present").startswith("absent")
    assert (shows in {column.shows for column in document.columns}) is is_present


def test_importance_is_headed_priority(documents):
    columns = documents["gloucestershire"].columns
    assert ("Priority", "importance") in {(column.heading, column.shows) for column in columns}


@pytest.mark.parametrize(
    ("slug", "number", "headings"),
    [("greenwich", 6, 1), ("surrey", 17, 2), ("nottingham", 8, 1), ("gloucestershire", 0, 0)],
)
def test_core_activities(document, number, headings):
    assert len(document.core_activities) == number
    assert len({heading for heading, _ in document.core_activities}) == headings


def test_core_activities_of_greenwich_as_counted(documents):
    activities = documents["greenwich"].core_activities
    assert len(activities) == PLANS["greenwich"]["core_activities_2020_21"]
    assert {heading for heading, _ in activities} == {"2020-2021"}


def test_note_of_greenwich(documents):
    assert documents["greenwich"].note == PLANS["greenwich"]["plan_note"]


@pytest.mark.parametrize(
    ("slug", "number"),
    [("greenwich", 28), ("surrey", 7), ("nottingham", 29), ("gloucestershire", 6)],
)
def test_rows_of_the_published_tables(document, slug, number):
    tables = published_tables(document)
    assert sum(len(table.rows) for table in tables) == number
    assert number == PLANS[slug]["counts"]["table_rows"]
    printed = [pk for table in tables for row in table.rows for pk in row.action_pks]
    assert sorted(printed) == sorted(action.pk for action in document.actions)


@each_plan
def test_nothing_is_rated_and_nothing_was_said(document):
    assert {(a.rating, a.rated_at, a.update) for a in document.actions} == {
        ("not_rated", None, None)
    }
    assert document.distribution.worst.kind == "not_rated"


# Counts


def objectives(document):
    return [part.objective for s in document.sections for part in s.parts if part.objective]


def written_leads(action):
    """The lines of the lead cell of an action, or of its priority."""
    return action.leads_words.splitlines()


def timescale_cells(document):
    return Counter("; ".join(a.timescale.text.splitlines()) or "(blank)" for a in document.actions)


def timescale_tokens(document):
    return Counter(line for a in document.actions for line in a.timescale.text.splitlines())


def measures(document):
    priorities = [s.priority for s in document.sections if s.priority is not None]
    owners = [*document.actions, *priorities, *objectives(document)]
    return [m for owner in owners for m in owner.measures if not m.is_placeholder]


def without_measures(document):
    """Actions that neither have a measure nor share those of a priority."""
    shared = any(s.priority is not None and s.priority.measures for s in document.sections)
    return [] if shared else [a for a in document.actions if not a.counted_measures]


COUNTED = {
    "priorities": lambda d: sum(s.priority is not None for s in d.sections),
    "objectives": lambda d: len(objectives(d)),
    "actions": lambda d: len(d.actions),
    "measures": lambda d: len(measures(d)),
    "distinct_lead_strings": lambda d: len({w for a in d.actions for w in written_leads(a)}),
    "distinct_leads_normalised": lambda d: len({n.name for a in d.actions for n in a.leads}),
    "blank_leads": lambda d: sum(not a.leads and not a.leads_words for a in d.actions),
    "blank_timescales": lambda d: sum(not a.timescale.text for a in d.actions),
    "zero_measures": lambda d: len(without_measures(d)),
    "distinct_timescale_cells": lambda d: len(timescale_cells(d)),
    "distinct_timescale_tokens": lambda d: len(timescale_tokens(d)),
    "date_tokens": lambda d: timescale_tokens(d).total(),
    "multi_date_actions": lambda d: sum(len(a.timescale.text.splitlines()) > 1 for a in d.actions),
    "high": lambda d: sum(a.importance == "high" for a in d.actions),
    "medium": lambda d: sum(a.importance == "medium" for a in d.actions),
    "timescale_kinds": lambda d: Counter(a.timescale.kind for a in d.actions),
    "table_rows": lambda d: sum(len(table.rows) for table in published_tables(d)),
}


@each_plan
@pytest.mark.parametrize("key", PLANS["greenwich"]["counts"])
def test_counts(document, slug, key):
    wanted = PLANS[slug]["counts"][key]
    if key == "timescale_kinds":
        wanted = {kind_of(kind): number for kind, number in wanted.items()}
    assert COUNTED[key](document) == wanted


@each_plan
def test_timescales_as_written(document, slug):
    assert timescale_cells(document) == PLANS[slug]["timescale_cells"]
    assert timescale_tokens(document) == PLANS[slug]["timescale_tokens"]


@each_plan
def test_leads_as_written(document, slug):
    lines = Counter(line for a in document.actions for line in written_leads(a))
    assert lines == PLANS[slug]["lead_strings"]


@each_plan
def test_leads_resolved(document, slug):
    found = {lead.name for action in document.actions for lead in action.leads}
    assert found == set(listed(PLANS[slug]["distinct_leads_normalised"]))


def test_totals(documents):
    totals = INVENTORY["_meta"]["totals"]
    every = documents.values()
    assert {
        "plans": len(documents),
        "priorities": sum(COUNTED["priorities"](d) for d in every),
        "objectives_surviving": sum(bool(o.title) for d in every for o in objectives(d)),
        "table_rows": sum(COUNTED["table_rows"](d) for d in every),
        "actions": sum(len(d.actions) for d in every),
        "measures": sum(len(measures(d)) for d in every),
    } == totals


# Row by row


@each_row
def test_label(action, row):
    assert action.title == row["row_label"]


@each_row
def test_priority_and_objective(document, action, row):
    priority = section_of(document, action).priority
    objective = objective_of(document, action)
    assert ([priority.code] if priority else []) == listed(row["priority_codes"])
    assert (objective and objective.number) == (row["objective_no"] and str(row["objective_no"]))


@each_row
def test_leads(action, row):
    assert written_leads(action) == listed(row["leads"])
    assert [lead.name for lead in action.leads] == listed(row["leads_normalised"])
    if action.leads:
        assert action.has_own_leads is (row.get("leads_level") != "priority")


@each_row
def test_timescale(action, row):
    assert action.timescale.text.splitlines() == listed(row["timescales"])
    assert action.timescale.kind == kind_of(row["timescale_kind"])
    assert not action.timescale.has_moved


@each_row
def test_due_date(action, row):
    """The month printed, or the last of several; no date if none is printed."""
    dated = row["timescale_kind"] in ("month", "by month", "several dates")
    months = [month_of(words) for words in listed(row["timescales"])] if dated else []
    due = action.timescale.due_on
    assert (due and (due.year, due.month)) == (max(months) if months else None)
    assert action.timescale.precision == ("month" if dated else "")
    assert [point.title for point in action.points] == (
        listed(row["timescales"]) if len(months) > 1 else []
    )
    assert [(p.due_on.year, p.due_on.month) for p in action.points] == (
        months if len(months) > 1 else []
    )


def month_of(words):
    month, year = words.removeprefix("By ").split()
    return int(year), MONTH_NUMBERS[month[:3]]


@each_row
def test_measures(action, row):
    """A row of Surrey's has none of its own: its measures are its priority's."""
    assert action.counted_measures == (row["n_measures"] or 0)
    placeholders = len(action.measures) - action.counted_measures
    assert placeholders == row.get("n_measure_placeholders", 0)


@each_row
def test_importance_drivers_and_further_actions(action, row):
    assert action.importance == (row["importance"] or "").lower()
    assert bool(action.drivers) is (row["driver_short"] is not None)
    assert bool(action.further_actions) is row["further_action_present"]


@each_row
def test_workstream_is_a_theme(action, row):
    assert action.themes == tuple(filter(None, [row.get("workstream")]))


WITH_OUTPUTS = [row for row in PLANS["nottingham"]["actions"] if row["outputs"]]


@pytest.mark.parametrize("slug", ["nottingham"])
@pytest.mark.parametrize("row", WITH_OUTPUTS, ids=reference_of)
def test_outputs_of_nottingham_verbatim(action, row):
    """Except the row whose lead and output cells were mixed up in reading."""
    wordings = [measure.wording for measure in action.measures]
    if action.reference == "10.1":
        assert wordings == ["Learning and improvement subgroup report to OMG", "Report to BMG"]
        assert "illegible" in action.note
    else:
        assert wordings == listed(row["outputs"])
