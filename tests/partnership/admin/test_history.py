"""The admin: every write is one change, and its history stays."""

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from partnership.models import Agency, HouseStyle, Partnership
from tests.helpers.admin_pages import address, press, typed


def test_one_press_is_one_change_with_its_reason(people, client_as):
    client = client_as(people.business_manager)
    before = Change.objects.count()
    data = typed(client, address(people.partnership, "change"))
    data |= {"formerly": "LSCB", "house_style-0-marking": "OFFICIAL", "change_reason": "As agreed."}

    response = client.post(address(people.partnership, "change"), data)

    assert response.status_code == 302
    assert Change.objects.count() == before + 1
    change = Change.objects.first()
    assert (change.by, change.reason, change.through) == (
        people.business_manager,
        "As agreed.",
        "admin",
    )
    assert change.where == "admin:partnership_partnership_change"
    assert change.partnership == people.partnership
    assert Partnership.history.filter(change=change).get().altered_fields() == ["formerly"]
    assert HouseStyle.history.filter(change=change).get().altered_fields() == ["marking"]


def test_press_without_alteration_changes_nothing(people, client_as):
    before = Change.objects.count()

    response = press(client_as(people.business_manager), people.council, change_reason="None.")

    version = people.council.version
    people.council.refresh_from_db()
    assert response.status_code == 302
    assert (Change.objects.count(), people.council.version) == (before, version)


def test_add_and_delete_are_changes(people, client_as):
    client = client_as(people.business_manager)
    client.post(
        address(Agency, "add"),
        {
            "partnership": people.partnership.pk,
            "name": "Ashshire Scouts",
            "short_name": "",
            "sector": "voluntary",
            "standing": "relevant",
            "change_reason": "Joined.",
        },
    )
    agency = Agency.objects.get(name="Ashshire Scouts")
    client.post(address(agency, "delete"), {"post": "yes", "change_reason": "A mistake."})

    rows = Agency.history.filter(id=agency.pk)
    assert [(row.history_type, row.change.reason, row.change.through) for row in rows] == [
        ("-", "A mistake.", "admin"),
        ("+", "Joined.", "admin"),
    ]


def test_delete_selected_is_one_change(people, client_as):
    client = client_as(people.business_manager)
    before = Change.objects.count()
    seats = people.audit_group.seats.all()
    keys = list(seats.values_list("pk", flat=True))
    foreign = people.elsewhere.people.audit_group.seats.first()

    client.post(
        reverse("admin:subgroups_seat_changelist"),
        {"action": "delete_selected", "_selected_action": [*keys, foreign.pk], "post": "yes"},
    )

    assert seats.count() == 0
    assert type(foreign).objects.filter(pk=foreign.pk).count() == 1
    assert Change.objects.count() == before + 1


def test_history_tells_who_when_why_and_what(people, client_as):
    client = client_as(people.business_manager)
    press(client, people.council, short_name="AC", change_reason="Shorter.")

    text = client.get(address(people.council, "history")).content.decode()

    for words in ("Business manager", "Shorter.", "the admin", "Short name", "22 November 2026"):
        assert words in text


def test_history_outlives_the_record_for_its_partnership_only(people, client_as):
    with recording(by=people.business_manager, reason="No longer."):
        agency = Agency.objects.create(
            partnership=people.partnership, name="Gone", sector="other", standing="other"
        )
        key = agency.pk
        agency.delete()
    url = reverse("admin:partnership_agency_history", args=[key])

    own = client_as(people.business_manager).get(url)
    others = client_as(people.outsider).get(url)

    assert own.status_code == 200
    assert "No longer." in own.content.decode()
    assert others.status_code == 404


def test_old_versions_cannot_be_saved(people, client_as):
    row = people.council.history.first()
    url = address(people.council, "simple_history", row.pk)

    assert client_as(people.business_manager).get(url).status_code == 404
    assert client_as(people.business_manager).post(url, {"name": "X"}).status_code == 404


def test_changes_are_only_looked_at(people, client_as):
    client = client_as(people.business_manager)
    change = Change.objects.filter(partnership=people.partnership).first()

    assert client.get(address(change, "change")).status_code == 200
    assert client.post(address(change, "change"), {"reason": "X"}).status_code == 403
    assert client.post(address(change, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(address(Change, "add")).status_code == 403


@pytest.mark.parametrize("who", ["business_manager", "staff"])
def test_what_history_stands_on_is_never_deleted(plan, people, client_as, staff, who):
    client = client_as(staff if who == "staff" else people.business_manager)

    for record in (people.partnership, plan, people.member):
        assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
