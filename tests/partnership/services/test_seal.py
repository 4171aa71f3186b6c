"""A seal covers every row of its partnership since the previous seal, and of no other."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.history import Change, revise, tracked
from partnership.models import RedactedWords, Seal, SecurityEvent
from partnership.seals.digest import row_digest, sealed_tables, unpacked
from partnership.seals.receipt import Receipt, groups_of, read_receipt
from partnership.services.seal import make_seal
from plans.models import ProgressUpdate
from tests.helpers.builders import NOW, action_of, days_ago, make_update
from tests.helpers.sealing import problems, seal

UPDATES = ProgressUpdate.history.model._meta.label


def listed(partnership):
    """Label of a table → ids of its rows that the seals of a partnership list, in their order."""
    found = {}
    for one in Seal.objects.of(partnership):
        for block in one.blocks.all():
            found.setdefault(block.table, []).extend(leaf[0] for leaf in unpacked(block))
    return found


def test_every_tracked_record_is_sealed():
    """With it: who changed it and why, the previous seals, and what redactions left."""
    models = {table.model for table in sealed_tables().values()}
    assert models == {*tracked().values(), Change, Seal, RedactedWords}
    for table in sealed_tables().values():
        columns = {field.attname for field in table.model._meta.concrete_fields}
        left_out = columns - {*table.facts, *table.words}
        assert left_out <= {"redaction_id", "salt"}, table.label


def test_every_row_of_the_partnership_and_no_other(house):
    """Of every model in a furnished partnership; the next seal begins where this one ended."""
    people = house.people
    seal(people)
    for label, table in sealed_tables().items():
        rows = list(table.of(people.partnership).values_list("pk", flat=True))
        expected = [] if table.model is Seal else rows
        assert listed(people.partnership).get(label, []) == expected, label
    assert listed(people.elsewhere.people.partnership) == {}
    assert listed(None) == {}
    assert len(listed(people.partnership)) > 25
    assert problems(people) == []
    make_update(action_of(people.partnership.plan_set.earliest("pk"), "1.2"), at=NOW)
    second = seal(people)
    assert second.tables[UPDATES]["rows"] == 1
    assert problems(people) == []


def test_the_installations_own_rows(people):
    first = make_seal(None, by=None, why=Seal.Why.SCHEDULE, at=NOW)
    users = tracked()[type(people.member)]._meta.label
    assert first.tables[users]["rows"] == first.tables["partnership.Change"]["rows"] > 8
    with pytest.raises(ValidationError, match=r"Nothing has changed since Seal 1 of 22 November"):
        make_seal(None, by=None, why=Seal.Why.SCHEDULE, at=NOW)


def test_each_seal_holds_the_digest_of_the_one_before(people, plan):
    first = seal(people)
    make_update(action_of(plan, "1.1"), at=NOW)
    second = seal(people)
    assert [(s.number, s.previous) for s in (first, second)] == [(1, ""), (2, first.digest)]
    assert second.tables["partnership.Seal"]["rows"] == 1
    assert len(second.digest) == 64


def test_nothing_new_is_not_sealed(people):
    seal(people)
    with pytest.raises(ValidationError, match="there is nothing to seal"):
        seal(people)
    assert Seal.objects.count() == 1


def test_by_hand_with_a_reason(people):
    told = {"by": people.scrutineer, "why": Seal.Why.BY_HAND, "at": NOW}
    with pytest.raises(ValidationError) as refusal:
        make_seal(people.partnership, reason=" ", **told)
    assert list(refusal.value.message_dict) == ["reason"]
    made = make_seal(people.partnership, reason="Before the inspection", **told)
    assert (made.by, made.by_name) == (people.scrutineer, "Scrutineer")
    assert made.reason == "Before the inspection"
    event = SecurityEvent.objects.get(kind="sealed")
    assert (event.by, event.partnership) == (people.scrutineer, people.partnership)
    assert event.about == f"Seal 1: {made.rows} rows"


def test_more_rows_than_a_block_holds(people, plan, monkeypatch):
    monkeypatch.setattr("partnership.seals.digest.BLOCK", 3)
    monkeypatch.setattr("partnership.seals.verify.BLOCK", 3)
    action, counted = action_of(plan, "1.1"), []
    for number in range(7):
        make_update(action, comment=f"{number}", at=NOW)
    made = seal(people, progress=counted.append)
    sizes = [b.entries and len(list(unpacked(b))) for b in made.blocks.filter(table=UPDATES)]
    assert sizes == [3, 3, 1]
    assert made.tables[UPDATES]["blocks"] == 3
    assert counted[-1] == made.rows
    assert problems(people) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries(people, plan, number):
    """Two a table and one a block, not one a row. PostgreSQL takes its locks in four more."""
    for one in range(number):
        make_update(action_of(plan, "1.1"), comment=f"{one}", at=NOW)
    with CaptureQueriesContext(connection) as asked:
        made = seal(people)
    tables, blocks = len(sealed_tables()), made.blocks.count()
    least = 14 if connection.vendor == "postgresql" else 10
    assert len(asked) - 2 * tables - blocks == least


# Receipts


def test_not_who_is_scrutineer_no_more(people, django_capture_on_commit_callbacks):
    membership = people.scrutineer.memberships.get()
    revise(membership, by=people.business_manager, at=NOW, until=days_ago(1).date())
    assert receipts(people, django_capture_on_commit_callbacks)[1] == []


def receipts(people, callbacks, **told):
    with callbacks(execute=True):
        made = seal(people, **told)
    return made, mail.outbox


def test_the_scrutineer_gets_a_receipt(people, django_capture_on_commit_callbacks):
    made, (message,) = receipts(people, django_capture_on_commit_callbacks)
    assert message.to == [people.scrutineer.email]
    assert message.subject == "ASCP: receipt of seal 1"
    assert "Seal number: 1\nMade: 22 November 2026 by The installation" in message.body
    assert groups_of(made.digest)[0] in message.body.splitlines()
    assert "http://127.0.0.1:8000/ashshire/seals/" in message.body
    assert read_receipt(message.body) == Receipt(1, made.digest)


def test_a_name_is_written_as_it_is(people, django_capture_on_commit_callbacks):
    name = "Ash & O'Shire’s <b>"
    revise(people.partnership, by=people.business_manager, at=NOW, name=name)
    people.partnership.refresh_from_db()
    _, (message,) = receipts(people, django_capture_on_commit_callbacks)
    assert f"The history of {name} was sealed" in message.body


def test_a_mail_server_that_refuses_unmakes_nothing(
    people, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def refuse(self):
        raise ConnectionRefusedError("scrutineer@ashshire.example is unknown")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    receipts(people, django_capture_on_commit_callbacks)
    assert Seal.objects.count() == 1
    assert "was not emailed to person" in caplog.text
    assert "scrutineer@" not in caplog.text


DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "text",
    [
        f"Seal number: 7\n{chr(10).join(groups_of(DIGEST))}",
        "> Seal number: 7\n> Digest:\n> " + "\n> ".join(groups_of(DIGEST.upper())),
        f"seal 7  {DIGEST}",
        f"Receipt of Seal 7\r\nRows sealed: 1234\r\nDigest:\r\n{groups_of(DIGEST)[0]}\r\n{groups_of(DIGEST)[1]}\r\n",
    ],
)
def test_a_receipt_is_read_however_it_is_pasted(text):
    assert read_receipt(text) == Receipt(7, DIGEST)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (DIGEST, "a seal number"),
        (f"Seal 7 {DIGEST[:-4]}", "incomplete"),
        (f"Seal 7 {DIGEST}0", "incomplete"),
        ("", "a seal number"),
    ],
)
def test_what_is_missing_in_a_receipt(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_receipt(text)


def test_a_value_has_one_digest():
    """The literal digests hold on both engines, and in every later version."""
    values = (
        None, True, 1, -3, "Ä\0", Decimal("1.50"), UUID(int=5), date(2026, 11, 22), time(9, 30),
        datetime(2026, 11, 22, 10, 0, 0, 7, tzinfo=UTC), {"b": [1], "a": None}, memoryview(b"\1"),
    )  # fmt: skip
    assert (
        row_digest(*values).hex()
        == "6b7885321b4c023dd5fafe2fbff28569b00ece78d747de7ad3b3f9ff468d8756"
    )
    assert row_digest(1) != row_digest("1") != row_digest(True)
    with pytest.raises(TypeError, match="A set cannot be sealed"):
        row_digest({1})
