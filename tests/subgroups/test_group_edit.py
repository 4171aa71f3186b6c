"""Adding, changing, ending and removing groups, and their reporting lines."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnership.history import StaleRecord
from subgroups.models import Group, Seat
from subgroups.services.group import add_group, change_group, end_group
from subgroups.services.seat import give_seat
from tests.helpers.builders import TODAY


def page(name, record=None):
    args = ["ashshire"] if record is None else ["ashshire", record.pk]
    return reverse(f"subgroups:{name}", args=args)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def spare(people):
    """A group that nothing refers to."""
    return add_group(people.partnership, by=people.business_manager, name="Spare", kind="network")


def lines(group):
    return {line.reports_to for line in group.reporting_lines.all()}


def date_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


class TestNew:
    def test_adds_a_group_and_its_reporting_lines(self, people, client):
        values = {
            "name": "Neglect", "kind": "subgroup", "remit": "Reads cases.", "meetings_a_year": "4",
            "chair_agency": people.police.pk, "reports_to": [people.board.pk, people.audit_group.pk],
        }  # fmt: skip
        answer = client.post(page("group_new"), values)
        group = Group.objects.get(name="Neglect")
        assert answer.url == page("group", group)
        assert (group.chair_agency, group.meetings_a_year) == (people.police, 4)
        assert lines(group) == {people.board, people.audit_group}
        assert len({row.change_id for row in [*group.history.all()]}) == 1

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"name": ""}, "Enter the name"),
            ({"name": "Audit Group"}, "There is already a group with this name."),
            ({"kind": "task_and_finish"}, "Enter the last day of the task and finish group"),
            ({"meetings_a_year": "many"}, "Meetings a year must be a whole number"),
            ({"kind": "club"}, "Kind: choose one of the options."),
        ],
    )
    def test_refuses_with_a_sentence(self, people, client, values, sentence):
        before = Group.objects.count()
        answer = client.post(page("group_new"), {"name": "Neglect", "kind": "network", **values})
        assert sentence in answer.text
        assert Group.objects.count() == before

    def test_takes_no_group_or_agency_of_another_partnership(self, people, client):
        theirs = people.elsewhere.people
        values = {"name": "Neglect", "kind": "network"}
        for wrong in ({"reports_to": theirs.board.pk}, {"chair_agency": theirs.police.pk}):
            assert client.post(page("group_new"), values | wrong).status_code == 200
        assert not Group.objects.filter(name="Neglect").exists()


class TestEdit:
    def values(self, group, **values):
        now = {"name": group.name, "kind": group.kind, "version": group.version}
        return now | {"reports_to": [other.pk for other in lines(group)]} | values

    def test_changes_fields_and_lines_in_one_change(self, people, client):
        group = people.audit_group
        values = self.values(group, name="Quality", reports_to=[people.training_group.pk])
        assert client.post(page("group_edit", group), values).url == page("group", group)
        group.refresh_from_db()
        assert (group.name, lines(group)) == ("Quality", {people.training_group})

    def test_a_line_alone_is_a_new_version(self, people):
        group, by = people.audit_group, people.business_manager
        change_group(group, by=by, seen=group.version, reports_to=[])
        with pytest.raises(StaleRecord):
            change_group(group, by=by, seen=group.version, reports_to=[people.training_group])
        assert lines(group) == set()

    def test_shows_both_texts_of_a_conflict_and_accepts_the_second_save(self, people, client):
        group = people.audit_group
        typed = self.values(group, remit="Mine")
        kept = {"reports_to": lines(group)}
        change_group(group, by=people.business_manager, remit="Theirs", **kept)
        answer = client.post(page("group_edit", group), typed)
        assert answer.status_code == 409
        assert "Theirs" in answer.text
        assert "Mine" in answer.text
        group.refresh_from_db()
        client.post(page("group_edit", group), typed | {"version": group.version})
        group.refresh_from_db()
        assert group.remit == "Mine"


class TestEnd:
    def test_ends_its_seats_with_it(self, people, client):
        group, day = people.audit_group, TODAY + timedelta(days=9)
        values = {"version": group.version, "reason": "Merged", **date_parts("ends_on", day)}
        assert client.post(page("group_end", group), values).url == page("group", group)
        group.refresh_from_db()
        assert group.ends_on == day
        assert {seat.until for seat in group.seats.all()} == {day}
        assert Seat.objects.running(day + timedelta(days=1)).filter(group=group).count() == 0

    def test_in_the_past_leaves_seats_that_have_ended(self, people):
        group, by, ended = people.audit_group, people.business_manager, TODAY - timedelta(days=3)
        give_seat(group, by=by, title="Head of last week", until=ended)
        end_group(group, by=by, ends_on=TODAY - timedelta(days=7))
        assert group.seats.get(title="Head of last week").until == ended
        assert Seat.objects.running(TODAY).filter(group=group).count() == 0

    def test_says_what_it_still_leads(self, people, plan, client):
        assert "1.1 " in client.get(page("group_end", people.audit_group)).text

    def test_an_ended_group_is_listed_apart_and_ends_once(self, people, client):
        group = people.audit_group
        assert "Groups that have ended" not in client.get(page("groups")).text
        end_group(group, by=people.business_manager, ends_on=TODAY - timedelta(days=1))
        text = client.get(page("groups")).text
        assert text.index("Groups that have ended") < text.index(group.name)
        assert "has already ended" in client.get(page("group_end", group)).text


class TestRemove:
    def test_removes_what_nothing_refers_to(self, client, spare):
        values = {"version": spare.version, "reason": "By mistake"}
        assert client.post(page("group_remove", spare), values).url == page("groups")
        assert not Group.objects.filter(pk=spare.pk).exists()

    def test_a_group_is_not_removed_without_a_reason(self, client, spare):
        answer = client.post(page("group_remove", spare), {"version": spare.version})
        assert "Enter a reason for removing it" in answer.text
        assert Group.objects.filter(pk=spare.pk).exists()

    def test_a_used_group_stays_and_the_page_says_why(self, people, plan, client):
        group = people.audit_group
        assert "because it has 2 seats and 1 lead" in client.get(page("group_remove", group)).text
        values = {"version": group.version, "reason": "By mistake"}
        assert client.post(page("group_remove", group), values).status_code == 200
        assert Group.objects.filter(pk=group.pk).exists()


def test_only_those_who_manage_are_offered_the_pages(people, client_as):
    for person, offered in ((people.business_manager, True), (people.chair, False)):
        text = client_as(person).get(page("group", people.audit_group)).text
        assert (page("group_edit", people.audit_group) in text) is offered
        assert (page("group_new") in client_as(person).get(page("groups")).text) is offered
