"""The current plan: the agreed plan whose dates include the day. One for later waits; if two overlap, both count."""

import re
from datetime import date

import pytest
from django.urls import reverse

from plans.current_plans import read_current_plans
from plans.models import Plan
from plans.reminders.due_items import read_due_items, read_due_items_by_person
from plans.services.plan import close_plan
from reports.changes.feed import reader_of
from reports.home import read_dashboard
from tests.helpers.builders import NOW, TODAY, action_of, make_plan, make_update
from tests.helpers.periods import make_period

KEYS = ["business_manager", "executive", "scrutineer", "chair", "lead", "group_member", "member"]
LATER = {
    "title": "Business plan 2028–31",
    "starts_on": date(2028, 4, 1),
    "ends_on": date(2031, 3, 31),
}
OVERLAP = {
    "title": "Recovery plan 2026",
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2027, 8, 31),
}
ENDED = {
    "title": "Business plan 2023–26",
    "starts_on": date(2023, 4, 1),
    "ends_on": date(2026, 3, 31),
}


def close(plan):
    return close_plan(plan, by=plan_manager(plan), reason="Its period is over.", at=NOW)


def plan_manager(plan):
    return plan.agreed_by


def home(people, person, on=TODAY):
    roles = people.partnership.roles_of(person, on=on)
    reader = reader_of(people.partnership, person, roles, on=on)
    return read_dashboard(reader, person, roles, on=on)


def titles(plans):
    return [plan.title for plan in plans]


def shown(people, person=None, on=TODAY):
    found = read_current_plans(people.partnership, person or people.business_manager, on=on)
    return titles(found.shown), found.is_current, titles(found.coming)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(name, *args):
    return reverse(name, args=["ashshire", *args])


class TestRule:
    def test_record_and_queryset_agree_on_every_day_that_matters(self, people, plan):
        for values in (LATER, OVERLAP, ENDED):
            make_plan(people, actions=0, **values)
        make_plan(people, actions=0, agreed=False, title="Draft")
        close(make_plan(people, actions=0, title="Closed"))
        days = {day for p in Plan.objects.all() for day in (p.starts_on, p.ends_on)}
        days |= {date.fromordinal(day.toordinal() + step) for day in days for step in (-1, 1)}
        for day in sorted(days):
            by_record = {p for p in Plan.objects.all() if p.phase(on=day) == Plan.Phase.CURRENT}
            assert set(Plan.objects.current(on=day)) == by_record
        assert {len(Plan.objects.current(on=day)) for day in days} >= {0, 1, 2}

    def test_one_agreed_for_later_waits(self, people, plan):
        make_plan(people, actions=0, **LATER)
        assert shown(people) == (["Business plan 2026–29"], True, ["Business plan 2028–31"])
        assert shown(people, on=date(2029, 4, 1)) == (["Business plan 2028–31"], True, [])

    def test_where_two_overlap_both_are_current_the_latest_begun_first(self, people, plan):
        make_plan(people, actions=0, **OVERLAP)
        assert shown(people) == (["Recovery plan 2026", "Business plan 2026–29"], True, [])

    def test_once_its_period_is_over_the_last_that_began_is_shown(self, people):
        make_plan(people, actions=0, **ENDED)
        make_plan(people, actions=0, **LATER)
        assert shown(people) == (["Business plan 2023–26"], False, ["Business plan 2028–31"])

    def test_a_closed_one_too_and_the_draft_that_follows_is_named(self, people):
        close(make_plan(people, actions=0, **ENDED))
        make_plan(people, actions=0, agreed=False, title="Draft")
        assert shown(people) == (["Business plan 2023–26"], False, ["Draft"])
        assert shown(people, people.member) == (["Business plan 2023–26"], False, [])

    def test_a_plan_for_later_is_shown_if_there_is_no_other(self, people):
        make_plan(people, actions=0, **LATER)
        assert shown(people) == (["Business plan 2028–31"], False, [])

    def test_members_are_shown_no_draft_as_the_current_plan(self, people):
        make_plan(people, actions=0, agreed=False, title="Draft")
        assert shown(people) == (["Draft"], False, [])
        assert shown(people, people.member) == ([], False, [])

    def test_the_current_plans_take_one_query(self, people, plan, django_assert_num_queries):
        make_plan(people, actions=0, **OVERLAP)
        user = people.business_manager
        read_current_plans(people.partnership, user, on=TODAY)
        with django_assert_num_queries(1):
            found = read_current_plans(people.partnership, user, on=TODAY)
            assert [plan.running for plan in found.shown] == [None, None]
            assert found.first.partnership.name


@pytest.mark.parametrize("key", KEYS)
class TestHome:
    def test_a_plan_of_the_future_takes_nothing_over(self, people, plan, client_as, key):
        make_update(action_of(plan, "1.1"), rating="red", comment="The police cannot take part.")
        person = getattr(people, key)
        before = home(people, person)
        later = make_plan(people, **LATER)
        after = home(people, person)
        assert [part.plan for part in after.parts] == [plan]
        assert after.parts[0].led == before.parts[0].led
        assert after.parts[0].executive == before.parts[0].executive
        page = text(client_as(person).get(address("reports:home")))
        assert f"{later.title} : agreed, begins on 1 April 2028" in page
        if key == "executive":
            assert "1 action rated Red" in page

    def test_the_work_of_both_that_overlap(self, people, plan, client_as, key):
        make_plan(people, **OVERLAP)
        parts = home(people, getattr(people, key)).parts
        assert titles(part.plan for part in parts) == [
            "Recovery plan 2026",
            "Business plan 2026–29",
        ]
        led = [
            tuple(task.action.reference for task in part.led.tasks) for part in parts if part.led
        ]
        expected = {"chair": [("1.1",)] * 2, "lead": [("1.2",)] * 2}
        assert led == expected.get(key, [])
        page = client_as(getattr(people, key)).get(address("reports:home"))
        words = text(page)
        assert words.index("Recovery plan 2026") < words.index("Business plan 2026–29")
        ids = re.findall(r' id="([^"]+)"', page.content.decode())
        assert len(ids) == len(set(ids))

    def test_says_that_the_period_of_the_plan_it_shows_is_over(self, people, client_as, key):
        make_plan(people, **ENDED)
        page = text(client_as(getattr(people, key)).get(address("reports:home")))
        assert "Business plan 2023–26" in page
        assert "The period of this plan ended on 31 March 2026." in page


class TestPlan:
    def test_leads_to_the_current_one(self, people, plan, client_as):
        make_plan(people, actions=0, **LATER)
        response = client_as(people.member).get(address("plans:plan_current"))
        assert response.url == address("plans:plan", plan.pk)

    def test_offers_a_choice_where_two_overlap(self, people, plan, client_as):
        make_plan(people, actions=0, **OVERLAP)
        make_plan(people, actions=0, **LATER)
        response = client_as(people.member).get(address("plans:plan_current"), follow=True)
        words = text(response)
        order = [
            words.index(t)
            for t in ("Recovery plan 2026", "Business plan 2026–29", "Business plan 2028–31")
        ]
        assert order == sorted(order)
        assert "Begins on 1 April 2028" in words

    def test_says_where_there_is_none(self, people, client_as):
        response = client_as(people.member).get(address("plans:plan_current"), follow=True)
        assert "There is no plan yet" in text(response)

    @pytest.mark.parametrize(
        ("values", "words"),
        [(LATER, "Begins on 1 April 2028"), (ENDED, "Ended on 31 March 2026")],
    )
    def test_the_page_of_a_plan_says_that_it_is_not_current(self, people, client_as, values, words):
        found = make_plan(people, actions=0, **values)
        assert words in text(client_as(people.member).get(address("plans:plan", found.pk)))


class TestPeriods:
    def test_lead_to_those_of_the_current_plan(self, people, plan, client_as):
        make_plan(people, actions=0, **LATER)
        response = client_as(people.business_manager).get(address("plans:current_periods"))
        assert response.url == address("plans:plan_periods", plan.pk)

    def test_show_those_of_both_that_overlap(self, people, plan, client_as):
        make_period(plan, name="Autumn round")
        make_period(make_plan(people, **OVERLAP), name="Recovery round")
        words = text(client_as(people.business_manager).get(address("plans:current_periods")))
        assert "Autumn round" in words
        assert "Recovery round" in words

    @pytest.mark.parametrize(("key", "words"), [
        ("chair", "Audit Group: 1 of 1 action to update"),
        ("business_manager", "0 of 3 returns submitted"),
    ])  # fmt: skip
    def test_the_last_round_of_a_plan_that_ended_is_still_at_home(
        self, people, plan, client_as, key, words
    ):
        period = make_period(make_plan(people, **ENDED), name="Last round")
        page = text(client_as(getattr(people, key)).get(address("reports:home")))
        assert words in page
        assert re.search(
            r"Last round of Business plan 2023–26: submit (the return )?by 8 December 2026, 16 days left",
            page,
        )
        board = text(client_as(people.business_manager).get(address("plans:current_periods")))
        assert period.name in board

    def test_the_page_of_periods_says_that_there_is_no_plan(self, people, client_as):
        response = client_as(people.business_manager).get(
            address("plans:current_periods"), follow=True
        )
        assert "There is no plan yet" in text(response)


class TestChallenges:
    def test_are_raised_about_the_current_plans(self, people, plan, client_as):
        for values in (LATER, OVERLAP):
            make_plan(people, actions=0, **values)
        words = text(client_as(people.scrutineer).get(address("plans:challenge_new")))
        assert "Recovery plan 2026" in words
        assert "Business plan 2026–29" in words
        assert "2028" not in words

    def test_the_filter_names_the_current_plan_first(self, people, plan, client_as):
        make_plan(people, actions=0, **LATER)
        page = client_as(people.member).get(address("plans:challenges")).content.decode()
        options = re.findall(
            r"<option[^>]*>([^<]+)</option>", page.split('name="plan"')[1].split("</select>")[0]
        )
        assert [o.strip() for o in options] == [
            "Any plan",
            "Business plan 2026–29",
            "Business plan 2028–31",
        ]


class TestReminders:
    def test_actions_of_a_plan_for_later_are_not_due(self, people, plan):
        later = make_plan(people, **LATER)
        dues = read_due_items(people.partnership, on=TODAY)
        ours = set(plan.action_set.values_list("pk", flat=True))
        assert {due.pk for due in dues} <= ours
        assert dues
        begun = read_due_items(people.partnership, on=later.starts_on)
        assert {due.pk for due in begun} > {due.pk for due in dues}

    def test_those_of_one_that_ended_are_until_it_is_closed(self, people):
        ended = make_plan(people, **ENDED)
        assert people.chair in read_due_items_by_person(people.partnership, on=TODAY)
        close(ended)
        assert read_due_items(people.partnership, on=TODAY) == []

    def test_a_return_that_is_asked_for_is_due_whichever_plan_it_is_of(self, people, plan):
        make_period(make_plan(people, **LATER))
        kinds = [due.kind for due in read_due_items(people.partnership, on=TODAY)]
        assert kinds.count("return") == 3
