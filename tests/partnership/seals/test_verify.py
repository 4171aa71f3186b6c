"""Every change made directly in the database is found and named; changes by the application are not reported."""

import pytest

from partnership.history import Change
from partnership.models import RedactedWords, Seal, SealBlock
from partnership.redactions.find import Passage, find_places
from partnership.seals.digest import BLANK, digest_of_block, digest_of_words, unpacked
from partnership.seals.receipt import Receipt
from partnership.services.redaction import redact
from plans.models import Action, ProgressUpdate
from plans.services.action import revise_action
from tests.helpers.builders import NOW, days_ago, make_update
from tests.helpers.sealing import NAME, problems, seal, sql

UPDATES = ProgressUpdate.history.model._meta.db_table
ACTIONS = Action.history.model._meta.db_table


@pytest.fixture
def sealed(people, sealed_world):
    """Two seals, each over an update of 1.1; and one update later than both."""
    return people


def rows():
    """Ids of the history rows of the three updates."""
    return list(ProgressUpdate.history.order_by("pk").values_list("pk", flat=True))


def of_updates(problem, row):
    return problem.startswith(f"Progress update: row {row} of its history")


def redact_words(people, **told):
    passage = Passage(NAME)
    keys = [place.key for place in find_places(people.partnership, passage)]
    told = {"by": people.business_manager, "reason": "Named a child", "at": NOW, **told}
    return redact(people.partnership, passage=passage, keys=keys, **told)


def test_an_untouched_history_has_no_problem(sealed):
    assert problems(sealed) == []


def test_an_altered_fact_is_found(sealed):
    row = rows()[0]
    assert sql(f"UPDATE {UPDATES} SET rating = 'complete' WHERE history_id = %s", row) == 1
    (problem,) = problems(sealed)
    assert of_updates(problem, row)
    assert problem.endswith(
        "was altered in fields other than its text (seal 1 of 19 November 2026 covers it)."
    )


def test_altered_words_are_found(sealed):
    row = rows()[1]
    sql(f"UPDATE {UPDATES} SET comment = 'All is well.' WHERE history_id = %s", row)
    (problem,) = problems(sealed)
    assert of_updates(problem, row)
    assert problem.endswith("was altered: its text (seal 2 of 20 November 2026 covers it).")


def test_an_altered_author_or_reason_is_found(sealed):
    """The change that a row points to is sealed like the rows themselves."""
    change = ProgressUpdate.history.get(pk=rows()[0]).change
    sql("UPDATE partnership_change SET by_name = 'Nobody' WHERE id = %s", change.pk)
    sql("UPDATE partnership_change SET reason = 'Asked' WHERE id = %s", change.pk)
    facts, words = problems(sealed)
    assert facts.startswith(f"Change: row {change.pk} of its history was altered in fields other")
    assert words.startswith(f"Change: row {change.pk} of its history was altered: its text")


def test_a_removed_row_is_found(sealed):
    row = rows()[0]
    assert sql(f"DELETE FROM {UPDATES} WHERE history_id = %s", row) == 1
    (problem,) = problems(sealed)
    assert of_updates(problem, row)
    assert problem.endswith("was removed (seal 1 of 19 November 2026 covers it).")


def copied(row, to, **other):
    """A copy of an update's history row under another id, with some other values."""
    columns = [f.column for f in ProgressUpdate.history.model._meta.concrete_fields]
    values = {"history_id": to, **other}
    chosen = ", ".join("%s" if name in values else f'"{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    given = [values[name] for name in columns if name in values]
    return sql(
        f"INSERT INTO {UPDATES} ({names}) SELECT {chosen} FROM {UPDATES} WHERE history_id = %s",
        *given,
        row,
    )


def test_an_inserted_row_is_found(sealed):
    """Under an unused id below all that was sealed."""
    assert copied(rows()[0], -5) == 1
    (problem,) = problems(sealed)
    assert of_updates(problem, -5)
    assert problem.endswith(
        "was added afterwards: no seal up to seal 2 of 20 November 2026 lists it."
    )


def test_a_replaced_row_is_found(sealed):
    """One removed and one inserted: the number of rows stays the same."""
    first = rows()[0]
    copied(first, -5)
    sql(f"DELETE FROM {UPDATES} WHERE history_id = %s", first)
    removed, put_in = problems(sealed)
    assert (of_updates(removed, first), of_updates(put_in, -5)) == (True, True)


def test_two_swapped_rows_are_found(sealed):
    first, second, _ = rows()
    for one, other in ((first, -1), (second, first), (-1, second)):
        sql(f"UPDATE {UPDATES} SET history_id = %s WHERE history_id = %s", other, one)
    found = problems(sealed)
    named = zip((first, first, second, second), found, strict=True)  # facts and words of both
    assert [of_updates(problem, row) for row, problem in named] == [True] * 4


def test_swapped_words_of_two_rows_are_found(sealed):
    first, second, _ = rows()
    for row, other in ((first, second), (second, first)):
        words = f"We saw {NAME} {3 if other == first else 2}."
        sql(f"UPDATE {UPDATES} SET comment = %s WHERE history_id = %s", words, row)
    assert [of_updates(p, row) for p, row in zip(problems(sealed), (first, second), strict=True)]


def test_a_row_given_to_another_partnership_is_found(sealed):
    row = rows()[0]
    theirs = Change.objects.filter(partnership=sealed.elsewhere.people.partnership).first()
    sql(f"UPDATE {UPDATES} SET change_id = %s WHERE history_id = %s", theirs.pk, row)
    (problem,) = problems(sealed)
    assert of_updates(problem, row)


def test_a_date_rolled_back_is_found(sealed):
    row = Action.history.filter(change__partnership=sealed.partnership).earliest("pk").pk
    sql(
        f"UPDATE {ACTIONS} SET history_date = '2026-01-01 00:00:00+00:00' WHERE history_id = %s",
        row,
    )
    assert len(problems(sealed)) == 1


def test_a_change_after_the_last_seal_is_not_found(sealed):
    """Only the next seal would cover it, as intended."""
    sql(f"UPDATE {UPDATES} SET comment = 'x' WHERE history_id = %s", rows()[2])
    assert problems(sealed) == []
    seal(sealed)
    sql(f"UPDATE {UPDATES} SET comment = 'y' WHERE history_id = %s", rows()[2])
    assert len(problems(sealed)) == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [("by_name", "Nobody"), ("rows", 7), ("why", "freeze"), ("made_at", "2026-11-01 10:00:00+00:00"), ("tables", "{}")],
)  # fmt: skip
def test_an_edited_seal_is_found(sealed, column, value):
    sql(f"UPDATE partnership_seal SET {column} = %s WHERE number = 1", value)
    assert any("was edited: its digest" in problem for problem in problems(sealed))


def test_an_edited_reason_of_a_seal_is_found(sealed):
    """Text, which the next seal covers."""
    sql("UPDATE partnership_seal SET reason = 'x' WHERE number = 1")
    (problem,) = problems(sealed)
    assert problem.startswith("Seal: row ")
    assert "its text (seal 2" in problem


def test_a_removed_seal_is_found(sealed):
    last = seal(sealed)
    for number in (2, last.number):
        one = Seal.objects.get(number=number)
        sql("DELETE FROM partnership_sealblock WHERE seal_id = %s", one.pk)
        if number == 2:
            sql("DELETE FROM partnership_seal WHERE id = %s", one.pk)
            found = problems(sealed)
            assert "Seal 2 is missing." in found
            assert any("the chain is broken" in problem for problem in found)


def test_a_removed_last_seal_is_found_by_its_receipt(sealed):
    """Nothing left in the database can show it; only the receipt can."""
    last = Seal.objects.get(number=2)
    receipt = Receipt(2, last.digest)
    assert problems(sealed, receipt=receipt) == []
    sql("DELETE FROM partnership_sealblock WHERE seal_id = %s", last.pk)
    sql("DELETE FROM partnership_seal WHERE id = %s", last.pk)
    assert problems(sealed) == []
    (problem,) = problems(sealed, receipt=receipt)
    assert problem.startswith("The receipt is of seal 2, which does not exist")


def test_a_chain_made_anew_is_found_by_the_receipt_alone(sealed):
    """Text was changed, the seals deleted and made again: everything matches except the receipt."""
    receipt = Receipt(2, Seal.objects.get(number=2).digest)
    sql(f"UPDATE {UPDATES} SET comment = 'All is well.' WHERE history_id = %s", rows()[0])
    sql("DELETE FROM partnership_sealblock")
    sql("DELETE FROM partnership_seal")
    seal(sealed, at=days_ago(3))
    make_update(Action.objects.get(plan__partnership=sealed.partnership, reference="1.2"), at=NOW)
    seal(sealed, at=days_ago(2))
    assert problems(sealed) == []
    (problem,) = problems(sealed, receipt=receipt)
    assert problem.startswith("The receipt of seal 2 of 20 November 2026 has a different digest")


def block_of_updates(number):
    return SealBlock.objects.get(
        seal__number=number, table=ProgressUpdate.history.model._meta.label
    )


def test_an_edited_block_is_found(sealed):
    block = block_of_updates(1)
    entries = bytearray(block.entries)
    entries[10] ^= 1
    sql("UPDATE partnership_sealblock SET entries = %s WHERE id = %s", bytes(entries), block.pk)
    found = problems(sealed)
    assert any("its list 1 of progress updates was edited" in problem for problem in found)
    sql(
        "UPDATE partnership_sealblock SET digest = %s WHERE id = %s",
        digest_of_block(block.table, 0, entries), block.pk,
    )  # fmt: skip
    found = problems(sealed)
    assert any("Seal 1 of 19 November 2026 was edited" in problem for problem in found)


def test_edited_salts_are_found(sealed):
    block = block_of_updates(1)
    sql("UPDATE partnership_sealblock SET salts = %s WHERE id = %s", bytes(range(16)), block.pk)
    assert [of_updates(problem, rows()[0]) for problem in problems(sealed)] == [True]


def test_a_removed_block_is_found(sealed):
    sql("DELETE FROM partnership_sealblock WHERE id = %s", block_of_updates(1).pk)
    found = problems(sealed)
    assert any("has 0 of its 1 lists of progress updates" in problem for problem in found)
    assert any(of_updates(problem, rows()[0]) for problem in found)


def test_an_added_block_is_found(sealed):
    block = block_of_updates(1)
    SealBlock.objects.create(
        seal=block.seal, table="plans.Nothing", position=0, first_id=1, last_id=1, entries=b"", salts=b"",
        digest="",
    )  # fmt: skip
    assert any("should not have" in problem for problem in problems(sealed))


def test_swapped_blocks_of_two_seals_are_found(sealed):
    one, other = block_of_updates(1), block_of_updates(2)
    for position, (block, seal_id) in enumerate(((one, other.seal_id), (other, one.seal_id))):
        sql(
            "UPDATE partnership_sealblock SET seal_id = %s, position = %s WHERE id = %s",
            seal_id, 8 + position, block.pk,
        )  # fmt: skip
    sql("UPDATE partnership_sealblock SET position = 0 WHERE position > 7")
    found = problems(sealed)
    assert len([problem for problem in found if "was edited: its digest" in problem]) == 2


# Redactions


def test_a_redaction_keeps_the_seals(sealed):
    """Of rows in two seals, of one in none; and the remaining rows are still verified."""
    redact_words(sealed)
    assert problems(sealed) == []
    seal(sealed)
    assert problems(sealed) == []
    assert {one.row for one in RedactedWords.objects.all()} == set(rows()[:2])
    sql(f"UPDATE {UPDATES} SET comment = 'All is well.' WHERE history_id = %s", rows()[0])
    (problem,) = problems(sealed)
    assert "was altered: the text left by a redaction" in problem


def test_what_was_redacted_can_be_tried_out_by_nobody(sealed):
    """The salts in the digest of the old words are deleted, also those of a first redaction."""
    redact_words(sealed)
    leaves = [leaf for number in (1, 2) for leaf in unpacked(block_of_updates(number))]
    assert [(pk, salt) for pk, _, _, salt in leaves] == [(pk, BLANK) for pk in rows()[:2]]
    passage = Passage("We saw")
    keys = [place.key for place in find_places(sealed.partnership, passage)]
    redact(
        sealed.partnership, by=sealed.business_manager, passage=passage, keys=keys, reason="Named",
        at=NOW,
    )  # fmt: skip
    salts = [bytes(one.salt) for one in RedactedWords.objects.filter(row=rows()[0])]
    assert (salts[0], len(salts), salts[1] == BLANK) == (BLANK, 2, False)
    assert problems(sealed) == []


def test_the_reasons_of_changes_and_seals(sealed):
    revise_action(
        Action.objects.get(plan__partnership=sealed.partnership, reference="1.2"),
        by=sealed.business_manager, reason=f"{NAME} asked", title="New", at=NOW,
    )  # fmt: skip
    third = seal(sealed, why=Seal.Why.BY_HAND, reason=f"{NAME} asks for it")
    make_update(Action.objects.get(pk=action_pk(sealed)), at=NOW)
    seal(sealed)
    redact_words(sealed)
    third.refresh_from_db()
    assert third.reason == "[redacted] asks for it"
    assert problems(sealed) == []


def action_pk(people):
    return Action.objects.get(plan__partnership=people.partnership, reference="1.1").pk


def emptied(row):
    return sql(f"UPDATE {UPDATES} SET comment = '[redacted]' WHERE history_id = %s", row)


def test_a_forged_redaction_is_found(sealed):
    """A row emptied; one that names a redaction; the salt blanked; and a line in the register of redacted rows."""
    make_update(Action.objects.get(pk=action_pk(sealed)), comment="Rowan came.", at=days_ago(1))
    passage = Passage("Rowan")
    keys = [place.key for place in find_places(sealed.partnership, passage)]
    redaction = redact(
        sealed.partnership, by=sealed.business_manager, passage=passage, keys=keys, reason="Named", at=NOW
    )  # fmt: skip
    seal(sealed)
    assert problems(sealed) == []
    row = rows()[0]
    emptied(row)
    assert [of_updates(problem, row) for problem in problems(sealed)] == [True]
    sql(f"UPDATE {UPDATES} SET redaction_id = %s WHERE history_id = %s", redaction.pk, row)
    assert [of_updates(problem, row) for problem in problems(sealed)] == [True]
    block = block_of_updates(1)
    sql("UPDATE partnership_sealblock SET salts = %s WHERE id = %s", BLANK, block.pk)
    (problem,) = problems(sealed)
    assert problem.endswith("changed without a redaction (seal 1 of 19 November 2026 covers it).")
    now = ProgressUpdate.history.get(pk=row)
    words = block.seal.tables[block.table]["words"]
    salt = b"0123456789abcdef"
    RedactedWords.objects.create(
        redaction=redaction, table=block.table, row=row, salt=salt,
        digest=digest_of_words(salt, tuple(getattr(now, name) for name in words)),
    )  # fmt: skip
    (problem,) = problems(sealed)
    assert problem.endswith("refers to a redaction that was made before it, or never.")


def test_a_row_that_lost_its_redaction_is_found(sealed):
    redact_words(sealed)
    sql(f"UPDATE {UPDATES} SET redaction_id = NULL WHERE history_id = %s", rows()[0])
    (problem,) = problems(sealed)
    assert "does not refer to the redaction" in problem


def test_a_removed_redaction_is_found(sealed):
    redact_words(sealed)
    seal(sealed)
    assert problems(sealed) == []
    noted = RedactedWords.objects.earliest("pk")
    sql("DELETE FROM partnership_redactedwords WHERE id = %s", noted.pk)
    assert len(problems(sealed)) == 2  # its row is missing, and so is its text
