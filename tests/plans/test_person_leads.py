"""A person as a lead: what they may do and are asked for, and when nobody is asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.history import revise
from partnership.models import User
from partnership.permissions import Role
from partnership.services.agency import change_holder, succeed_agency
from partnership.services.partnership import admit
from plans.actions.bulk import ChangeLeads, compare_actions
from plans.forms.leads import known_leads
from plans.leads.people import people_who_lead
from plans.models import GroupReturn
from plans.reminders.compose import read_reminders
from plans.reminders.due_items import read_due_items_by_person
from plans.services.bulk import save_bulk
from plans.services.chase import chase_returns
from plans.services.lead import set_leads
from plans.services.period import ask_leaders
from plans.services.proposal import accept_proposal, propose
from plans.structure.carry import read_carry
from subgroups.services.people import end_membership
from tests.helpers.builders import (
    FOUNDED,
    TODAY,
    action_of,
    make_plan,
    make_update,
    make_user,
)
from tests.helpers.challenges import make_challenge
from tests.helpers.editing import address, leads_data
from tests.helpers.periods import make_period
from tests.helpers.person_leads import leads, leave, name_lead

OUTSIDER = ["Choose people who are members of your partnership."]


@pytest.fixture
def action(people, plan):
    """Action 1.1, led by the member alone; no group, post or agency of theirs leads anything."""
    return name_lead(action_of(plan, "1.1"), people.member, by=people.business_manager)


class TestMay:
    def test_they_update_what_they_lead(self, people, plan, action, client_as):
        assert action.roles_of(people.member, on=TODAY) == {Role.MEMBER, Role.LEAD}
        client = client_as(people.member)
        assert client.get(address("action_progress", action)).status_code == 200
        assert client.get(address("action_progress", action_of(plan, "1.3"))).status_code == 403

    @pytest.mark.parametrize("other", ["chair", "group_member", "lead", "chair_of_other_group"])
    def test_no_one_else_does_through_them(self, other, people, action, client_as):
        client = client_as(getattr(people, other))
        assert client.get(address("action_progress", action)).status_code == 403

    def test_overseeing_is_not_leading(self, people, action):
        action = name_lead(action, people.member, by=people.business_manager, role="oversees")
        assert action.roles_of(people.member, on=TODAY) == {Role.MEMBER}

    def test_whoever_has_left_sees_nothing(self, people, action, client_as):
        leave(people.member)
        client = client_as(people.member)
        assert client.get(address("action_progress", action)).status_code == 404

    def test_a_draft_is_not_theirs_to_see_or_to_be_asked_about(self, people, client_as):
        draft = make_plan(people, agreed=False, title="The next plan")
        action = name_lead(action_of(draft, "1.2"), people.member, by=people.business_manager)
        client = client_as(people.member)
        assert client.get(address("action", action)).status_code == 404
        assert people.member not in read_due_items_by_person(people.partnership, on=TODAY)
        home = client.get(reverse("reports:home", args=["ashshire"])).content.decode()
        assert "Action 1.2" not in home


class TestReturn:
    def test_they_are_asked_and_submit_themselves(self, people, plan, action, client_as):
        record = make_period(plan).returns.get(person=people.member)
        assert (record.name, record.who, record.due_on) == (
            "Member",
            ("person", people.member.pk),
            record.period.leads_by,
        )
        page = address("group_return", record)
        client = client_as(people.member)
        assert "Action 1.1" in client.get(page).content.decode()
        home = client.get(reverse("reports:home", args=["ashshire"])).content.decode()
        assert page in home
        assert client_as(people.group_member).get(page).status_code == 403

    def test_they_are_asked_when_they_become_a_lead_while_the_period_is_open(self, people, plan):
        period = make_period(plan)
        assert not period.returns.filter(person=people.member).exists()
        name_lead(action_of(plan, "1.3"), people.member, by=people.business_manager)
        assert period.returns.filter(person=people.member).count() == 1

    def test_whoever_has_left_is_not_asked(self, people, plan, action):
        leave(people.member)
        assert not make_period(plan).returns.filter(person=people.member).exists()

    def test_one_return_a_person(self, people, plan, action):
        name_lead(action_of(plan, "1.3"), people.member, by=people.business_manager)
        period = make_period(plan)
        ask_leaders(period, by=people.business_manager)
        assert period.returns.filter(person=people.member).count() == 1

    def test_they_are_chased(self, people, plan, action, mailoutbox):
        period = make_period(plan)
        record = period.returns.get(person=people.member)
        chased = chase_returns(
            period, [record], by=people.business_manager, address=lambda one: "https://x.example/"
        )
        assert chased.returns == ("Member",)

    def test_the_board_says_how_to_mend_a_return_of_someone_who_has_left(
        self, people, plan, action, client_as
    ):
        period = make_period(plan)
        leave(people.member)
        page = client_as(people.business_manager).get(address("period_chase", period))
        assert "Choose another lead for what Member leads" in page.content.decode()


class TestDue:
    def test_reminders_and_calendar(self, people, action):
        dues = read_due_items_by_person(people.partnership, on=TODAY)[people.member]
        assert [(due.kind, due.title) for due in dues] == [("action", "Action 1.1 Action 1.1")]

    def test_an_email_when_the_day_is_near(self, people, plan, action):
        near = action.due_on - timedelta(days=2)
        found = {one.person: one for one in read_reminders(people.partnership, on=near)}
        assert "Action 1.1" in found[people.member].notices[0].title

    def test_no_longer_once_they_have_left(self, people, action):
        leave(people.member)
        assert people.member not in read_due_items_by_person(people.partnership, on=TODAY)
        who = "person", people.member.pk
        assert people_who_lead([who], people.partnership, on=TODAY) == {who: []}

    def test_nor_whose_account_is_closed(self, people, action):
        User.objects.filter(pk=people.member.pk).update(is_active=False)
        assert people.member not in read_due_items_by_person(people.partnership, on=TODAY)


class TestChoosing:
    def test_members_are_on_the_list(self, people, action, client_as):
        page = client_as(people.business_manager).get(address("action_leads", action))
        words = page.content.decode()
        assert '<optgroup label="People">' in words
        assert f'<option value="person-{people.member.pk}" selected>Member</option>' in words
        assert f"person-{people.elsewhere.people.member.pk}" not in words

    def test_one_is_saved(self, people, plan, client_as):
        action = action_of(plan, "1.3")
        data = leads_data(action, (f"person-{people.executive.pk}", "", "joint"))
        client_as(people.business_manager).post(address("action_leads", action), data)
        assert leads(action) == [("Executive", "joint")]

    def test_two_of_one_name_are_told_apart(self, people):
        twin = make_user("other_member", "ashshire", name="Member")
        admit(
            twin, people.partnership, by=None, role="member", since=FOUNDED.date(), agency=people.police
        )  # fmt: skip
        _, choices = known_leads(people.partnership, on=TODAY)
        names = [label for _, label in dict(choices)["People"]]
        assert {"Member, member", "Member, Ashshire Police"} <= set(names)
        assert "Lead" in names

    @pytest.mark.parametrize("who", ["elsewhere", "left"])
    def test_who_is_no_member_is_refused(self, who, people, plan):
        person = people.elsewhere.people.member if who == "elsewhere" else people.member
        if who == "left":
            leave(people.member)
        action = action_of(plan, "1.3")
        with pytest.raises(ValidationError) as refusal:
            set_leads(action, [{"person": person}], by=people.business_manager)
        assert refusal.value.messages == OUTSIDER
        assert leads(action) == [("Training Group", "lead")]

    def test_who_led_before_they_left_may_stay_beside_another(
        self, people, plan, action, client_as
    ):
        leave(people.member)
        page = address("action_leads", action)
        client = client_as(people.business_manager)
        assert "Member (no longer a member)" in client.get(page).content.decode()
        rows = (
            (f"person-{people.member.pk}", "", "lead"),
            (f"post-{people.adviser.pk}", "", "joint"),
        )
        client.post(page, leads_data(action, *rows))
        assert leads(action) == [("Member", "lead"), ("Professional Adviser", "joint")]

    def test_many_actions_at_once(self, people, plan):
        change = ChangeLeads(people.member, beside=True)
        actions = plan.action_set.order_by("pk")
        seen = {one.action.pk: one.mark for one in compare_actions(actions, change)}
        save_bulk(plan, change, list(seen), by=people.business_manager, seen=seen)
        assert all(("Member", "lead") in leads(action) for action in plan.action_set.all())

    def test_a_proposal(self, people, plan):
        action = action_of(plan, "1.1")
        proposal = propose(
            action, by=people.chair, about="lead", reason="They do it.", person=people.member,
            role="lead", beside=True,
        )  # fmt: skip
        assert proposal.proposed == "Member (lead), beside those who lead now"
        accept_proposal(proposal, by=people.business_manager, stands="Audit Group")
        assert leads(action) == [("Audit Group", "lead"), ("Member", "lead")]

    def test_a_proposal_of_someone_else_is_refused(self, people, plan):
        stranger = people.elsewhere.people.member
        with pytest.raises(ValidationError) as refusal:
            propose(
                action_of(plan, "1.1"), by=people.chair, about="lead", reason="Why not?",
                person=stranger, role="lead", beside=False,
            )  # fmt: skip
        assert refusal.value.messages == OUTSIDER


class TestSuccession:
    def test_of_an_agency_or_a_post_leaves_them_alone(self, people, plan, action):
        by = people.business_manager
        member = people.member.memberships.get()
        revise(member, by=by, agency=people.police)
        succeed_agency(
            people.police, by=by, successor=people.council, since=TODAY, moves=True, reason="Merged"
        )
        change_holder(people.adviser, by=by, holder=people.chair, holder_since=TODAY)
        assert leads(action) == [("Member", "lead")]


class TestNobodyAsked:
    """The gap of actions for which nobody is asked."""

    def found(self, plan, people, client_as):
        page = reverse("plans:plan", args=["ashshire", plan.pk])
        shown = client_as(people.business_manager).get(f"{page}?gap=nobody_asked").content.decode()
        return {ref for ref in ("1.1", "1.2", "1.3") if f"Action {ref}" in shown}

    def test_words_alone(self, people, plan, client_as):
        set_leads(action_of(plan, "1.2"), [{"words": "All schools"}], by=people.business_manager)
        assert self.found(plan, people, client_as) == {"1.2"}

    def test_not_words_beside_someone_who_is_asked(self, people, plan, client_as):
        both = [{"words": "All schools"}, {"person": people.member, "role": "joint"}]
        set_leads(action_of(plan, "1.2"), both, by=people.business_manager)
        assert self.found(plan, people, client_as) == set()

    def test_but_words_beside_an_overseer(self, people, plan, client_as):
        both = [{"words": "All schools"}, {"group": people.board, "role": "oversees"}]
        set_leads(action_of(plan, "1.2"), both, by=people.business_manager)
        assert self.found(plan, people, client_as) == {"1.2"}

    def test_someone_who_has_left(self, people, plan, action, client_as):
        assert self.found(plan, people, client_as) == set()
        leave(people.member)
        assert self.found(plan, people, client_as) == {"1.1"}

    def test_nothing_is_to_be_asked_of_a_complete_action(self, people, plan, client_as):
        set_leads(action_of(plan, "1.2"), [{"words": "All schools"}], by=people.business_manager)
        make_update(action_of(plan, "1.2"), rating="complete", reason="Done.")
        assert self.found(plan, people, client_as) == set()

    def test_home_leads_to_them(self, people, plan, client_as):
        set_leads(action_of(plan, "1.2"), [{"words": "All schools"}], by=people.business_manager)
        home = client_as(people.business_manager).get(reverse("reports:home", args=["ashshire"]))
        assert "?gap=nobody_asked" in home.content.decode()

    def test_the_page_of_the_action_says_so_to_whoever_can_mend_it(self, people, plan, client_as):
        action = action_of(plan, "1.2")
        set_leads(action, [{"words": "All schools"}], by=people.business_manager)
        sentence = "not on your lists, so nobody is asked for updates"
        page = address("action", action)
        assert sentence in client_as(people.business_manager).get(page).content.decode()
        assert sentence not in client_as(people.executive).get(page).content.decode()


class TestCarried:
    def test_a_person_goes_on_and_one_who_has_left_is_asked_about(self, people, plan, action):
        draft = make_plan(people, actions=0, agreed=False, title="The next plan")
        (one,) = (x for x in read_carry(draft, plan, on=TODAY).leaders if x.key[0] == "person")
        assert (one.name, one.note, one.may_stay) == ("Member", "", True)
        leave(people.member)
        (one,) = (x for x in read_carry(draft, plan, on=TODAY).leaders if x.key[0] == "person")
        assert (one.note, one.may_stay) == ("No longer a member of the partnership.", False)

    def test_the_name_alone_may_go_on(self, people, plan, action, client_as):
        leave(people.member)
        draft = make_plan(people, actions=0, agreed=False, title="The next plan")
        page = f"{address('plan_carry', draft)}?from={plan.pk}"
        shown = client_as(people.business_manager).get(page)
        assert "Keep the name in the plan, and ask nobody" in shown.content.decode()


class TestChallenge:
    def test_a_person_is_asked_and_answers(self, people, plan, action, client_as):
        challenge = make_challenge(action, by=people.scrutineer, to=people.member)
        assert challenge.is_asked(people.member, on=TODAY)
        page = address("challenge_answer", challenge)
        assert client_as(people.member).get(page).status_code == 200
        assert client_as(people.chair).get(page).status_code == 403

    def test_not_about_what_they_cannot_read(self, people):
        draft = make_plan(people, agreed=False, title="The next plan")
        with pytest.raises(ValidationError) as refusal:
            make_challenge(action_of(draft, "1.1"), by=people.scrutineer, to=people.member)
        assert refusal.value.messages == [
            "Member cannot read what this is about yet. Ask someone else."
        ]
        assert not people.partnership.challenge_set.exists()


def test_the_services_below_do_not_end_the_membership_of_a_lead(people, plan, action):
    with pytest.raises(ValidationError) as refusal:
        end_membership(people.member.memberships.get(), by=people.business_manager)
    assert refusal.value.messages == [
        "Member leads 1.1 Action 1.1. Hand this over first, or keep only the name in the plan."
    ]
    assert people.member.memberships.get().ended_at is None
    assert GroupReturn.objects.count() == 0
