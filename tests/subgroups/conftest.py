"""Whoever invites, and an invitation."""

import pytest

from subgroups.services.invitation import invite


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def ask(people, manager):
    """``ask(**values)`` invites Jo Bloom, by the business manager; the tokens are in ``ask.tokens``."""

    def ask(**values):
        values = {"email": "jo@charity.example", "name": "Jo Bloom", "role": "member", **values}
        return invite(people.partnership, by=manager, link=ask.link, **values)

    ask.tokens = []
    ask.link = lambda token: ask.tokens.append(token) or f"https://plan.example/{token}"
    return ask
