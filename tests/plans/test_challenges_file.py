"""The register of challenges as an Excel file."""

from datetime import date

import pytest
from django.urls import reverse

from tests.helpers.builders import action_of, make_plan
from tests.helpers.challenges import make_answered, make_challenge
from tests.helpers.exports import about_file, open_workbook, sheet_records

pytestmark = pytest.mark.engine_free


def test_the_register_as_filtered(people, plan, client_as):
    action = action_of(plan, "1.1")
    make_answered(action, by=people.scrutineer, to=people.audit_group, answered_by=people.chair)
    make_challenge(action, by=people.scrutineer, to=people.police, question="=2+2?")
    address = reverse("plans:challenges_file", args=["ashshire", "xlsx"])
    client = client_as(people.member)
    both = sheet_records(open_workbook(client.get(address))["Challenges"])
    assert [row["Question"] for row in both] == ["=2+2?", "Why has nobody read the second sample?"]  # fmt: skip
    assert both[0]["Answer by"].date() == date(2026, 12, 6)
    book = open_workbook(client.get(f"{address}?state=answered&to=group-{people.audit_group.pk}"))
    assert [row["Asked"] for row in sheet_records(book["Challenges"])] == ["Audit Group"]
    assert {"Status: Answered", "Asked: Audit Group"} <= set(about_file(book))


def test_what_is_about_a_draft_is_not_in_a_member_s(people, client_as):
    draft = make_plan(people, agreed=False)
    make_challenge(draft, about="plan", by=people.scrutineer, to=people.police)
    address = reverse("plans:challenges_file", args=["ashshire", "xlsx"])
    counts = [
        len(sheet_records(open_workbook(client_as(person).get(address))["Challenges"]))
        for person in (people.scrutineer, people.member)
    ]
    assert counts == [1, 0]
