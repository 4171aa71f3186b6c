"""Actions in the admin: a date that moves has a reason, and a stale save changes nothing."""

import re
from datetime import date

import pytest

from partnership.history import Change, recording
from plans.models import (
    Action,
    Priority,
)
from plans.services.structure import add_part
from tests.helpers import builders
from tests.helpers.admin_pages import address, errors_of, press, resent, typed

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both


@pytest.fixture
def action(plan):
    return plan.action_set.get(reference="1.1")


@pytest.fixture
def draft(people):
    """A second plan of the same partnership, whose records could be mixed with the first's."""
    return builders.make_plan(people, agreed=False, title="Next plan")


def test_timescale_of_an_agreed_plan_moves_for_a_reason(people, action, client_as):
    client = client_as(people.business_manager)
    later = {"due_on": "2027-06-01", "due_precision": "month", "title": "Renamed"}

    without = press(client, action, **later)
    with_reason = press(client, action, **later, change_reason="Data is late.")

    action.refresh_from_db()
    moved = action.timescale_changes.get()
    assert errors_of(without) == {"change_reason": ["Enter a reason for changing the timescale."]}
    assert with_reason.status_code == 302
    assert (action.due_on, action.title) == (date(2027, 6, 30), "Renamed")
    assert (moved.from_due_on, moved.to_due_on) == (date(2027, 3, 31), date(2027, 6, 30))
    assert (moved.reason, moved.by) == ("Data is late.", people.business_manager)
    assert Action.history.filter(change=Change.objects.first()).count() == 2


def test_where_a_move_was_agreed_is_kept_with_it(people, action, client_as):
    client = client_as(people.business_manager)
    told = {"change_reason": "Data is late.", "agreed_where": "Executive, 20 November"}
    assert press(client, action, due_on="2027-06-30", **told).status_code == 302
    assert action.timescale_changes.get().agreed_where == "Executive, 20 November"
    press(client, action, title="Renamed", **told)
    assert action.timescale_changes.count() == 1
    too_long = press(client, action, due_on="2027-07-31", change_reason="x", agreed_where="x" * 201)
    assert list(errors_of(too_long)) == ["agreed_where"]


def test_a_draft_does_not_ask_where_it_was_agreed(people, action, client_as):
    draft = builders.make_plan(people, agreed=False, title="Draft")
    client = client_as(people.business_manager)
    for record, asks in ((action, True), (draft.action_set.first(), False)):
        page = client.get(address(record, "change")).text
        assert ('name="agreed_where"' in page) is asks
    assert 'name="agreed_where"' not in client.get(address(Action, "add")).text


def test_stale_lead_is_refused(people, action, client_as):
    client = client_as(people.business_manager)
    stale = typed(client, address(action, "change"))
    lead = action.leads.get()
    with recording(by=people.executive):
        lead.role = "oversees"
        lead.save()

    response = client.post(address(action, "change"), {**stale, "title": "Mine"})

    action.refresh_from_db()
    assert list(errors_of(response)) == ["leads.__all__"]
    assert action.title == "Action 1.1"
    assert "Both texts of lead Audit Group" in response.text
    assert "show what was saved: Role." in response.text
    assert client.post(address(action, "change"), resent(response)).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.leads.get().role) == ("Mine", "oversees")


def test_a_stale_action_shows_dates_names_and_lines_as_people_read_them(people, action, client_as):
    """Every kind of field: the priority's name, not its id; a day in words; several lines; and it saves."""
    client, url = client_as(people.business_manager), address(action, "change")
    action.wording = "One\nTwo"
    with recording(by=people.executive):
        action.save()
    other = add_part(Priority, action.plan, by=people.business_manager, number="2", title="Homes")
    stale = typed(client, url)
    stale["wording"] = stale["wording"].replace("\n", "\r\n")  # as a browser sends it
    with recording(by=people.executive):
        action.due_on, action.title, action.wording = date(2028, 3, 31), "Theirs", "One\nThree"
        action.save()
    mine = {"priority": str(other.pk), "due_on": "2027-06-30", "change_reason": "Later."}

    response = client.post(url, {**stale, **mine})
    told = re.findall(
        r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', response.text
    )
    assert told == [
        ("Due date", "31 March 2028<br>(changed by Executive)", "30 June 2027"),
        ("Priority", "Priority 1: Children are heard", "Priority 2: Homes"),
    ]
    assert "show what was saved: Short title, Wording." in response.text
    again = resent(response)
    assert (again["wording"], again["change_reason"]) == ("One\nThree", "Later.")
    assert client.post(url, again).status_code == 302

    action.refresh_from_db()
    assert (action.title, action.priority, action.due_on) == ("Theirs", other, date(2027, 6, 30))
    assert action.timescale_changes.get().reason == "Later."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "0"])
def test_a_version_that_is_none_is_refused(people, action, client_as, version):
    client, url = client_as(people.business_manager), address(action, "change")
    response = client.post(url, {**typed(client, url), "title": "Mine", "version": version})
    assert response.status_code == 200
    action.refresh_from_db()
    assert action.title == "Action 1.1"
