"""Withdrawing a plan that was begun by mistake, while nobody has used it."""

import pytest
from django.core.exceptions import ValidationError

from partnership.models import Change
from plans.models import Action, Plan
from plans.policies.plan import reason_not_to_withdraw
from plans.services.plan import revise_plan, withdraw_plan
from plans.services.snapshot import take_snapshot
from tests.helpers.builders import action_of, make_evidence, make_plan, make_update
from tests.helpers.editing import address, theirs


@pytest.fixture
def draft(people):
    return make_plan(people, agreed=False, title="By mistake")


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def test_the_draft_is_removed_and_history_says_why(people, plan, draft, client):
    data = theirs(draft) | {"reason": "Begun by mistake."}
    before = Change.objects.count()
    response = client.post(address("plan_withdraw", draft), data)
    assert response.url == address("plans", people.partnership)
    assert "Plan withdrawn: By mistake" in client.get(response.url).content.decode()
    assert list(Plan.objects.filter(partnership=people.partnership)) == [plan]
    assert not Action.objects.filter(plan=draft.pk).exists()
    row = Plan.history.filter(id=draft.pk).latest()
    assert (row.history_type, row.change.reason) == ("-", "Begun by mistake.")
    assert Change.objects.count() == before + 1
    feed = client.get(f"/{people.partnership.slug}/changes/").content.decode()
    assert "By mistake" in feed
    assert "Begun by mistake." in feed


def test_a_reason_is_needed(draft, client):
    page = client.post(address("plan_withdraw", draft), theirs(draft)).content.decode()
    assert "Enter a reason for withdrawing the plan" in page
    assert Plan.objects.filter(pk=draft.pk).exists()


USES = {
    "Someone has updated an action": lambda plan, by: make_update(action_of(plan, "1.1")),
    "Someone has added evidence": lambda plan, by: make_evidence(action_of(plan, "1.1")),
    "A snapshot of this plan was saved": lambda plan, by: take_snapshot(plan, by=by, why="request"),
}


def test_an_agreed_plan_is_not_withdrawn(people, plan, client):
    assert "You can only withdraw a draft." in reason_not_to_withdraw(plan)
    page = client.get(address("plan_withdraw", plan)).content.decode()
    assert "You can only withdraw a draft." in page
    assert "govuk-button--warning" not in page
    with pytest.raises(ValidationError, match="only withdraw a draft"):
        withdraw_plan(plan, by=people.business_manager, reason="Why not?")
    assert Plan.objects.filter(pk=plan.pk).exists()


@pytest.mark.parametrize("sentence", USES)
def test_a_draft_that_someone_has_used_stays(sentence, people, draft):
    USES[sentence](draft, people.business_manager)
    with pytest.raises(ValidationError, match=sentence):
        withdraw_plan(draft, by=people.business_manager, reason="Why not?")
    assert Plan.objects.filter(pk=draft.pk).exists()


def test_a_plan_that_another_follows_stays(people, draft, client):
    by = people.business_manager
    follower = make_plan(people, actions=0, agreed=False, title="The next")
    revise_plan(follower, by=by, previous=draft)
    with pytest.raises(ValidationError, match="Another plan follows this one"):
        withdraw_plan(draft, by=by, reason="Why not?")
    assert Plan.objects.filter(pk=draft.pk).exists()
