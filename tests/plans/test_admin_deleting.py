"""Records of a plan that are deleted in the admin, and what history keeps of them."""

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from plans.models import (
    Action,
    Evidence,
    Lead,
    Priority,
    ProgressUpdate,
    SuccessMeasure,
)
from tests.helpers import builders
from tests.helpers.admin_pages import address

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both


@pytest.fixture
def action(plan):
    return plan.action_set.get(reference="1.1")


def test_deleted_action_leaves_a_row_of_every_part(people, action, client_as):
    client = client_as(people.business_manager)
    builders.make_update(action)
    builders.make_evidence(action, measure=action.measures.get())
    follower = action.plan.action_set.get(reference="1.2")
    with recording(by=None):
        follower.follows = action
        follower.save()
    key, parts = action.pk, [(Lead, 1), (SuccessMeasure, 1), (ProgressUpdate, 1), (Evidence, 1)]

    without = client.post(address(action, "delete"), {"post": "yes"})
    assert Action.objects.filter(pk=key).count() == 1
    response = client.post(
        address(action, "delete"), {"post": "yes", "change_reason": "Agreed to drop it."}
    )

    assert (without.status_code, response.status_code) == (302, 302)
    assert Action.objects.filter(pk=key).count() == 0
    change = Change.objects.first()
    assert change.reason == "Agreed to drop it."
    for model, count in parts:
        gone = model.history.filter(change=change, history_type="-", action_id=key)
        assert gone.count() == count, model
    let_go = Action.history.get(change=change, id=follower.pk)
    assert let_go.altered_fields() == ["follows"]

    url = reverse("admin:plans_action_history", args=[key])
    assert "Agreed to drop it." in client.get(url).content.decode()
    assert client_as(people.outsider).get(url).status_code == 404


def test_history_of_deleted_parts_is_for_their_partnership(people, action, client_as):
    lead = action.leads.get()
    key = lead.pk
    with recording(by=people.business_manager, reason="Replaced."):
        lead.delete()
    url = reverse("admin:plans_lead_history", args=[key])

    assert client_as(people.business_manager).get(url).status_code == 200
    assert client_as(people.outsider).get(url).status_code == 404


def test_priority_with_actions_stays(people, plan, client_as):
    priority = plan.priority_set.get()

    client_as(people.business_manager).post(address(priority, "delete"), {"post": "yes"})

    assert Priority.objects.filter(pk=priority.pk).count() == 1
