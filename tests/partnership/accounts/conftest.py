"""Organisations that people sign in through, addresses that are not confirmed, second factors."""

import pytest
from django.db import transaction

from tests.helpers.factors import give_app
from tests.helpers.oidc_provider import Provider
from tests.helpers.oidc_sign_in import COUNCIL, POLICE, trust


@pytest.fixture(scope="module")
def running():
    """Two organisations, each with its provider."""
    both = {COUNCIL: Provider(), POLICE: Provider()}
    yield both
    for provider in both.values():
        provider.stop()


@pytest.fixture
def council(running, people, settings):
    running[COUNCIL].begin_again(email=people.member.email)
    running[POLICE].begin_again(email=people.chair.email)
    trust(settings, running)
    return running[COUNCIL]


@pytest.fixture
def newcomer(people):
    """A member whose address is not confirmed."""
    people.member.emailaddress_set.all().delete()
    return people.member


@pytest.fixture
def commits_at_once(monkeypatch):
    """Run on_commit callbacks at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda todo, using=None, robust=False: todo())


@pytest.fixture
def guarded(people):
    give_app(people.member)
    return people.member
