"""The business manager's pages of a period: its days, freezing it, reopening it, and sending back a return."""

import pytest

from plans.services.period import freeze_period, revise_period
from plans.services.plan import close_plan
from tests.helpers.builders import NOW, action_of, days_ago, make_update
from tests.helpers.editing import address, theirs
from tests.helpers.periods import make_period, make_submitted, period_data


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def period(plan):
    return make_period(plan, at=days_ago(10))


@pytest.fixture
def frozen(people, period):
    return freeze_period(period, by=people.business_manager, at=NOW)


@pytest.fixture
def submitted(people, period):
    record = period.returns.get(group=people.audit_group)
    return make_submitted(
        record, by=people.chair, references=["1.1"], note="All well.", at=days_ago(1)
    )


class TestEdit:
    def test_days(self, period, client):
        data = period_data(freezes_on_day="18", reason="The meeting moved.") | {
            "version": period.version
        }
        response = client.post(address("period_edit", period), data)
        assert response["Location"] == address("period", period)
        period.refresh_from_db()
        assert (period.freezes_on.day, period.meeting) == (18, "Executive, 20 December")
        assert period.history.latest().change.reason == "The meeting moved."

    def test_two_at_once_see_both(self, people, period, client):
        seen = theirs(period)
        revise_period(period, by=people.business_manager, meeting="Board")
        response = client.post(address("period_edit", period), period_data() | seen)
        assert response.status_code == 409
        assert "Board" in response.text
        period.refresh_from_db()
        assert period.meeting == "Board"

    def test_not_once_frozen(self, frozen, client):
        page = client.get(address("period_edit", frozen)).text
        assert "This period is frozen. To change it, reopen it first." in page
        assert 'name="name"' not in page
        sent = client.post(address("period_edit", frozen), period_data() | theirs(frozen))
        assert "This period is frozen" in sent.text
        frozen.refresh_from_db()
        assert frozen.meeting == ""


class TestFreeze:
    def test_says_first_what_is_missing(self, people, plan, period, client):
        make_update(action_of(plan, "1.3"), by=people.chair_of_other_group)
        page = " ".join(client.get(address("period_freeze", period)).text.split())
        assert "<li>Audit Group: 1 of 1 action missing</li>" in page
        assert "<li>Training Group: ready to submit</li>" in page

    def test_nothing_missing(self, people, period, client):
        for record, by, reference in (
            (period.returns.get(group=people.audit_group), people.chair, "1.1"),
            (period.returns.get(post=people.adviser), people.lead, "1.2"),
            (period.returns.get(group=people.training_group), people.chair_of_other_group, "1.3"),
        ):
            make_submitted(record, by=by, references=[reference])
        page = client.get(address("period_freeze", period)).text
        assert "Every return has been submitted." in page

    def test_freezes(self, people, period, client):
        response = client.post(address("period_freeze", period), theirs(period), follow=True)
        assert "Autumn 2026 is frozen. A snapshot of the plan was saved." in response.text
        period.refresh_from_db()
        assert (period.frozen_at, period.frozen_by) == (NOW, people.business_manager)
        assert period.snapshots.count() == 1

    def test_once(self, frozen, client):
        page = client.get(address("period_freeze", frozen)).text
        assert "This period was frozen on 22 November 2026." in page
        assert "Freeze the period</button>" not in page
        client.post(address("period_freeze", frozen), theirs(frozen))
        assert frozen.snapshots.count() == 1

    def test_not_over_days_that_moved_meanwhile(self, people, period, client):
        seen = theirs(period)
        revise_period(period, by=people.business_manager, meeting="Board")
        assert client.post(address("period_freeze", period), seen).status_code == 409
        assert period.snapshots.count() == 0


class TestReopen:
    def test_needs_a_reason(self, frozen, client):
        page = client.post(address("period_reopen", frozen), {"reason": ""})
        assert "Enter a reason for reopening the period" in page.text
        frozen.refresh_from_db()
        assert frozen.is_frozen
        client.post(address("period_reopen", frozen), {"reason": "One group was ill."})
        frozen.refresh_from_db()
        assert not frozen.is_frozen

    def test_only_a_frozen_one(self, period, client):
        page = client.get(address("period_reopen", period)).text
        assert "This period is open." in page
        assert "Reopen the period</button>" not in page

    def test_only_the_latest(self, plan, frozen, client):
        make_period(plan, name="Winter")
        page = client.post(address("period_reopen", frozen), {"reason": "One group was ill."})
        assert "You can only reopen the latest period." in page.text
        frozen.refresh_from_db()
        assert frozen.is_frozen

    def test_not_of_a_closed_plan(self, people, plan, frozen, client):
        close_plan(plan, by=people.business_manager, reason="Over.")
        page = client.get(address("period_reopen", frozen)).text
        assert "This plan is closed." in page
        assert "Reopen the period</button>" not in page


class TestQuestion:
    def test_sends_it_back(self, people, period, submitted, client):
        assert "All well." in client.get(address("group_return_question", submitted)).text
        response = client.post(
            address("group_return_question", submitted), {"question": "Who was asked?"}
        )
        assert response["Location"] == address("period", period)
        submitted.refresh_from_db()
        assert (submitted.question, submitted.questioned_by, submitted.is_submitted) == (
            "Who was asked?",
            people.business_manager,
            False,
        )

    def test_needs_a_question(self, submitted, client):
        page = client.post(address("group_return_question", submitted), {"question": " "})
        assert "Enter your question" in page.text
        submitted.refresh_from_db()
        assert submitted.is_submitted

    def test_only_what_was_submitted(self, people, period, client):
        record = period.returns.get(group=people.training_group)
        page = client.get(address("group_return_question", record)).text
        assert "You can only send back a return that has been submitted." in page
        assert 'name="question"' not in page

    def test_not_once_frozen(self, people, period, submitted, client):
        freeze_period(period, by=people.business_manager)
        page = client.get(address("group_return_question", submitted)).text
        assert "This period is frozen. To send a return back, reopen it first." in page
        client.post(address("group_return_question", submitted), {"question": "Why?"})
        submitted.refresh_from_db()
        assert submitted.question == ""
