"""The command import_plan: what it prints, what it changes, and how it refuses."""

import json

import pytest
from django.core.management import CommandError, call_command

from partnership.history import Change
from plans.models import Plan
from tests.facts.example_files import FILES, expected_of
from tests.helpers.imported_plans import differences


def run(capsys, *arguments):
    call_command("import_plan", *map(str, arguments))
    return capsys.readouterr().out


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dry_run_prints_what_is_in_an_example_and_changes_nothing(people, capsys, path):
    before = Plan.objects.count(), Change.objects.count()
    slug = people.partnership.slug
    data = json.loads(run(capsys, path, "--partnership", slug, "--dry-run", "--json"))
    assert differences(data, expected_of(path)) == []
    assert (Plan.objects.count(), Change.objects.count()) == before


def test_it_brings_a_plan_in_and_says_what_to_check(people, capsys):
    path = next(path for path in FILES if path.name == "word-per-priority.docx")
    told = run(capsys, path, "--partnership", people.partnership.slug)
    plan = Plan.objects.latest("pk")
    assert told.startswith("3 priorities, 0 objectives, 12 actions, ")
    assert "[blank_lead]" in told
    assert told.endswith(f"Brought in as a draft: Business Plan 2026-27 (plan {plan.pk}).\n")
    assert plan.action_set.count() == 12


def test_a_lead_that_is_found_is_named_with_its_kind(people, capsys, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(f"Ref,Action,Lead,When\n1,One,{people.audit_group.name},May 2026\n")
    arguments = ("--partnership", people.partnership.slug, "--dry-run", "--json")
    data = json.loads(run(capsys, path, *arguments))
    name = people.audit_group.name
    assert data["actions"][0]["leads"] == [{"name": name, "kind": "group", "matched": name}]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docx", b"PK\3\4 cut off", "plan.docx: the file is damaged"),
        ("plan.exe", b"MZ", "plan.exe: choose a Word"),
        ("plan.csv", b"", "plan.csv: the file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(people, tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_plan", path, "--partnership", people.partnership.slug)


def test_a_file_that_is_not_there_a_partnership_and_a_plan_that_are_not_are_refused(
    people, plan, tmp_path
):
    slug = people.partnership.slug
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_plan", tmp_path / "plan.docx", "--partnership", slug)
    with pytest.raises(CommandError, match="There is no partnership “elsewhere”"):
        call_command("import_plan", FILES[0], "--partnership", "elsewhere")
    with pytest.raises(CommandError, match="has no plan 0"):
        call_command("import_plan", FILES[0], "--partnership", slug, "--plan", "0")
    with pytest.raises(CommandError, match="Only a draft"):
        call_command("import_plan", FILES[0], "--partnership", slug, "--plan", str(plan.pk))
