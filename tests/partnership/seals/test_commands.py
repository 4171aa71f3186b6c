"""``manage.py seal_history`` for a timer, and ``manage.py verify_history`` for auditors."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from partnership.models import Seal
from partnership.seals.receipt import groups_of
from tests.helpers.sealing import seal, sql


def run(name, **told):
    out = StringIO()
    try:
        call_command(name, stdout=out, **told)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_all_are_sealed_once(people):
    lines, _ = run("seal_history")
    made = {str(s.partnership): s for s in Seal.objects.all()}
    assert len(made) == 3
    ours = made[people.partnership.name]
    assert (ours.why, ours.by, ours.by_name) == ("schedule", None, "The installation")
    assert f"ashshire: seal 1, {ours.rows} rows." in lines
    assert f"  {ours.digest}" in lines
    again, _ = run("seal_history")
    assert [line.split(":")[0] for line in again] == ["ashshire", "birchshire", "The installation"]
    assert all("there is nothing to seal" in line for line in again)
    assert Seal.objects.count() == 3


def test_seal_history_refuses_an_unknown_partnership(people):
    run("seal_history", partnership="birchshire")
    assert [s.partnership.slug for s in Seal.objects.all()] == ["birchshire"]
    assert run("seal_history", partnership="x")[1] == "There is no partnership “x”."


def test_verify_history_shows_its_progress(people, monkeypatch):
    monkeypatch.setattr("partnership.management.commands.seal_history.EVERY", 10)
    lines, _ = run("seal_history", partnership="ashshire")
    assert sum("rows sealed …" in line for line in lines) > 2
    lines, _ = run("verify_history", partnership="ashshire")
    assert sum("rows read …" in line for line in lines) > 2


def test_verify_history_ends_well_when_all_matches(people):
    made = seal(people)
    lines, refusal = run("verify_history")
    assert lines == [
        f"ashshire: no problems found (1 seal, {made.rows} rows).",
        "birchshire: no problems found (not sealed yet).",
        "The installation: no problems found (not sealed yet).",
    ]
    assert refusal == ""


def test_verify_history_fails_with_the_number_of_problems(people):
    seal(people)
    sql("UPDATE partnership_seal SET by_name = 'Nobody'")
    lines, refusal = run("verify_history", partnership="ashshire")
    assert lines == [
        "ashshire: Seal 1 of 22 November 2026 was edited: its digest does not match its content."
    ]
    assert refusal == "1 problem found."


def test_verify_history_reads_a_receipt(people, tmp_path):
    made, file = seal(people), tmp_path / "receipt.txt"
    told = {"partnership": "ashshire", "receipt": str(file)}
    assert run("verify_history", **told)[1] == "The receipt cannot be read: FileNotFoundError."
    file.write_text("\n".join(["Seal number: 1", *groups_of(made.digest)]))
    assert run("verify_history", **told)[1] == ""
    file.write_text("\n".join(["Seal number: 2", *groups_of(made.digest)]))
    lines, refusal = run("verify_history", **told)
    assert "is of seal 2, which does not exist" in lines[0]
    assert refusal == "1 problem found."
    file.write_text("Seal number: 2")
    assert "incomplete" in run("verify_history", **told)[1]
    assert "whose receipt" in run("verify_history", receipt=str(file))[1]


@pytest.fixture(autouse=True)
def _plan(plan):
    """Create a plan to seal."""
