"""Saving a bulk change: all actions in one change, and nothing of a page that has gone stale."""

import re
from datetime import date

import pytest

from partnership.models import Change
from plans.actions.bulk import ChangeLeads, ChangePriority, ChangeThemes, ChangeTimescale
from plans.models import Action, Priority, Theme
from plans.services.action import remove_action, revise_action
from plans.services.plan import close_plan
from plans.services.structure import add_part
from tests.helpers.builders import action_of
from tests.helpers.bulk import check_data, rows, save_data, told
from tests.helpers.editing import address

pytestmark = pytest.mark.both_engines  # it locks and writes many rows

AGAIN = 16  # queries
JULY = {"kind": "month", "due_day": "", "due_month": "7", "due_year": "2027", "words": ""}


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def here(plan):
    return address("bulk_edit", plan)


@pytest.fixture
def client(by, client_as):
    return client_as(by)


@pytest.fixture
def other(plan, by):
    return add_part(Priority, plan, by=by, number="2", title="Families are helped")


def pks(plan, *references):
    return [action.pk for action in rows(plan, *references)]


class TestSave:
    CASES = {
        "group": lambda p, plan, other, theme: (
            {"group": p.board.pk},
            ChangeLeads(p.board),
            ("Who leads", {"Ashshire Executive"}),
        ),
        "lead": lambda p, plan, other, theme: (
            {"who": f"agency-{p.police.pk}", "way": "instead"},
            ChangeLeads(p.police),
            ("Who leads", {"Ashshire Police"}),
        ),
        "theme": lambda p, plan, other, theme: (
            {"theme": theme.pk, "way": "remove"},
            ChangeThemes(theme, adds=False),
            ("Themes", {"No theme"}),
        ),
        "priority": lambda p, plan, other, theme: (
            {"priority": other.pk},
            ChangePriority(other),
            ("Priority", {"Priority 2: Families are helped"}),
        ),
        "timescale": lambda p, plan, other, theme: (
            JULY | {"agreed_where": "Executive"},
            ChangeTimescale("month", "", date(2027, 7, 31), "month"),
            ("Timescale", {"July 2027"}),
        ),
    }

    @pytest.mark.parametrize("what", CASES)
    def test_all_in_one_change(self, what, people, plan, other, here, client, by):
        values, change, (label, after) = self.CASES[what](
            people, plan, other, Theme.objects.get(plan=plan)
        )
        before = Change.objects.count()
        data = save_data(check_data(plan, what=what, **values), change, plan)
        response = client.post(here, data, follow=True)
        assert response.redirect_chain == [(address("plan", plan), 302)]
        assert "3 actions changed." in response.content.decode()
        assert (set(told(plan, label).values()), Change.objects.count()) == (after, before + 1)
        latest = Change.objects.latest("pk")
        assert (latest.by, latest.where, latest.reason) == (
            by,
            "plans:bulk_edit",
            "The groups were merged.",
        )

    def test_the_page_sends_what_it_shows(self, people, plan, here, client):
        """As a browser would: from page to page, with the data of each."""
        data = check_data(plan, what="group", group=people.board.pk)
        page = client.post(here, data).content.decode()
        main = page[page.index('<form method="post" novalidate') :]
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main)
        sent = {}
        for name, value in hidden:
            sent.setdefault(name, []).append(value)
        client.post(here, sent | {"step": "save", "reason": "Merged."})
        assert set(told(plan, "Who leads").values()) == {"Ashshire Executive"}

    def test_a_timescale_of_an_agreed_plan_asks_for_a_reason(self, plan, here, client):
        change = ChangeTimescale("month", "", date(2027, 7, 31), "month")
        data = check_data(plan, what="timescale", **JULY)
        page = client.post(here, save_data(data, change, plan, reason=" ")).content.decode()
        assert "Enter a reason for changing the timescale" in page
        assert "July 2027" not in told(plan, "Timescale").values()

    def test_a_stale_page_is_told_who_changed_what(self, people, plan, other, here, client):
        data = check_data(plan, what="priority", priority=other.pk)
        data = save_data(data, ChangePriority(other), plan)
        revise_action(action_of(plan, "1.2"), by=people.executive, wording="Do less.")
        remove_action(action_of(plan, "1.3"), by=people.chair, reason="Done.")
        before = Change.objects.count()
        response = client.post(here, data)
        page = response.content.decode()
        assert (response.status_code, Change.objects.count()) == (409, before)
        said = re.findall(r"<li><strong>([^<]+)</strong>: ([^<]+)</li>", page)
        assert said == [
            ("1.2 Action 1.2", "Executive changed wording on 22 November 2026 at 10:00am"),
            ("1.3 Action 1.3", "Chair removed it from the plan on 22 November 2026 at 10:00am"),
        ]
        again = data | {"seen": re.search(r'name="seen" value="([^"]*)"', page)[1]}
        assert client.post(here, again).status_code == 302
        assert other.actions.count() == 2

    def test_all_taken_out_meanwhile(self, people, plan, other, here, client):
        data = check_data(plan, "1.3", what="priority", priority=other.pk)
        data = save_data(data, ChangePriority(other), plan, "1.3")
        remove_action(action_of(plan, "1.3"), by=people.chair, reason="Done.")
        response = client.post(here, data)
        assert "There is a problem" in response.content.decode()
        assert other.actions.count() == 0

    def test_pressed_twice_it_is_one_change(self, plan, other, here, client):
        data = check_data(plan, what="priority", priority=other.pk)
        data = save_data(data, ChangePriority(other), plan)
        before = Change.objects.count()
        assert [client.post(here, data).status_code for _ in range(2)] == [302, 409]
        assert Change.objects.count() == before + 1

    def test_nothing_that_was_not_shown_is_changed(self, plan, other, here, client):
        data = check_data(plan, what="priority", priority=other.pk) | {"step": "save"}
        for seen in ("", "x", "1:2-3", f"{pks(plan)[0]}:{'9' * 30}-{'a' * 16}"):
            assert client.post(here, data | {"seen": seen}).status_code == 409
        assert other.actions.count() == 0

    def test_a_closed_plan_refuses(self, people, plan, other, here, client, by):
        data = check_data(plan, what="priority", priority=other.pk)
        data = save_data(data, ChangePriority(other), plan)
        close_plan(plan, by=by, reason="Its period is over.")
        before = Change.objects.count()
        for response in (client.get(here), client.post(here, data)):
            page = response.content.decode()
            assert "This plan is closed. You can read it" in page
            assert 'value="change"' not in page
        assert Change.objects.count() == before

    def test_an_action_of_another_plan_stays(self, people, plan, other, here, client):
        foreign = people.elsewhere.plan.action_set.first()
        data = check_data(plan, what="priority", priority=other.pk)
        data = save_data(data, ChangePriority(other), plan)
        client.post(here, data | {"actions": [*data["actions"], foreign.pk]})
        assert other.actions.count() == 3
        assert Action.objects.get(pk=foreign.pk).version == foreign.version
