"""What is complete and kept going is reviewed once a year: where it is said, and which ratings may be such."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.history import revise
from partnership.memo import Memo
from partnership.rating_kinds import RatingKind
from partnership.rating_library import BY_KEY
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.models import Plan
from plans.services.progress import record_no_change
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_update
from tests.helpers.page_text import text_of
from tests.helpers.periods import make_period
from tests.helpers.schemes import use_scheme

SCHEME = BY_KEY["kept_going"]
KEPT_GOING = next(r.key for r in SCHEME.ratings if r.is_reviewed_yearly)
COMPLETE = next(
    r.key for r in SCHEME.ratings if r.kind == RatingKind.COMPLETE and r.key != KEPT_GOING
)
SENTENCE = "review it once a year"


@pytest.fixture
def old(people, plan):
    """Two complete actions, last updated 200 days ago; one of them is kept going."""
    use_scheme(people.partnership, SCHEME)
    for reference, rating in (("1.1", KEPT_GOING), ("1.2", COMPLETE)):
        make_update(action_of(plan, reference), rating=rating, at=days_ago(200))
    return action_of(plan, "1.1")


@pytest.fixture
def a_year(monkeypatch):
    """A year is 200 days long: the small partnership is younger than a year.

    What other tests have made of the same rows was made with years of another length.
    """
    monkeypatch.setattr("plans.ratings.suggest.YEAR", TODAY - days_ago(200).date())
    for module in ("current", "as_at"):
        monkeypatch.setattr(f"plans.document.{module}._DOCUMENTS", Memo(size=20))


def pages(old):
    yield reverse("plans:plan", args=["ashshire", old.plan_id])
    yield reverse("plans:action", args=["ashshire", old.pk])
    yield reverse("plans:action_progress", args=["ashshire", old.pk])
    yield reverse("plans:period", args=["ashshire", make_period(old.plan).pk])


def test_pages_list_it_once_and_nothing_else_that_is_complete(people, old, a_year, client_as):
    client = client_as(people.business_manager)
    for page in pages(old):
        assert text_of(client.get(page).text).count(SENTENCE) == 1
    other = reverse("plans:action", args=["ashshire", action_of(old.plan, "1.2").pk])
    assert SENTENCE not in text_of(client.get(other).text)


def test_not_before_a_year_is_over(people, old, client_as):
    client = client_as(people.business_manager)
    for page in pages(old):
        assert SENTENCE not in text_of(client.get(page).text)


def test_documents_and_paper_say_it_until_it_is_reviewed(people, old, a_year):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=old.plan_id)
    for document in (read_plan(plan, on=TODAY), read_plan_as_at(plan, at=NOW)):
        asked = [one.reference for one in document.actions if one.unconfirmed_since]
        assert asked == ["1.1"]
        assert document.rating(KEPT_GOING).is_reviewed_yearly
        assert plan_sheets(document).html.count(SENTENCE) == 1
    record_no_change(old, by=people.business_manager, at=days_ago(1))
    assert not any(one.unconfirmed_since for one in read_plan(plan, on=TODAY).actions)


def test_only_what_is_complete_is_reviewed_once_a_year(people, old):
    ratings = people.partnership.ratingdefinition_set
    with pytest.raises(ValidationError, match="Only a rating for what is complete"):
        revise(ratings.get(key="green"), by=people.business_manager, is_reviewed_yearly=True)
    done = revise(ratings.get(key=COMPLETE), by=people.business_manager, is_reviewed_yearly=True)
    assert done.is_reviewed_yearly
