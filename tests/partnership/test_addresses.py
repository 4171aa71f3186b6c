"""The record that an address names is found by a statement, and is the one that the QuerySets would find."""

import pytest

from partnership.addresses import LARGEST_ID, read_visible
from partnership.models import Agency
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.models import Action, GroupReturn, Plan
from plans.services.plan import create_plan
from subgroups.models import Group, Seat
from tests.helpers.builders import FOUNDED, TODAY, make_plan
from tests.helpers.periods import make_period

pytestmark = pytest.mark.database


@pytest.fixture
def plan(people):
    return make_plan(people)


def read(model, pk, user, slug="ashshire"):
    return read_visible(model, user=user, slug=slug, pk=pk, day=TODAY)


def facts(record):
    found = dict(vars(record), _state=None)
    return {name: value for name, value in found.items() if name != "_state"}


@pytest.mark.parametrize("model", [Plan, Action, GroupReturn, Group, Seat, Agency])
def test_finds_what_the_querysets_find(people, plan, model, django_assert_num_queries):
    make_period(plan)
    visible = model.objects.visible_to(people.chair, on=TODAY)
    expected = visible.at_address(slug="ashshire", pk=visible.first().pk).get()
    with django_assert_num_queries(1):
        found = read(model, expected.pk, people.chair)
    assert facts(found) == facts(expected)
    with django_assert_num_queries(0):
        assert found.partnership.house_style == expected.partnership.house_style


def test_finds_nothing_of_another_partnership_or_under_another_slug(people, plan):
    outsider = people.elsewhere.people.business_manager
    assert read(Plan, plan.pk, people.chair) == plan
    assert read(Plan, plan.pk, outsider) is None
    assert read(Plan, plan.pk, outsider, slug="birchshire") is None
    assert read(Plan, plan.pk, people.chair, slug="birchshire") is None


def test_a_draft_is_found_by_those_who_read_drafts(people):
    draft = create_plan(
        people.partnership,
        by=people.business_manager,
        title="Draft",
        period="2027",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    assert read(Plan, draft.pk, people.scrutineer) == draft
    assert read(Plan, draft.pk, people.member) is None


def test_the_reader_of_two_partnerships_finds_records_of_both(people, plan):
    other = people.elsewhere.people.partnership
    admit(people.member, other, by=None, role=Role.MEMBER, since=FOUNDED)
    theirs = other.agency_set.first()
    assert read(Agency, theirs.pk, people.member, slug="birchshire") == theirs
    assert read(Plan, plan.pk, people.member) == plan


@pytest.mark.parametrize("pk", [0, LARGEST_ID, LARGEST_ID + 1, 10**30])
def test_an_id_that_no_record_has_finds_nothing(people, pk):
    assert read(Plan, pk, people.chair) is None
