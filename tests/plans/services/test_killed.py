"""A process that is killed in the middle of a request leaves nothing half done."""

from datetime import timedelta
from functools import partial

import pytest

from partnership.models import Change, OwedSeal, Seal
from partnership.services.owed_seal import owed_of, why_by_timetable
from partnership.services.seal import make_seal
from plans.actions.bulk import ChangeLeads, ChangeTimescale
from plans.models import (
    Draft,
    GroupReturn,
    Lead,
    ProgressUpdate,
    ReportingPeriod,
    Snapshot,
    TimescaleChange,
)
from plans.services.period import freeze_period, open_period
from plans.services.progress import record_update
from plans.services.returns import keep_draft, record_all, submit_return
from tests.helpers import builders
from tests.helpers.bulk import bulk
from tests.helpers.killing import LONG, SHORT_RUN, killed_at_each_step

NOW = builders.NOW
DAYS = {
    "leads_by": builders.TODAY,
    "chairs_by": builders.TODAY + timedelta(7),
    "freezes_on": builders.TODAY + timedelta(14),
}


@pytest.fixture
def people(transactional_db, people):
    return people


@pytest.fixture
def period(people, plan):
    return open_period(
        plan, by=people.business_manager, name="Autumn", at=builders.days_ago(1), **DAYS
    )


def outcomes(press, look, tmp_path):
    """(the state before, the states after a killed call, the state after a complete one)."""
    found = killed_at_each_step(press, look, folder=tmp_path / "copies")
    assert len(found) > (SHORT_RUN if LONG else SHORT_RUN / 2)
    return found[0], set(found[1:-1]), found[-1]


def test_a_freeze_that_is_killed_is_whole_or_not_begun(people, period, tmp_path):
    """Killed after the freeze and before its seal, the freeze is complete and the seal is owed."""

    def look():
        frozen = ReportingPeriod.objects.exclude(frozen_at=None).count()
        kept = Snapshot.objects.filter(why="freeze").count()
        said = Snapshot.history.filter(why="freeze").count()
        return frozen, kept, said, Seal.objects.count(), OwedSeal.objects.count()

    def press():
        """Once it is frozen, which a killed call on PostgreSQL may leave so, the timer makes the seal."""
        if not ReportingPeriod.objects.get(pk=period.pk).is_frozen:
            freeze_period(period, by=people.business_manager, at=NOW)
        elif owed_of(people.partnership):
            told = why_by_timetable(people.partnership)
            make_seal(people.partnership, by=None, at=NOW, **told)

    before, left, after = outcomes(press, look, tmp_path)
    owed, sealed = (1, 1, 1, 0, 1), (1, 1, 1, 1, 0)
    assert (before, after) == ((0, 0, 0, 0, 0), sealed)
    assert {before, owed} <= left <= {before, owed, sealed}


def test_opening_a_period_that_is_killed_opens_nothing(people, plan, tmp_path):
    def look():
        return ReportingPeriod.objects.count(), GroupReturn.objects.count()

    press = partial(open_period, plan, by=people.business_manager, name="Autumn", at=NOW, **DAYS)
    before, left, after = outcomes(press, look, tmp_path)
    assert (before, left, after) == ((0, 0), {(0, 0)}, (1, 3))


def test_a_return_that_is_killed_is_not_submitted(people, plan, period, tmp_path):
    builders.make_update(builders.action_of(plan, "1.1"), at=NOW)
    record = period.returns.get(group=people.audit_group)

    def look():
        current = GroupReturn.objects.get(pk=record.pk)
        return bool(current.submitted_at), current.note, current.history.count()

    press = partial(submit_return, record, by=people.chair, note="All said", at=NOW)
    before, left, after = outcomes(press, look, tmp_path)
    assert (before, left, after) == ((False, "", 1), {(False, "", 1)}, (True, "All said", 2))


def test_saving_all_drafts_that_is_killed_saves_none(people, plan, period, tmp_path):
    actions = [builders.action_of(plan, reference) for reference in ("1.1", "1.2", "1.3")]
    for action in actions:
        keep_draft(action, by=people.business_manager, typed={"comment": "Read."}, at=NOW)

    def look():
        rated = plan.action_set.exclude(rating="not_rated").count()
        return ProgressUpdate.objects.count(), rated, Draft.objects.count()

    def press():
        said = {"rating": "amber", "comment": "Read.", "at": NOW, "by": people.business_manager}
        return record_all({action.pk: partial(record_update, action, **said) for action in actions})

    before, left, after = outcomes(press, look, tmp_path)
    assert (before, left, after) == ((0, 0, 3), {(0, 0, 3)}, (3, 3, 0))


def test_a_bulk_edit_of_leads_that_is_killed_changes_none(people, plan, period, tmp_path):
    """Including those who are asked because they become leads while a period is open."""
    changes = Change.objects.count()

    def look():
        led = Lead.objects.filter(action__plan=plan, group=people.board).count()
        asked = GroupReturn.objects.filter(group=people.board).count()
        return led, asked, Change.objects.count() - changes

    press = partial(bulk, plan, ChangeLeads(people.board), by=people.business_manager, at=NOW)
    before, left, after = outcomes(press, look, tmp_path)
    assert (before, left, after) == ((0, 0, 0), {(0, 0, 0)}, (3, 1, 1))


def test_a_bulk_edit_of_timescales_that_is_killed_changes_none(people, plan, tmp_path):
    changes = Change.objects.count()
    later = ChangeTimescale("date", "", builders.TODAY + timedelta(90), "day")

    def look():
        moved = plan.action_set.filter(due_on=later.due_on).count()
        return moved, TimescaleChange.objects.count(), Change.objects.count() - changes

    press = partial(bulk, plan, later, by=people.business_manager, at=NOW)
    before, left, after = outcomes(press, look, tmp_path)
    assert (before, left, after) == ((0, 0, 0), {(0, 0, 0)}, (3, 3, 1))
