"""Every record that people edit keeps its history, in the one way that can be read back."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ForeignKey

from partnership.history import Change, HistoryRow, TrackedModel
from partnership.models import User
from tests.architecture.sources import APPS

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS and not issubclass(model, HistoryRow)
]
UNTRACKED = {
    "Seal": "is a log itself, only ever added to; the next seal covers it",
    "SealBlock": "is part of a seal",
    "OwedSeal": "is a note to make a seal, gone once it is made",
    "RedactedWords": "is a log itself, sealed like the history",
    "SecurityEvent": "is a log itself, only ever added to",
    "InvitationKey": "must be in no history: whoever reads one shall not accept an invitation",
    "ReminderSent": "is a log itself, only ever added to",
    "ReminderOptOut": "is a person's own wish, and no business of the partnership's",
    "CalendarFeed": "must be in no history: whoever reads one shall not read a calendar",
    "FeedSecret": "must be in no history: whoever reads one shall not read a feed",
    "FileContent": "is a file’s bytes: the file itself has a history, and says when they went",
    "LogoContent": "is a logo’s bytes: the house style has its digest, and a history",
    "PlanImport": "is not in the plan yet; what it brings in has a history, and its change says so",
    "PlanImportFile": "is a file’s bytes and tables: the import says whence, and a redaction deletes them",
    "ImportedRow": "is a row of a file as it was, written once with what was made of it",
    "PendingFile": "is not evidence yet; the file becomes history when it is",
    "Job": "is work that a process does, edited by nobody; deleted a week after it ended",
    "JobFile": "is what a job made: a copy of what has a history itself",
    "JobFilePart": "is a part of what a job made",
    "Worker": "is a process that does jobs, and when it was last heard of",
    "Draft": "is not said yet; its words become history when they are",
    "Change": "is what history rows point to; written once, with the first of them",
    "Framework": "reference data, loaded from a fixture and edited by nobody",
    "FrameworkSection": "reference data, loaded from a fixture and edited by nobody",
}
TRACKED = [model for model in OURS if model.__name__ not in UNTRACKED]

each_tracked = pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)


def test_what_is_untracked_is_named_with_its_reason():
    without = {model.__name__ for model in OURS if not hasattr(model, "history")}
    assert without == set(UNTRACKED)


@each_tracked
def test_history_rows_name_their_change_and_what_altered(model):
    history = model.history.model
    assert issubclass(history, HistoryRow)
    assert history._meta.get_field("change").remote_field.model is Change
    assert not history._meta.get_field("change").null
    assert isinstance(history._meta.get_field("altered"), models.TextField)


@each_tracked
def test_history_is_found_by_record_and_date(model):
    indexes = [index.fields for index in model.history.model._meta.indexes]
    assert [model._meta.pk.attname, "history_date"] in indexes
    assert model.history.model._meta.get_field("history_date").db_index


@each_tracked
def test_says_where_its_changes_are_read_and_whose_it_is(model):
    for name in ("history_home", "partnership_pk"):
        assert getattr(model, name) is not getattr(TrackedModel, name)


@each_tracked
def test_a_stale_save_can_be_recognised(model):
    assert issubclass(model, TrackedModel) or model is User  # accounts are not edited in two places


@each_tracked
def test_links_are_records_of_their_own(model):
    """Bulk history does not write a many-to-many field, and as_of() makes a query a row for it."""
    links = {field.name for field in model._meta.local_many_to_many}
    if model is User:  # Django's permissions, which we grant to no one
        links -= {"groups", "user_permissions"}
    assert links == set()


@each_tracked
def test_belongs_to_one_partnership(model):
    """Directly, through its plan, or through its parent."""
    home = {f.name for f in model._meta.get_fields() if isinstance(f, ForeignKey) and not f.null}
    assert model in (apps.get_model("partnership.Partnership"), User) or home & {
        "partnership",
        "plan",
        "group",
        "report",
    }


def rules(model):
    return [rule for rule in model._meta.constraints if not rule.name.startswith("internal_")]


# Rules that only our own services could break: no form can.
WITHOUT_WORDS = {
    "action_rated_when",
    "timescale_change_of_one_thing",
    "update_sent_once",
    "update_of_a_period_has_a_timing",
    "proposal_sent_once",
    "proposal_decided_at_and_by",
    "challenge_sent_once",
    "challenge_response_sent_once",
    "challenge_asked_again_by_a_day",
    "reporting_point_marked_at_and_by",
    "reporting_point_received_when",
    "job_asked_once",
    "job_file_part_once_a_position",
    "job_one_a_partnership",
    "job_one_a_person",
    "job_claimed_while_running",
    "seal_once_a_number",
    "seal_of_the_installation_once_a_number",
    "seal_block_once_a_position",
    "return_of_exactly_one",
    "return_once_a_group",
    "return_once_a_post",
    "return_once_an_agency",
    "return_once_a_person",
    "return_submitted_at_and_by",
    "return_questioned_at_and_by",
    "draft_once_a_person",
    "evidence_sent_once",
    "value_sent_once",
    "file_redacted_at_and_by",
    "held_file_once_a_person",
    "reminder_sent_once",
    "reminder_unwanted_once",
    "reminder_of_overdue_stays",
    "feed_token_renewed_at_and_by",
    "feed_token_revoked_at_and_by",
    "framework_section_once",
    "section_once_a_report",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_rules_say_what_is_wrong_in_words(model):
    for rule in rules(model):
        has_words = rule.violation_error_message != rule.default_violation_error_message
        assert has_words is (rule.name not in WITHOUT_WORDS), rule.name
        if has_words:
            assert rule.violation_error_message.endswith(".")
