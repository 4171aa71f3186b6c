"""An action's timeline: updates, challenges and proposals, and every change of fact with its words."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from partnership.history import recording, revise
from plans.measures.numbers import Figure
from plans.models import Challenge, ReportingPoint
from plans.services.action import revise_action, set_themes
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
    raise_challenge,
)
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, remove_value
from plans.services.plan import agree_plan
from plans.services.progress import record_update
from plans.services.proposal import accept_proposal, decline_proposal
from plans.services.structure import add_part, remove_part
from plans.services.timescale import change_timescale
from tests.helpers.builders import (
    AGREED,
    NOW,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.challenges import QUESTION, make_challenge
from tests.helpers.measures import make_counted, make_value
from tests.helpers.periods import make_period
from tests.helpers.proposals import make_proposal

LONG = (
    "Ask children and their families what each audit should look at, and tell them what was found."
)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def told(people, action, client_as):
    """Each entry of the page's timeline as text, newest first, without the last one: that it was added."""

    def read(person=None, about=None):
        address = reverse("plans:action", args=["ashshire", (about or action).pk])
        html = client_as(person or people.scrutineer).get(address).text
        items = re.findall(r'<li[^>]*class="app-timeline__item.*?</li>', html, re.S)
        entries = [" ".join(unescape(re.sub(r"<[^>]+>", " ", item)).split()) for item in items]
        if person != people.member:  # who may not read drafts
            assert entries.pop().startswith("Added to the plan Business manager, ")
        return entries

    return read


def test_a_challenge_from_question_to_difference(people, action, told):
    scrutineer, chair = people.scrutineer, people.chair
    made = make_challenge(action, by=scrutineer, to=people.audit_group, at=days_ago(9))
    assert told() == [
        f"Challenge raised Waiting for an answer Scrutineer, 13 November 2026 {QUESTION} "
        "For Audit Group, answer due by 6 December 2026."
    ]
    manager = people.business_manager
    answer_challenge(made, by=manager, words="Soon.", seen=0, at=days_ago(8))
    again = {"words": "When?", "due_on": date(2027, 1, 14)}
    ask_again(made, by=scrutineer, seen=1, at=days_ago(7), **again)
    answer_challenge(made, by=chair, words="In January.", seen=2, at=days_ago(6))
    accept_answer(made, by=scrutineer, seen=3, at=days_ago(5))
    close_challenge(made, by=scrutineer, words="All were read.", seen=4, at=days_ago(4))
    assert told() == [
        "Challenge closed, with the difference it made Scrutineer, 18 November 2026 All were read.",
        "Answer to the challenge accepted Scrutineer, 17 November 2026",
        "Challenge answered Chair, 16 November 2026 In January.",
        "Challenge: asked again Scrutineer, 15 November 2026 When? Answer by 14 January 2027.",
        "Challenge answered Business manager, on behalf of Audit Group, 14 November 2026 Soon.",
        f"Challenge raised Closed Scrutineer, 13 November 2026 {QUESTION} For Audit Group.",
    ]


EDITS = {
    "wording": lambda action, by: revise_action(action, by=by, wording="Do more."),
    "lead": lambda action, by: set_leads(action, [{"words": "Everybody"}], by=by),
    "measure": lambda action, by: add_measure(action, by=by, wording="30 families"),
    "theme": lambda action, by: set_themes(action, [], by=by),
    "update": lambda action, by: make_update(action),
    "evidence": lambda action, by: make_evidence(action),
    "proposal": lambda action, by: make_proposal(action, by=by),
    "date": lambda action, by: change_timescale(action, by=by, reason="x", kind="ongoing"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_challenge_to_one_change_of_it_stands_there_and_nowhere_else(people, plan, action, told, name):  # fmt: skip
    EDITS[name](action, people.business_manager)
    raise_challenge(
        people.partnership, by=people.scrutineer, about="change", to=people.audit_group,
        record=people.partnership.changes.latest("pk"), question=QUESTION, due_on=date(2026, 12, 6),
    )  # fmt: skip
    raised = [entry for entry in told() if entry.startswith("Challenge raised")]
    (about,) = raised
    assert "It is about a change: 1.1 " in about
    assert about.endswith(" by Business manager, 22 November 2026.")
    others = told(about=action_of(plan, "1.2"))
    assert [entry for entry in others if "Challenge" in entry] == []


def test_a_challenge_that_is_not_for_the_reader_stays_out(people, action, told):
    """About a change that the reader may not see, although it touched this action too."""
    draft = make_plan(people, agreed=False, title="The next plan")
    with recording(by=people.business_manager):
        revise(draft, by=people.business_manager, title="The plan after")
        revise_action(action, by=people.business_manager, wording="Do more.")
    raise_challenge(
        people.partnership, by=people.scrutineer, about="change", to=people.audit_group,
        record=people.partnership.changes.latest("pk"), question=QUESTION, due_on=date(2026, 12, 6),
    )  # fmt: skip
    assert Challenge.objects.get().history_home() == ("plan", draft.pk)
    assert len([entry for entry in told(people.executive) if QUESTION in entry]) == 1
    assert [entry for entry in told(people.member) if QUESTION in entry] == []


def test_what_was_drafted_stays_with_those_who_read_drafts(people, client_as):
    by, plan = people.business_manager, make_plan(people, agreed=False)
    action = action_of(plan, "1.1")
    revise_action(action, by=by, wording="A word for the drawer.", at=AGREED - timedelta(days=2))
    agree_plan(plan, by=by, at=AGREED)
    revise_action(action, by=by, wording="Do it sooner.", at=days_ago(2))
    address = reverse("plans:action", args=["ashshire", action.pk])
    told = {
        key: re.findall(
            r'app-timeline__title">([^<]*)<', client_as(getattr(people, key)).get(address).text
        )
        for key in ("scrutineer", "member")
    }
    assert told == {
        "scrutineer": ["Wording changed", "Wording changed", "Added to the plan"],
        "member": ["Wording changed"],
    }


def test_every_wording_is_there(people, action, told):
    by = people.business_manager
    revise_action(action, by=by, wording="Do it sooner.", reason="Plainer.", at=days_ago(3))
    revise_action(action, by=by, wording=LONG, at=days_ago(2))
    revise_action(action, by=by, wording=LONG.replace("audit", "review"), at=days_ago(1))
    newest, *others = told()
    assert newest == (
        "Wording changed Business manager, 21 November 2026 Wording: Ask children and their "
        "families what each audit review should look at, and tell them what was found."
    )
    assert others == [
        f"Wording changed Business manager, 20 November 2026 Wording: from “Do it sooner.” to “{LONG}”",
        "Wording changed Business manager, 19 November 2026 "
        "Wording: from “Do what action 1.1 says.” to “Do it sooner.” Plainer.",
    ]


def test_what_is_no_text_is_told_by_name(people, plan, action, told):
    by = people.business_manager
    revise_action(action, by=by, importance="high", objective=None, follows=action_of(plan, "1.2"))
    assert told() == [
        "Importance changed; Follows on from changed Business manager, 22 November 2026 "
        "Importance: “High” Follows on from: “1.2 Action 1.2”"
    ]


def test_who_led_before_and_after(people, action, told):
    by = people.business_manager
    leads = [{"post": people.adviser}, {"group": people.board, "role": "oversees"}]
    set_leads(action, leads, by=by, reason="They asked.", at=days_ago(2))
    set_leads(action_of(action.plan, "1.1"), [], by=by, at=days_ago(1))
    assert told() == [
        "Leads changed Business manager, 21 November 2026 "
        "Who leads: removed; it was “Professional Adviser, overseen by Ashshire Executive”",
        "Leads changed Business manager, 20 November 2026 Who leads: from “Audit Group” to "
        "“Professional Adviser, overseen by Ashshire Executive” They asked.",
    ]


def test_what_is_named_for_the_priority_is_told_where_it_holds(people, plan, told):
    """Leads and dates of the whole priority, since the action is under it."""
    by = people.business_manager
    priority = plan.priority_set.get()
    set_leads(priority, [{"group": people.board}], by=by, at=days_ago(220))
    action = make_action(plan, "1.4", at=days_ago(9))
    set_leads(priority, [{"group": people.training_group}], by=by, at=days_ago(5))
    priority.refresh_from_db()
    change_timescale(
        priority, by=by, reason="Asked for.", kind="month", due_on=date(2027, 6, 1), at=days_ago(4)
    )
    assert told(about=action) == [
        "Timescale of the whole priority moved Business manager, 18 November 2026 "
        "From no timescale to June 2027. Asked for.",
        "Leads of the whole priority changed Business manager, 17 November 2026 "
        "Who leads: from “Ashshire Executive” to “Training Group”",
    ]
    assert [entry for entry in told() if "priority" in entry] == []  # 1.1 has its own


def test_measures_reporting_points_and_evidence_by_themselves(people, action, told):
    by, measure = people.business_manager, action.measures.get()
    revise_measure(measure, by=by, wording="20 children a year", at=days_ago(9))
    piece = make_evidence(action, measure=measure, text="18 of 20 were heard.", at=days_ago(8))
    point = {"action": action, "due_on": date(2027, 3, 1)}
    with recording(by=by, at=days_ago(7)):
        point = add_part(ReportingPoint, action.plan, by=by, **point)
    revise(point, by=by, due_on=date(2027, 4, 1), at=days_ago(6))
    revise(piece, by=by, text="19 of 20 were heard.", at=days_ago(5))
    with recording(by=by, at=days_ago(4)):
        piece.delete()
    with recording(by=by, at=days_ago(3)):
        remove_measure(measure, by=by, reason="Counted elsewhere.")
    who = "Business manager,"
    assert told() == [
        f"Success measures changed {who} 19 November 2026 "
        "Measure removed: “20 children a year” Counted elsewhere.",
        f"Evidence changed {who} 18 November 2026 Evidence removed: “19 of 20 were heard.”",
        f"Evidence changed {who} 17 November 2026 "
        "Evidence: from “18 of 20 were heard.” to “19 of 20 were heard.”",
        f"Reporting points changed {who} 16 November 2026 "
        "Reporting point: from “March 2027” to “April 2027”",
        f"Reporting points changed {who} 15 November 2026 Reporting point added: “March 2027”",
        f"Evidence added {who} 14 November 2026 Evidence added: “18 of 20 were heard.”",
        f"Success measures changed {who} 13 November 2026 "
        "Measure: from “Measure 1 of 1.1” to “20 children a year”",
    ]


def test_values_stand_with_their_update_or_by_themselves(people, action, told):
    measure = make_counted(action.measures.get(), at=days_ago(9))
    by = people.business_manager
    first = make_value(measure, "63", date(2026, 1, 1), at=days_ago(8))
    said = {"measure": measure, "figure": Figure(Decimal(89)), "on": date(2026, 9, 1)}
    make_update(action, comment="Ten were read.", values=[said], at=days_ago(7))
    correct_value(
        first, by=by, figure=Figure(Decimal(65)), on=first.on, precision="month", at=days_ago(6)
    )
    with recording(by=by, at=days_ago(5)):
        remove_value(first, by=by, reason="Counted elsewhere.")
    assert told() == [
        "Values changed Business manager, 17 November 2026 "
        "Value removed: “65% for January 2026: Measure 1 of 1.1” Counted elsewhere.",
        "Values changed Business manager, 16 November 2026 Value: from "
        "“63% for January 2026: Measure 1 of 1.1” to “65% for January 2026: Measure 1 of 1.1”",
        "Update Green was Not yet rated Business manager, 15 November 2026 Ten were read. "
        "Why this rating: Seen by the group on the day. "
        "Value added: “89% for September 2026: Measure 1 of 1.1”",
        "Value recorded Business manager, 14 November 2026 "
        "Value added: “63% for January 2026: Measure 1 of 1.1”",
        "Success measures changed Business manager, 13 November 2026 Measure: from "
        "“Measure 1 of 1.1” to “Measure 1 of 1.1; target 90% by March 2027”",
    ]


def test_evidence_stands_once_with_its_update_or_by_itself(people, action, told):
    by = people.business_manager
    make_update(action, rating="green", comment="Ten were read.", at=days_ago(3))
    piece = {"question": "difference", "source": "audit", "text": "18 of 20 were heard."}
    record_update(
        action_of(action.plan, "1.1"), by=by, rating="green", comment="More.", evidence=[piece], at=days_ago(2),
    )  # fmt: skip
    make_evidence(action, text="All were told.", at=days_ago(1))
    alone, update, _ = told()
    assert alone == (
        "Evidence added Business manager, 21 November 2026 Evidence: All were told. (audit)"
    )
    assert "Evidence: 18 of 20 were heard. (audit)" in update


def test_a_proposal_and_its_decision(people, action, told):
    by = people.business_manager
    first = make_proposal(action, by=people.chair, at=days_ago(9))
    decline_proposal(first, by=by, note="It can be done.", at=days_ago(8))
    second = make_proposal(action, by=people.chair, about="wording", words="Do it.", at=days_ago(7))
    values = {"words": "Do it well.", "note": "Well, too.", "agreed_where": "Executive, May"}
    accept_proposal(second, by=by, stands=action.wording, at=days_ago(6), **values)
    entries = told()
    assert entries[0].startswith("Proposal for a different wording accepted with changes Business")
    assert "16 November 2026, at: Executive, May" in entries[0]
    assert entries[0].endswith("Agreed instead: from “Do it.” to “Do it well.” Well, too.")
    assert entries[1].startswith("Wording changed Business manager, 16 November 2026")
    assert entries[2].startswith("Wording proposed Accepted with changes Chair, 15 November 2026")
    assert entries[3] == (
        "Proposal for a different timescale declined Business manager, 14 November 2026 It can be done."
    )


def test_everything_is_called_as_on_its_day(people, plan, action, told):
    """Groups, ratings, periods and parts of the plan that were renamed later."""
    by, objective = people.business_manager, plan.objective_set.get()
    period = make_period(
        plan, at=days_ago(20), leads_by=date(2026, 11, 13), chairs_by=date(2026, 11, 14)
    )
    make_update(action, rating="amber", comment="Two of six.", at=days_ago(10))
    made = {"about": "lead", "group": people.training_group, "role": "lead", "beside": False}
    make_proposal(action, by=people.chair, reason="More time.", at=days_ago(9.5), **made)
    set_leads(action, [{"group": people.board}], by=by, at=days_ago(9))
    make_challenge(action, by=people.scrutineer, to=people.audit_group, at=days_ago(8))
    update = {"rating": "green", "comment": "Read.", "reason": "Seen."}
    record_update(action_of(plan, "1.1"), by=by, at=days_ago(7), **update)
    follows = action_of(plan, "1.2")
    place = {"objective": objective, "priority": None, "follows": follows}
    revise_action(action_of(plan, "1.1"), by=by, at=days_ago(6), **place)
    for record, values in (
        (people.board, {"name": "Partnership Board"}),
        (people.audit_group, {"name": "Quality Group"}),
        (people.training_group, {"name": "Workforce Group"}),
        (period, {"name": "Fall"}),
        (objective, {"title": "Said"}),
        (plan.priority_set.get(), {"title": "Heard"}),
        (follows, {"title": "Read them"}),
        *((rating, {"label": f"New {rating.label}"}) for rating in people.partnership.ratingdefinition_set.all()),
    ):  # fmt: skip
        revise(record, by=by, at=days_ago(5), **values)
    assert told() == [
        "Priority changed; Objective changed; Follows on from changed "
        "Business manager, 16 November 2026 "
        "Priority: removed; it was “Priority 1: Children are heard” "
        "Objective: “Objective 1: Every child has a say” Follows on from: “1.2 Action 1.2”",
        "Update Green was Amber Late Business manager, 15 November 2026, for Autumn 2026 "
        "Read. Why this rating: Seen.",
        f"Challenge raised Waiting for an answer Scrutineer, 14 November 2026 {QUESTION} "
        "For Audit Group, answer due by 6 December 2026.",
        "Leads changed Business manager, 13 November 2026 "
        "Who leads: from “Audit Group” to “Ashshire Executive (now Partnership Board)”",
        "Lead proposed Waiting Chair, 12 November 2026 "
        "From “Audit Group” to “Training Group (lead)”. More time.",
        "Update Amber was Not yet rated Business manager, 12 November 2026 "
        "Two of six. Why this rating: Seen by the group on the day. (the dates suggested Green)",
    ]


def test_a_place_that_was_removed_since_keeps_its_name(people, plan, action, told):
    by = people.business_manager
    revise_action(action, by=by, objective=plan.objective_set.get(), priority=None, at=days_ago(6))
    for other in ("1.2", "1.3"):
        revise_action(action_of(plan, other), by=by, priority=None)
    remove_part(plan.priority_set.get(), by=by, reason="Merged.")
    assert "was “Priority 1: Children are heard”" in told()[0]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(people, plan, action, client_as, django_assert_num_queries, number):
    by = people.business_manager
    for n in range(number):
        made = make_challenge(action, by=people.scrutineer, to=people.audit_group)
        for seen in range(n + 1):
            Challenge.objects.filter(pk=made.pk).update(state="open")
            answer_challenge(made, by=people.chair, words="Soon.", seen=seen)
        current = action_of(plan, "1.1")
        revise_action(current, by=by, wording=f"Do {n}.", at=NOW)
        set_leads(current, [{"words": f"Team {n}"}], by=by)
        add_measure(current, by=by, wording=f"{n} families")
        make_evidence(current, text=f"{n} were heard.")
        make_proposal(current, by=people.chair, due_on=date(2027, 6, n + 1))
    client = client_as(people.member)
    with django_assert_num_queries(31):
        client.get(reverse("plans:action", args=["ashshire", action.pk]))
