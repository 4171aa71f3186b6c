"""The list behind one number of a plan's patterns."""

import pytest
from django.urls import reverse

from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of

pytestmark = pytest.mark.both_engines  # it counts over history


def listing(client, plan, key, **query):
    kwargs = {"slug": plan.partnership.slug, "pk": plan.pk, "pattern": key}
    return client.get(reverse("reports:plan_pattern", kwargs=kwargs), query)


def test_tells_a_slip_with_who_led_and_why(people, plan, client_as):
    change_timescale(
        action_of(plan, "1.1"),
        by=people.business_manager,
        kind="ongoing",
        reason="The police data is not there yet.",
        agreed_where="Executive, 3 November",
        at=NOW,
    )
    page = listing(client_as(people.scrutineer), plan, "slips").content.decode()
    assert "From “By March 2027” to “Ongoing”. The police data is not there yet." in page
    assert (
        "Audit Group led · by Business manager on 22 November 2026 · agreed at Executive, 3 November"
        in page
    )


def test_the_list_of_one_leader_leaves_out_others(people, plan, client_as):
    key = f"group-{people.audit_group.pk}"
    page = listing(client_as(people.member), plan, "actions", of=key).content.decode()
    assert "Audit Group: actions led now" in page
    assert "1.1 Action 1.1" in page
    assert "1.3 Action 1.3" not in page


@pytest.mark.parametrize("key", ["nothing", "actions", "overdue", "late-returns"])
def test_a_number_that_is_none(people, plan, client_as, key):
    """A number by lead needs a lead."""
    assert listing(client_as(people.member), plan, key).status_code == 404


@pytest.mark.parametrize(
    "of", ["group-0", "group-x", "agency", "-", "words", "\x00", "group-9" * 99]
)
def test_the_list_of_an_unknown_leader_is_not_found(people, plan, client_as, of):
    assert listing(client_as(people.member), plan, "slips", of=of).status_code == 404


def test_not_of_a_group_elsewhere(people, plan, client_as):
    theirs = people.elsewhere.people.audit_group
    answer = listing(client_as(people.member), plan, "actions", of=f"group-{theirs.pk}")
    assert answer.status_code == 404
    mine = listing(client_as(people.member), plan, "actions", of=f"group-{people.audit_group.pk}")
    assert mine.status_code == 200


def test_an_empty_pattern_says_none(people, plan, client_as):
    page = listing(client_as(people.member), plan, "waiting").content.decode()
    assert ">None</h2>" in page
