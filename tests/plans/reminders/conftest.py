"""Who makes the changes, and the address that links in reminders begin with."""

import pytest

from tests.helpers.reminders import SITE


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
