"""The home page of each role."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from partnership.history import revise
from partnership.models import Membership
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.document.current import read_plan
from plans.gaps import BY_KEY
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.plan import agree_plan
from plans.services.timescale import change_timescale
from reports.changes.feed import reader_of
from reports.home import Gap, GroupPart, read_dashboard
from tests.helpers.builders import (
    NOW,
    PASSWORD,
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.challenges import make_answered, make_challenge
from tests.helpers.periods import make_period, make_submitted

pytestmark = pytest.mark.both_engines  # it counts


def home_of(people, person):
    roles = people.partnership.roles_of(person, on=TODAY)
    reader = reader_of(people.partnership, person, roles, on=TODAY)
    return read_dashboard(reader, person, roles, on=TODAY)


def part_of(people, person):
    """The part of the one plan that home shows."""
    (part,) = home_of(people, person).parts
    return part


def listed(led):
    return [(task.action.reference, task.days) for task in led.tasks]


@pytest.fixture
def page(client_as):
    def page(person):
        response = client_as(person).get(reverse("reports:home", args=["ashshire"]))
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    return page


def test_a_chair_sees_what_their_group_leads_with_the_oldest_update_first(people, plan, page):
    for reference in ("1.4", "1.5", "1.6"):
        make_action(plan, reference, leads=[{"group": people.audit_group}], at=days_ago(200))
    make_update(action_of(plan, "1.1"), at=days_ago(12))
    make_update(action_of(plan, "1.4"), at=days_ago(150))
    make_update(action_of(plan, "1.5"), rating="complete", at=days_ago(3))
    home = part_of(people, people.chair)

    assert listed(home.led) == [("1.6", None), ("1.4", 150), ("1.1", 12)]
    assert (home.led.complete, home.led.quiet) == (1, 2)
    assert home.led.groups == ((people.audit_group.pk, "Audit Group"),)
    assert "3 actions to keep up to date 2 actions have had no update for 120 days." in page(
        people.chair
    )
    assert "150 days since last update" in page(people.chair)


def test_each_task_leads_to_the_update_of_its_action(people, plan, client_as):
    response = client_as(people.chair).get(reverse("reports:home", args=["ashshire"]))
    address = reverse("plans:action_progress", args=["ashshire", action_of(plan, "1.1").pk])
    other = reverse("plans:action_progress", args=["ashshire", action_of(plan, "1.3").pk])
    assert f'href="{address}"' in response.content.decode()
    assert f'href="{other}"' not in response.content.decode()


def test_the_holder_of_a_post_sees_what_it_leads(people, plan):
    assert listed(part_of(people, people.lead).led) == [("1.2", None)]


def test_a_member_of_a_group_leads_nothing_by_it(people, plan):
    assert part_of(people, people.group_member).led is None


def test_an_overseer_has_nothing_to_update(people, plan):
    set_leads(action_of(plan, "1.1"), [{"group": people.audit_group, "role": "oversees"}],
              by=people.business_manager)  # fmt: skip
    assert part_of(people, people.chair).led is None


def test_the_chair_of_a_group_that_leads_the_whole_priority(people, plan):
    """An action that names no lead is led by its priority's."""
    set_leads(plan.priority_set.get(), [{"group": people.audit_group}], by=people.business_manager)
    set_leads(action_of(plan, "1.3"), [], by=people.business_manager)
    assert listed(part_of(people, people.chair).led) == [("1.1", None), ("1.3", None)]


def test_an_executive_who_leads_something_is_told_so_in_the_overview(people, plan, page):
    admit(people.chair, people.partnership, by=None, role=Role.EXECUTIVE, since=TODAY)
    words = page(people.chair)
    overview = ("Waiting for you 1 action to keep up to date", "Progress by priority")
    places = [
        words.index(part)
        for part in (*overview, "1 action has had no update", "1.1 Action 1.1 No update yet")
    ]
    assert places == sorted(places)


def test_a_manager_sees_how_many_each_group_updated(people, plan):
    make_action(plan, "1.4", leads=[{"group": people.audit_group}], at=days_ago(200))
    make_update(action_of(plan, "1.1"), at=days_ago(120))
    make_update(action_of(plan, "1.3"), at=days_ago(121))
    assert part_of(people, people.business_manager).manager.groups == (
        GroupPart(people.training_group.pk, "Training Group", 1, 0),
        GroupPart(people.audit_group.pk, "Audit Group", 2, 1),
    )


def test_a_manager_sees_what_is_missing_and_is_led_to_just_that(people, plan, client_as):
    set_leads(action_of(plan, "1.3"), [], by=people.business_manager)
    make_action(plan, "1.4", measures=0, timescale={"kind": "none", "words": "Phase 3"})
    make_update(action_of(plan, "1.1"))
    home = part_of(people, people.business_manager)

    assert home.manager.gaps == (
        Gap("overdue", 1, "?timescale=overdue"),
        Gap(
            "with a timescale we could not read as a date",
            1,
            "?timescale=not_understood",
        ),
        Gap("with a date to check", 0, "?timescale=to_check"),
        Gap("with an overdue milestone", 0, "?timescale=milestone_overdue"),
        Gap("without a timescale", 0, "?gap=no_timescale"),
        Gap("without a lead", 2, "?gap=no_lead"),
        Gap(BY_KEY["nobody_asked"].phrase, 0, "?gap=nobody_asked"),
        Gap("without a success measure", 1, "?gap=no_measure"),
        Gap("with a target but no values yet", 0, "?gap=no_values"),
        Gap("rated Green or Complete without evidence", 1, "?gap=no_evidence"),
    )
    address = reverse("plans:plan", args=["ashshire", plan.pk])
    for gap in home.manager.gaps:
        shown = client_as(people.business_manager).get(f"{address}{gap.query}").content.decode()
        assert f"Showing {gap.number} of 4" in shown


def test_an_executive_sees_ratings_by_priority_and_what_is_off_track(people, plan, page):
    make_update(action_of(plan, "1.1"), at=days_ago(9))
    make_update(action_of(plan, "1.1"), rating="red", comment="The police cannot take part.")
    make_update(action_of(plan, "1.3"), rating="amber", at=days_ago(9))
    make_update(action_of(plan, "1.3"), rating="green")
    (part,) = part_of(people, people.executive).executive.priorities

    assert (part.priority.title, part.distribution.worst.key) == ("Children are heard", "red")
    assert {rating.key: number for rating, number in part.distribution.counts} == {
        "red": 1,
        "amber": 0,
        "green": 1,
        "complete": 0,
        "not_rated": 1,
    }
    assert (part.better, part.worse) == (1, 1)
    assert (
        "1 action got worse 1.1 Action 1.1 Red was Green “The police cannot take part.” "
        "1 action rated Red 1.1, above 1 action overdue" in page(people.executive)
    )


def test_a_scrutineer_sees_changes_reds_slips_and_what_has_no_evidence(people, plan, page):
    make_update(action_of(plan, "1.1"), rating="red", at=days_ago(5))
    change_timescale(
        action_of(plan, "1.1"), by=people.chair, kind="by_month", due_on=date(2027, 7, 1),
        reason="Waiting for the police data.", at=days_ago(4),
    )  # fmt: skip
    make_update(action_of(plan, "1.3"), at=days_ago(3))
    revise_action(action_of(plan, "1.2"), by=people.chair, title="Older", at=days_ago(40))
    home = home_of(people, people.scrutineer)
    part = home.parts[0].scrutiny

    assert home.scrutiny.changes == 3
    red, slipped = part.concerns
    assert [action.reference for action in red.actions] == ["1.1"]
    assert [(action.reference, action.timescale.slips) for action in slipped.also] == [("1.1", 1)]
    assert [action.reference for action in part.bare] == ["1.3"]
    make_evidence(action_of(plan, "1.3"))
    assert part_of(people, people.scrutineer).scrutiny.bare == ()
    assert "4 changes since 23 October 2026" in page(people.scrutineer)


def test_quiet_changes_stand_first_and_lead_to_just_those(people, plan, page, client_as):
    assert "No quiet changes since 23 October 2026" in page(people.scrutineer)
    set_leads(action_of(plan, "1.1"), [], by=people.business_manager, at=days_ago(40))
    set_leads(action_of(plan, "1.3"), [], by=people.business_manager, at=days_ago(4))
    make_update(action_of(plan, "1.2"), comment="", at=days_ago(3))
    words = page(people.scrutineer)
    assert "2 quiet changes since 23 October 2026" in words
    assert "Rated better than the dates suggested : 1 Lead left blank : 1" in words
    assert words.index("quiet changes") < words.index("2 changes since")

    client = client_as(people.scrutineer)
    home = client.get(reverse("reports:home", args=["ashshire"])).text
    for words in ("2 quiet changes since 23 October 2026", "Lead left blank"):
        link = re.search(rf'href="([^"]+)">{words}<', home)[1].replace("&amp;", "&")
        number = int(words[0]) if words[0].isdecimal() else 1
        assert client.get(link).text.count("app-quiet-mark__word") == number


def test_the_number_of_changes_is_that_of_the_page_it_leads_to(people, plan, client_as):
    make_update(action_of(plan, "1.1"), at=days_ago(30))
    make_update(action_of(plan, "1.1"), at=days_ago(31))
    client = client_as(people.scrutineer)
    home = client.get(reverse("reports:home", args=["ashshire"])).content.decode()
    link = re.search(r'href="([^"]+since_day[^"]+)">1 change since 23 October 2026', home)[1]
    assert (
        client.get(link.replace("&amp;", "&")).content.decode().count("app-change-summary__meta")
        == 1
    )


def test_a_member_sees_the_plan_at_a_glance_and_what_their_agency_leads(people, plan, page):
    Membership.objects.filter(user=people.member).get()
    admit(
        people.member,
        people.partnership,
        by=None,
        role=Role.EXECUTIVE,
        agency=people.police,
        since=TODAY,
    )
    for reference in ("1.2", "1.3"):  # 1.2 is overdue, which an executive reads already
        set_leads(
            action_of(plan, reference), [{"agency": people.police}], by=people.business_manager
        )
    (agency,) = part_of(people, people.member).agencies

    assert (agency.name, listed(agency)) == ("Ashshire Police", [("1.3", None)])
    assert "3 actions: 3 not yet rated; 1 overdue" in page(people.member)
    assert "What Ashshire Police leads" in page(people.member)
    assert "What Ashshire Council leads" not in page(people.member)


def test_a_part_of_another_role_is_not_there(people, plan):
    part = part_of(people, people.member)
    assert (part.led, part.manager, part.executive, part.scrutiny) == (None, None, None, None)
    assert home_of(people, people.member).scrutiny is None


def test_without_a_plan_it_says_what_comes_next(people, page):
    assert "There is no plan yet Start with its title" in page(people.business_manager)
    assert "There is no plan yet The plan will appear here" in page(people.member)


def test_a_draft_is_no_plan_yet_to_a_member(people, page):
    make_plan(people, agreed=False, title="A secret draft")
    assert "A secret draft" in page(people.executive)
    assert "secret" not in page(people.member)


def test_somebody_from_elsewhere(people, plan, client_as):
    address = reverse("reports:home", args=["ashshire"])
    assert client_as(people.outsider).get(address).status_code == 404


def test_an_action_taken_out_since_is_no_longer_there(people, plan):
    remove_action(action_of(plan, "1.1"), by=people.business_manager, reason="Done elsewhere.")
    assert part_of(people, people.chair).led is None


def test_says_whose_turn_it_is_in_a_challenge(people, plan, page):
    by = people.scrutineer
    make_challenge(action_of(plan, "1.1"), by=by, to=people.audit_group)
    make_answered(action_of(plan, "1.2"), by=by, to=people.adviser, answered_by=people.lead)
    assert "1 challenge asked of you 1.1 Action 1.1 Waiting for an answer" in page(people.chair)
    words = page(people.scrutineer)
    assert "1 answer to your challenges 1.2 Action 1.2 Answered" in words
    assert "1 challenge awaiting an answer 1.1 Action 1.1" in words
    places = [words.index(part) for part in ("changes since", "1 answer to your", "rated Red")]
    assert places == sorted(places)
    assert "challenge" not in page(people.member).split("Latest changes")[0]


def test_a_challenge_about_a_draft_waits_for_those_who_read_drafts(people):
    draft = make_plan(people, agreed=False)
    made = make_challenge(draft, about="plan", by=people.scrutineer, to=people.audit_group)
    assert home_of(people, people.business_manager).challenges.waiting == (made,)
    assert home_of(people, people.chair).challenges.asked == ()
    agree_plan(draft, by=people.business_manager, agreed_where="Executive", at=NOW)
    assert home_of(people, people.chair).challenges.asked == (made,)


@pytest.mark.parametrize("actions", [1, 3])
@pytest.mark.parametrize("in_period", [False, True])
@pytest.mark.parametrize(
    ("role", "queries", "more"),
    [
        ("chair", 23, 4),
        ("business_manager", 23, 1),
        ("executive", 23, 1),
        ("scrutineer", 25, 1),
        ("member", 23, 1),
    ],
)
def test_queries(
    people, client_as, django_assert_num_queries, actions, in_period, role, queries, more
):
    """``more`` while a period is open: the returns; and three if one of them is the reader's to fill in."""
    plan = make_plan(people, actions=actions)
    if in_period:
        make_period(plan, at=days_ago(30))
    for number in range(actions):
        for _ in range(6):  # enough to fill the list of latest changes
            make_update(action_of(plan, f"1.{number + 1}"))
    assert read_plan(plan, on=TODAY).distribution.total == actions
    client = client_as(getattr(people, role))
    with django_assert_num_queries(queries + more * in_period):
        client.get(reverse("reports:home", args=["ashshire"]))


def test_the_scrutineers_changes_are_counted_since_the_visit_before(people, plan, clock):
    client = Client()
    sign_in = {"login": people.scrutineer.email, "password": PASSWORD}
    clock.at = days_ago(3)
    client.post("/accounts/sign-in/", sign_in)
    client.post("/accounts/sign-out/")
    for hours in (2, 0):  # who signs in again the same day is still on the same visit
        clock.at = NOW - timedelta(hours=hours)
        client.post("/accounts/sign-in/", sign_in)
        client.post("/accounts/sign-out/")
    client.post("/accounts/sign-in/", sign_in)
    home = client.get("/ashshire/").text
    assert "No changes since 19 November 2026" in home


def test_a_chair_sees_one_list_of_work_while_a_period_is_open(people, plan, page, client_as):
    """The actions still to update, oldest first, each leading to its place in the return."""
    for reference in ("1.4", "1.5"):
        make_action(plan, reference, leads=[{"group": people.audit_group}], at=days_ago(200))
    make_update(action_of(plan, "1.4"), at=days_ago(150))
    make_period(plan, at=days_ago(10))
    make_update(action_of(plan, "1.5"), at=days_ago(3))
    home = part_of(people, people.chair)

    (part,) = home.returns
    assert [task.action.reference for task in part.tasks] == ["1.1", "1.4"]
    assert home.led is None
    words = page(people.chair)
    assert "Audit Group: 2 of 3 actions to update" in words
    html = client_as(people.chair).get(reverse("reports:home", args=["ashshire"])).text
    assert html.count("app-tasks") == 1
    address = reverse("plans:group_return", args=["ashshire", part.asked.record.pk])
    assert f'href="{address}#a{action_of(plan, "1.4").pk}"' in html

    for reference in ("1.1", "1.4"):
        make_update(action_of(plan, reference))
    assert "Audit Group: all 3 are done" in page(people.chair)
    assert "Check and submit the return" in page(people.chair)


def test_what_a_return_does_not_ask_is_listed_apart(people, plan, page):
    """A chair who also holds a post whose return is submitted."""
    make_period(plan, at=days_ago(10))
    record = plan.reportingperiod_set.get().returns.get(post=people.adviser)
    revise(people.adviser, by=people.business_manager, holder=people.chair)
    assert part_of(people, people.chair).led is None
    make_submitted(record, by=people.chair, references=["1.2"])
    assert listed(part_of(people, people.chair).led) == [("1.2", 0)]
    assert "1 other action to keep up to date" in page(people.chair)
