"""Where people who lead are named: documents, changes, filters and patterns."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.services.snapshot import take_snapshot
from reports.patterns.read import read_patterns
from tests.helpers.builders import NOW, TODAY, action_of
from tests.helpers.person_leads import last_sentence, loaded, name_lead, revise_name


@pytest.fixture
def action(people, plan):
    """Action 1.1, led by the member alone; no group, post or agency of theirs leads anything."""
    return name_lead(action_of(plan, "1.1"), people.member, by=people.business_manager)


class TestDocuments:
    def test_now_as_at_and_snapshot_name_them_alike(self, people, plan, action):
        snapshot = take_snapshot(plan, by=people.business_manager, why="by_hand", at=NOW)
        later = NOW + timedelta(minutes=1)
        for document in (
            read_plan(loaded(plan), on=TODAY),
            read_plan_as_at(plan, at=later),
            document_of(snapshot),
        ):
            (lead,) = document.actions[0].leads
            assert (lead.name, lead.kind, lead.pk) == ("Member", "person", people.member.pk)

    def test_an_earlier_version_has_the_name_of_then(self, people, plan, action, clock):
        clock.at = NOW + timedelta(hours=1)
        revise_name(people.member, "Amara Okafor")
        document = read_plan_as_at(plan, at=NOW + timedelta(minutes=1))
        assert [lead.name for lead in document.actions[0].leads] == ["Member"]
        now = read_plan(loaded(plan), on=TODAY)
        assert [lead.name for lead in now.actions[0].leads] == ["Amara Okafor"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_plan_costs_the_same(self, number, people, plan, django_assert_num_queries):
        for reference in ("1.1", "1.2", "1.3")[:number]:
            name_lead(action_of(plan, reference), people.member, by=people.business_manager)
        read_plan(loaded(plan), on=TODAY)
        plan = loaded(plan)
        with django_assert_num_queries(11):
            read_plan(plan, on=TODAY)

    @pytest.mark.parametrize("number", [1, 3])
    def test_so_does_an_earlier_version(self, number, people, plan, django_assert_num_queries):
        for reference in ("1.1", "1.2", "1.3")[:number]:
            name_lead(action_of(plan, reference), people.member, by=people.business_manager)
        at = NOW + timedelta(minutes=1)
        read_plan_as_at(plan, at=at)
        with django_assert_num_queries(28):
            read_plan_as_at(plan, at=at)


class TestChanges:
    def test_the_name_of_the_time(self, people, plan, action, clock):
        assert last_sentence(people)[0] == [
            "1.1 Action 1.1: now led by Member (before: Audit Group)"
        ]
        clock.at = NOW + timedelta(hours=1)
        revise_name(people.member, "Amara Okafor")
        assert last_sentence(people)[0] == [
            "1.1 Action 1.1: now led by Member (before: Audit Group)"
        ]

    def test_one_person_for_another_is_easy_to_miss(self, people, plan, action):
        name_lead(action, people.executive, by=people.business_manager)
        sentences, _ = last_sentence(people)
        assert sentences == ["1.1 Action 1.1: now led by Executive (before: Member)"]


class TestFinding:
    def test_the_filter_of_the_plan(self, people, plan, action, client_as):
        page = reverse("plans:plan", args=["ashshire", plan.pk])
        client = client_as(people.executive)
        found = client.get(f"{page}?lead=person-{people.member.pk}").content.decode()
        assert "Showing 1 of 3" in found
        assert "Lead post, agency or person: Member" in found
        none = client.get(f"{page}?lead=person-{people.executive.pk}").content.decode()
        assert "Showing 0 of 3" in none

    def test_patterns_by_lead(self, people, plan, action):
        patterns = read_patterns(loaded(plan), on=TODAY)
        (one,) = patterns.people
        assert (one.leader.name, one.leader.key) == ("Member", f"person-{people.member.pk}")
        assert [found.reference for found in one.actions] == ["1.1"]

    def test_the_page_of_the_person(self, people, plan, action, client_as):
        page = reverse("subgroups:person", args=["ashshire", people.member.memberships.get().pk])
        found = client_as(people.business_manager).get(page).content.decode()
        assert "What they lead" in found
        assert "lead, in their own name" in found
