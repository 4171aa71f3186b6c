"""JSON of a plan: by its schema, as the document says, and no more than the reader may read."""

import json
from dataclasses import replace

import jsonschema
import pytest

from plans.document.as_at import read_plan_as_at
from plans.exports.json import VERSION, plan_data, plan_schema, write_json
from plans.exports.source import PlanExport
from plans.exports.tables import PLAN_TABLES
from plans.management.commands.describe_exports import DOCS, SCHEMA, docs_text, schema_text
from plans.models import Challenge
from plans.registers import read_registers
from plans.services.action import remove_action
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_plan, make_update
from tests.helpers.exports import export_of, fill_plan

pytestmark = pytest.mark.engine_free


@pytest.fixture
def full(people, plan):
    return fill_plan(people, plan)


def assert_valid(data):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(plan_schema(), format_checker=checker).validate(data)


def test_a_plan_matches_the_published_schema_with_something_in_every_table(full):
    data = json.loads(write_json(export_of(full)))
    assert_valid(data)
    assert [table.name for table in PLAN_TABLES if not data[table.name]] == []


def test_a_name_too_many_or_a_wrong_kind_is_against_the_schema(full):
    for name, value in (("rating", 3), ("due_on", "soon"), ("odd", "")):
        data = plan_data(export_of(full))
        data["actions"][0][name] = value
        with pytest.raises(jsonschema.ValidationError):
            assert_valid(data)


def test_every_column_of_every_table_has_a_value_and_no_value_lacks_a_column(full):
    export = export_of(full)
    for table in PLAN_TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        for row in table.rows(export):
            assert list(row) == names, table.name


def test_it_says_what_the_document_says(people, full):
    data = plan_data(export_of(full))
    one, two, three = data["actions"]
    assert one["id"] == action_of(full, "1.1").pk
    assert (one["reference"], one["wording"]) == ("1.1", "Do what action 1.1 says.")
    assert (one["leads"], two["leads"]) == (["Audit Group"], ["Professional Adviser"])
    assert (one["due_on"], one["due_precision"], one["timescale"]) == (
        "2027-03-31", "month", "By March 2027",
    )  # fmt: skip
    assert (one["rating"], one["rating_kind"], one["commented_on"]) == (
        "Red", "off_track", "2026-11-19",
    )  # fmt: skip
    assert (three["rating"], three["rating_kind"], three["due_on"]) == (
        "Not yet rated", "not_rated", None,
    )  # fmt: skip
    assert (two["is_overdue"], one["is_overdue"]) == (True, False)
    (value,) = data["measure_values"]
    assert (value["value"], value["on"], value["reference"]) == (66.5, "2026-09-01", "1.1")
    (evidence,) = data["evidence"]
    assert (evidence["text"], evidence["file"]) == ("18 of 20 children were heard.", "audit.csv")
    (challenge,) = data["challenges"]
    assert (challenge["asked"], challenge["state"]) == ("Audit Group", "Answered")
    assert [row["words"] for row in data["challenge_responses"]] == ["Two auditors begin in January."]  # fmt: skip
    assert [row["comment"] for row in data["updates"]] == ["Twelve of twenty.", "All trained."]
    (priority,) = data["priorities"]
    assert (priority["actions"], priority["worst_rating"]) == (3, "Red")


def test_as_filtered_every_table_is_of_the_actions_that_match(full):
    data = plan_data(export_of(full, "rating=green"))
    assert_valid(data)
    assert data["filter"] == ["Rating: Green"]
    assert [action["reference"] for action in data["actions"]] == ["1.2"]
    for table in ("updates", "evidence", "milestones", "measure_values", "challenges"):
        assert {row.get("reference", "1.2") for row in data[table]} <= {"1.2"}, table
    assert data["priorities"][0]["actions"] == 1
    assert len(plan_data(export_of(full))["updates"]) == 2


def test_nothing_matches(full):
    data = plan_data(export_of(full, "q=not+there"))
    assert_valid(data)
    assert [name for name in data if data[name] and isinstance(data[name], list)] == ["filter", "ratings"]  # fmt: skip


def test_as_at_a_moment_it_is_what_was_known_then(people, full):
    moment = days_ago(2.5)
    by = people.business_manager
    remove_action(action_of(full, "1.2"), by=by, reason="Done.", at=NOW)
    then = PlanExport(
        read_plan_as_at(full, at=moment),
        TODAY,
        read_registers(full, at=moment, on=moment.date(), challenges={1, 2, 3}),
    )
    data = plan_data(then)
    assert_valid(data)
    assert data["as_at"] == "2026-11-19"
    assert [action["reference"] for action in data["actions"]] == ["1.1", "1.2", "1.3"]
    assert [row["comment"] for row in data["updates"]] == ["Twelve of twenty."]
    assert (data["evidence"], data["challenges"]) == ([], [])


def test_a_challenge_that_the_reader_may_not_read_is_in_no_table(full):
    assert len(plan_data(export_of(full))["challenges"]) == 1
    data = plan_data(export_of(full, challenges=Challenge.objects.none()))
    assert (data["challenges"], data["challenge_responses"]) == ([], [])


def test_the_registers_of_another_plan_are_not_in_it(people, full):
    other = make_plan(people, title="Another plan")
    make_update(action_of(other, "1.1"), comment="Elsewhere.")
    assert "Elsewhere." in write_json(export_of(other))
    assert "Elsewhere." not in write_json(export_of(full))


@pytest.mark.parametrize("number", [1, 3])
def test_reading_takes_a_fixed_number_of_queries(people, django_assert_num_queries, number):
    plan = make_plan(people, actions=number)
    for index in range(number):
        make_update(action_of(plan, f"1.{index + 1}"), at=days_ago(1))
    export_of(plan)
    with django_assert_num_queries(18):
        export_of(plan)


def test_odd_characters_are_kept(people, full):
    odd = "=1+1 \u202eright\u200f to left “” 😀"
    make_update(action_of(full, "1.3"), comment=odd)
    assert odd in [row["comment"] for row in json.loads(write_json(export_of(full)))["updates"]]


def test_the_schema_in_the_repository_is_that_of_the_tables():
    """After a change of the tables: manage.py describe_exports; a change of what others read is a new VERSION."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    assert SCHEMA.name == f"plan-{VERSION}.json"
    jsonschema.Draft202012Validator.check_schema(plan_schema())


def test_the_data_dictionary_in_the_documentation_is_that_of_the_tables():
    text = DOCS.read_text(encoding="utf-8")
    assert docs_text(text, PLAN_TABLES) == text
    for table in PLAN_TABLES:
        assert f"### {table.title} (`{table.name}`)" in text


def test_a_draft_says_so(full):
    export = export_of(full)
    draft = replace(export, document=replace(export.document, status="draft"), mark="version 2")
    assert draft.as_at == "Draft, as at 22 November 2026, version 2"
    assert plan_data(draft)["plan"]["status"] == "draft"
