"""``verify_history`` finds what was altered behind the application's back and left history as it was."""

import pytest

from partnership.models import Partnership, SecurityEvent
from partnership.seals.live import verify_live
from plans.models import Action, EvidenceFile, Snapshot
from plans.models.evidence_file import FileContent
from tests.helpers.sealing import seal, sql


@pytest.fixture
def found(house):
    """``found()``: what does not match, in the partnership and outside any."""
    partnership = house.people.partnership
    return lambda: [*verify_live(partnership), *verify_live(None)]


def one_of(house, model):
    return model.objects.filter(plan__partnership=house.people.partnership).first()


def test_untouched_records_have_no_problem(house, found):
    seal(house.people)
    assert found() == []
    assert list(verify_live(Partnership.objects.get(slug="birchshire"))) == []


def test_an_altered_record_is_found(house, found):
    action = one_of(house, Action)
    sql(f"UPDATE {Action._meta.db_table} SET title = 'Other' WHERE id = %s", action.pk)
    assert found() == [f"Action {action.pk} differs from the last row of its history: title."]


def test_a_record_that_history_does_not_know(house, found):
    action = one_of(house, Action)
    sql(f"DELETE FROM {Action.history.model._meta.db_table} WHERE id = %s", action.pk)
    assert f"Action {action.pk} has no history." in found()


def test_an_altered_snapshot_is_found(house, found):
    snapshot = one_of(house, Snapshot)
    sql(f"UPDATE {Snapshot._meta.db_table} SET document = '{{}}' WHERE id = %s", snapshot.pk)
    assert found() == [
        f"Snapshot {snapshot.pk} does not match its digest: what it contains was altered."
    ]


def test_a_snapshot_with_its_digest(house, found):
    snapshot = one_of(house, Snapshot)
    table = Snapshot._meta.db_table
    sql(
        f"UPDATE {table} SET document = '{{}}', digest = %s WHERE id = %s",
        DIGEST_OF_NOTHING,
        snapshot.pk,
    )
    assert found() == [f"Snapshot {snapshot.pk} differs from the last row of its history: digest."]


DIGEST_OF_NOTHING = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_an_altered_evidence_file_is_found(house, found):
    file = one_of(house, EvidenceFile)
    sql(
        f"UPDATE {FileContent._meta.db_table} SET content = %s WHERE file_id = %s",
        b"other",
        file.pk,
    )
    assert found() == [
        f"Evidence file {file.pk} does not match its digest: what it contains was altered."
    ]


def test_a_seal_that_the_log_does_not_know(house, found):
    seal(house.people)
    sql(f"DELETE FROM {SecurityEvent._meta.db_table} WHERE kind = 'sealed'")
    assert found()[0].startswith("There are ")
    assert found()[0].endswith(" seals, but the security log says that 0 were made.")


def test_the_page_of_a_snapshot_shows_that_it_was_checked(house, client_as):
    snapshot = one_of(house, Snapshot)
    client = client_as(house.people.scrutineer)
    page = f"/ashshire/plans/{snapshot.plan_id}/as-at/snapshot-{snapshot.pk}/"
    assert "it is exactly what was saved" in client.get(page).content.decode()

    sql(f"UPDATE {Snapshot._meta.db_table} SET digest = 'x' WHERE id = %s", snapshot.pk)
    assert "does not match its digest" in client.get(page).content.decode()
