"""Every model says whether its rows are in the archive of a partnership, and whose they are."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from partnership.history import tracked
from partnership.models import User
from partnership.transfer.contents import (
    LEFT_OUT_APPS,
    archived_tables,
    owner_of,
    reason_left_out,
)
from plans.models import ImportedRow
from tests.architecture.sources import APPS
from tests.helpers.transfer import fill

# Of our own models, those that stay behind. Whoever adds one here says why in its NOT_IN_ARCHIVE.
STAY_BEHIND = {
    *("Job", "JobFile", "JobFilePart", "Worker"),
    *("Draft", "PendingFile", "ReminderOptOut", "CalendarFeed", "FeedSecret", "InvitationKey"),
}


def test_every_model_is_in_the_archive_or_named_with_its_reason():
    archived = {table.model for table in archived_tables()}
    left_out = set(apps.get_models()) - archived
    ours = {model.__name__ for model in left_out if model._meta.app_label in APPS}
    assert ours == STAY_BEHIND
    assert {model._meta.app_label for model in left_out} - set(APPS) == set(LEFT_OUT_APPS)
    assert all(len(reason_left_out(model)) > 20 for model in left_out)


def test_a_model_that_does_not_say_is_refused(monkeypatch):
    monkeypatch.delattr(ImportedRow, "OWNED_THROUGH")
    with pytest.raises(ImproperlyConfigured, match="ImportedRow does not say whether"):
        archived_tables()


def test_what_a_record_says_of_its_partnership_is_where_the_archive_looks(house):
    for model in tracked():
        if model is not User:
            found = model._base_manager.values_list("pk", owner_of(model))
            assert dict(found) == {r.pk: r.partnership_pk() for r in model._base_manager.all()}


def test_there_is_a_row_of_every_table_to_look_for(house):
    """The tests of loading compare what is in the archive: so something of everything is."""
    fill(house)
    empty = [
        table.name
        for table in archived_tables()
        if not table.is_of_accounts and not table.of(house.people.partnership).exists()
    ]
    assert empty == []
