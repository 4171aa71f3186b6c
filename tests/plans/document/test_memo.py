"""A plan's document is kept for the same rows, and made anew as soon as anything that it says has changed."""

from datetime import timedelta

import pytest

from partnership.models import HouseStyle
from partnership.services.settings import change_house_style
from plans.document.current import read_plan
from plans.models import Action, Plan
from plans.services.measure import add_measure
from tests.helpers.builders import TODAY, action_of, make_plan, make_update

pytestmark = pytest.mark.database


@pytest.fixture
def plan(people):
    return make_plan(people)


def read(plan, on=TODAY, **options):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=on, **options)


def test_the_same_rows_are_the_same_document(plan):
    assert read(plan) is read(plan)
    assert read(plan) is read(plan, shown=Action.objects.filter(plan=plan))


def test_another_day_filter_or_fact_is_another_document(people, plan):
    first = read(plan)
    assert read(plan, on=TODAY + timedelta(days=1)).on == TODAY + timedelta(days=1)
    assert read(plan, shown=Action.objects.filter(reference="1.1")).is_filtered
    make_update(action_of(plan, "1.1"), comment="Something new")
    assert "Something new" not in repr(first)
    assert "Something new" in repr(read(plan))
    add_measure(action_of(plan, "1.1"), by=people.business_manager, wording="A new measure")
    assert "A new measure" in repr(read(plan))


def test_another_appearance_is_another_document(people, plan):
    colour = read(plan).colour
    style = HouseStyle.objects.get(partnership=people.partnership)
    change_house_style(style, by=people.business_manager, marking="OFFICIAL")
    assert (read(plan).marking, read(plan).colour) == ("OFFICIAL", colour)


def test_documents_of_two_partnerships_are_their_own(people, plan):
    theirs = people.elsewhere.plan
    assert (read(plan).pk, read(theirs).pk) == (plan.pk, theirs.pk)
    assert read(theirs).partnership != read(plan).partnership
