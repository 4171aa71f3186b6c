"""manage.py export_plan: every format, as at a day, and clear refusals."""

import json

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
from tests.helpers.builders import TODAY, make_plan
from tests.helpers.exports import fill_plan

pytestmark = pytest.mark.engine_free

BEGINNINGS = {
    "pdf": b"%PDF-",
    "word": b"PK",
    "excel": b"PK",
    "csv": b"\xef\xbb\xbfId,Reference",
    "json": b"{",
    "ical": b"BEGIN:VCALENDAR",
}


@pytest.fixture
def export(people, plan, tmp_path, capsys):
    fill_plan(people, plan)

    def export(address=None, **told):
        path = tmp_path / "out"
        told = {"format": "json", "output": path} | told
        call_command("export_plan", address or f"ashshire/{plan.pk}", **told)
        return path.read_bytes(), capsys.readouterr().out

    return export


@pytest.mark.parametrize("name", BEGINNINGS)
def test_each_format(export, name):
    content, said = export(format=name)
    assert content.startswith(BEGINNINGS[name])
    assert said.endswith("Business plan 2026–29, As at 22 November 2026, 3 actions.\n")


def test_as_at_a_day(export):
    content, said = export(as_at="2026-11-20")
    data = json.loads(content)
    assert (data["as_at"], data["made_on"]) == ("2026-11-20", f"{TODAY}")
    assert [row["comment"] for row in data["updates"]] == ["Twelve of twenty.", "All trained."]
    assert "As at 20 November 2026, version" in said


def test_a_table(export):
    content, _ = export(format="csv", table="ratings")
    assert content.decode("utf-8-sig").startswith("Key,Rating,")


def test_a_draft_is_exported_as_a_draft(people, export):
    draft = make_plan(people, agreed=False, title="A draft")
    _, said = export(f"ashshire/{draft.pk}")
    assert "A draft, Draft, as at 22 November 2026" in said


@pytest.mark.parametrize(
    ("address", "told", "sentence"),
    [
        ("ashshire", {}, "Write the plan as in its address, such as exampleshire/5."),
        ("ashshire/x", {}, "Write the plan as in its address, such as exampleshire/5."),
        ("ashshire/" + "9" * 30, {}, "Write the plan as in its address, such as exampleshire/5."),
        ("nowhere/1", {}, "No partnership “nowhere” has a plan."),
        ("ashshire/0", {}, "ashshire has no plan 0. It has: "),
        (None, {"as_at": "2027-01-01"}, "1 January 2027 has not come yet."),
        (None, {"as_at": "2026-02-30"}, "There is no 30 February in 2026."),
        (None, {"as_at": "soon"}, "There are no records for this date."),
        (None, {"as_at": "2020-01-01"}, "There are no records for 1 January 2020."),
        (None, {"format": "csv", "table": "odd"}, "There is no table “odd”. Choose one of: actions, "),
        (None, {"output": "dir"}, ": No such file or directory."),
    ],
)  # fmt: skip
def test_it_refuses_in_a_sentence(export, tmp_path, address, told, sentence):
    if "output" in told:
        told = {"output": tmp_path / "nowhere" / "out"}
    with pytest.raises(CommandError) as refusal:
        export(address, **told)
    assert sentence in str(refusal.value)


def test_a_plan_of_another_partnership_is_not_found_by_its_number(people, export):
    other = Plan.objects.exclude(partnership=people.partnership).first()
    with pytest.raises(CommandError, match=f"ashshire has no plan {other.pk}"):
        export(f"ashshire/{other.pk}")
