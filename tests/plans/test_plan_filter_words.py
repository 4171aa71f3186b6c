"""The filter of the plan speaks the partnership's own words for ratings."""

from partnership.history import recording
from tests.helpers.editing import address


def test_ratings_and_gaps_are_called_what_the_partnership_calls_them(people, plan, client_as):
    rating = people.partnership.ratingdefinition_set.get(kind="on_track")
    with recording(by=people.business_manager):
        rating.label = "Going well"
        rating.save()
    page = client_as(people.member).get(f"{address('plan', plan)}?gap=no_evidence&rating=green")
    words = page.content.decode()
    assert ">Going well</option>" in words.replace(" selected", "")
    assert "Gaps: Rated Going well or Complete without evidence" in words
    assert "Rating: Going well" in words
