"""Ending a membership and handing over, for someone who leads in their own name."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import Change
from partnership.services.partnership import admit
from plans.models import Lead
from plans.services.challenge import close_challenge
from plans.services.lead import set_leads
from plans.services.leaving import end_membership, hand_over
from plans.services.plan import close_plan
from subgroups.hand_over import read_hand_over
from tests.helpers.builders import TODAY, action_of, make_plan
from tests.helpers.challenges import make_challenge
from tests.helpers.editing import address
from tests.helpers.page_text import text_of
from tests.helpers.periods import make_period


@pytest.fixture
def action(people, plan):
    action = action_of(plan, "1.1")
    both = [{"group": people.audit_group}, {"person": people.member, "role": "joint"}]
    set_leads(action, both, by=people.business_manager, words="Audit Group and A. Member")
    return action_of(plan, "1.1")


def mine(people):
    return people.partnership.membership_set.get(user=people.member)


def page(people, name):
    return reverse(f"plans:{name}", args=["ashshire", mine(people).pk])


def leads(action):
    return [(lead.name, lead.role) for lead in action.leads.all()]


class TestEnding:
    def test_the_page_lists_what_they_lead_and_asks_who_does_now(self, people, action, client_as):
        shown = client_as(people.business_manager).get(page(people, "membership_end"))
        words = shown.content.decode()
        assert "<li>1.1 Action 1.1, as joint lead</li>" in words
        assert "Who leads this from now on?" in words
        assert f'<option value="{people.executive.pk}">Executive</option>' in words
        assert "Nobody: keep only the name in the plan, and ask nobody" in words

    def test_without_a_choice_nothing_happens(self, people, action, client_as):
        before = Change.objects.count()
        client = client_as(people.business_manager)
        answer = client.post(page(people, "membership_end"), {"reason": "Moved away."})
        assert "Choose who leads this from now on" in answer.content.decode()
        assert mine(people).ended_at is None
        assert Change.objects.count() == before

    def test_the_name_stays_as_words_in_the_same_change(self, people, action, client_as):
        before = Change.objects.count()
        data = {"to": "name", "reason": "Moved away."}
        client_as(people.business_manager).post(page(people, "membership_end"), data)
        assert Change.objects.count() == before + 1
        assert mine(people).ended_at is not None
        assert leads(action) == [("Audit Group", "lead"), ("Member", "joint")]
        assert action.leads.get(role="joint").words == "Member"
        assert action_of(action.plan, "1.1").leads_words == "Audit Group and A. Member"

    def test_someone_else_leads_in_the_same_change(self, people, action, client_as):
        before = Change.objects.count()
        data = {"to": str(people.executive.pk), "reason": "Moved away."}
        client_as(people.business_manager).post(page(people, "membership_end"), data)
        assert Change.objects.count() == before + 1
        assert leads(action) == [("Audit Group", "lead"), ("Executive", "joint")]
        assert action_of(action.plan, "1.1").leads_words == ""

    def test_who_leads_nothing_is_not_asked_about(self, people, plan, client_as):
        shown = client_as(people.business_manager).get(page(people, "membership_end"))
        assert "Who leads this from now on?" not in shown.content.decode()
        data = {"reason": "Moved away."}
        client_as(people.business_manager).post(page(people, "membership_end"), data)
        assert mine(people).ended_at is not None

    def test_a_stranger_cannot_be_chosen(self, people, action, client_as):
        stranger = people.elsewhere.people.member
        data = {"to": str(stranger.pk), "reason": "Moved away."}
        client_as(people.business_manager).post(page(people, "membership_end"), data)
        assert mine(people).ended_at is None

    def test_a_priority_and_a_draft_too_but_no_closed_plan(self, people, plan):
        by = people.business_manager
        closed = make_plan(people, title="The plan before")
        for record in (action_of(closed, "1.1"), plan.priority_set.get()):
            set_leads(record, [{"person": people.member}], by=by)
        close_plan(closed, by=by, reason="Its period is over.")
        draft = make_plan(people, agreed=False, title="The next plan")
        set_leads(action_of(draft, "1.2"), [{"person": people.member}], by=by)
        end_membership(mine(people), by=by, to=people.executive, reason="Moved away.")
        found = Lead.objects.filter(person__isnull=False).order_by("plan__title")
        assert [(lead.plan.title, lead.name) for lead in found] == [
            ("Business plan 2026–29", "Executive"),
            ("The next plan", "Executive"),
            ("The plan before", "Member"),
        ]

    def test_another_membership_keeps_the_leads(self, people, action):
        admit(people.member, people.partnership, by=None, role="scrutineer", since=date(2026, 4, 1))
        member = people.partnership.membership_set.get(user=people.member, role="member")
        end_membership(member, by=people.business_manager, reason="Now the scrutineer.")
        assert leads(action) == [("Audit Group", "lead"), ("Member", "joint")]

    def test_the_return_of_the_leaver_goes_and_the_successor_is_asked(self, people, plan, action):
        period = make_period(plan)
        assert period.returns.filter(person=people.member).exists()
        end_membership(
            mine(people), by=people.business_manager, to=people.executive, reason="Moved away."
        )
        assert [r.person for r in period.returns.exclude(person=None)] == [people.executive]


class TestHandingOver:
    def test_the_page_shows_what_moves(self, people, action, client_as):
        client = client_as(people.business_manager)
        first = client.get(page(people, "hand_over")).content.decode()
        assert "Member holds and leads:" in first
        assert "<li>1.1 Action 1.1, as joint lead</li>" in first
        second = client.get(f"{page(people, 'hand_over')}?to={people.executive.pk}")
        assert (
            "Executive leads <strong>1.1 Action 1.1, as joint lead</strong>"
            in second.content.decode()
        )

    def test_it_moves_in_one_change_and_may_end_the_membership(self, people, action, client_as):
        mark = read_hand_over(people.member, people.executive, people.partnership, on=TODAY).mark
        data = {"to": str(people.executive.pk), "mark": mark, "end": "on"}
        before = Change.objects.count()
        client_as(people.business_manager).post(page(people, "hand_over"), data)
        assert Change.objects.count() == before + 1
        assert Change.objects.first().reason == "Handed over from Member to Executive"
        assert leads(action) == [("Audit Group", "lead"), ("Executive", "joint")]
        assert mine(people).ended_at is not None

    def test_nobody_leads_twice_and_the_greater_role_stays(self, people, action):
        rows = [
            {"person": people.executive, "role": "contributes"},
            {"person": people.member, "role": "lead"},
        ]
        set_leads(action, rows, by=people.business_manager)
        hand_over(mine(people), people.executive, by=people.business_manager)
        assert leads(action) == [("Executive", "lead")]

    def test_not_what_was_not_shown(self, people, plan, action):
        mark = read_hand_over(people.member, people.executive, people.partnership, on=TODAY).mark
        third = action_of(plan, "1.3")
        set_leads(third, [{"person": people.member}], by=people.business_manager)
        with pytest.raises(ValidationError, match="has changed since you opened this page"):
            hand_over(mine(people), people.executive, by=people.business_manager, mark=mark)
        assert leads(third) == [("Member", "lead")]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, number, people, plan, client_as, django_assert_num_queries):
        for reference in ("1.1", "1.2", "1.3")[:number]:
            set_leads(action_of(plan, reference), [{"person": people.member}], by=people.business_manager)  # fmt: skip
        client, name = client_as(people.business_manager), page(people, "hand_over")
        client.get(name)
        with django_assert_num_queries(10):
            client.get(name)


class TestChallenges:
    """Questions that ask the leaver by name go to someone else; those they raised are listed."""

    @pytest.fixture
    def question(self, people, plan):
        action = action_of(plan, "1.1")
        return make_challenge(action, by=people.scrutineer, to=people.member)

    def asked(self, question):
        question.refresh_from_db()
        return question.to_person

    def test_the_page_asks_who_answers(self, people, question, client_as):
        client = client_as(people.business_manager)
        words = client.get(page(people, "membership_end")).text
        assert "a question about 1.1 Action 1.1, asked by Scrutineer on" in words
        assert "Who answers this from now on?" in words
        answer = client.post(page(people, "membership_end"), {"reason": "Moved away."}).text
        assert "Choose who answers this from now on" in answer
        assert self.asked(question) == people.member

    def test_someone_else_is_asked_in_the_same_change(self, people, question, client_as):
        before = Change.objects.count()
        client = client_as(people.business_manager)
        data = {"to": str(people.executive.pk), "reason": "Moved away."}
        client.post(page(people, "membership_end"), data)
        assert self.asked(question) == people.executive
        assert Change.objects.count() == before + 1
        changes = text_of(client.get("/ashshire/changes/").text)
        assert "person asked changed from Member to Executive" in changes
        answer = client_as(people.executive).get(address("challenge", question)).text
        assert "Send the answer" in answer

    def test_nobody_else_means_the_business_manager(self, people, question):
        end_membership(mine(people), by=people.business_manager, reason="Moved away.")
        assert self.asked(question) == people.business_manager

    def test_nobody_is_asked_their_own_question(self, people, question):
        by = people.business_manager
        end_membership(mine(people), by=by, to=people.scrutineer, reason="Moved away.")
        assert self.asked(question) == by

    def test_a_question_about_a_draft_goes_to_someone_who_may_read_it(self, people):
        draft = make_plan(people, agreed=False, title="The next plan")
        asked = make_challenge(action_of(draft, "1.1"), by=people.scrutineer, to=people.executive)
        theirs = people.partnership.membership_set.get(user=people.executive)
        end_membership(theirs, by=people.business_manager, to=people.member, reason="Moved away.")
        assert self.asked(asked) == people.business_manager

    def test_what_is_closed_stays(self, people, question):
        close_challenge(question, by=people.scrutineer, words="It is solved.", seen=0)
        end_membership(mine(people), by=people.business_manager, reason="Moved away.")
        assert self.asked(question) == people.member

    def test_is_handed_over_alone(self, people, question, client_as):
        client = client_as(people.business_manager)
        shown = client.get(page(people, "hand_over"), {"to": people.executive.pk}).text
        assert "Executive is asked about <strong>1.1 Action 1.1, asked by Scrutineer" in shown
        hand_over(mine(people), people.executive, by=people.business_manager)
        assert self.asked(question) == people.executive

    def test_a_page_that_did_not_show_a_question_is_refused(self, people, plan, question):
        mark = read_hand_over(people.member, people.executive, people.partnership, on=TODAY).mark
        make_challenge(action_of(plan, "1.2"), by=people.scrutineer, to=people.member)
        with pytest.raises(ValidationError, match="has changed since"):
            hand_over(mine(people), people.executive, by=people.business_manager, mark=mark)

    def test_those_they_raised_are_listed(self, people, question, client_as):
        theirs = people.partnership.membership_set.get(user=people.scrutineer)
        address_of_end = reverse("plans:membership_end", args=["ashshire", theirs.pk])
        client = client_as(people.business_manager)
        assert "1 challenge that they raised is not closed" in client.get(address_of_end).text
        close_challenge(question, by=people.scrutineer, words="It is solved.", seen=0)
        assert "that they raised" not in client.get(address_of_end).text
