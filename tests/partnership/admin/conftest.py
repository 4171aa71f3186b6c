"""Whoever the tests of the admin need beside the people of a partnership."""

import pytest

from partnership.models import User


@pytest.fixture
def staff(db):
    """A person who looks after the installation."""
    return User.objects.create_superuser("staff@installation.example", "x", name="Staff")
