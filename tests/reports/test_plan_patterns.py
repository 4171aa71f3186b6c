"""Patterns in a plan's history: counted from the records, for the leads at the time."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnership.history import recording
from partnership.services.agency import add_post
from plans.filters.action import ActionFilter
from plans.models import Priority
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.period import freeze_period
from plans.services.plan import close_plan
from plans.services.proposal import accept_proposal, decline_proposal, withdraw_proposal
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from reports.patterns.read import read_patterns
from tests.helpers.builders import (
    AGREED,
    NOW,
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.periods import make_period, make_submitted
from tests.helpers.proposals import make_proposal

pytestmark = pytest.mark.both_engines  # it counts over history

REASON = "The police data is not there yet."


@pytest.fixture
def by(people):
    return people.business_manager


def patterns_of(plan, on=TODAY):
    return read_patterns(plan, on=on)


def address(plan):
    return reverse("reports:plan_patterns", args=[plan.partnership.slug, plan.pk])


def carried(plan, name, on=TODAY):
    return next((one for one in patterns_of(plan, on).carried if one.leader.name == name), None)


def slip(action, *, by, at=NOW, month=6, **values):
    values = {"kind": "by_month", "due_on": date(2027, month, 1)} | values
    return change_timescale(action, by=by, reason=REASON, at=at, **values)


class TestSlips:
    def test_counts_a_later_date_and_one_given_up(self, plan, by):
        slip(action_of(plan, "1.1"), by=by, at=days_ago(3))
        slip(action_of(plan, "1.1"), by=by, at=days_ago(2), kind="ongoing", due_on=None)
        found = patterns_of(plan)
        assert [(one.of, one.was, one.became, one.time) for one in found.slips] == [
            ("1.1 Action 1.1", "By June 2027", "Ongoing", 2),
            ("1.1 Action 1.1", "By March 2027", "By June 2027", 1),
        ]
        assert found.slipped == (1, 0)

    def test_counts_what_slipped_and_not_what_it_is_called(self, plan, by, client_as):
        """By id: a new action with the title of a removed one is another; and a priority is not an action."""
        slip(action_of(plan, "1.1"), by=by, at=days_ago(5))
        remove_action(action_of(plan, "1.1"), by=by, reason="Too soon.", at=days_ago(4))
        due = {"kind": "by_month", "due_on": date(2027, 3, 1)}
        slip(make_action(plan, "1.1", timescale=due, at=days_ago(3)), by=by, at=days_ago(2))
        change_timescale(plan.priority_set.get(), by=by, reason=REASON, at=days_ago(2), **due)
        slip(plan.priority_set.get(), by=by, at=days_ago(1))
        found = patterns_of(plan)
        names = ["Priority 1", "1.1 Action 1.1", "1.1 Action 1.1 (since removed)"]
        assert [one.of for one in found.slips] == names
        assert found.slipped == (2, 1)
        shown = client_as(by).get(address(plan)).content.decode()
        assert ", of 2 actions and 1 priority" in shown

    def test_an_earlier_date_is_none(self, plan, by):
        slip(action_of(plan, "1.1"), by=by, month=1)
        slip(action_of(plan, "1.3"), by=by)  # it had no date before
        assert patterns_of(plan).slips == ()

    def test_counts_for_whoever_led_at_the_time(self, people, plan, by):
        action = action_of(plan, "1.1")
        slip(action, by=by, at=days_ago(3))
        set_leads(
            action, [{"group": people.training_group}], by=by, reason="Asked.", at=days_ago(2)
        )
        slip(action, by=by, at=days_ago(1), month=9)
        led_then = [[leader.name for leader in one.leaders] for one in patterns_of(plan).slips]
        assert led_then == [["Training Group"], ["Audit Group"]]
        assert [len(carried(plan, n).slips) for n in ("Audit Group", "Training Group")] == [1, 1]
        assert (
            carried(plan, "Audit Group").actions == []
        )  # they lead nothing now, and are still listed

    def test_a_press_that_moves_and_reassigns_counts_for_who_led_before(self, people, plan, by):
        action = action_of(plan, "1.1")
        with recording(by=by, reason=REASON, at=NOW):
            set_leads(action, [{"group": people.training_group}], by=by, reason=REASON)
            slip(action, by=by)
        assert [leader.name for leader in patterns_of(plan).slips[0].leaders] == ["Audit Group"]

    def test_what_was_removed_since_still_counts(self, plan, by):
        action = action_of(plan, "1.1")
        slip(action, by=by, at=days_ago(3))
        remove_action(action, by=by, reason="Done elsewhere.", at=days_ago(1))
        (found,) = patterns_of(plan).slips
        assert (found.of, found.action) == ("1.1 Action 1.1 (since removed)", None)
        assert [leader.name for leader in found.leaders] == ["Audit Group"]

    def test_is_told_by_the_name_of_its_day(self, plan, by):
        for n, name in enumerate(("Read", "Read more", "Read all")):
            slip(action_of(plan, "1.1"), by=by, at=days_ago(9 - n), month=6 + n)
            revise_action(action_of(plan, "1.1"), by=by, title=name, at=days_ago(8.5 - n))
        names = [one.of for one in patterns_of(plan).slips]
        assert names == [f"1.1 {n} (now 1.1 Read all)" for n in ("Read more", "Read", "Action 1.1")]
        remove_action(action_of(plan, "1.1"), by=by, reason="Done.", at=days_ago(1))
        names = [one.of for one in patterns_of(plan).slips]
        assert names == [f"1.1 {n} (since removed)" for n in ("Read more", "Read", "Action 1.1")]

    def test_shared_leads_are_those_of_the_priority(self, people, plan, by):
        priority = plan.priority_set.get()
        set_leads(priority, [{"agency": people.police}], by=by, reason="Agreed.", at=days_ago(9))
        action = action_of(plan, "1.1")
        set_leads(action, [], by=by, reason="The priority's.", at=days_ago(5))
        slip(action, by=by, at=days_ago(1))
        assert [one.name for one in patterns_of(plan).slips[0].leaders] == ["Ashshire Police"]

    def test_shared_leads_are_those_of_the_priority_it_stood_under(self, people, plan, by):
        first = plan.priority_set.get()
        second = add_part(Priority, plan, by=by, number="2", title="Children are safe")
        set_leads(first, [{"agency": people.police}], by=by, reason="Agreed.", at=days_ago(9))
        set_leads(second, [{"agency": people.council}], by=by, reason="Agreed.", at=days_ago(9))
        action = action_of(plan, "1.1")
        set_leads(action, [], by=by, reason="The priority's.", at=days_ago(5))
        slip(action, by=by, at=days_ago(4))
        action = revise_action(action, by=by, priority=second, at=days_ago(3))
        slip(action, by=by, month=7, at=days_ago(2))
        revise_action(action, by=by, leads_words="Everybody", at=days_ago(1))
        slip(action, by=by, month=8)
        led_then = [[one.name for one in each.leaders] for each in patterns_of(plan).slips]
        assert led_then == [["No lead"], ["Ashshire Council"], ["Ashshire Police"]]

    def test_counts_for_each_of_several_and_not_for_who_oversees(self, people, plan, by):
        action = action_of(plan, "1.1")
        leads = [
            {"group": people.audit_group},
            {"agency": people.police, "role": "joint"},
            {"group": people.board, "role": "oversees"},
        ]
        set_leads(action, leads, by=by, reason="Agreed.", at=days_ago(5))
        slip(action, by=by)
        names = [one.name for one in patterns_of(plan).slips[0].leaders]
        assert names == ["Audit Group", "Ashshire Police"]

    def test_one_accepted_from_a_proposal_is_of_the_day_it_was_accepted(self, people, plan, by):
        action = action_of(plan, "1.1")
        proposal = make_proposal(action, by=people.chair, at=days_ago(9))
        accept_proposal(
            proposal, by=by, stands=action.timescale, at=days_ago(4),
            kind="by_month", words="", due_on=date(2027, 6, 1),
        )  # fmt: skip
        assert patterns_of(plan).slips[0].at == days_ago(4)


class TestWhoLeads:
    def test_an_agency_leads_with_its_posts(self, people, plan, by):
        post = add_post(people.partnership, title="Nurse", agency=people.council, by=by, at=AGREED)
        set_leads(action_of(plan, "1.1"), [{"post": post}], by=by, reason="Asked.", at=NOW)
        found = patterns_of(plan)
        assert [a.reference for a in carried(plan, "Ashshire Council").actions] == ["1.1"]
        assert [one.leader.name for one in found.idle] == ["Ashshire Police"]
        assert [one.leader.name for one in found.others] == ["Professional Adviser"]

    def test_nobody_as_the_plan_page_has_it(self, people, plan, by):
        overseen = action_of(plan, "1.1")
        leads = [{"group": people.board, "role": "oversees"}]
        set_leads(overseen, leads, by=by, reason="Asked.", at=NOW)
        set_leads(action_of(plan, "1.2"), [], by=by, reason="Left.", at=NOW)
        set_leads(action_of(plan, "1.3"), [{"words": "Head teachers"}], by=by, reason="-", at=NOW)
        found = patterns_of(plan)
        assert [action.reference for action in found.led_by_nobody] == ["1.1", "1.2"]
        listed = ActionFilter(queryset=plan.action_set.all(), on=TODAY).found("gap", "no_lead")
        assert [action.reference for action in listed] == ["1.1", "1.2"]
        assert [one.leader.name for one in found.others] == ["Named in text only", "No lead"]

    def test_with_a_priority_that_leads_nobody_is_missing(self, people, plan, by):
        priority = plan.priority_set.get()
        set_leads(priority, [{"agency": people.police}], by=by, reason="Agreed.", at=NOW)
        set_leads(action_of(plan, "1.1"), [], by=by, reason="The priority's.", at=NOW)
        assert patterns_of(plan).led_by_nobody == ()
        listed = ActionFilter(queryset=plan.action_set.all(), on=TODAY).found("gap", "no_lead")
        assert list(listed) == []

    def test_overdue_actions_are_listed_by_leader(self, plan):
        assert [a.reference for a in carried(plan, "Professional Adviser").overdue] == ["1.2"]
        assert carried(plan, "Audit Group").overdue == []


class TestReturns:
    def states(self, plan, name, on=TODAY):
        return [asked.state for asked in carried(plan, name, on).returns]

    def test_each_return_has_its_state_on_the_day(self, people, plan, by):
        period = make_period(plan, at=days_ago(30))
        audit = period.returns.get(group=people.audit_group)
        make_submitted(audit, by=people.chair, references=["1.1"], at=days_ago(20))
        training = period.returns.get(group=people.training_group)
        late = NOW + timedelta(days=18)  # chairs submit by 8 December
        make_submitted(training, by=people.chair_of_other_group, references=["1.3"], at=late)
        on = date(2026, 12, 14)
        assert self.states(plan, "Audit Group", on) == ["on time"]
        assert self.states(plan, "Training Group", on) == ["late"]
        assert self.states(plan, "Professional Adviser", on) == ["not submitted yet"]
        assert (
            self.states(plan, "Professional Adviser", date(2026, 12, 1)) == []
        )  # on its day: not late
        freeze_period(period, by=by, at=NOW + timedelta(days=23))
        assert self.states(plan, "Professional Adviser", on) == ["not submitted"]

    def test_an_agencys_returns_are_those_of_its_posts_and_its_own(self, people, plan, by):
        post = add_post(people.partnership, title="Nurse", agency=people.council, by=by, at=AGREED)
        for reference, lead in (("1.1", {"post": post}), ("1.2", {"agency": people.council})):
            set_leads(action_of(plan, reference), [lead], by=by, reason="Asked.", at=days_ago(31))
        period = make_period(plan, at=days_ago(30))
        make_submitted(period.returns.get(post=post), by=by, references=["1.1"], at=days_ago(25))
        freeze_period(period, by=by, at=days_ago(20))
        assert sorted(self.states(plan, "Ashshire Council")) == ["not submitted", "on time"]
        assert "Nurse" not in {one.leader.name for one in patterns_of(plan).carried}

    def test_always_late_from_the_second_on(self, people, plan, by):
        freeze_period(make_period(plan, at=days_ago(30)), by=by, at=days_ago(20))
        assert patterns_of(plan).always_late == ()
        freeze_period(make_period(plan, name="Winter", at=days_ago(10)), by=by, at=days_ago(9))
        names = [one.leader.name for one in patterns_of(plan).always_late]
        assert names == ["Audit Group", "Training Group", "Professional Adviser"]
        third = make_period(plan, name="Spring", at=days_ago(5))
        audit = third.returns.get(group=people.audit_group)
        make_submitted(audit, by=people.chair, references=["1.1"], at=days_ago(4))
        names = [one.leader.name for one in patterns_of(plan).always_late]
        assert names == ["Training Group", "Professional Adviser"]


class TestRatings:
    def test_a_rating_that_never_changed_is_listed(self, plan):
        same, moved, once = (action_of(plan, reference) for reference in ("1.1", "1.2", "1.3"))
        for days, rating in ((9, "amber"), (5, "amber"), (1, "amber")):
            make_update(same, rating=rating, at=days_ago(days))
        for days, rating in ((9, "red"), (5, "amber"), (1, "red")):
            make_update(moved, rating=rating, at=days_ago(days))
        make_update(once, rating="green", at=days_ago(9))
        found = patterns_of(plan)
        assert found.rated == 2
        (one,) = found.unmoved
        assert (one.action.reference, one.updates, one.since) == ("1.1", 3, date(2026, 11, 13))

    def test_what_is_complete_has_come_to_an_end(self, plan):
        for days in (5, 1):
            make_update(action_of(plan, "1.1"), rating="complete", at=days_ago(days))
        assert (patterns_of(plan).rated, patterns_of(plan).unmoved) == (0, ())

    def test_green_without_evidence(self, plan):
        for reference in ("1.1", "1.3"):
            make_update(action_of(plan, reference), rating="green")
        make_evidence(action_of(plan, "1.3"))
        assert [action.reference for action in patterns_of(plan).no_evidence] == ["1.1"]


class TestProposals:
    def test_days_to_a_decision(self, people, plan, by):
        for days, until in ((20, 10), (9, 7), (6, 1)):
            proposal = make_proposal(action_of(plan, "1.1"), by=people.chair, at=days_ago(days))
            decline_proposal(proposal, by=by, note="Once is enough.", at=days_ago(until))
        mistaken = make_proposal(action_of(plan, "1.1"), by=people.chair, at=days_ago(30))
        withdraw_proposal(mistaken, by=people.chair, note="A mistake.", at=days_ago(1))
        make_proposal(action_of(plan, "1.2"), by=people.lead, at=days_ago(4))
        found = patterns_of(plan)
        assert [one.days for one in found.decided] == [10, 5, 2]
        assert found.days_to_decide == 5
        assert [one.days for one in found.waiting] == [4]

    def test_there_is_no_time_to_decide_before_a_proposal(self, plan):
        assert patterns_of(plan).days_to_decide is None


class TestPage:
    def numbers(self, client, plan):
        """Label of a number → its text, as a reader sees it."""
        page = client.get(address(plan)).content.decode()
        rows = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
        spoken = re.compile(r"<span class=\"govuk-visually-hidden\">.*?</span>")
        return {key: re.sub(r"<[^>]+>", "", spoken.sub("", value)) for key, value in rows}

    def test_the_page_shows_each_number(self, people, plan, by, client_as):
        slip(action_of(plan, "1.1"), by=by)
        make_update(action_of(plan, "1.1"), rating="green")
        numbers = self.numbers(client_as(people.member), plan)
        assert numbers == {
            "Dates that slipped": "1, of 1 action",
            "Ratings that never changed": "None of 0 actions rated more than once",
            "Green or complete without evidence": "1",
            "Actions without a lead": "None",
            "Agencies that lead nothing": "2 of 2",
            "Always late": "None",
            "From proposal to decision": "None decided yet",
            "Proposals waiting": "None",
        }

    def test_every_number_opens_as_many(self, people, plan, by, client_as):
        slip(action_of(plan, "1.1"), by=by, at=days_ago(3))
        make_proposal(action_of(plan, "1.2"), by=people.lead, at=days_ago(4))
        freeze_period(make_period(plan, at=days_ago(30)), by=by, at=days_ago(20))
        for days in (9, 5):
            make_update(action_of(plan, "1.3"), rating="green", at=days_ago(days))
        set_leads(action_of(plan, "1.2"), [], by=by, reason="Left.", at=NOW)
        client = client_as(people.scrutineer)
        page = client.get(address(plan)).content.decode()
        links = re.findall(r'href="([^"]*/patterns/[^"]+/[^"]*)">(\d+)<', page)
        assert len(links) == 14
        for link, number in links:
            listed = client.get(link).content.decode()
            assert f'<span class="app-count">({number})</span>' in listed, link
            assert len(
                re.findall("<li>", listed.partition("<h1")[2].partition("</main>")[0])
            ) == int(number)

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_one_and_for_three(
        self, people, by, number, client_as, django_assert_num_queries
    ):
        plan = make_plan(people, actions=number)
        period = make_period(plan, at=days_ago(30))
        for action in plan.action_set.all():
            slip(action, by=by, at=days_ago(9), month=8)
            slip(action, by=by, at=days_ago(8), month=9)
            make_update(action, at=days_ago(7))
            make_proposal(action, by=by, at=days_ago(6))
        freeze_period(period, by=by, at=days_ago(5))
        client = client_as(people.scrutineer)
        with django_assert_num_queries(22):
            assert client.get(address(plan)).status_code == 200

    def test_a_closed_plan_keeps_its_patterns(self, people, plan, by, client_as):
        slip(action_of(plan, "1.1"), by=by)
        close_plan(plan, by=by, reason="Over.", at=NOW)
        assert (
            self.numbers(client_as(people.member), plan)["Dates that slipped"] == "1, of 1 action"
        )

    def test_an_empty_draft(self, people, by, client_as):
        plan = make_plan(people, actions=0, agreed=False)
        assert self.numbers(client_as(by), plan)["Dates that slipped"] == "None"
        make_action(plan, "1.1")
        assert self.numbers(client_as(by), plan)["Actions without a lead"] == "1"
