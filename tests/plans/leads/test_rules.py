"""The rule for whose leads an action has, on plain values. tests/plans/test_inheritance.py holds every reader to it."""

from types import SimpleNamespace

import pytest

from plans.leads.rules import has_own_leads


def lead(role):
    return SimpleNamespace(role=role)


@pytest.mark.parametrize(
    ("leads", "words", "expected"),
    [
        ([lead("lead")], "", True),
        ([lead("oversees")], "", True),
        ([lead("lead")], "Audit Group", True),
        ([], "To be agreed", True),
        ([], "", False),
        ([], " \r\n\t ", False),
    ],
)
def test_an_action_that_names_anyone_does_not_share_its_priority_s_leads(leads, words, expected):
    assert has_own_leads(leads, words) is expected
