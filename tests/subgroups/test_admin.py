"""Groups in the admin: their seats and lines stay in the partnership, and each save is one change."""

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from subgroups.models import Group, GroupReporting, Invitation, InvitationKey, Seat
from subgroups.services.invitation import invite
from tests.helpers.admin_pages import address, errors_of, new_row, press, typed

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both


def test_group_offers_and_takes_own_records_only(people, client_as):
    client = client_as(people.business_manager)
    others = people.elsewhere.people
    url = address(people.audit_group, "change")
    page = client.get(url)
    inlines = {one.formset.prefix: one.formset for one in page.context["inline_admin_formsets"]}
    data = typed(client, url)
    data = new_row(data, "reporting_lines", reports_to=others.board.pk)
    data = new_row(
        data, "seats", role="member", places="1", holder=others.member.pk, agency=others.council.pk
    )

    response = client.post(url, {**data, "chair_agency": others.council.pk})

    lines = inlines["reporting_lines"].empty_form.fields["reports_to"].queryset
    assert set(lines) == {people.board, people.audit_group, people.training_group}
    holders = inlines["seats"].empty_form.fields["holder"].queryset
    assert people.member in holders
    assert others.member not in holders
    assert set(errors_of(response)) >= {
        "chair_agency",
        "reporting_lines.reports_to",
        "seats.holder",
        "seats.agency",
    }
    assert people.audit_group.seats.count() == 2


def test_group_and_its_seats_are_one_change(people, client_as):
    client = client_as(people.business_manager)
    url = address(people.audit_group, "change")
    before = Change.objects.count()
    data = new_row(typed(client, url), "seats", role="observer", places="1", title="Observer")

    response = client.post(url, {**data, "remit": "Audits.", "change_reason": "Review."})

    assert response.status_code == 302, errors_of(response)
    change = Change.objects.first()
    assert Change.objects.count() == before + 1
    assert Group.history.filter(change=change).get().altered_fields() == ["remit"]
    assert Seat.history.filter(change=change).get().history_type == "+"
    assert (change.reason, change.home_kind, change.home_id) == (
        "Review.",
        "group",
        people.audit_group.pk,
    )


def test_group_does_not_report_to_itself(people, client_as):
    client = client_as(people.business_manager)
    url = address(people.board, "change")
    data = new_row(typed(client, url), "reporting_lines", reports_to=people.board.pk)

    response = client.post(url, data)

    assert errors_of(response) == {"reporting_lines.__all__": ["A group cannot report to itself."]}


def test_task_and_finish_group_needs_its_end(people, client_as):
    response = press(client_as(people.business_manager), people.audit_group, kind="task_and_finish")

    assert errors_of(response) == {
        "__all__": ["A task and finish group needs an end date and what it will deliver."]
    }


def test_seat_stays_in_its_group(people, client_as):
    seat = people.audit_group.seats.first()

    press(client_as(people.business_manager), seat, group=people.board.pk, title="Chair")

    seat.refresh_from_db()
    assert (seat.group, seat.title) == (people.audit_group, "Chair")


@pytest.mark.parametrize("model", [Seat, GroupReporting])
def test_history_of_a_deleted_group_and_its_parts(people, client_as, model):
    """The group's leads are a separate matter: this one leads nothing."""
    with recording(by=None):
        group = Group.objects.create(partnership=people.partnership, name="Network", kind="network")
        parts = {
            Seat: group.seats.create(title="Member"),
            GroupReporting: group.reporting_lines.create(reports_to=people.board),
        }
    key, group_key = parts[model].pk, group.pk
    client = client_as(people.business_manager)

    client.post(address(group, "delete"), {"post": "yes", "change_reason": "It ended."})

    part_url = reverse(f"admin:subgroups_{model._meta.model_name}_history", args=[key])
    for url in (part_url, reverse("admin:subgroups_group_history", args=[group_key])):
        assert "It ended." in client.get(url).content.decode()
        assert client_as(people.outsider).get(url).status_code == 404
    assert model.history.filter(id=key, history_type="-").count() == 1


def test_group_that_leads_stays(plan, people, client_as):
    client_as(people.business_manager).post(address(people.audit_group, "delete"), {"post": "yes"})

    assert Group.objects.filter(pk=people.audit_group.pk).count() == 1


def test_lists_ask_the_same_with_few_and_with_many(people, client_as, django_assert_num_queries):
    client = client_as(people.business_manager)
    client.get(reverse("admin:index"))
    for name in ("Another", "One more"):
        for model in (Group, Seat, GroupReporting):
            with django_assert_num_queries(8):
                assert client.get(address(model, "changelist")).status_code == 200
        with recording(by=None):
            group = Group.objects.create(
                partnership=people.partnership,
                name=name,
                kind="other",
                chair_agency=people.council,
            )
            group.seats.create(holder=people.member, agency=people.police)
            group.reporting_lines.create(reports_to=people.board)


class TestInvitations:
    @pytest.fixture
    def theirs(self, people):
        others = people.elsewhere.people
        return invite(
            others.partnership, by=people.outsider, email="eve@b.example", name="Eve", role="member"
        )

    @pytest.fixture
    def mine(self, people, theirs):
        return invite(
            people.partnership,
            by=people.business_manager,
            email="jo@charity.example",
            name="Jo Bloom",
            role="member",
            agency=people.council,
            seats=[(people.board, "observer")],
        )

    def test_invitations_are_shown_in_the_admin(self, people, client_as, mine):
        client = client_as(people.business_manager)
        listed = client.get(address(Invitation, "changelist"))
        assert list(listed.context["cl"].result_list) == [mine]
        page = client.get(address(mine, "change"))
        text = page.content.decode()
        for words in ("Jo Bloom", "jo@charity.example", "Ashshire Council", "Ashshire Executive"):
            assert words in text
        assert page.context["has_change_permission"] is False
        assert 'name="_save"' not in text
        assert 'value="member"' not in text
        assert "Jo Bloom" in client.get(address(mine, "history")).content.decode()

    def test_what_the_link_ends_in_is_shown_nowhere(self, people, client_as, mine):
        client = client_as(people.business_manager)
        digest = InvitationKey.objects.get(invitation=mine).digest
        for page in ("change", "history"):
            assert digest not in client.get(address(mine, page)).content.decode()
        assert client.get(address(Invitation, "changelist"), {"q": digest}).status_code == 200
        asked = {"key__digest__startswith": digest[:1]}
        assert client.get(address(Invitation, "changelist"), asked).status_code == 400

    def test_invitations_are_not_written_in_the_admin(self, people, client_as, mine):
        client = client_as(people.business_manager)
        before = Invitation.objects.filter(pk=mine.pk).values().get()
        sent = {"role": "business_manager", "email": "eve@evil.example", "name": "Eve"}
        for page in ("change", "delete"):
            answer = client.post(address(mine, page), sent | {"post": "yes"})
            assert answer.status_code == 403
        added = client.post(
            address(Invitation, "add"), sent | {"partnership": people.partnership.pk}
        )
        assert added.status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": mine.pk, "post": "yes"}
        client.post(address(Invitation, "changelist"), chosen)
        assert Invitation.objects.filter(pk=mine.pk).values().get() == before
        assert Invitation.objects.filter(partnership=people.partnership).count() == 1

    @pytest.mark.parametrize("page", ["change", "history", "delete"])
    def test_of_another_partnership_do_not_exist(self, people, client_as, theirs, page):
        client = client_as(people.business_manager)
        assert client.get(address(theirs, page)).status_code == 404
        assert client_as(people.outsider).get(address(theirs, page)).status_code != 404

    def test_list_asks_the_same_with_one_and_with_three(
        self, people, client_as, mine, django_assert_num_queries
    ):
        client = client_as(people.business_manager)
        client.get(reverse("admin:index"))
        for names in ((), ("a", "b")):
            for name in names:
                invite(
                    people.partnership,
                    by=people.business_manager,
                    email=f"{name}@charity.example",
                    name=name,
                    role="member",
                )
            with django_assert_num_queries(8):
                client.get(address(Invitation, "changelist"))
