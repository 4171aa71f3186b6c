"""The admin: a save of what somebody else has changed meanwhile shows both, and is kept the second time."""

from partnership.history import Change, recording
from tests.helpers.admin_pages import address, errors_of, resent, typed


def test_stale_save_names_who_was_first_and_keeps_what_was_typed(people, client_as):
    client = client_as(people.business_manager)
    url = address(people.council, "change")
    stale = typed(client, url)
    with recording(by=people.executive):
        people.council.short_name = "Theirs"
        people.council.save()
    before = Change.objects.count()

    first = client.post(url, {**stale, "short_name": "Mine"})
    second = client.post(url, {**stale, "short_name": "Mine"})

    people.council.refresh_from_db()
    assert people.council.short_name == "Theirs"
    assert Change.objects.count() == before
    for response in (first, second):
        [told] = errors_of(response)["__all__"]
        assert told.startswith("Executive changed this on 22 November 2026 at 10:00, after")
        assert response.context["adminform"].form["short_name"].value() == "Mine"
        assert "<td>Theirs<br>(changed by Executive)</td>" in response.text
        assert "<td>Mine</td>" in response.text
        assert response.text.count('<th scope="row">') == 1
        assert "Executive saved first, on 22 November 2026 at 10:00" in response.text


def test_a_second_save_puts_mine_in_place_of_theirs(people, client_as):
    """Once both were shown; unless a third person has saved meanwhile."""
    client = client_as(people.business_manager)
    url = address(people.council, "change")
    stale = typed(client, url)
    for name in ("Theirs", "Still theirs"):
        with recording(by=people.executive):
            people.council.short_name = name
            people.council.save()
        response = client.post(url, {**stale, "short_name": "Mine"})
        assert f"<td>{name}<br>(changed by Executive)</td>" in response.text
        stale = resent(response)
    assert stale["short_name"] == "Mine"

    assert client.post(url, stale).status_code == 302
    people.council.refresh_from_db()
    assert people.council.short_name == "Mine"


def test_what_was_left_alone_stands_as_the_others_made_it(people, client_as):
    client = client_as(people.business_manager)
    url = address(people.council, "change")
    stale = typed(client, url)
    with recording(by=people.executive):
        people.council.short_name, people.council.sector = "Theirs", "police"
        people.council.save()

    response = client.post(url, {**stale, "name": "Mine"})
    assert "show what was saved: Short name, Sector." in response.text
    assert "<td>Mine</td>" in response.text
    assert response.text.count('<th scope="row">') == 1
    client.post(url, resent(response))

    people.council.refresh_from_db()
    assert (people.council.name, people.council.short_name, people.council.sector) == (
        "Mine",
        "Theirs",
        "police",
    )


def test_save_without_version_is_refused(people, client_as):
    client = client_as(people.business_manager)
    data = typed(client, address(people.council, "change"))
    del data["version"]

    response = client.post(address(people.council, "change"), {**data, "short_name": "Mine"})

    assert set(errors_of(response)) == {"__all__"}


def test_stale_row_is_refused(people, client_as):
    client = client_as(people.business_manager)
    url = address(people.partnership, "change")
    stale = typed(client, url)
    style = people.partnership.house_style
    with recording(by=people.executive):
        style.marking = "OFFICIAL"
        style.save()

    response = client.post(url, stale)

    style.refresh_from_db()
    assert set(errors_of(response)) == {"house_style.__all__"}
    assert style.marking == "OFFICIAL"


def test_two_stale_forms_and_their_rows(people, client_as):
    """The record and an inline row are both stale, both shown, and both kept as typed and saved the second time."""
    client = client_as(people.business_manager)
    url = address(people.partnership, "change")
    mine = {
        "short_name": "Mine",
        "house_style-0-marking": "MINE",
        "house_style-0-colour": "#111111",
    }
    stale = {**typed(client, url), **mine}
    style = people.partnership.house_style
    with recording(by=people.executive):
        people.partnership.short_name, style.marking = "Theirs", "THEIRS"
        people.partnership.save()
        style.save()

    response = client.post(url, stale)
    assert set(errors_of(response)) == {"__all__", "house_style.__all__"}
    for theirs, yours in (("Theirs", "Mine"), ("THEIRS", "MINE")):
        assert f"<td>{theirs}<br>(changed by Executive)</td>" in response.text
        assert f"<td>{yours}</td>" in response.text
    style.refresh_from_db()
    assert style.marking == "THEIRS"

    again = resent(response)
    assert {name: again[name] for name in mine} == mine
    assert client.post(url, again).status_code == 302
    style.refresh_from_db()
    people.partnership.refresh_from_db()
    assert (style.marking, style.colour) == ("MINE", "#111111")
    assert people.partnership.short_name == "Mine"
