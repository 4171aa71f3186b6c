"""The page on which a partnership says which numbers of people are small."""

import pytest
from django.urls import reverse

from tests.helpers.editing import theirs


@pytest.fixture
def address():
    return reverse("partnership:small_numbers", args=["ashshire"])


def test_is_five_and_can_be_changed(people, client_as, address):
    client = client_as(people.business_manager)
    page = client.get(address).text
    assert 'value="5"' in page
    assert address in client.get(reverse("partnership:manage", args=["ashshire"])).text
    data = {"small_number": "10"} | theirs(people.partnership)
    assert client.post(address, data).status_code == 302
    people.partnership.refresh_from_db()
    assert people.partnership.small_number == 10


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Enter a number from 1 to 50."),
        ("51", "Enter a number from 1 to 50."),
        ("five", "must be a whole number, like 12"),
        ("", "Enter the smallest number of people to publish"),
        ("9" * 30, "must be"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, client_as, address):
    data = {"small_number": typed} | theirs(people.partnership)
    page = client_as(people.business_manager).post(address, data).text
    assert "There is a problem" in page
    assert sentence in page
    people.partnership.refresh_from_db()
    assert people.partnership.small_number == 5
