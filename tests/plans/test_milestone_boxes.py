"""Milestones recorded as done with an update, on the action's own page and in a return; and who is reminded of them."""

import re
from datetime import date, timedelta

import pytest

from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.models import Draft
from plans.reminders.due_items import read_due_items, read_due_items_by_person
from plans.services.lead import set_leads
from plans.services.period import open_period
from plans.services.reporting_point import receive_report
from plans.services.returns import keep_draft
from tests.helpers.builders import FOUNDED, TODAY, action_of, days_ago, make_update, make_user
from tests.helpers.editing import address
from tests.helpers.milestones import make_milestone

OCTOBER, DECEMBER = date(2026, 10, 31), date(2026, 12, 31)
DAYS = {"leads_by": TODAY, "chairs_by": TODAY + timedelta(7), "freezes_on": TODAY + timedelta(14)}
SECOND = {"day": "2", "month": "11", "year": "2026"}


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def point(action):
    return make_milestone(action, due_on=OCTOBER, lead=action.leads.get())


def ticked(point, prefix="", *, day=None):
    parts = {f"{prefix}done_on_{point.pk}_{part}": value for part, value in (day or {}).items()}
    return {f"{prefix}done_{point.pk}": "on", **parts}


class TestUpdate:
    SENT = {"rating": "amber", "comment": "Read.", "seen": "0"}
    SENT |= {"submission": "6f3c4a1e-93f5-4a55-9f2b-7a3f6f9f1c11"}

    def send(self, people, action, client_as, **values):
        client = client_as(people.chair)
        return client.post(address("action_progress", action), {**self.SENT, **values})

    def test_offers_those_that_are_open(self, people, action, point, client_as):
        done = make_milestone(action, "Done before")
        receive_report(done, by=people.business_manager, received_on=TODAY)
        page = client_as(people.chair).get(address("action_progress", action)).text
        assert "Staff are trained (Audit Group): By October 2026</label>" in page
        assert f"done_{done.pk}" not in page

    def test_records_the_day(self, people, action, point, client_as):
        assert self.send(people, action, client_as, **ticked(point, day=SECOND)).status_code == 302
        point.refresh_from_db()
        assert (point.outcome, point.received_on) == ("late", date(2026, 11, 2))
        page = client_as(people.member).get(address("action", action)).text
        assert "Staff are trained (Audit Group): done late, 2 November 2026" in page

    def test_today_without_a_day(self, people, action, point, client_as):
        self.send(people, action, client_as, **ticked(point))
        point.refresh_from_db()
        assert point.received_on == TODAY

    @pytest.mark.parametrize(
        ("day", "is_ticked", "sentence"),
        [
            ({"day": "31", "month": "2", "year": "2026"}, True, "Date done must be a real date."),
            ({"day": "1", "month": "1", "year": "2027"}, True, "must be today or in the past"),
            (SECOND, False, "Tick the milestone, or clear its date"),
        ],
    )
    def test_refuses_with_a_sentence(
        self, people, action, point, client_as, day, is_ticked, sentence
    ):
        sent = ticked(point, day=day)
        if not is_ticked:
            del sent[f"done_{point.pk}"]
        assert sentence in self.send(people, action, client_as, **sent).text
        assert action.updates.count() == 0

    def test_no_change_does_not_ignore_a_tick(self, people, action, point, client_as):
        update = make_update(action, by=people.chair)
        sent = {"seen": update.pk, "no_change": "1", **ticked(point)}
        answer = self.send(people, action, client_as, **sent)
        assert "You have written an update" in answer.text
        point.refresh_from_db()
        assert point.is_open


class TestReturn:
    @pytest.fixture
    def record(self, people, plan, action, point):
        make_update(action, at=days_ago(30))
        by = people.business_manager
        period = open_period(plan, by=by, name="Autumn", at=days_ago(1), **DAYS)
        return period.returns.get(group=people.audit_group)

    def send(self, people, action, record, client_as, **values):
        action.refresh_from_db()
        sent = {f"a{action.pk}-seen": action.last_update_id}
        client = client_as(people.chair)
        return client.post(address("group_return", record), sent | values, follow=True)

    def test_says_which_are_due(self, people, record, client_as):
        page = client_as(people.chair).get(address("group_return", record)).text
        assert "<strong>Milestone overdue</strong>: Staff are trained, October 2026" in page

    def test_saves_with_the_update(self, people, action, point, record, client_as):
        line = f"a{action.pk}-"
        sent = {f"{line}rating": "amber", f"{line}comment": "Read.", "save": action.pk}
        self.send(people, action, record, client_as, **sent, **ticked(point, line, day=SECOND))
        point.refresh_from_db()
        assert point.received_on == date(2026, 11, 2)

    def test_a_tick_alone_is_not_passed_over(self, people, action, point, record, client_as):
        line = f"a{action.pk}-"
        answer = self.send(people, action, record, client_as, submit="1", **ticked(point, line))
        assert "Choose a rating" in answer.text
        assert f'name="{line}done_{point.pk}" type="checkbox" value="on"' in answer.text

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, people, action, point, record, client_as, number, django_assert_num_queries
    ):
        for n in range(number - 1):
            make_milestone(action, f"Step {n}", lead=action.leads.get())
        client = client_as(people.chair)
        client.get(address("group_return", record))
        with django_assert_num_queries(14):
            client.get(address("group_return", record))


def kept(page, point, prefix=""):
    """Whether the page has the milestone ticked, and the parts of its date."""
    box = re.search(rf'<input[^>]*name="{prefix}done_{point.pk}"[^>]*>', page)[0]
    parts = re.findall(rf'name="{prefix}done_on_{point.pk}_[a-z]+"[^>]*value="([^"]*)"', page)
    return " checked" in box, parts


class TestDrafts:
    """Ticks are in drafts like everything else that was entered."""

    @pytest.fixture
    def chair(self, people, client_as):
        return client_as(people.chair)

    def test_keep_a_tick_and_its_date(self, action, point, chair):
        page = address("action_progress", action)
        assert kept(chair.get(page).text, point) == (False, ["", "", ""])
        chair.post(page, {"draft": "1", **ticked(point, day=SECOND)})
        assert kept(chair.get(page).text, point) == (True, ["2", "11", "2026"])
        chair.post(page, {"draft": "1", "comment": "Read."})
        assert kept(chair.get(page).text, point) == (False, ["", "", ""])

    def test_keep_what_the_script_sends(self, action, point, chair):
        chair.post(address("action_draft", action), ticked(point, day=SECOND))
        page = chair.get(address("action_progress", action)).text
        assert kept(page, point) == (True, ["2", "11", "2026"])

    def test_keep_only_what_a_form_of_ours_sends(self, people, action, point):
        odd = {"done_": "on", "done_x": "on", "done_on_1_hour": "1", "comment": "Read."}
        many = {f"done_{number}": "on" for number in range(500)}
        assert keep_draft(action, by=people.chair, typed=odd).milestones == {}
        assert len(keep_draft(action, by=people.chair, typed=many).milestones) == 100

    def test_keep_a_tick_in_a_return_and_let_others_go_on(
        self, people, plan, action, point, chair, client_as
    ):
        by, line = people.business_manager, f"a{action.pk}-"
        period = open_period(plan, by=by, name="Autumn", at=days_ago(1), **DAYS)
        page = address("group_return", period.returns.get(group=people.audit_group))
        chair.post(page, {"draft": "1", **ticked(point, line, day=SECOND)})
        text = chair.get(page).text
        assert kept(text, point, line) == (True, ["2", "11", "2026"])
        assert "Discard the draft" in text
        manager = client_as(by)
        manager.post(page, {"use": Draft.objects.get().pk})
        assert kept(manager.get(page).text, point, line) == (True, ["2", "11", "2026"])
        sent = {f"{line}rating": "amber", f"{line}comment": "Read.", "save": action.pk}
        sent |= {f"{line}seen": "0", **ticked(point, line, day=SECOND)}
        chair.post(page, sent)
        assert not Draft.objects.filter(by=people.chair).exists()
        point.refresh_from_db()
        assert point.received_on == date(2026, 11, 2)


class TestReminders:
    def due(self, people):
        found = read_due_items(people.partnership, on=TODAY)
        return [
            (one.title, one.due_on, one.leaders, one.page) for one in found if one.kind == "point"
        ]

    def test_for_the_lead_it_is_for(self, people, action):
        leads = [{"group": people.audit_group}, {"agency": people.police, "role": "contributes"}]
        set_leads(action, leads, by=people.business_manager)
        group, police = action.leads.all()
        make_milestone(action, "Ours", lead=group, due_on=DECEMBER)
        make_milestone(action, "Theirs", lead=police, due_on=OCTOBER)
        of = "Milestone of action 1.1 Action 1.1"
        assert self.due(people) == [
            (f"{of}: Theirs", OCTOBER, (("agency", people.police.pk),), ("plans:action", action.pk)),
            (
                f"{of}: Ours", DECEMBER, (("group", people.audit_group.pk),),
                ("plans:action_progress", action.pk),
            ),
        ]  # fmt: skip
        officer = make_user("officer", "ashshire")
        admit(
            officer, people.partnership, by=None, role=Role.MEMBER, since=FOUNDED.date(),
            agency=people.police, at=FOUNDED,
        )  # fmt: skip
        found = read_due_items_by_person(people.partnership, on=TODAY)
        assert [one.title for one in found[officer]] == [f"{of}: Theirs"]

    def test_for_words_those_who_lead_are_reminded(self, people, action):
        make_milestone(action, who="Parents", due_on=OCTOBER)
        ((_, _, leaders, _),) = self.due(people)
        assert leaders == (("group", people.audit_group.pk),)

    def test_none_without_a_date_or_once_it_is_done(self, people, action, point):
        make_milestone(action, "Some day")
        assert len(self.due(people)) == 1
        receive_report(point, by=people.business_manager, received_on=TODAY)
        assert self.due(people) == []

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, people, action, number, django_assert_num_queries):
        for n in range(number):
            make_milestone(action, f"Step {n}", lead=action.leads.get(), due_on=OCTOBER)
        with django_assert_num_queries(7):
            assert len(self.due(people)) == number
