"""Each partnership's own stylesheet, which sets its colour, and the labels of its ratings."""

import pytest
from django.core.exceptions import ValidationError

from partnership.history import recording
from partnership.models import HouseStyle

STYLE = "/ashshire/style.css"


def set_colour(partnership, colour):
    with recording(by=None):
        HouseStyle.objects.filter(partnership=partnership).first().delete()
        HouseStyle.objects.create(partnership=partnership, colour=colour)


def test_sets_the_colour(people, client_as):
    set_colour(people.partnership, "#6b2c5f")
    response = client_as(people.member).get(STYLE)

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert set(response["Cache-Control"].split(", ")) == {"max-age=86400", "private"}
    assert response.content.decode() == ":root { --partnership-colour: #6b2c5f; }\n"


def test_page_asks_for_it_by_its_colour(people, client_as):
    set_colour(people.partnership, "#6b2c5f")
    page = client_as(people.member).get("/ashshire/agencies/").content.decode()

    assert f'href="{STYLE}?6b2c5f"' in page
    assert '<meta name="theme-color" content="#6b2c5f">' in page


def test_without_house_style_it_is_ours(people, client_as):
    with recording(by=None):
        HouseStyle.objects.filter(partnership=people.partnership).first().delete()

    assert "#1d4f7a" in client_as(people.member).get(STYLE).content.decode()


def test_marking_stands_on_every_page(people, client_as):
    style = people.partnership.house_style
    with recording(by=None):
        style.marking = "OFFICIAL"
        style.save()

    assert client_as(people.member).get("/help/").content.decode().count("OFFICIAL") == 2


def test_the_stylesheet_of_a_partnership_is_for_its_members(people, client_as):
    assert client_as(people.outsider).get(STYLE).status_code == 404
    assert client_as(None).get(STYLE).status_code == 302


def test_a_rating_label_is_used_once_in_a_scheme(people):
    """Two ratings of one name could not be told apart; another partnership may use it too."""
    red, amber = people.partnership.ratingdefinition_set.filter(kind__in=["off_track", "at_risk"])
    amber.label = red.label.upper()
    with pytest.raises(ValidationError) as refused:
        amber.full_clean()
    assert refused.value.messages == [
        "Another rating already has this label. Choose a different one."
    ]
    elsewhere = people.elsewhere.people.partnership
    assert elsewhere.ratingdefinition_set.filter(label=red.label).exists()
