"""Proposing a change, and deciding on it: the plan changes with the decision, and never before."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change
from plans.actions.proposals import stands_now
from plans.models import Action, Proposal
from plans.services.lead import set_leads
from plans.services.measure import remove_measure
from plans.services.plan import close_plan, revise_plan
from plans.services.proposal import (
    accept_proposal,
    decline_proposal,
    propose,
    withdraw_proposal,
)
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of, days_ago, make_plan
from tests.helpers.proposals import REASON, make_proposal, one_of_each

ABOUT = ["timescale", "lead", "measure", "wording"]


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def proposal(people, action):
    """By June 2027, instead of by March."""
    return make_proposal(action, by=people.chair)


def accept(proposal, by, **values):
    stands = stands_now(proposal.action, proposal.about, proposal.measure)
    return accept_proposal(proposal, by=by, **{"stands": stands, "at": NOW} | values)


def agreed(action):
    """Everything that a proposal could change."""
    action = Action.objects.get(pk=action.pk)
    leads = [lead.name for lead in action.effective_leads()]
    measures = [measure.wording for measure in action.measures.all()]
    return action.timescale, leads, measures, action.wording


AFTER = {
    "timescale": ("By June 2027", ["Audit Group"], ["Measure 1 of 1.1"]),
    "lead": ("By March 2027", ["Training Group"], ["Measure 1 of 1.1"]),
    "measure": (
        "By March 2027",
        ["Audit Group"],
        ["Measure 1 of 1.1", "30 of 40 children were heard"],
    ),
    "wording": ("By March 2027", ["Audit Group"], ["Measure 1 of 1.1"]),
}


class TestProposing:
    @pytest.mark.parametrize("about", ABOUT)
    def test_changes_nothing_of_what_was_agreed(self, people, action, about):
        before = agreed(action)
        values = one_of_each(people, action)[about]
        made = propose(action, by=people.chair, about=about, reason=REASON, **values)
        assert agreed(action) == before
        assert (made.is_waiting, made.by_name, made.reason) == (True, "Chair", REASON)

    def test_keeps_what_stood(self, proposal):
        assert (proposal.from_words, proposal.proposed) == ("By March 2027", "By June 2027")

    def test_needs_a_reason(self, people, action):
        with pytest.raises(ValidationError, match="Enter a reason for your proposal"):
            make_proposal(action, by=people.chair, reason=" ")

    def test_refuses_what_stands_already(self, people, action):
        with pytest.raises(ValidationError, match="already in the plan"):
            make_proposal(action, by=people.chair, due_on=date(2027, 3, 1))

    def test_is_made_once_however_often_it_is_sent(self, people, action):
        sent = uuid.uuid4()
        first, second = (make_proposal(action, by=people.chair, submission=sent) for _ in range(2))
        assert first == second
        assert action.proposals.count() == 1

    def test_of_a_measure_of_another_action_is_refused(self, people, plan, action):
        other = action_of(plan, "1.2").measures.get()
        with pytest.raises(ValidationError, match="measure of this action"):
            make_proposal(action, by=people.chair, about="measure", measure=other, words="More")

    def test_of_a_lead_of_another_partnership_is_refused(self, people, action):
        group = people.elsewhere.people.audit_group
        with pytest.raises(ValidationError, match="in your partnership"):
            make_proposal(
                action, by=people.chair, about="lead", group=group, role="lead", beside=False
            )

    @pytest.mark.parametrize("words", ["", "   "])
    def test_of_nothing_is_refused(self, people, action, words):
        with pytest.raises(ValidationError, match="Enter what you propose"):
            make_proposal(action, by=people.chair, about="wording", words=words)

    def test_is_refused_once_the_plan_is_closed(self, people, manager, plan, action):
        close_plan(plan, by=manager, reason="Over.")
        with pytest.raises(ValidationError, match="closed"):
            make_proposal(action, by=people.chair)


class TestAccepting:
    @pytest.mark.parametrize("about", ABOUT)
    def test_makes_it_so_in_one_change_with_the_reason_given(self, people, manager, action, about):
        values = one_of_each(people, action)[about]
        made = propose(action, by=people.chair, about=about, reason=REASON, **values)
        before = Change.objects.count()
        decided = accept(made, manager)
        wording = "Do more than that." if about == "wording" else "Do what action 1.1 says."
        assert agreed(action) == (*AFTER[about], wording)
        assert decided.decision == Proposal.Decision.ACCEPTED
        assert Change.objects.count() == before + 1
        assert Change.objects.latest("pk").reason == REASON

    def test_counts_the_slip_and_says_where(self, manager, proposal, action):
        accept(proposal, manager, agreed_where="Executive, 3 December 2026")
        move = action.timescale_changes.get()
        assert (move.is_slip, move.reason, move.agreed_where) == (
            True,
            REASON,
            "Executive, 3 December 2026",
        )
        action.refresh_from_db()
        assert action.first_timescale == "By March 2027"

    def test_a_lead_beside_those_there_are(self, people, manager, action):
        values = {"agency": people.police, "role": "joint", "beside": True}
        accept(make_proposal(action, by=people.chair, about="lead", **values), manager)
        assert [(lead.name, lead.role) for lead in action.leads.all()] == [
            ("Audit Group", "lead"),
            ("Ashshire Police", "joint"),
        ]

    def test_a_measure_in_other_words(self, people, manager, action):
        measure = action.measures.get()
        made = make_proposal(
            action, by=people.chair, about="measure", measure=measure, words="More of it"
        )
        accept(made, manager)
        measure.refresh_from_db()
        assert (measure.wording, measure.first_wording) == ("More of it", "Measure 1 of 1.1")

    def test_with_changes_keeps_the_proposal_beside_what_was_agreed(
        self, manager, proposal, action
    ):
        other = {"kind": "by_month", "words": "", "due_on": date(2027, 5, 1)}
        decided = accept(proposal, manager, note="May will do.", **other)
        assert decided.decision == Proposal.Decision.AMENDED
        assert (decided.proposed, decided.agreed_words) == ("By June 2027", "By May 2027")
        action.refresh_from_db()
        assert action.due_on == date(2027, 5, 31)

    def test_with_changes_needs_a_note(self, manager, proposal, action):
        other = {"kind": "by_month", "words": "", "due_on": date(2027, 5, 1)}
        with pytest.raises(ValidationError) as refused:
            accept(proposal, manager, **other)
        assert "note" in refused.value.error_dict
        assert agreed(action)[0] == "By March 2027"

    def test_is_refused_where_something_else_stands_by_now(self, manager, proposal, action):
        seen = stands_now(action, "timescale")
        change_timescale(action, by=manager, reason="Sooner.", kind="ongoing")
        with pytest.raises(ValidationError) as refused:
            accept(proposal, manager, stands=seen)
        assert refused.value.message_dict["stands"] == [
            "The plan has changed since you opened the page. It now says: Ongoing. Decide again."
        ]
        assert agreed(action)[0] == "Ongoing"
        proposal.refresh_from_db()
        assert proposal.is_waiting

    def test_of_leads_is_refused_where_others_lead_by_now(self, people, manager, action):
        made = make_proposal(
            action,
            by=people.chair,
            about="lead",
            group=people.training_group,
            role="lead",
            beside=False,
        )
        set_leads(action, [{"post": people.adviser}], by=manager)
        with pytest.raises(ValidationError, match="has changed"):
            accept(made, manager, stands="Audit Group")

    def test_a_measure_taken_out_meanwhile_is_added_anew(self, people, manager, action):
        measure = action.measures.get()
        made = make_proposal(
            action, by=people.chair, about="measure", measure=measure, words="More of it"
        )
        remove_measure(measure, by=manager, reason="Counted elsewhere.")
        made.refresh_from_db()
        accept(made, manager)
        assert [m.wording for m in action.measures.all()] == ["More of it"]
        assert made.from_words == "Measure 1 of 1.1"


class TestDeciding:
    def test_declined_leaves_what_stands_and_says_why(self, manager, proposal, action):
        before = agreed(action)
        decided = decline_proposal(proposal, by=manager, note="Twice is enough.", at=NOW)
        assert (decided.decision, decided.note) == ("declined", "Twice is enough.")
        assert (decided.decided_at, decided.decided_by_name) == (NOW, "Business manager")
        assert agreed(action) == before

    def test_declined_needs_a_note(self, manager, proposal):
        with pytest.raises(ValidationError, match="Enter a reason for declining it"):
            decline_proposal(proposal, by=manager, note=" ")

    def test_a_proposal_is_decided_once(self, manager, proposal, action):
        decline_proposal(proposal, by=manager, note="No.")
        with pytest.raises(ValidationError, match="has already decided on this proposal: declined"):
            accept(proposal, manager)
        assert agreed(action)[0] == "By March 2027"

    def test_only_who_proposed_withdraws(self, people, manager, proposal):
        with pytest.raises(ValidationError, match="Only the person who made a proposal"):
            withdraw_proposal(proposal, by=manager)
        assert withdraw_proposal(proposal, by=people.chair).decision == "withdrawn"

    def test_at_a_meeting_says_at_which(self, people, manager, plan, proposal):
        """The group that owns the plan decides at a meeting; the business manager does not need one."""
        revise_plan(plan, by=manager, owner=people.training_group)
        proposal = Proposal.objects.get(pk=proposal.pk)
        owner = people.chair_of_other_group
        for decide in (
            accept,
            lambda one, by, **where: decline_proposal(one, by=by, note="No.", **where),
        ):
            with pytest.raises(ValidationError) as refused:
                decide(proposal, owner)
            assert "agreed_where" in refused.value.error_dict
        assert accept(proposal, owner, agreed_where="Training Group, 1 December").decision


def test_the_owner_is_a_group_of_the_partnership(people, manager, plan):
    with pytest.raises(ValidationError, match="in your partnership"):
        revise_plan(plan, by=manager, owner=people.elsewhere.people.board)


def test_a_draft_is_proposed_to_and_changed_without_a_slip(people, manager):
    draft = make_plan(people, agreed=False, title="Next")
    action = action_of(draft, "1.1")
    accept(make_proposal(action, by=manager, at=days_ago(1)), manager)
    assert agreed(action)[0] == "By June 2027"
    assert action.timescale_changes.count() == 0
